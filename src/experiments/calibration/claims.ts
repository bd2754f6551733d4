/** Calibration over training, and what decision rules trade for it. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  holdsAlways,
  holdsOnlyWhere,
  meanWithin,
  ROUNDING,
  rangeWords,
} from '../../claims/verdict.js';
import { combine, judge, type MeasuredFamily, measured, present, ruleAt, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { pairsBySeed } from '../../results/select.js';
import { deltaAgainstSteps, deltaAtThresholds, frontier, reliabilityByPasses } from './figures.js';
import { birthdaysOf, manyPasses, onePass } from './readings.js';

/** A δ that is small against the error rates in question, and an ECE that is small against the accuracy on known facts. */
const SMALL = atMost(0.05);
const SMALL_ECE = atMost(0.1);
const KNOWN = atMost(0.1);
/** err on the frequent facts after one pass: of their rows 0.8 say a date. */
const LEARNT_IN_ONE_PASS = atMost(0.15);

function memorised(tables: ReportTables) {
  return gate(
    'err on singletons after many passes',
    present(birthdaysOf(tables, manyPasses(tables)).map((birthdays) => stratum(birthdays, 1).errorRate)),
    KNOWN,
  );
}
function learntInOnePass(tables: ReportTables) {
  return gate(
    'err on facts shown ten times or more, after one pass',
    birthdaysOf(tables, onePass(tables)).map((birthdays) => stratum(birthdays, 10).errorRate),
    LEARNT_IN_ONE_PASS,
  );
}
const MORE_PASSES = 'a model that has memorised its rows: more passes';

const crossEntropy: Claim = {
  id: 'pretraining-calibrates',
  evidence: 'trained',
  listed: ['T1e'],
  statement: 'Training by cross-entropy leaves a model calibrated: its δ is small.',
  source: 'Kalai et al. 2025, §3.1 (why δ is small after pretraining)',
  formula: 'δ = |dL(p̂_s)/ds| at s = 1: were it large, rescaling by s would lower the loss',
  explanation: [
    'δ compares the probability that a model puts above a threshold with the share that is true. The paper argues that a trained model must have a small δ. Otherwise a single number s, which rescales all probabilities above the threshold, would lower its loss, and training would have found it.',
    'A network that knows nothing has a small δ for nothing: it is sure of nothing. So the facts here are of two classes. A few people are shown so often that one pass teaches their birthdays, and the gate asks that it has. The others are shown once or never.',
    'Training lowers the loss of the training rows. In one pass over the data, every row is fresh when it comes, and represents the population: δ stays small. After many passes over the same rows the model knows them by heart. Its δ against the training rows is still near 0. But on prompts that it never saw it has become sure of guesses, and δ of the population grows up to the missing mass.',
  ],
  prediction: `of a network that has learnt the frequent facts in one pass over the data: δ ${rangeWords(SMALL)}, and the ECE of its likeliest answers ${rangeWords(SMALL_ECE)} (holds); δ ${rangeWords(SMALL)} and after many passes (expected to fail for the population, though δ against the training rows stays below ${SMALL.high})`,
  check: (tables) => {
    const population = (rows: readonly number[]) => present(birthdaysOf(tables, rows).map(({ delta }) => delta));
    const ofTraining = meanWithin(
      'δ against the training rows after many passes',
      present(birthdaysOf(tables, manyPasses(tables)).map(({ trainDelta }) => trainDelta)),
      SMALL,
    );
    const finding = holdsOnlyWhere(
      'on the number of passes over the data: it holds for one pass, or for δ against the training rows; a model that memorises its rows in many passes is over-confident elsewhere',
      allOf([
        meanWithin('δ after one pass', population(onePass(tables)), SMALL),
        meanWithin(
          'ECE of the likeliest answers after one pass',
          birthdaysOf(tables, onePass(tables)).map(({ answers }) => answers.expectedCalibrationError),
          SMALL_ECE,
        ),
        ofTraining,
      ]),
      meanWithin('δ after many passes', population(manyPasses(tables)), SMALL),
    );
    const learnt = gated(
      learntInOnePass(tables),
      'a network that has learnt in one pass: more rows of each frequent fact',
      finding,
    );
    return gated(memorised(tables), MORE_PASSES, learnt);
  },
};

const MEMORISING = { deltaOverMissingMass: atLeast(0.7), riseOfDelta: atLeast(0.1), riseOfErr: atMost(0) };

