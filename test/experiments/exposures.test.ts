import { expect, test } from '@jest/globals';
import { exposures } from '../../src/experiments/exposures/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [capacity, nonFacts, frequency] = exposures.claims;
const family = 'families.birthdays.';

interface Model {
  readonly err: (parameters: number) => number;
  readonly sr?: number;
  /** Error on facts seen once less that on facts seen often, of the smaller size; the larger one halves it. */
  readonly fall?: number;
  readonly gain?: number;
  /** Where rows say IDK. */
  readonly idk?: number;
  readonly confidentRisk?: number;
}

const small: Model = { err: (p) => Math.max(0.001, 1 - p / 17_000) };

function runs({ err, sr = 0, fall = 0.5, gain = 0.7, idk = 0.3, confidentRisk = 0.001 }: Model): Row[] {
  return [{}, { frequency: 'zipf' }, { answerProbability: 0.7 }].flatMap((corpus) =>
    [
      [12, 6000],
      [32, 30_000],
    ].flatMap(([width, parameters]) =>
      [1, 2, 3].map((seed) => ({
        seed,
        'model.kind': 'transformer',
        'model.trainableParameters': parameters,
        'parameters.model.width': width,
        'parameters.corpus.families.birthdays': JSON.stringify({ kind: 'arbitrary-facts', ...corpus }),
        [`${family}errorRate`]: err(parameters) + 0.0001 * seed,
        [`${family}invalidMass`]: 0,
        [`${family}abstentionRate`]: idk + 0.001 * seed,
        [`${family}answers.riskCoverage.0.confidence`]: 0.8,
        [`${family}answers.riskCoverage.0.coverage`]: 0.5,
        [`${family}answers.riskCoverage.0.risk`]: confidentRisk + 0.0001 * seed,
        [`${family}answers.riskCoverage.1.confidence`]: 0.1,
        [`${family}answers.riskCoverage.1.coverage`]: 1,
        [`${family}answers.riskCoverage.1.risk`]: 0.9,
        [`${family}singletonRate`]: sr,
        [`${family}byCount.1.errorRate`]: 0.2 + fall + 0.001 * seed,
        [`${family}byCount.3.errorRate`]: 0.95 - (width > 12 ? gain : 0) + 0.001 * seed,
        [`${family}byCount.5.errorRate`]: 0.2,
      })),
    ),
  );
}
function verdict(claim: (typeof exposures.claims)[number], model: Model) {
  return claim.check(tablesOf(runs(model))).verdict;
}

test('confirmed where small models err without singletons and large ones do not', () => {
  for (const claim of [capacity, frequency]) expect([claim.id, verdict(claim, small)]).toEqual([claim.id, 'confirmed']);
});

test('refuted where size does not matter, or singletons are there after all', () => {
  expect(verdict(capacity, { ...small, err: () => 0.001 })).toBe('refuted');
  expect(verdict(capacity, { ...small, err: () => 0.9 })).toBe('refuted');
  expect(verdict(capacity, { ...small, sr: 0.2 })).toBe('refuted');
});

test('refuted where frequent facts are not better known, or rare ones not better by a larger model', () => {
  expect(verdict(frequency, { ...small, fall: 0 })).toBe('refuted');
  expect(verdict(frequency, { ...small, gain: 0 })).toBe('refuted');
});

test('wrong answers in place of IDK: depends on whether the model is sure of them, refuted where IDK takes the mass', () => {
  expect(verdict(nonFacts, small)).toBe('depends');
  expect(verdict(nonFacts, { ...small, confidentRisk: 0.2 })).toBe('confirmed');
  expect(verdict(nonFacts, { ...small, idk: 0.9 })).toBe('refuted');
  expect(verdict(nonFacts, { ...small, err: () => 0.1 })).toBe('refuted');
});

test('the figures', () => {
  expect(exposures.figures(tablesOf(runs(small))).every((figure) => 'spec' in figure)).toBe(true);
  expect(exposures.figures(tablesOf([]))[0]).toHaveProperty('missing');
});
