/** Garbage in, garbage out: some training rows are wrong. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atMost,
  gate,
  gated,
  holdsAlways,
  meanWithin,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { AXES, type Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, pointsOf, seriesFigure } from '../../report/figures/seriesFigure.js';
import { combine, judge, type MeasuredFamily, measured, present, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOver } from '../../results/seedMeans.js';
import { levelsOf, pairsBySeed, rowsWhere } from '../../results/select.js';

const NOISE = 'parameters.corpus.families.birthdays.noise';
const SOURCE = 'Kalai et al. 2025, §3.4 (garbage in, garbage out)';

function rowsAt({ runs }: ReportTables, noise: number): readonly number[] {
  return rowsWhere(runs, { [NOISE]: noise });
}
/** The largest share of wrong rows that was tried; null without runs. */
function noisiest({ runs }: ReportTables): number | null {
  return levelsOf(runs, NOISE).at(-1) ?? null;
}

/** Facts seen five to nine times, of which the texts say "five times or more". */
function often(birthdays: MeasuredFamily) {
  return stratum(birthdays, 5);
}

const KNOWN = atMost(0.02);

function learnt(tables: ReportTables) {
  return gate(
    'err on facts seen five times or more, clean data',
    present(rowsAt(tables, 0).map((row) => often(measured(tables.runs, row, 'birthdays')).errorRate)),
    KNOWN,
  );
}

/** Half-widths around ε of what is predicted, and the largest error of the likeliest answer. */
const PREDICTED = { riseTolerance: 0.03, singletonTolerance: 0.06, outvoted: atMost(0.05) };
const MORE_STEPS = 'a model that knows its facts: more training steps';
const NO_RUN = 'no run has measured it';

const sampled: Claim = {
  id: 'garbage-in-garbage-out',
  listed: ['GI'],
  statement:
    'A model reproduces the wrong answers of its training data about as often as they stand there, on facts that it has learnt well.',
  source: SOURCE,
  formula: 'err on learnt facts ≈ ε, the share of training rows that are wrong',
  explanation: [
    'A share ε of the training rows states a wrong birthday, drawn at random. A model that fits its data gives each answer as often as it saw it: when it is sampled, it errs on well-known facts at the rate ε, however often they were seen. More data of the same quality does not help.',
    'The gate: on clean data the same model must know these facts. The errors of the data come on top of those on facts never seen, so the whole error rate must also rise, in every world.',
  ],
  prediction: `err on facts seen five times or more, less its value on clean data, is ε ± ${PREDICTED.riseTolerance} at the largest ε; err is above that of clean data in every world`,
  check: (tables) => {
    const epsilon = noisiest(tables);
    if (epsilon === null) return unmeasured('rise of err on facts seen five times or more', NO_RUN);
    const rises = (read: (birthdays: MeasuredFamily) => number | null) =>
      pairsBySeed(tables.runs, rowsAt(tables, 0), rowsAt(tables, epsilon)).map(([clean, noisy]) =>
        combine(
          [noisy, clean].map((row) => read(measured(tables.runs, row, 'birthdays'))),
          (withNoise, without) => withNoise - without,
        ),
      );
    return gated(
      learnt(tables),
      MORE_STEPS,
      allOf([
        meanWithin(
          `rise of err on facts seen five times or more, ε = ${epsilon}`,
          rises((birthdays) => often(birthdays).errorRate),
          about(epsilon, PREDICTED.riseTolerance),
        ),
        holdsAlways(
          'worlds in which noise does not raise err',
          rises(({ errorRate }) => errorRate).map((rise) => judge([rise], (difference) => difference > 0)),
        ),
      ]),
    );
  },
};

const majority: Claim = {
  id: 'majority-outvotes-garbage',
  listed: ['GI'],
  statement:
    'The likeliest answer of the model is right where a fact was seen often, although a share of its rows is wrong; of facts seen once it is wrong as often as the data.',
  source: SOURCE,
  formula: 'Pr[argmax_r p̂(r|c) wrong]: ε at one row, → 0 as the rows of c grow',
  explanation: [
    'Wrong rows differ from one another, right ones agree. Taking the likeliest answer in place of a sampled one is a vote over the rows of a fact. One row is not a vote: singletons are wrong at the rate ε. Five or more rows outvote the garbage.',
  ],
  prediction: `arg-max error at the largest ε: ε ± ${PREDICTED.singletonTolerance} on singletons, ${rangeWords(PREDICTED.outvoted)} on facts seen five times or more`,
  check: (tables) => {
    const epsilon = noisiest(tables);
    if (epsilon === null) return unmeasured('arg-max error on facts seen five times or more', NO_RUN);
    const birthdays = rowsAt(tables, epsilon).map((row) => measured(tables.runs, row, 'birthdays'));
    return gated(
      learnt(tables),
      MORE_STEPS,
      allOf([
        meanWithin(
          `arg-max error on facts seen five times or more, ε = ${epsilon}`,
          present(birthdays.map((each) => often(each).argMaxErrorRate)),
          PREDICTED.outvoted,
        ),
        meanWithin(
          `arg-max error on singletons, ε = ${epsilon}`,
          present(birthdays.map((each) => stratum(each, 1).argMaxErrorRate)),
          about(epsilon, PREDICTED.singletonTolerance),
        ),
      ]),
    );
  },
};

function errorAgainstNoise(tables: ReportTables): Figure {
  const { runs } = tables;
  const id = 'error-against-noise';
  const title = 'Error rate against the share of wrong rows';
  const levels = levelsOf(runs, NOISE);
  if (levels.length === 0) return { id, title, missing: 'No run was trained on noisy rows.' };
  const strata = [
    { count: 1, name: 'seen once', colour: COLOUR.vermilion, shape: 'triangle-up' },
    { count: 2, name: 'seen twice', colour: COLOUR.orange, shape: 'diamond' },
    { count: 5, name: 'seen 5 to 9 times', colour: COLOUR.blue, shape: 'circle' },
  ] as const;
  const diagonal = {
    name: 'err = ε',
    colour: THEORY,
    dash: DASH.dashed,
    points: levels.map((noise) => exact(noise, noise)),
  };
  const panel = (heading: string, measure: 'errorRate' | 'argMaxErrorRate') => ({
    heading,
    series: [
      diagonal,
      ...strata.map(({ count, ...series }) => ({
        ...series,
        points: pointsOf(
          levels.map((noise) => ({
            x: noise,
            mean: meanOver(rowsAt(tables, noise), (row) => stratum(measured(runs, row, 'birthdays'), count)[measure]),
          })),
        ),
      })),
    ],
  });
  return {
    id,
    title,
    caption: [
      'Error rate of a transformer on birthdays, by how often training answered the prompt, against the share ε of training rows that are wrong. Left: answers sampled from p̂, as in the theorems. Right: the likeliest answer. Means over seeds with 95 % Student t intervals.',
    ],
    spec: seriesFigure(
      [panel('sampled', 'errorRate'), panel('likeliest answer', 'argMaxErrorRate')],
      { title: 'share of wrong training rows ε' },
      { title: AXES.errorRate, scale: { domain: [0, 0.5] } },
      { width: 280, height: 280 },
    ),
  };
}

export const garbageIn: ExperimentClaims = {
  experiment: 'garbage-in',
  title: 'Garbage in, garbage out',
  claims: [sampled, majority],
  figures: (tables) => [errorAgainstNoise(tables)],
};
