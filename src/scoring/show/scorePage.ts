/** The HTML page of re-scored answers. */

import { escapeHtml } from '../../report/page/escape.js';
import { figureHtml, pageHtml } from '../../report/page/page.js';
import type { ScoreReport } from '../scoreReport.js';
import { scoreFigures } from './scoreFigures.js';
import { scoreText } from './scoreText.js';

/** The page with figures and numbers. @param source description of the scored files @param doubts what is not read and may change the rates */
export async function scorePage(report: ScoreReport, source: string, doubts: readonly string[] = []): Promise<string> {
  const sections = await Promise.all(scoreFigures(report).map((figure) => figureHtml(figure)));
  return pageHtml(
    'Re-scored answers – hallucination-rate',
    `<header>
<p class="kicker">hallucination-rate score</p>
<h1>Re-scored answers</h1>
<p>${escapeHtml(source)}</p>
</header>
${sections.join('\n')}
<section aria-labelledby="numbers">
<h2 id="numbers">Numbers</h2>
<pre tabindex="0">${escapeHtml(scoreText(report, { doubts }))}</pre>
</section>`,
  );
}
