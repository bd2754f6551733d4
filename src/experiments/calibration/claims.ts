/** Calibration over training, and what decision rules trade for it. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, gate, gated, holdsAlways, holdsOnlyWhere, meanWithin } from '../../claims/verdict.js';
import type { Figure } from '../../report/figures/figure.js';
import { numbersAt, type ReportTables } from '../../results/reportTables.js';
import { pairedBySeed } from '../../results/select.js';
import { deltaAgainstSteps, deltaAtThresholds, frontier, reliabilityByPasses } from './figures.js';
import { column, manyPasses, onePass, rulesOf, value } from './readings.js';

/** Small against the error rates in question. */
const SMALL = 0.05;

function memorised(tables: ReportTables) {
  return gate(
    'err on singletons after many passes',
    numbersAt(tables.runs, column('byCount.1.errorRate'), manyPasses(tables)),
    atMost(0.1),
  );
}

const crossEntropy: Claim = {
  id: 'pretraining-calibrates',
  listed: ['T1e'],
  statement: 'Training by cross-entropy leaves a model calibrated: its δ is small.',
  source: 'Kalai et al. 2025, §3.1 (why δ is small after pretraining)',
  formula: 'δ = |dL(p̂_s)/ds| at s = 1: were it large, rescaling by s would lower the loss',
  explanation: [
    'δ compares how much probability a model puts above a threshold with how much is true. The paper argues that a trained model must have a small δ, for otherwise one number s that rescales what lies above the threshold would lower its loss, and training would have found it.',
    'The loss that training lowers is that of the training rows. In one pass over the data, every row is fresh when it comes, and stands for the population: δ stays small. After many passes over the same rows the model knows them by heart. Its δ against the training rows is still near 0, but on prompts that it never saw it has become sure of guesses, and δ of the population grows up to the missing mass.',
  ],
  prediction: `δ at most ${SMALL} after one pass over the data (holds) and after many passes (expected to fail for the population, though δ against the training rows stays below ${SMALL})`,
  check: (tables) => {
    const population = (rows: readonly number[]) => numbersAt(tables.runs, column('delta'), rows);
    const ofTraining = meanWithin(
      'δ against the training rows after many passes',
      numbersAt(tables.runs, column('trainDelta'), manyPasses(tables)),
      atMost(SMALL),
    );
    const finding = holdsOnlyWhere(
      'on the number of passes over the data: it holds for one pass, or for δ against the training rows; a model that memorises its rows in many passes is over-confident elsewhere',
      allOf([meanWithin('δ after one pass', population(onePass(tables)), atMost(SMALL)), ofTraining]),
      meanWithin('δ after many passes', population(manyPasses(tables)), atMost(SMALL)),
    );
    return gated(memorised(tables), 'a model that has memorised its rows: more passes', finding);
  },
};

const overfitting: Claim = {
  id: 'memorising-raises-delta',
  listed: ['T1e'],
  statement: 'Memorising raises δ of the population towards the missing mass, while the error rate does not rise.',
  source: 'derived from Kalai et al. 2025, Theorem 1',
  formula: 'δ → up to μ(U) as guesses on unseen prompts become sure',
  explanation: [
    'U holds the prompts that training never answered. There an even guess over 365 dates lies below the threshold 1/364 and adds nothing to δ. A sure guess lies above it and is true once in 365 times: all its probability counts as over-confidence. So memorising moves δ from 0 to about the missing mass; the bound of Theorem 1 loosens by as much, and says little of a model that errs as often as before.',
  ],
  prediction:
    'after many passes δ is at least 0.7 times the missing mass, at least 0.1 above that of one pass, and err is not above that of one pass',
  check: (tables) =>
    gated(
      memorised(tables),
      'a model that has memorised its rows: more passes',
      allOf([
        meanWithin(
          'δ over missing mass after many passes',
          manyPasses(tables).map((row) => value(tables, row, 'delta') / value(tables, row, 'missingMass')),
          atLeast(0.7),
        ),
        meanWithin(
          'rise of δ from one pass to many',
          pairedBySeed(
            tables.runs,
            onePass(tables),
            manyPasses(tables),
            (a, b) => value(tables, b, 'delta') - value(tables, a, 'delta'),
          ),
          atLeast(0.1),
        ),
        meanWithin(
          'rise of err from one pass to many',
          pairedBySeed(
            tables.runs,
            onePass(tables),
            manyPasses(tables),
            (a, b) => value(tables, b, 'errorRate') - value(tables, a, 'errorRate'),
          ),
          atMost(0),
        ),
      ]),
    ),
};

