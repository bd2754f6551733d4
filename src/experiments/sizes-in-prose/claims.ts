/** Sizes of a network of running text: what a larger one gains, and what it does not. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  meanWithin,
  predictionWords,
  rangeWords,
} from '../../claims/verdict.js';
import { seedRuns } from '../../results/bySeed.js';
import { type MeasuredFamily, measured, stratum } from '../../results/measured.js';
import { groupsOf, numberAt, type ReportTables } from '../../results/reportTables.js';
import { languageAndFactsBySize } from './figures.js';

const FAMILY = 'birthdays';
const WIDTH = 'parameters.model.width';

const PREDICTED = {
  loss: atLeast(0.2),
  wrongOnUnseen: atLeast(0.98),
  missed: about(0, 0.03),
} as const;

/** Networks of every size must know what the text states. */
const LEARNT = atMost(0.15);

const SOURCE = 'Kalai et al. 2025, Theorem 2; OpenAI 2025; here in running text';

type Read = (family: MeasuredFamily) => number | null;

/** The smallest and the largest width. */
function ends({ runs }: ReportTables): readonly [number, number] | undefined {
  const widths = groupsOf(runs).flatMap(({ rows }) => numberAt(runs, WIDTH, rows[0]) ?? []);
  const [least, most] = [Math.min(...widths), Math.max(...widths)];
  return least < most ? [least, most] : undefined;
}

/** One number for each world, of its network of this width, or of its largest or smallest. */
function atWidth(tables: ReportTables, width: number | undefined, read: Read): readonly (number | null)[] {
  return seedRuns(tables).map(({ rows }) => {
    const row = rows.find((each) => numberAt(tables.runs, WIDTH, each) === width);
    return row === undefined ? null : read(measured(tables.runs, row, FAMILY));
  });
}

/** The smallest network's number less the largest's, in each world. */
function gain(tables: ReportTables, read: Read): readonly (number | null)[] {
  const [least, most] = ends(tables) ?? [];
  const [small, large] = [atWidth(tables, least, read), atWidth(tables, most, read)];
  return small.map((value, world) => {
    const other = large[world];
    return value === null || other === null ? null : value - other;
  });
}

function hasLearnt(tables: ReportTables): CheckResult {
  const [least] = ends(tables) ?? [];
  return gate(
    'err on facts stated once, of the smallest network',
    atWidth(tables, least, (family) => stratum(family, 1).errorRate).flatMap((err) => err ?? []),
    LEARNT,
  );
}

const claims: readonly Claim[] = [
  {
    id: 'size-buys-language-not-facts',
    evidence: 'trained',
    listed: ['S20b', 'N1'],
    statement: 'A larger network of the same text writes it better, and errs on facts as often as before.',
    source: SOURCE,
    formula:
      'held-out loss of the smallest less that of the largest; the same of err + invalid mass, and of that on facts never stated',
    explanation: [
      'Three networks read the same addresses with the same sentences in them, equally often. The largest has three and a half times the parameters of the smallest. Each must know what the text states, or a difference in memory would pass for one in hallucination.',
      'The loss on addresses that none of them reads tells how well they know the language. The error on facts cannot fall with it: what no sentence states has no trace in the text, however many parameters look for it.',
    ],
    prediction: `held-out loss lower by ${rangeWords(PREDICTED.loss)} nats a token; err + invalid mass apart by ${predictionWords(PREDICTED.missed)}; wrong on facts never stated ${rangeWords(PREDICTED.wrongOnUnseen)} at the largest`,
    check: (tables) =>
      gated(
        hasLearnt(tables),
        'the smallest network has not learnt what the text states: train longer',
        allOf([
          meanWithin(
            'held-out loss of the smallest network less that of the largest, nats a token',
            gain(tables, ({ prose }) => prose.loss),
            PREDICTED.loss,
          ),
          meanWithin(
            'err + invalid mass of the smallest network less that of the largest',
            gain(tables, ({ wrong }) => wrong),
            PREDICTED.missed,
          ),
          meanWithin(
            'err + invalid mass of the largest network on facts never stated',
            atWidth(tables, ends(tables)?.[1], (family) => stratum(family, 0).wrong),
            PREDICTED.wrongOnUnseen,
          ),
        ]),
      ),
  },
];

export const sizesInProse: ExperimentClaims = {
  experiment: 'sizes-in-prose',
  title: 'Larger networks write better, and make up as much',
  claims,
  figures: (tables) => [languageAndFactsBySize(tables, FAMILY)],
};
