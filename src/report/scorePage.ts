/** Re-scored answers as a picture or as a page. */
import type { ScoreReport } from '../scoring/scoreReport.js';
import { topLevel, type Spec } from './figure.js';
import { figureHtml, pageHtml } from './page.js';
import { scoreFigures } from './scoreFigures.js';
import { scoreText } from './scoreText.js';
import { escapeHtml, renderSvg } from './svg.js';

/** All figures in one picture, one below the other. */
export async function scorePicture(report: ScoreReport): Promise<string> {
  const figures = scoreFigures(report).flatMap((figure) => ('spec' in figure ? [figure] : []));
  const parts = figures.map(({ title, spec }): Spec => {
    const { $schema: _schema, background: _background, padding: _padding, config: _config, ...body } = spec;
    return figures.length === 1 ? body : { title: { text: title, anchor: 'start', offset: 12 }, ...body };
  });
  const spec = topLevel(parts.length === 1 ? parts[0] : { spacing: 30, vconcat: parts, resolve: { scale: { color: 'independent', shape: 'independent', strokeDash: 'independent' }, legend: { color: 'independent', shape: 'independent', strokeDash: 'independent' } } });
  return renderSvg(spec, 'score', figures.map(({ title }) => title).join('; '));
}

/** @param source what was scored, in words */
export async function scorePage(report: ScoreReport, source: string): Promise<string> {
  const sections = await Promise.all(scoreFigures(report).map((figure) => figureHtml(figure)));
  return pageHtml('Re-scored answers – hallucination-rate', `<header>
<p class="kicker">hallucination-rate score</p>
<h1>Re-scored answers</h1>
<p>${escapeHtml(source)}</p>
</header>
${sections.join('\n')}
<section aria-labelledby="numbers">
<h2 id="numbers">Numbers</h2>
<pre tabindex="0">${escapeHtml(scoreText(report))}</pre>
</section>`);
}