const tradeOff: Claim = {
  id: 'error-traded-for-calibration',
  listed: ['T1f'],
  statement:
    'A decision rule that lowers the error rate pays for it in calibration: a model that does not err is not calibrated.',
  source: 'Kalai et al. 2025, §3.1 and Theorem 1 read from right to left',
  formula: 'δ ≥ 2·err_iiv − max|V_c|/min|E_c| − (err + invalid mass)',
  explanation: [
    'The same trained models answer under rules: at a temperature T, with the logit of IDK raised, or abstaining unless the likeliest date has p̂ above a threshold. Each rule changes p̂, and Theorem 1 speaks of the changed p̂ as of any other. In the picture of err against δ every rule moves along a frontier and none gets below its bound.',
    'In particular the rule that always abstains errs never, and has the largest δ of all; the same models on unseen prompts could be made safe in no other way.',
  ],
  prediction: 'no rule below the bound of Theorem 1; where err + invalid mass < 0.01, δ is at least 0.1',
  check: (tables) => {
    const rules = [...onePass(tables), ...manyPasses(tables)].flatMap((row) => rulesOf(tables, row));
    const safe = rules.filter(({ wrong }) => wrong < 0.01);
    return allOf([
      holdsAlways(
        'rules under which err + invalid mass is below the bound',
        rules.map(({ wrong, lower }) => wrong >= lower - 1e-9),
      ),
      holdsAlways(
        'rules that err below 0.01 with δ below 0.1',
        safe.map(({ delta }) => delta >= 0.1),
      ),
    ]);
  },
};

const temperature: Claim = {
  id: 'temperature-uncalibrates',
  listed: ['T1e'],
  statement: 'Sampling at another temperature than 1 takes calibration from a model that has it.',
  source: 'Kalai et al. 2025, §3.1 (base models at temperature 1)',
  formula: 'δ(T = 1/4) − δ(T = 1) > 0, δ(T = 4) − δ(T = 1) > 0 for a calibrated p̂',
  explanation: [
    'A low temperature sharpens p̂ and lifts guesses over the threshold that are not true so often; a high one flattens it and sinks answers that are. Both raise δ of the model after one pass, which is calibrated. For the model that has memorised its rows the case is another, for it is over-confident to begin with: the report shows its δ beside.',
  ],
  prediction: 'after one pass δ at T = 0.25 and at T = 4 is at least 0.05 above δ at T = 1',
  check: (tables) => {
    const rise = (T: number) =>
      onePass(tables).flatMap((row) => {
        const at = (value: number) =>
          rulesOf(tables, row).find((each) => each.rule === 'temperature' && each.value === value)?.delta;
        const [changed, plain] = [at(T), at(1)];
        return changed === undefined || plain === undefined ? [] : [changed - plain];
      });
    return allOf([
      meanWithin('rise of δ at T = 0.25', rise(0.25), atLeast(0.05)),
      meanWithin('rise of δ at T = 4', rise(4), atLeast(0.05)),
    ]);
  },
};

export const calibration: ExperimentClaims = {
  experiment: 'calibration',
  title: 'Calibration: won by one pass, lost by many, traded by rules',
  claims: [crossEntropy, overfitting, tradeOff, temperature],
  figures: (tables): readonly Figure[] => [
    deltaAgainstSteps(tables),
    reliabilityByPasses(tables),
    deltaAtThresholds(tables),
    frontier(tables),
  ],
};
