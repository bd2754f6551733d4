/** Wordings: stated in many ways, a fact is known in words that training never used. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, meanWithin, rangeWords, unmeasured } from '../../claims/verdict.js';
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { seedRuns } from '../../results/bySeed.js';
import { type MeasuredFamily, measured } from '../../results/measured.js';
import { groupsOf, numberAt, type ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';

const FAMILY = 'birthdays';
const WORDINGS = 'parameters.corpus.text.wordings';

const PREDICTED = {
  asWorded: atLeast(0.95),
  oneWording: atMost(0.45),
  gain: atLeast(0.25),
} as const;

type Read = (family: MeasuredFamily) => number | null;

const asWorded: Read = ({ accuracy }) => accuracy;
const reworded: Read = ({ reworded }) => reworded.answered.accuracy;

/** Accuracies of each world with so many wordings. */
function accuracies(tables: ReportTables, wordings: number, read: Read): readonly (number | null)[] {
  return seedRuns(tables).flatMap(({ rows }) =>
    rows
      .filter((row) => numberAt(tables.runs, WORDINGS, row) === wordings)
      .map((row) => read(measured(tables.runs, row, FAMILY))),
  );
}

/** The fewest and the most wordings of the sweep. */
function ends({ runs }: ReportTables): readonly [number, number] | undefined {
  const numbers = groupsOf(runs).flatMap(({ rows }) => numberAt(runs, WORDINGS, rows[0]) ?? []);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least < most ? [least, most] : undefined;
}

const claim: Claim = {
  id: 'many-wordings-make-a-fact',
  evidence: 'trained',
  listed: ['AZ'],
  statement:
    'At equally many sentences, facts worded in many ways are known in new words; those worded in one way are not.',
  source: 'Allen-Zhu and Li 2024, knowledge storage and extraction',
  formula: 'accuracy in wordings never used: 16 wordings against 1',
  explanation: [
    'Each of 60 people has some 16 sentences in the text that state the birthday. What is varied is in how many ways: all in the same words, in 4, or in 16. Training reads each sentence equally often. Then everybody is asked for in the first wording, and in four that no sentence had.',
    'A network that read one wording knows the sentence by heart, and answers it. Asked in other words it falls back on dates that are common, or on those of others with the same name. Where the words vary and only person and date stay, it learns that these belong together. So a fact may be in the data, and many times, and still be answered wrongly: the missing mass is a lower bound of the error.',
  ],
  prediction: `accuracy as worded in training ${rangeWords(PREDICTED.asWorded)}; in other words ${rangeWords(PREDICTED.oneWording)} with one wording, and more by ${rangeWords(PREDICTED.gain)} with 16`,
  check: (tables) => {
    const range = ends(tables);
    if (range === undefined)
      return unmeasured('gain of accuracy in new words', 'corpora of several numbers of wordings');
    const [least, most] = range;
    const many = accuracies(tables, most, reworded);
    const one = accuracies(tables, least, reworded);
    const parts: readonly [CheckResult, ...CheckResult[]] = [
      meanWithin(
        `accuracy in new words, ${most} wordings less ${least}`,
        many.map((accuracy, world) => (accuracy === null || one[world] === null ? null : accuracy - one[world])),
        PREDICTED.gain,
      ),
      meanWithin(`accuracy in new words, ${least} wording`, one, PREDICTED.oneWording),
      meanWithin(
        `accuracy as worded in training, ${least} wording`,
        accuracies(tables, least, asWorded),
        PREDICTED.asWorded,
      ),
      meanWithin(
        `accuracy as worded in training, ${most} wordings`,
        accuracies(tables, most, asWorded),
        PREDICTED.asWorded,
      ),
    ];
    return allOf(parts);
  },
};

function figure({ runs }: ReportTables): Figure {
  const id = 'accuracy-against-wordings';
  const title = 'What is known in new words, by the number of wordings in training';
  const groups = groupsOf(runs).flatMap(({ rows }) => {
    const x = numberAt(runs, WORDINGS, rows[0]);
    return x === null ? [] : [{ x, rows }];
  });
  if (groups.length < 2) return { id, title, missing: 'There are no corpora of several numbers of wordings.' };
  const series = (name: string, read: Read, look: Pick<Series, 'colour' | 'shape'>): Series => ({
    name,
    ...look,
    points: pointsOf(
      groups.map(({ x, rows }) => ({ x, mean: meanOver(rows, (row) => read(measured(runs, row, FAMILY))) })),
    ),
  });
  return {
    id,
    title,
    caption: [
      'Accuracy on birthdays that the text states, each some 16 times, against the number of wordings among those sentences: asked in a wording of training, and in wordings that training never uses. Means over worlds with 95 % Student t intervals.',
    ],
    spec: seriesFigure(
      [
        {
          series: [
            series('as worded in training', asWorded, { colour: COLOUR.blue, shape: 'circle' }),
            series('in new words', reworded, { colour: COLOUR.vermilion, shape: 'triangle-up' }),
          ],
        },
      ],
      { title: 'wordings in training', scale: { type: 'log', base: 2 } },
      { title: 'accuracy', scale: { domain: [0, 1] } },
      { width: 440, height: 320 },
    ),
  };
}

export const wordingsOfFacts: ExperimentClaims = {
  experiment: 'wordings',
  title: 'Many wordings make a sentence a fact',
  claims: [claim],
  figures: (tables) => [figure(tables)],
};
