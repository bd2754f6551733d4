/** Checks what must hold for every model in every world, against a second computation directly from the definitions. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deltaAt } from '../../src/measurement/metrics/calibration.js';
import { measureResponseProbabilities } from '../../src/measurement/summariseExact.js';
import { type RandomCase, randomCase } from './randomCase.js';
import { calibratedRows, smallWorld } from './smallWorld.js';

function measure({ family, counts, rows }: RandomCase) {
  return measureResponseProbabilities(family, counts, rows, { gamma: 0.01 });
}
const runs = { numRuns: 400 };

/** One row a (c, r) of the plausible set: what a reader of stored responses has. */
function plausible({ family, rows }: RandomCase) {
  const K = family.responseCount - 1;
  return rows.flatMap((row, c) =>
    Array.from(row, (pHat, r) => {
      const isAnswer = r === family.answer[c];
      const isIdk = r === family.responseCount;
      const alpha = family.answerProbability[c];
      const valid = isAnswer || isIdk;
      return {
        c,
        mu: family.promptWeight[c],
        p: isAnswer ? alpha : isIdk ? 1 - alpha : 0,
        pHat,
        valid,
        above: pHat > (1 + 1e-12) / K,
      };
    }),
  );
}
type Row = ReturnType<typeof plausible>[number];
function sum(rows: readonly Row[], value: (row: Row) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

describe('every metric', () => {
  test('is what its definition gives over the rows of a response table', () => {
    fc.assert(
      fc.property(randomCase, (drawn) => {
        const table = plausible(drawn);
        const measured = measure(drawn);
        const K = drawn.family.responseCount - 1;
        const errors = table.filter((row) => !row.valid);
        const sigma = sum(
          table.filter((row) => row.above),
          (row) => row.mu * (row.pHat - row.p),
        );
        const wrong = sum(table, ({ mu, p, valid, above }) => (valid ? (above ? 0 : mu * p) : above ? mu / K : 0)) / 2;
        const surprise = sum(table, ({ mu, p, pHat }) => (p > 0 ? -mu * p * Math.log(pHat) : 0));
        expect(measured.errorRate).toBeCloseTo(
          sum(errors, (row) => row.mu * row.pHat),
          12,
        );
        expect(measured.invalidMass).toBeCloseTo(1 - sum(table, (row) => row.mu * row.pHat), 12);
        expect(measured.signedDelta).toBeCloseTo(sigma, 12);
        expect(measured.delta).toBe(Math.abs(measured.signedDelta));
        expect(deltaAt(drawn.family, drawn.rows, 1 / K)).toBeCloseTo(measured.delta, 12);
        expect(measured.iivError).toBeCloseTo(wrong, 12);
        if (surprise === Infinity) expect(measured.crossEntropy).toBe(Infinity);
        else expect(measured.crossEntropy).toBeCloseTo(surprise, 9);
      }),
      runs,
    );
  });

  test('err + accuracy + abstention + invalid mass = 1', () => {
    fc.assert(
      fc.property(randomCase, (drawn) => {
        const { errorRate, accuracy, abstentionRate, invalidMass } = measure(drawn);
        expect(errorRate + accuracy + abstentionRate + invalidMass).toBeCloseTo(1, 12);
      }),
      runs,
    );
  });

  test('δ through the derivative of the loss is δ', () => {
    fc.assert(
      fc.property(randomCase, (drawn) => {
        const { delta, deltaByDerivative } = measure(drawn);
        expect(Math.abs(deltaByDerivative! - delta)).toBeLessThan(1e-9 + 1e-6 * delta);
      }),
      runs,
    );
  });

  test('strata hold all of μ and all of the error', () => {
    fc.assert(
      fc.property(randomCase, (drawn) => {
        const { byCount, errorRate, onlyAbstained, unansweredMass } = measure(drawn);
        expect(byCount.reduce((total, stratum) => total + stratum.mass, 0)).toBeCloseTo(1, 12);
        expect(byCount.reduce((total, stratum) => total + stratum.mass * (stratum.errorRate ?? 0), 0)).toBeCloseTo(
          errorRate,
          12,
        );
        expect(byCount[0].mass).toBeCloseTo(unansweredMass, 12);
        expect(onlyAbstained.mass).toBeLessThanOrEqual(byCount[0].mass + 1e-12);
        for (const { mass, errorRate: rate } of byCount) expect(rate === null).toBe(mass === 0);
      }),
      runs,
    );
  });
});

describe('Theorem 1', () => {
  test('holds for every model in every world, in its signed form too', () => {
    fc.assert(
      fc.property(randomCase, (drawn) => {
        const { errorRate, invalidMass, theorem1 } = measure(drawn);
        expect(theorem1.holds).toBe(true);
        expect(errorRate + invalidMass).toBeGreaterThanOrEqual(theorem1.lowerSigned - 1e-9);
        expect(theorem1.lowerSigned).toBeGreaterThanOrEqual(theorem1.lower);
      }),
      { numRuns: 2000 },
    );
  });

  test('holds by halves: above the threshold, and below it', () => {
    fc.assert(
      fc.property(randomCase, (drawn) => {
        const K = drawn.family.responseCount - 1;
        const table = plausible(drawn);
        const errorsAbove = table.filter((row) => row.above && !row.valid);
        expect(sum(errorsAbove, (row) => row.mu * row.pHat)).toBeGreaterThanOrEqual(
          sum(errorsAbove, (row) => row.mu / K) - 1e-12,
        );

        const below = table.filter((row) => !row.above);
        const errorsBelow = sum(
          below.filter((row) => !row.valid),
          (row) => row.mu * row.pHat,
        );
        const twiceValidBelow = sum(
          below.filter((row) => row.valid),
          (row) => row.mu * row.p,
        );
        const lost = sum(below, (row) => row.mu * (row.p - row.pHat));
        expect(errorsBelow).toBeGreaterThanOrEqual(twiceValidBelow - 2 / K - lost - 1e-12);
      }),
      runs,
    );
  });

  test('needs the invalid mass: without it a model of nonsense alone would break it', () => {
    const family = smallWorld({ responseCount: 9, answer: [1, 2], answerProbability: 1 });
    const counts = { examples: 1, answered: Int32Array.of(1, 0), abstained: Int32Array.of(0, 0) };
    const measured = measure({ family, counts, rows: [new Float64Array(10), new Float64Array(10)] });
    expect(measured.invalidMass).toBe(1);
    expect(measured.errorRate).toBeLessThan(measured.theorem1.lower);
    expect(measured.theorem1.holds).toBe(true);
  });
});

describe('the calibrated learner', () => {
  test('has δ_z = 0 at every z, its closed-form error and the least cross-entropy', () => {
    fc.assert(
      fc.property(randomCase, fc.double({ min: 0, max: 1, noNaN: true }), ({ family, counts }, z) => {
        const rows = calibratedRows(family, counts);
        const measured = measure({ family, counts, rows });
        for (const threshold of [z, 1 / (family.responseCount - 1)])
          expect(deltaAt(family, rows, threshold)).toBeLessThan(1e-9);
        expect(measured.errorRate).toBeCloseTo(measured.calibratedError!, 12);
        expect(measured.excessCrossEntropy).toBeCloseTo(0, 12);
      }),
      runs,
    );
  });
});

test('errorRateExpected is the mean over every a_c of error and invalid mass, where no prompt was answered', () => {
  fc.assert(
    fc.property(randomCase, ({ family, rows }) => {
      const only = rows.slice(0, 1);
      const withAnswer = (answer: number) => {
        const world = smallWorld({
          responseCount: family.responseCount,
          answer: [answer],
          answerProbability: family.answerProbability[0],
        });
        const counts = { examples: 2, answered: Int32Array.of(0), abstained: Int32Array.of(2) };
        return measure({ family: world, counts, rows: only });
      };
      const draws = Array.from({ length: family.responseCount }, (_, r) => withAnswer(r));
      const mean = draws.reduce((total, m) => total + m.errorRate + m.invalidMass, 0) / draws.length;
      for (const { errorRateExpected } of draws) expect(errorRateExpected).toBeCloseTo(mean, 12);
    }),
    runs,
  );
});
