/** The report of all claims: one HTML file that needs no network. */

import type { Figure } from '../../report/figures/figure.js';
import { escapeHtml } from '../../report/page/escape.js';
import { figureHtml, pageHtml } from '../../report/page/page.js';
import { environmentHtml } from '../../report/page/provenance.js';
import { type ExperimentOutcome, VERDICTS } from '../checkClaims.js';
import { quickWords, verdictCounts } from '../claimTable.js';
import { EVIDENCE, EVIDENCE_CLASSES } from '../evidence.js';
import type { OutOfScopeClaim } from '../listedClaims.js';
import { MEANINGS } from '../verdict.js';
import { allRunsHtml } from './reportRuns.js';
import { experimentFigures, sectionHtml } from './reportSection.js';
import { CLAIMS_STYLE } from './reportStyle.js';
import { claimsTableHtml, unansweredTableHtml, verdictHtml } from './reportTable.js';

export interface ClaimsReport {
  readonly outcomes: readonly ExperimentOutcome[];
  /** Rows of the list of claims that no experiment answers. */
  readonly unanswered: readonly OutOfScopeClaim[];
  /** The command that repeats this report. */
  readonly command: string;
  /** The command that repeats the runs of one experiment. */
  readonly commandOf: (experiment: string) => string;
  /** True if the experiments ran in their quick forms. */
  readonly quick: boolean;
  /** The origin of the seeds in a sentence; null for the seeds that ship. */
  readonly seeds: string | null;
  /** The program's version. */
  readonly version: string;
  /** Names and values that describe the machine. */
  readonly environment?: readonly (readonly [name: string, value: string])[];
}

/** @returns a whole HTML document; equal input gives equal text */
export async function claimsReportHtml({
  outcomes,
  unanswered,
  command,
  commandOf,
  quick,
  seeds,
  version,
  environment = [],
}: ClaimsReport): Promise<string> {
  const [first, main] = mainFigure(outcomes);
  const sections = await Promise.all(
    outcomes.map((outcome) =>
      sectionHtml(outcome, commandOf(outcome.claims.experiment), outcome === first ? main : undefined),
    ),
  );
  const experiments = `${outcomes.length} ${outcomes.length === 1 ? 'experiment' : 'experiments'}`;
  return pageHtml(
    'Why language models hallucinate: every claim measured',
    `<header>
<p class="kicker">hallucination-rate</p>
<h1>Why language models hallucinate: every claim measured</h1>
</header>
<section class="answer" aria-labelledby="question">
<h2 id="question">Which claims of the theory hold for language models whose training data are known to the last fact?</h2>
${verdictCounts(outcomes)
  .map((counts, place) => `<p${place === 0 ? ' class="headline"' : ''}>${escapeHtml(counts)}</p>`)
  .join('\n')}
<p>${experiments} on small models answer${outcomes.length === 1 ? 's' : ''} them. Wherever the responses can be enumerated, their probabilities are computed exactly.</p>
${seeds === null ? '' : `<p>${escapeHtml(seeds)}</p>`}
${quick ? `<p>${escapeHtml(quickWords(outcomes))}</p>` : ''}
</section>
${main === undefined ? '' : await figureHtml({ ...main, id: 'main-figure' })}
<section aria-labelledby="claims">
<h2 id="claims">The claims</h2>
<ul class="legend">
${VERDICTS.map((verdict) => `<li>${verdictHtml(verdict)} ${escapeHtml(MEANINGS[verdict])}</li>`).join('\n')}
</ul>
${claimsTableHtml(outcomes)}
<p>Classes of evidence:</p>
<ul class="legend">
${EVIDENCE_CLASSES.map((evidence) => `<li><b>${EVIDENCE[evidence].short}</b>: ${escapeHtml(EVIDENCE[evidence].meaning)}</li>`).join('\n')}
</ul>
<p>Intervals are 95 % intervals over seeds. Each seed has its own world of facts, training set and model. Numbers without an interval are program checks, counts, closed forms or maxima. The power of a claim is the probability that a claim which is true gets the verdict that it should, at this number of seeds.</p>
</section>
${sections.join('\n')}
<section aria-labelledby="unanswered">
<h2 id="unanswered">Claims without an experiment</h2>
${unansweredTableHtml(unanswered)}
</section>
${allRunsHtml(outcomes)}
<section aria-labelledby="reproduce">
<h2 id="reproduce">How to reproduce</h2>
<p>Version ${escapeHtml(version)} of the program, with this command; runs that are already in the store are not repeated:</p>
<pre tabindex="0">${escapeHtml(command)}</pre>
${environmentHtml(environment)}
<p>The claims are those of Kalai, Nachum, Vempala and Zhang, “Why Language Models Hallucinate” (arXiv 2509.04664, 2025), of the article of the same name, and of the works
that each section names. The verdicts are also in <code>claims.json</code> beside this page; the numbers behind them are in the tables in each experiment's folder.</p>
</section>`,
    CLAIMS_STYLE,
  );
}

/** The first figure that is drawn, with its experiment: in the whole report, error against singleton rate. */
function mainFigure(outcomes: readonly ExperimentOutcome[]): readonly [ExperimentOutcome?, Figure?] {
  for (const outcome of outcomes) {
    const drawn = outcome.tables === null ? undefined : experimentFigures(outcome).find((figure) => 'spec' in figure);
    if (drawn !== undefined) return [outcome, drawn];
  }
  return [];
}
