/** An experiment's section of the report: its claims, its figures, and a link to its runs. */
import type { Figure } from '../../report/figures/figure.js';
import { escapeHtml } from '../../report/page/escape.js';
import type { ClaimSection } from '../../report/page/experimentReport.js';
import { formulas, glossed } from '../../report/page/formulas.js';
import { figureHtml } from '../../report/page/page.js';
import type { CheckedClaim, ExperimentOutcome } from '../checkClaims.js';
import type { CheckResult, Power } from '../claim.js';
import { powerWords, verdictCounts } from '../claimTable.js';
import { EVIDENCE } from '../evidence.js';
import { intervalHtml, numberHtml, numbersIn } from './reportNumbers.js';
import { CLAIMS_STYLE } from './reportStyle.js';
import { verdictHtml } from './reportTable.js';

/**
 * Returns the section of an experiment.
 * @param command the command that makes the experiment's runs
 * @param main the figure at the top of the report, which is not drawn twice
 * @returns HTML of a section
 */
export async function sectionHtml(outcome: ExperimentOutcome, command: string, main?: Figure): Promise<string> {
  const {
    claims: { experiment, title },
    checked,
    tables,
  } = outcome;
  const name = escapeHtml(experiment);
  const seen = new Set<string>();
  const drawn = await Promise.all(
    experimentFigures(outcome).map((figure) =>
      figure.id === main?.id
        ? `<p>Its main figure is <a href="#main-figure">at the top of this page</a>.</p>`
        : figureHtml({ ...figure, id: `${experiment}-${figure.id}` }, 'h3'),
    ),
  );
  const runs =
    tables === null
      ? ''
      : `<a href="${name}/report.html">All runs of ${name}</a>, with every number and the experiment file. `;
  return `<section aria-labelledby="${name}">
<h2 id="${name}">${formulas(title)}</h2>
${seedWords(outcome)
  .map((words) => `<p>${escapeHtml(words)}</p>\n`)
  .join('')}${checked.map((each) => claimHtml(each, seen)).join('\n')}
${drawn.join('\n')}
<p class="where">${runs}The command for this experiment alone:</p>
<pre tabindex="0">${escapeHtml(command)}</pre>
<p class="back"><a href="#claims">Back to the table of claims</a></p>
</section>`;
}

/** The claims of an experiment for the experiment's own report. */
export function claimSection(outcome: ExperimentOutcome): ClaimSection {
  const seen = new Set<string>();
  return {
    html: outcome.checked.map((each) => claimHtml(each, seen)).join('\n'),
    summary: [...verdictCounts([outcome]), ...seedWords(outcome)].join(' '),
    figures: outcome.tables === null ? [] : experimentFigures(outcome),
    style: CLAIMS_STYLE,
  };
}

/** One claim. @param seen symbols that are explained nearby */
function claimHtml(
  {
    claim: { id, evidence, listed: rows, statement, source, formula, explanation, prediction },
    finding,
    power,
  }: CheckedClaim,
  seen: Set<string>,
): string {
  // The paragraphs come first, so that symbols are explained at their first occurrence.
  const paragraphs = explanation.map((paragraph) => `<p>${glossed(paragraph, seen)}</p>`);
  const entries: readonly (readonly [string, string])[] = [
    ['Formula', `<span class="formula">${glossed(formula, seen)}</span>`],
    ['Source', `${formulas(source)} (${rows.length === 1 ? 'row' : 'rows'} ${rows.map(escapeHtml).join(', ')})`],
    ['Predicted', numbersIn(formulas(prediction))],
    ['Measured', measuredHtml(finding)],
    ['Class', `${EVIDENCE[evidence].short}: ${escapeHtml(EVIDENCE[evidence].meaning)}`],
    ...(power === null ? [] : [['Power', escapeHtml(powerSentence(power))] as const]),
    [
      'Verdict',
      verdictHtml(finding.verdict) + (finding.condition === undefined ? '' : ` ${formulas(finding.condition)}`),
    ],
  ];
  const details = (finding.details ?? []).map((detail) => `<li>${numbersIn(glossed(detail, seen))}</li>`);
  return `<article class="claim" aria-labelledby="${escapeHtml(id)}">
<h3 id="${escapeHtml(id)}">${formulas(statement)}</h3>
${paragraphs.join('\n')}
<dl>
${entries.map(([term, html]) => `<div><dt>${term}</dt><dd>${html}</dd></div>`).join('\n')}
</dl>
${details.length === 0 ? '' : `<ul>\n${details.join('\n')}\n</ul>`}
</article>`;
}

/** A note on verdicts that are not those of the shipped seeds. */
function seedWords({ otherSeeds }: ExperimentOutcome): readonly string[] {
  return otherSeeds === undefined ? [] : [`${otherSeeds[0].toUpperCase()}${otherSeeds.slice(1)}.`];
}

function powerSentence(power: Power): string {
  return `${powerWords(power)}: the share of random sets of ${power.seeds} seeds, out of ${power.worlds}, that give the verdict that all of them give together`;
}

function measuredHtml({ quantity, measured, interval }: CheckResult): string {
  if (measured === null) return 'not measured';
  return `${formulas(quantity)}: ${numberHtml(measured)}${interval === null ? '' : `, 95 % interval over seeds ${intervalHtml(interval)}`}`;
}

/** Figures of an experiment. They may fail if runs are missing; with complete runs, a failure is a bug. */
export function experimentFigures({ claims, tables, runs, failed }: ExperimentOutcome): readonly Figure[] {
  const missing = (why: string): readonly Figure[] => [{ id: 'figures', title: 'Figures', missing: why }];
  if (tables === null) return missing(`none of ${runs} runs is complete.`);
  try {
    return claims.figures(tables);
  } catch (error) {
    if (failed === 0) throw error;
    return missing(`${failed} of ${runs} runs failed (${(error as Error).message}).`);
  }
}
