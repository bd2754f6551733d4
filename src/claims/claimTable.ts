/** The table at the end of `reproduce` and of `run` on the terminal. */

import { wrapLines } from '../report/terminal/wrap.js';
import type { Interval } from '../theory/meanInterval.js';
import { countVerdicts, type ExperimentOutcome, VERDICTS } from './checkClaims.js';
import type { Power, Verdict } from './claim.js';
import { EVIDENCE, EVIDENCE_CLASSES } from './evidence.js';
import { SIGNS, significant } from './verdict.js';

const WIDTH = 80;

/** Codes of the terminal's own sixteen colours, which users choose to be readable. */
const ANSI: Readonly<Record<Verdict, number>> = { confirmed: 34, refuted: 31, depends: 33, inconclusive: 35 };

/**
 * Two lines per claim under the name of its experiment, conditions below their claims, and the number of claims with each verdict.
 * @param options `colour` marks verdicts and headings with ANSI codes
 * @returns lines of at most 80 columns, with a closing newline
 */
export function claimTable(
  outcomes: readonly ExperimentOutcome[],
  options: { readonly colour?: boolean } = {},
): string {
  const code = (codes: number, text: string): string => (options.colour ? `\u001b[${codes}m${text}\u001b[0m` : text);
  const lines = outcomes.flatMap(({ claims: { experiment }, checked, otherSeeds }) => [
    code(1, experiment),
    ...(otherSeeds === undefined ? [] : wrapLines(otherSeeds, WIDTH, { indent: '  ' })),
    ...checked.flatMap(({ claim: { id, evidence }, finding: { measured, interval, verdict, condition }, power }) => [
      `  ${id}`,
      row(
        EVIDENCE[evidence].short,
        measured === null ? '–' : significant(measured),
        intervalWords(interval),
        powerWords(power),
        code(ANSI[verdict], `${SIGNS[verdict]} ${verdict}`),
      ),
      ...(condition === undefined ? [] : wrapLines(condition, WIDTH, { indent: '      ' })),
    ]),
  ]);
  return `${[
    code(1, 'claim'),
    code(1, row('class', 'measured', '95 % interval', 'power', 'verdict')),
    ...lines,
    '',
    ...verdictCounts(outcomes),
  ].join('\n')}\n`;
}

function row(evidence: string, measured: string, interval: string, power: string, verdict: string): string {
  return `    ${evidence.padEnd(11)}  ${measured.padStart(10)}  ${interval.padEnd(20)}  ${power.padEnd(7)}  ${verdict}`;
}

/**
 * One sentence for each class of evidence that occurs, findings first, without verdicts that do not occur: "Trained models, 5 claims: 3
 * confirmed, 1 depends, 1 refuted."
 */
export function verdictCounts(outcomes: readonly ExperimentOutcome[]): readonly string[] {
  return EVIDENCE_CLASSES.flatMap((evidence) => {
    const counts = countVerdicts(outcomes, evidence);
    const total = VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);
    const plural = EVIDENCE[evidence].plural;
    const each = VERDICTS.filter((verdict) => counts[verdict] > 0)
      .map((verdict) => `${counts[verdict]} ${verdict}`)
      .join(', ');
    return total === 0
      ? []
      : [`${plural[0].toUpperCase()}${plural.slice(1)}, ${total} ${total === 1 ? 'claim' : 'claims'}: ${each}.`];
  });
}

/** The claims that a quick form leaves open, in a sentence or two. */
export function quickWords(outcomes: readonly ExperimentOutcome[]): string {
  const open = outcomes
    .flatMap(({ checked }) => checked)
    .filter(({ finding }) => finding.verdict === 'inconclusive')
    .map(({ claim }) => claim.id);
  const undecided = open.length === 0 ? 'Here every claim is decided.' : `It cannot decide ${open.join(', ')}.`;
  return `This is the quick form, with fewer seeds, smaller sweeps and shorter training. Its intervals are wide, and its power was not measured. ${undecided}`;
}

/** "≥ 0.99" for 0.995 and more, where the number of trials says no more; "0.93"; "–" where none was measured. */
export function powerWords(power: Power | null): string {
  if (power === null) return '–';
  return power.power >= 0.995 ? '≥ 0.99' : power.power.toFixed(2);
}

function intervalWords(interval: Interval | null): string {
  return interval === null ? '–' : `${significant(interval.lower)} to ${significant(interval.upper)}`;
}
