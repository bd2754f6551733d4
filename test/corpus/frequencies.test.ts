import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FrequencyContext } from '../../src/corpus/frequencies/frequencyLaw.js';
import { type FrequencyOptions, promptWeights } from '../../src/corpus/frequencies/registry.js';
import { UserError } from '../../src/errors/userError.js';
import { stream } from '../../src/random/stream.js';
import { expectedSingletonRate, expectedSingletonRateOfShare } from '../../src/theory/expectedSingletonRate.js';

function context(changes: Partial<FrequencyContext> = {}): FrequencyContext {
  return {
    path: 'corpus.families.birthdays',
    prompts: 2000,
    answerProbability: 1,
    totalExamples: 2000,
    weight: 1,
    stream: stream(1, 'world/birthdays/frequency'),
    ...changes,
  };
}
function expectedRate(mu: Float64Array, { answerProbability, totalExamples, weight }: FrequencyContext): number {
  return expectedSingletonRateOfShare(
    mu.map((each) => each * answerProbability),
    totalExamples,
    weight,
  );
}

describe('promptWeights', () => {
  test.each<FrequencyOptions>([
    { kind: 'uniform' },
    { kind: 'zipf', exponent: 1 },
    { kind: 'zipf', exponent: 10 },
    { kind: 'head-tail', headPrompts: 10, headMass: 0.9 },
    { kind: 'head-tail', headPrompts: 1, headMass: 1 },
    { kind: 'pareto', shape: 0.1 },
    { kind: 'pareto', shape: 1.5 },
    { kind: 'singleton-rate', target: 0.2 },
  ])('$kind sums to 1', (options) => {
    const mu = promptWeights(options, context());
    expect(mu.length).toBe(2000);
    expect(mu.every((each) => each >= 0)).toBe(true);
    expect(mu.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
  });

  test('uniform: E[sr] is close to exp(−N/|C|) (docs/theory.md §2)', () => {
    for (const [examples, rate] of [
      [1386, 0.5],
      [2408, 0.3],
      [3219, 0.2],
      [4605, 0.1],
    ]) {
      const asked = context({ totalExamples: examples });
      expect(expectedRate(promptWeights({ kind: 'uniform' }, asked), asked)).toBeCloseTo(rate, 3);
    }
  });

  test('zipf: ranks 1, 2, 4 at exponent 2', () => {
    const mu = promptWeights({ kind: 'zipf', exponent: 2 }, context());
    expect(mu[0] / mu[1]).toBeCloseTo(4, 12);
    expect(mu[1] / mu[3]).toBeCloseTo(4, 12);
  });

  test('head-tail: two plateaus', () => {
    const mu = promptWeights({ kind: 'head-tail', headPrompts: 500, headMass: 0.75 }, context());
    expect(mu[0]).toBeCloseTo(0.75 / 500, 12);
    expect(mu[499]).toBe(mu[0]);
    expect(mu[500]).toBeCloseTo(0.25 / 1500, 12);
    expect(() => promptWeights({ kind: 'head-tail', headPrompts: 2000, headMass: 0.5 }, context())).toThrow(UserError);
  });

  test('pareto: the survival function of the weights over the smallest possible one is x^−shape', () => {
    const shape = 1.5;
    const prompts = 100_000;
    const mu = promptWeights({ kind: 'pareto', shape }, context({ prompts }));
    const least = mu.reduce((a, b) => Math.min(a, b));
    for (const x of [1.5, 2, 5, 20]) {
      const share = mu.filter((each) => each > x * least).length / prompts;
      const expected = x ** -shape;
      // The least of 10^5 draws is above 1 by about 10^−5, which is far below 5 standard errors.
      expect(Math.abs(share - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / prompts));
    }
  });
});

describe('singleton-rate', () => {
  test('hits its target on the branch where tail prompts are rare, whatever α, weight and N', () => {
    const asked = fc.record({
      target: fc.double({ min: 0.005, max: 0.25, noNaN: true }),
      answerProbability: fc.double({ min: 0.4, max: 1, noNaN: true }),
      weight: fc.double({ min: 0.1, max: 1, noNaN: true }),
      totalExamples: fc.integer({ min: 500, max: 20_000 }),
      prompts: fc.integer({ min: 20_000, max: 30_000 }),
    });
    fc.assert(
      fc.property(asked, ({ target, ...rest }) => {
        const full = context(rest);
        const mu = promptWeights({ kind: 'singleton-rate', target }, full);
        expect(Math.abs(expectedRate(mu, full) - target)).toBeLessThan(1e-11);
        const tail = mu[mu.length - 1];
        expect(tail).toBeLessThan(mu[0]);
        expect(tail * full.answerProbability * full.totalExamples * full.weight).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 50 },
    );
  });

  test('the head takes headPrompts prompts where asked, and few that are seen often where not', () => {
    const asked = context({ totalExamples: 10_000, prompts: 4000 });
    const given = promptWeights({ kind: 'singleton-rate', target: 0.05, headPrompts: 37 }, asked);
    expect(given.filter((each) => each > given[3999]).length).toBe(37);
    const chosen = promptWeights({ kind: 'singleton-rate', target: 0.05 }, asked);
    expect(chosen.filter((each) => each > chosen[3999]).length).toBe(400);
    expect(chosen[0] * 10_000).toBeGreaterThan(19);
  });

  const failure = (target: number, changes: Partial<FrequencyContext>, headPrompts?: number): UserError => {
    try {
      promptWeights({ kind: 'singleton-rate', target, ...(headPrompts && { headPrompts }) }, context(changes));
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      return error as UserError;
    }
    throw new Error('reached');
  };

  test('out of reach: names the key, the largest rate, and what would reach the target; the remedies work', () => {
    const asked = { prompts: 2000, totalExamples: 10_000, weight: 0.5 };
    const [problem] = failure(0.5, asked).problems;
    expect(problem.code).toBe('singleton-rate-out-of-reach');
    expect(problem.keyPath).toBe('corpus.families.birthdays.frequency.target');
    expect(problem.found).toBe('0.5');
    // The largest: all but a tenth of the prompts in the tail, each expected once; the rest of the mass in the head.
    const largest = Number(/at most (0\.\d+)/.exec(problem.allowed!)![1]);
    expect(largest).toBeCloseTo(0.36 * Math.exp(-1), 3);
    const [, prompts, examples] = /prompts of (\d+) or more; or corpus\.examples of (\d+) or fewer/
      .exec(problem.hint!)!
      .map(Number);
    const reach = (changes: Partial<FrequencyContext>): void => {
      promptWeights({ kind: 'singleton-rate', target: 0.5 }, context({ ...asked, ...changes }));
    };
    reach({ prompts });
    reach({ totalExamples: examples });
    expect(() => reach({ prompts: prompts - 1 })).toThrow(UserError);
    expect(() => reach({ totalExamples: examples + 1 })).toThrow(UserError);
    // A uniform law on |C| prompts has E[sr] = exp(−N/|C|): about that many are needed, and a small head more.
    expect(prompts).toBeGreaterThan(5000 / Math.log(2));
    expect(prompts).toBeLessThan((1.1 * 5000) / Math.log(2));
  });

  test('a target above α is out of reach of any corpus, and the message says so', () => {
    expect(failure(0.6, { answerProbability: 0.5 }).problems[0].hint).toContain('answerProbability');
  });

  test('a target below what the head alone gives is out of reach too', () => {
    expect(failure(0.01, { totalExamples: 100 }, 100).problems[0].allowed).toContain('at least');
  });
});

test('the share form agrees with the plain one at weight 1', () => {
  const mu = promptWeights({ kind: 'zipf', exponent: 1 }, context());
  expect(expectedSingletonRateOfShare(mu, 500, 1)).toBeCloseTo(expectedSingletonRate(mu, 500), 12);
});
