import { describe, expect, test } from '@jest/globals';
import { manyWorlds } from '../../src/experiments/many-worlds/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

/** A run in which everything holds, from the theory's own formulas. */
function run(examples: number, responses: number, seed: number, changes: Row = {}): Row {
  const wobble = Math.sin(7 * seed + examples + responses);
  const singletonRate = Math.exp(-examples / 2000);
  const missingMass = singletonRate;
  const middle = 2 / (responses - 1);
  const learner = (name: string, error: number, delta: number): Row => ({
    [`study.${name}.error`]: error,
    [`study.${name}.delta`]: delta,
    [`study.${name}.slack`]: error - missingMass + middle + delta,
    [`study.${name}.slackError`]: 1e-5,
  });
  const error = missingMass * (1 - 1 / responses);
  return {
    seed,
    'model.kind': 'worlds',
    'parameters.study.examples': examples,
    'parameters.study.responses': responses,
    'parameters.study.frequency': 'uniform',
    'study.worlds': 1000,
    'study.examples': examples,
    'study.responses': responses,
    'study.answerProbability': 1,
    'study.singletonRate': singletonRate,
    'study.missingMass': missingMass,
    'study.lemma1.gamma': 0.01,
    'study.lemma1.halfWidth': 11 / Math.sqrt(examples),
    'study.lemma1.violations': 0,
    'study.lemma1.largestRatio': 0.25,
    'study.goodTuring.z': seed % 2 === 0 ? 1 : -1,
    'study.goodTuring.spread': 1 + 0.005 * wobble,
    'study.goodTuring.distance': 0.7 / Math.sqrt(examples),
    'study.goodTuring.predicted': 0.7 / Math.sqrt(examples),
    'study.upper.violations': 0,
    'study.upper.deviation': 0.7,
    'study.tightness.ratio': (missingMass - middle) / error + 1e-5 * wobble,
    'study.tightness.constant': (2 * (error + middle)) / missingMass,
    ...learner('calibrated', error, 0),
    ...learner('memoriser', error, 0),
    ...learner('confident', error, missingMass),
    ...learner('abstaining', 0, missingMass),
    ...changes,
  };
}

function sweep(changes: Row = {}) {
  return tablesOf(
    [700, 4600].flatMap((examples) =>
      [12, 365].flatMap((responses) => [1, 2, 3].map((seed) => run(examples, responses, seed, changes))),
    ),
  );
}

/** Worlds that would refute each claim. */
const refuting: Readonly<Record<string, Row>> = {
  'missing-mass-near-singleton-rate': { 'study.lemma1.violations': 20 },
  'good-turing-bias-and-error': { 'study.goodTuring.z': 3 },
  'theorem-2-in-expectation': { 'study.confident.slack': -0.001 },
  'theorem-2-upper': { 'study.upper.violations': 11 },
  'factor-two-is-tight': { 'study.tightness.constant': 1.9 },
};

describe.each(manyWorlds.claims)('$id', (claim) => {
  test('is confirmed where its prediction comes out', () => {
    expect(claim.check(sweep())).toMatchObject({ verdict: 'confirmed' });
  });

  test('is refuted by what it rules out', () => {
    expect(claim.check(sweep(refuting[claim.id]))).toMatchObject({ verdict: 'refuted' });
  });

  test('is left open by tables without runs', () => {
    expect(claim.check(tablesOf([]))).toMatchObject({ verdict: 'inconclusive', measured: null });
  });
});

test('a spread that the singletons do not predict, or a distance beyond 0.8/√N, refutes', () => {
  const verdict = (id: string, changes: Row) =>
    manyWorlds.claims.find((claim) => claim.id === id)!.check(sweep(changes)).verdict;
  expect(verdict('good-turing-bias-and-error', { 'study.goodTuring.spread': 1.2 })).toBe('refuted');
  expect(verdict('theorem-2-upper', { 'study.upper.deviation': 1.5 })).toBe('refuted');
  expect(verdict('theorem-2-in-expectation', { 'study.calibrated.slack': 0.5 })).toBe('refuted');
});

test('a share of violations that the bound allows is not a refutation', () => {
  expect(manyWorlds.claims[0].check(sweep({ 'study.lemma1.violations': 5 }))).toMatchObject({
    verdict: 'confirmed',
    measured: 0.005,
  });
});

test('figures are drawn from the tables, or say why not', () => {
  for (const figure of manyWorlds.figures(sweep())) expect(figure).toHaveProperty('spec');
  for (const figure of manyWorlds.figures(tablesOf([]))) expect(figure).toHaveProperty('missing');
});