const overfitting: Claim = {
  id: 'memorising-raises-delta',
  evidence: 'trained',
  listed: ['T1e'],
  statement: 'Memorising raises δ of the population towards the missing mass, while the error rate does not rise.',
  source: 'derived from Kalai et al. 2025, Theorem 1',
  formula: 'δ → up to μ(U) as guesses on unseen prompts become sure',
  explanation: [
    'U holds the prompts that training never answered. There an even guess over 365 dates lies below the threshold 1/364 and adds nothing to δ. A sure guess lies above it and is true once in 365 times: all its probability counts as over-confidence. So memorising moves δ from 0 to about the missing mass. The bound of Theorem 1 loosens by as much, and says little about a model that errs as often as before.',
  ],
  prediction: `after many passes δ is ${rangeWords(MEMORISING.deltaOverMissingMass)} times the missing mass, ${rangeWords(MEMORISING.riseOfDelta)} above that of one pass, and err is not above that of one pass`,
  check: (tables) => {
    const rise = (read: (birthdays: MeasuredFamily) => number | null) =>
      pairsBySeed(tables.runs, onePass(tables), manyPasses(tables)).map((pair) => {
        const [one, many] = pair.map((row) => read(measured(tables.runs, row, 'birthdays')));
        return combine([many, one], (after, before) => after - before);
      });
    return gated(
      memorised(tables),
      MORE_PASSES,
      allOf([
        meanWithin(
          'δ over missing mass after many passes',
          birthdaysOf(tables, manyPasses(tables)).map(({ delta, missingMass }) =>
            combine([delta, missingMass], (gap, mass) => gap / mass),
          ),
          MEMORISING.deltaOverMissingMass,
        ),
        meanWithin(
          'rise of δ from one pass to many',
          rise(({ delta }) => delta),
          MEMORISING.riseOfDelta,
        ),
        meanWithin(
          'rise of err from one pass to many',
          rise(({ errorRate }) => errorRate),
          MEMORISING.riseOfErr,
        ),
      ]),
    );
  },
};

/** Largest err + invalid mass of a rule that counts as safe, and the δ that it must have. */
const SAFE = 0.01;
const DELTA_OF_SAFE = atLeast(0.1);

const tradeOff: Claim = {
  id: 'error-traded-for-calibration',
  evidence: 'check',
  listed: ['T1f'],
  statement:
    'A decision rule that lowers the error rate pays for it in calibration: a model that does not err is not calibrated.',
  source: 'Kalai et al. 2025, §3.1 and Theorem 1 read from right to left',
  formula: 'δ ≥ 2·err_iiv − max|V_c|/min|E_c| − (err + invalid mass)',
  explanation: [
    'The same trained models answer under rules: at a temperature T, with the logit of IDK raised, or abstaining unless the likeliest date has p̂ above a threshold. Each rule changes p̂, and Theorem 1 holds for the changed p̂ as for any other. In the figure of err against δ every rule moves along a frontier and none falls below its bound.',
    'In particular the rule that always abstains never errs, and has the largest δ of all. There is no other way to make the same models safe on unseen prompts.',
  ],
  prediction: `no rule below the bound of Theorem 1; where err + invalid mass < ${SAFE}, δ is ${rangeWords(DELTA_OF_SAFE)}`,
  check: (tables) => {
    const rules = birthdaysOf(tables, [...onePass(tables), ...manyPasses(tables)]).flatMap((each) => each.rules);
    const safe = rules.filter(({ wrong }) => wrong !== null && wrong < SAFE);
    return allOf([
      holdsAlways(
        'rules under which err + invalid mass is below the bound',
        rules.map(({ wrong, theorem1Lower }) =>
          judge([wrong, theorem1Lower], (errors, lower) => errors >= lower - ROUNDING),
        ),
      ),
      holdsAlways(
        `rules that err below ${SAFE} with δ below ${DELTA_OF_SAFE.low}`,
        safe.map(({ delta }) => judge([delta], (gap) => gap >= DELTA_OF_SAFE.low)),
      ),
    ]);
  },
};

/** A low and a high temperature, and what either adds to δ at T = 1. */
const TEMPERATURES = [0.25, 2] as const;
const RISE = atLeast(0.05);

const temperature: Claim = {
  id: 'temperature-uncalibrates',
  evidence: 'trained',
  listed: ['T1e'],
  statement: 'Sampling at another temperature than 1 takes calibration from a model that has it.',
  source: 'Kalai et al. 2025, §3.1 (base models at temperature 1)',
  formula: 'δ(T = 1/4) − δ(T = 1) > 0, δ(T = 2) − δ(T = 1) > 0 for a calibrated p̂',
  explanation: [
    'A low temperature sharpens p̂ and lifts guesses over the threshold that are not true so often. A high one flattens p̂ and sinks answers below the threshold that are; far higher still, nothing is left above the threshold but strings that are no response, and a model that claims nothing has δ = 0 again. Both raise δ of the model after one pass, which is calibrated. The model that has memorised its rows is different, because it is over-confident to begin with: the figures show its δ too.',
  ],
  prediction: `after one pass δ at T = ${TEMPERATURES.join(' and at T = ')} is ${rangeWords(RISE)} above δ at T = 1`,
  check: (tables) => {
    const [low, high] = TEMPERATURES.map((T) =>
      meanWithin(
        `rise of δ at T = ${T}`,
        present(
          birthdaysOf(tables, onePass(tables)).map((birthdays) => {
            const [changed, plain] = [T, 1].map((value) => ruleAt(birthdays, value, 'temperature')?.delta ?? null);
            return combine([changed, plain], (delta, atOne) => delta - atOne);
          }),
        ),
        RISE,
      ),
    );
    return allOf([low, high]);
  },
};

export const calibration: ExperimentClaims = {
  experiment: 'calibration',
  title: 'Calibration: won by one pass, lost by many, traded by rules',
  claims: [crossEntropy, overfitting, tradeOff, temperature],
  figures: (tables) => [
    deltaAgainstSteps(tables),
    reliabilityByPasses(tables),
    deltaAtThresholds(tables),
    frontier(tables),
  ],
};
