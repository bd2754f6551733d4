/** Garbage in, garbage out: some training rows are wrong. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, atMost, between, gate, gated, holdsAlways, meanWithin } from '../../claims/verdict.js';
import { AXES, type Figure } from '../../report/figures/figure.js';
import { exact, pointsOf, seriesFigure } from '../../report/figures/seriesFigure.js';
import { metric, numberAt, numbersAt, type ReportTables } from '../../results/reportTables.js';
import { seedMean } from '../../results/seedMeans.js';
import { levelsOf, pairedBySeed, rowsWhere } from '../../results/select.js';

const NOISE = 'parameters.corpus.families.birthdays.noise';
const BIRTHDAYS = { name: 'birthdays', nature: 'arbitrary' } as const;
const SOURCE = 'Kalai et al. 2025, §3.4 (garbage in, garbage out)';
/** Strata of prompts answered once, and five times or more. */
const ONCE = 'byCount.1';
const OFTEN = 'byCount.4';

function column(path: string): string {
  return metric(BIRTHDAYS, path);
}
function rowsAt({ runs }: ReportTables, noise: number) {
  return rowsWhere(runs, { [NOISE]: noise });
}
function noisiest({ runs }: ReportTables): number {
  return levelsOf(runs, NOISE).at(-1) ?? NaN;
}

function learnt(tables: ReportTables) {
  return gate(
    'err on facts seen five times or more, clean data',
    numbersAt(tables.runs, column(`${OFTEN}.errorRate`), rowsAt(tables, 0)),
    atMost(0.02),
  );
}

const sampled: Claim = {
  id: 'garbage-in-garbage-out',
  listed: ['GI'],
  statement:
    'A model reproduces the wrong answers of its training data about as often as they stand there, on facts that it has learnt well.',
  source: SOURCE,
  formula: 'err on learnt facts ≈ ε, the share of training rows that are wrong',
  explanation: [
    'A share ε of the training rows states a wrong birthday, drawn at random. A model that fits its data gives each answer as often as it saw it: sampled, it errs on well-known facts at the rate ε, however often they were seen. More data of the same quality does not help.',
    'The gate: on clean data the same model must know these facts. And since the errors of the data come on top of the facts never seen, the whole error rate must rise too, in every world.',
  ],
  prediction:
    'err on facts seen five times or more, less its value on clean data, is ε ± 0.03 at the largest ε; err is above that of clean data in every world',
  check: (tables) => {
    const { runs } = tables;
    const epsilon = noisiest(tables);
    const [clean, noisy] = [rowsAt(tables, 0), rowsAt(tables, epsilon)];
    const rise = (path: string) =>
      pairedBySeed(
        runs,
        clean,
        noisy,
        (a, b) => (numberAt(runs, column(path), b) ?? NaN) - (numberAt(runs, column(path), a) ?? NaN),
      );
    return gated(
      learnt(tables),
      'a model that knows its facts: more training steps',
      allOf([
        meanWithin(
          `rise of err on facts seen five times or more, ε = ${epsilon}`,
          rise(`${OFTEN}.errorRate`),
          about(epsilon, 0.03),
        ),
        holdsAlways(
          'worlds in which noise does not raise err',
          rise('errorRate').map((difference) => difference > 0),
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
    'Wrong rows differ from one another, right ones agree. Who asks for the likeliest answer in place of a sampled one takes a vote over the rows of a fact. One row is no vote: singletons are wrong at the rate ε. Five or more outvote the garbage.',
  ],
  prediction: 'arg-max error at the largest ε: ε ± 0.06 on singletons, at most 0.05 on facts seen five times or more',
  check: (tables) => {
    const epsilon = noisiest(tables);
    const values = (stratum: string) =>
      numbersAt(tables.runs, column(`${stratum}.argMaxErrorRate`), rowsAt(tables, epsilon));
    return gated(
      learnt(tables),
      'a model that knows its facts: more training steps',
      allOf([
        meanWithin(`arg-max error on facts seen five times or more, ε = ${epsilon}`, values(OFTEN), atMost(0.05)),
        meanWithin(
          `arg-max error on singletons, ε = ${epsilon}`,
          values(ONCE),
          between(epsilon - 0.06, epsilon + 0.06),
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
  const of = (path: string) =>
    pointsOf(levels.map((noise) => ({ x: noise, mean: seedMean(runs, column(path), rowsAt(tables, noise)) })));
  const strata = [
    { path: 'byCount.1', name: 'seen once', colour: '#D55E00', shape: 'triangle-up' as const },
    { path: 'byCount.2', name: 'seen twice', colour: '#E69F00', shape: 'diamond' as const },
    { path: 'byCount.4', name: 'seen 5 to 9 times', colour: '#0072B2', shape: 'circle' as const },
  ];
  const diagonal = {
    name: 'err = ε',
    colour: '#555',
    dash: [6, 4],
    points: levels.map((noise) => exact(noise, noise)),
  };
  const panel = (heading: string, measure: string) => ({
    heading,
    series: [diagonal, ...strata.map(({ path, ...series }) => ({ ...series, points: of(`${path}.${measure}`) }))],
  });
  return {
    id,
    title,
    caption: [
      'Error rate of a transformer on birthdays, by how often training answered the prompt, against the share ε of training rows that are wrong. Left: answers sampled from p̂, as the theorems speak of. Right: its likeliest answer. Means over seeds with 95 % Student t intervals.',
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
