/** The table at the end of `reproduce` on the terminal. */

import { wrapLines } from '../report/terminal/wrap.js';
import type { Interval } from '../theory/meanInterval.js';
import { countVerdicts, type ExperimentOutcome, VERDICTS } from './checkClaims.js';
import type { Verdict } from './claim.js';
import { SIGNS, significant } from './verdict.js';

const WIDTH = 80;
const [MEASURED, INTERVAL, VERDICT] = [10, 20, 14];
const NAME = WIDTH - MEASURED - INTERVAL - VERDICT - 6;

/** Codes of the terminal's own sixteen colours, which users choose to be readable. */
const ANSI: Readonly<Record<Verdict, number>> = { confirmed: 34, refuted: 31, depends: 33, inconclusive: 35 };

/**
 * One line per claim under the name of its experiment, conditions below their claims, and the number of claims with each verdict.
 * @param options `colour` marks verdicts and headings with ANSI codes
 * @returns lines of at most 80 columns, with a closing newline
 */
export function claimTable(
  outcomes: readonly ExperimentOutcome[],
  options: { readonly colour?: boolean } = {},
): string {
  const code = (codes: number, text: string): string => (options.colour ? `\u001b[${codes}m${text}\u001b[0m` : text);
  const row = (name: string, measured: string, interval: string, verdict: string): string =>
    `${name.padEnd(NAME)}  ${measured.padStart(MEASURED)}  ${interval.padEnd(INTERVAL)}  ${verdict}`;
  const lines = outcomes.flatMap(({ claims: { experiment }, checked }) => [
    code(1, experiment),
    ...checked.flatMap(({ claim: { id }, finding: { measured, interval, verdict, condition } }) => {
      // A long name gets a line of its own, because a shortened one could not be given to --only.
      const [above, name] = id.length + 2 <= NAME ? [[], `  ${id}`] : [[`  ${id}`], ''];
      const sign = code(ANSI[verdict], `${SIGNS[verdict]} ${verdict}`);
      return [
        ...above,
        row(name, measured === null ? '–' : significant(measured), intervalWords(interval), sign),
        ...(condition === undefined ? [] : wrapLines(condition, WIDTH, { indent: '      ' })),
      ];
    }),
  ]);
  return `${[code(1, row('claim', 'measured', '95 % interval', 'verdict')), ...lines, '', verdictCounts(outcomes)].join('\n')}\n`;
}

/** "5 claims: 3 confirmed, 1 depends, 0 inconclusive, 1 refuted." */
export function verdictCounts(outcomes: readonly ExperimentOutcome[]): string {
  const counts = countVerdicts(outcomes);
  const total = VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0);
  return `${total} ${total === 1 ? 'claim' : 'claims'}: ${VERDICTS.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ')}.`;
}

function intervalWords(interval: Interval | null): string {
  return interval === null ? '–' : `${significant(interval.lower)} to ${significant(interval.upper)}`;
}
