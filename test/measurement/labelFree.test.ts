/** The label-free estimate is the mean of what is measured over all answers that training did not show. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { measureResponseProbabilities } from '../../src/measurement/summariseExact.js';
import { randomCase } from './randomCase.js';
import { countsOf, smallWorld } from './smallWorld.js';

test('equals the mean of err + invalid mass over every a_c of the unanswered prompts, and luck bounds its spread', () => {
  fc.assert(
    fc.property(randomCase, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), ({ family, rows }, shown) => {
      const R = family.responseCount;
      const asked = rows.slice(0, 3);
      fc.pre(R ** asked.length <= 400);
      const answeredTimes = asked.map((_, c) => Number(shown[c]));
      const draws = Array.from({ length: R ** asked.length }, (_, code) =>
        asked.map((_, c) => Math.floor(code / R ** c) % R),
      )
        // Answers that training showed are known, so they are the same in every draw.
        .filter((answer) => answer.every((a, c) => answeredTimes[c] === 0 || a === 0))
        .map((answer) => {
          const world = smallWorld({
            responseCount: R,
            answer,
            answerProbability: 0.7,
            promptWeight: [3, 1, 2].slice(0, asked.length),
          });
          const counts = {
            examples: 10,
            answered: Int32Array.from(answeredTimes),
            abstained: Int32Array.from(asked, (_, c) => (c === 0 ? 10 - answeredTimes.reduce((a, b) => a + b, 0) : 0)),
          };
          return measureResponseProbabilities(world, counts, asked, { gamma: 0.01 });
        });
      const wrong = draws.map(({ errorRate, invalidMass }) => errorRate + invalidMass);
      const mean = wrong.reduce((sum, each) => sum + each, 0) / wrong.length;
      const variance = wrong.reduce((sum, each) => sum + (each - mean) ** 2, 0) / wrong.length;
      for (const { labelFree } of draws) {
        expect(labelFree.wrong).toBeCloseTo(mean, 12);
        expect(labelFree.luck! ** 2).toBeGreaterThanOrEqual(variance - 1e-12);
      }
    }),
    { numRuns: 200 },
  );
});

test('judges a prompt by the training answer of another prompt of the same fact', () => {
  const world = smallWorld({ responseCount: 4, answer: [1, 1], answerProbability: 1, fact: [0, 0] });
  const knows = [Float64Array.of(0, 1, 0, 0, 0), Float64Array.of(0, 1, 0, 0, 0)];
  const counts = { examples: 1, answered: Int32Array.of(1, 0), abstained: Int32Array.of(0, 0) };
  expect(measureResponseProbabilities(world, counts, knows, { gamma: 0.01 }).labelFree).toEqual({
    wrong: 0,
    neverShown: 0,
    luck: 0,
  });
});

test('is not given for patterns, nor where rows may be wrong', () => {
  const options = { responseCount: 4, answer: [1, 2], answerProbability: 1 };
  const rows = [Float64Array.of(0, 1, 0, 0, 0), Float64Array.of(0, 1, 0, 0, 0)];
  const none = { wrong: null, neverShown: null, luck: null };
  const pattern = smallWorld({ ...options, nature: 'pattern' });
  const noisy = { ...smallWorld(options), noise: 0.1 };
  for (const family of [pattern, noisy])
    expect(measureResponseProbabilities(family, countsOf([1, 1]), rows, { gamma: 0.01 }).labelFree).toEqual(none);
});
