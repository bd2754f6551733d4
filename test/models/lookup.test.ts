/** The look-up system, measured like all models: it never errs, and its δ is as large as Theorem 1 requires. */
import { expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { lookup } from '../../src/models/reference/lookup.js';
import { brackets, facts, worldOf } from '../corpus/worlds.js';

test.each([1, 0.8, 0.3])('err = 0 and σ = (1 − μ(U))(1 − α) + μ(U) α, at α = %p', async (alpha) => {
  const world = worldOf({
    birthdays: facts({ prompts: 500, answerProbability: alpha, frequency: { kind: 'zipf', exponent: 0.7 } }),
    brackets: brackets({ prompts: 50 }),
  });
  const corpus = drawCorpus(world, 700, 5);
  const model = lookup.fit({}, { corpus, loss: 'response' });
  const [birthdays, patterns] = await Promise.all(
    world.families.map((family, i) => measureFamily(model, family, corpus.counts[i], { gamma: 0.01 })),
  );
  expect(birthdays.errorRate).toBe(0);
  expect(birthdays.invalidMass).toBeLessThan(1e-12);
  expect(birthdays.abstentionRate).toBeCloseTo(birthdays.unansweredMass, 12);
  expect(birthdays.signedDelta).toBeCloseTo(
    (1 - birthdays.unansweredMass) * (1 - alpha) + birthdays.unansweredMass * alpha,
    12,
  );
  // For a prompt that training answered, only the answer is above the threshold; for any other, only IDK.
  expect(2 * birthdays.iivError).toBeCloseTo(birthdays.signedDelta, 12);
  expect(birthdays.delta).toBeGreaterThanOrEqual(2 * birthdays.iivError - 2 / 364);
  expect(patterns).toMatchObject({ errorRate: 0, iivError: 0 });
  expect(patterns.accuracy).toBeCloseTo(1, 12);
  expect(patterns.delta).toBeLessThan(1e-12);
});
