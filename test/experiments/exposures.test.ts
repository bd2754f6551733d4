import { expect, test } from '@jest/globals';
import { exposures } from '../../src/experiments/exposures/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [capacity, bits, frequency] = exposures.claims;
const family = 'families.birthdays.';

interface Model {
  readonly err: (parameters: number) => number;
  readonly bits: (parameters: number) => number;
  readonly sr?: number;
  readonly unseen?: number;
  /** Error on facts seen once less that on facts seen often, of the middle size. */
  readonly fall?: number;
}

const small: Model = { err: (p) => Math.max(0.001, 1 - p / 17_000), bits: (p) => Math.min(p, 17_000) };

function runs({ err, bits: held, sr = 0, unseen = 0.95, fall = 0.5 }: Model): Row[] {
  return ['uniform', 'zipf'].flatMap((law) =>
    [
      [8, 3000],
      [16, 9000],
      [32, 30_000],
    ].flatMap(([width, parameters]) =>
      [1, 2, 3].map((seed) => ({
        seed,
        'model.kind': 'transformer',
        'model.trainableParameters': parameters,
        'parameters.model.width': width,
        'parameters.corpus.families.birthdays.frequency': law,
        [`${family}errorRate`]: err(parameters) + 0.0001 * seed,
        [`${family}singletonRate`]: sr,
        [`${family}memorisedBits`]: held(parameters) * (1 + 0.001 * seed),
        [`${family}byCount.0.errorRate`]: unseen,
        [`${family}byCount.0.invalidMass`]: 0.045,
        [`${family}byCount.0.abstentionRate`]: 0,
        [`${family}byCount.1.errorRate`]: 0.2 + fall + 0.001 * seed,
        [`${family}byCount.5.errorRate`]: 0.2,
      })),
    ),
  );
}
function verdict(claim: (typeof exposures.claims)[number], model: Model) {
  return claim.check(tablesOf(runs(model))).verdict;
}

test('confirmed where small models err without singletons and large ones do not', () => {
  expect([capacity, bits, frequency].map((claim) => verdict(claim, small))).toEqual([
    'confirmed',
    'confirmed',
    'confirmed',
  ]);
});

test('refuted where size does not matter, or singletons are there after all', () => {
  expect(verdict(capacity, { ...small, err: () => 0.001 })).toBe('refuted');
  expect(verdict(capacity, { ...small, err: () => 0.9 })).toBe('refuted');
  expect(verdict(capacity, { ...small, sr: 0.2 })).toBe('refuted');
});

test('refuted where a parameter holds next to nothing, or more than it can', () => {
  expect(verdict(bits, { ...small, bits: (p) => 0.1 * p })).toBe('refuted');
  expect(verdict(bits, { ...small, bits: (p) => 5 * p })).toBe('refuted');
});

test('refuted where frequent facts are not better known, or facts never shown are', () => {
  expect(verdict(frequency, { ...small, fall: 0 })).toBe('refuted');
  expect(verdict(frequency, { ...small, unseen: 0.5 })).toBe('refuted');
});

test('the figures', () => {
  expect(exposures.figures(tablesOf(runs(small))).every((figure) => 'spec' in figure)).toBe(true);
  expect(exposures.figures(tablesOf([]))[0]).toHaveProperty('missing');
});
