/** Garbage in, garbage out: some training rows are wrong. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  meanWithin,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, type MeasuredFamily, measured, present, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { pairsBySeed } from '../../results/select.js';
import { errorAgainstNoise } from './figures.js';
import { noiseLevels, rowsAtNoise } from './readings.js';

const SOURCE = 'Kalai et al. 2025, §3.4 (garbage in, garbage out)';

/** A rate of facts seen five times or more: the strata from five to nine and from ten on, by their mass. */
function often(birthdays: MeasuredFamily, rate: 'errorRate' | 'argMaxErrorRate'): number | null {
  const strata = ([5, 10] as const)
    .map((least) => stratum(birthdays, least))
    .filter(({ mass }) => mass !== null && mass > 0);
  const mass = completeSum(strata.map((each) => each.mass));
  const wrong = completeSum(strata.map((each) => combine([each.mass, each[rate]], (weight, value) => weight * value)));
  return strata.length === 0 ? null : combine([wrong, mass], (sum, weight) => sum / weight);
}

function completeSum(values: readonly (number | null)[]): number | null {
  return combine(values, (...all) => all.reduce((sum, value) => sum + value, 0));
}

const KNOWN = atMost(0.02);

function learnt(tables: ReportTables) {
  return gate(
    'err on facts seen five times or more, clean data',
    present(rowsAtNoise(tables, 0).map((row) => often(measured(tables.runs, row, 'birthdays'), 'errorRate'))),
    KNOWN,
  );
}

/** Half-widths around ε of what is predicted, and the largest error of the likeliest answer. */
const PREDICTED = { riseTolerance: 0.05, singletonTolerance: 0.04, outvoted: atMost(0.05), riseOfAll: atLeast(0.1) };
const MORE_STEPS = 'a model that knows its facts: more training steps';
const NO_RUN = 'no run has measured it';

const sampled: Claim = {
  id: 'garbage-in-garbage-out',
  evidence: 'trained',
  listed: ['GI'],
  statement:
    'A model reproduces the wrong answers of its training data about as often as they stand there, on facts that it has learnt well.',
  source: SOURCE,
  formula: 'err on learnt facts ≈ ε, the share of training rows that are wrong',
  explanation: [
    'A share ε of the training rows states a wrong birthday, drawn at random. A model that fits its data gives each answer as often as it saw it: when it is sampled, it errs on well-known facts at about the rate ε, however often they were seen: a little below, because a network leans towards the answer that most rows give. More data of the same quality does not help.',
    'The gate: on clean data the same model must know these facts. The errors of the data come on top of those on facts never seen, so the whole error rate must also rise: by ε of the facts that were shown, at least.',
  ],
  prediction: `err on facts seen five times or more, less its value on clean data, is ε ± ${PREDICTED.riseTolerance} at the largest ε; the whole err is ${rangeWords(PREDICTED.riseOfAll)} above that of clean data`,
  check: (tables) => {
    const epsilon = noiseLevels(tables).at(-1);
    if (epsilon === undefined) return unmeasured('rise of err on facts seen five times or more', NO_RUN);
    const rises = (read: (birthdays: MeasuredFamily) => number | null) =>
      pairsBySeed(tables.runs, rowsAtNoise(tables, 0), rowsAtNoise(tables, epsilon)).map(([clean, noisy]) =>
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
          rises((birthdays) => often(birthdays, 'errorRate')),
          about(epsilon, PREDICTED.riseTolerance),
        ),
        meanWithin(
          `rise of the whole err, ε = ${epsilon}`,
          rises(({ errorRate }) => errorRate),
          PREDICTED.riseOfAll,
        ),
      ]),
    );
  },
};

const majority: Claim = {
  id: 'majority-outvotes-garbage',
  evidence: 'trained',
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
    const epsilon = noiseLevels(tables).at(-1);
    if (epsilon === undefined) return unmeasured('arg-max error on facts seen five times or more', NO_RUN);
    const birthdays = rowsAtNoise(tables, epsilon).map((row) => measured(tables.runs, row, 'birthdays'));
    return gated(
      learnt(tables),
      MORE_STEPS,
      allOf([
        meanWithin(
          `arg-max error on facts seen five times or more, ε = ${epsilon}`,
          present(birthdays.map((each) => often(each, 'argMaxErrorRate'))),
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

export const garbageIn: ExperimentClaims = {
  experiment: 'garbage-in',
  title: 'Garbage in, garbage out',
  claims: [sampled, majority],
  figures: (tables) => [errorAgainstNoise(tables)],
};
