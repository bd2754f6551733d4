/** A memoriser with a look-up tool, measured like all models. */
import { expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { retrieval } from '../../src/models/reference/retrieval.js';
import { facts, worldOf } from '../corpus/worlds.js';

const world = worldOf({ birthdays: facts({ prompts: 500 }) });
const corpus = drawCorpus(world, 500, 5);
const [family] = world.families;
function measure(covers: number, uncovered: 'guess' | 'abstain') {
  return measureFamily(retrieval.fit({ covers, uncovered }, { corpus, loss: 'response' }), family, corpus.counts[0], {
    gamma: 0.01,
  });
}
/** μ of the prompts that neither the tool nor training answers. */
function left(covers: number): number {
  return (
    Array.from(corpus.counts[0].answered).filter((times, prompt) => times === 0 && prompt >= covers * 500).length / 500
  );
}

test.each([0, 0.3, 1])('a tool that covers %p: err is what an even guess makes of the rest', async (covers) => {
  const { errorRate, accuracy, abstentionRate } = await measure(covers, 'guess');
  expect(errorRate).toBeCloseTo(left(covers) * (1 - 1 / family.responseCount), 12);
  expect(accuracy + errorRate).toBeCloseTo(1, 12);
  expect(abstentionRate).toBe(0);
});

test('who abstains from the rest never errs', async () => {
  const { errorRate, abstentionRate } = await measure(0.3, 'abstain');
  expect(errorRate).toBe(0);
  expect(abstentionRate).toBeCloseTo(left(0.3), 12);
  expect(abstentionRate).toBeGreaterThan(0.1);
});
