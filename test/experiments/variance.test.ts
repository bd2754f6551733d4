import { expect, test } from '@jest/globals';
import { seedVariance } from '../../src/experiments/variance/claims.js';
import { spread } from '../../src/experiments/variance/readings.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [claim] = seedVariance.claims;

interface Moves {
  readonly world?: number;
  readonly sample?: number;
  readonly model?: number;
  /** How far a sample moves what the missing mass does not explain. */
  readonly residual?: number;
}

/** Twelve samples of two worlds, each with two models. Seeds of 0 are written as one number, as the tables do. */
function runs({ world = 0.001, sample = 0.02, model = 0.002, residual = 0.002 }: Moves = {}): Row[] {
  return [0, 1].flatMap((w) =>
    Array.from({ length: 12 }, (_, s) => s).flatMap((s) =>
      [0, 1].map((m): Row => {
        const missingMass = 0.35 + sample * Math.sin(2 * s);
        const seeds =
          w === s && s === m ? { seed: w } : { seed: w, 'seeds.world': w, 'seeds.sample': s, 'seeds.model': m };
        return {
          ...seeds,
          'model.kind': 'transformer',
          'families.birthdays.missingMass': missingMass,
          'families.birthdays.errorRate':
            missingMass * (364 / 365) + world * w + model * m + residual * Math.sin(5 * s),
          'families.birthdays.invalidMass': 0.01,
          'families.birthdays.delta': 0.3 + model * m,
        };
      }),
    ),
  );
}
function verdict(moves?: Moves) {
  return claim.check(tablesOf(runs(moves))).verdict;
}

test('confirmed where samples differ and the missing mass says why', () => expect(verdict()).toBe('confirmed'));

test('refuted where initialisations, worlds or something beside the missing mass move the error more', () => {
  expect(verdict({ model: 0.2 })).toBe('refuted');
  expect(verdict({ world: 0.2 })).toBe('refuted');
  expect(verdict({ residual: 0.1 })).toBe('refuted');
});

test('open without crossed seeds', () => expect(claim.check(tablesOf([])).verdict).toBe('inconclusive'));

test('the spread of a seed is the deviation between runs that differ in it alone', () => {
  const tables = tablesOf(runs());
  expect(spread(tables, 'δ', 'model')).toBeCloseTo(0.002 / Math.SQRT2, 12);
  expect(spread(tables, 'δ', 'sample')).toBeCloseTo(0, 12);
  expect(spread(tables, 'err + invalid mass', 'world')).toBeCloseTo(0.001 / Math.SQRT2, 12);
});

test('the figure', () => {
  expect(seedVariance.figures(tablesOf(runs()))[0]).toHaveProperty('spec');
  expect(seedVariance.figures(tablesOf([]))[0]).toHaveProperty('missing');
});
