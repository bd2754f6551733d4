import { expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { speak, speakingSteps } from '../../src/measurement/speak.js';
import { modelKindOf } from '../../src/models/registry.js';
import { brackets, facts, worldOf } from '../corpus/worlds.js';

const corpus = drawCorpus(
  worldOf({ facts: facts({ prompts: 200, responses: 12 }), rule: brackets({ prompts: 40 }) }),
  300,
  3,
);
const kind = modelKindOf('calibrated-learner');
if (!('fit' in kind)) throw new Error('a kind that is counted');
const learner = await kind.fit({}, { corpus, loss: 'all', seed: 1 } as never);

test('ten answers: prompts of every kind, with what was shown, what is right, and what p̂ says', async () => {
  const { replies, texts } = await speak(learner, corpus, 7, true);
  expect([replies.length, texts]).toEqual([10, []]);
  const facts = replies.filter(({ family }) => family === 'facts');
  expect(new Set(facts.map(({ shown }) => Math.min(shown, 2)))).toEqual(new Set([0, 1, 2]));
  expect(replies.some(({ nature }) => nature === 'pattern')).toBe(true);
  for (const reply of facts) {
    // A calibrated learner knows what it was shown, and has the same probability for every answer otherwise.
    expect([reply.right, reply.shown > 0 ? reply.outcome : 'right']).toEqual([
      reply.shown > 0 ? 1 : expect.closeTo(1 / 12, 12),
      'right',
    ]);
    expect(reply.outcome === 'right').toBe(reply.said === reply.answer);
  }
  expect(await speak(learner, corpus, 7, true)).toEqual({ replies, texts });
  expect((await speak(learner, corpus, 8, true)).replies).not.toEqual(replies);
  expect(await speak(learner, corpus, 7, false)).toEqual({ replies: [], texts: [] });
});

test('the end; in running text also the measured steps nearest to its thirds', () => {
  const measured = [0, 25, 100, 225, 400, 400];
  expect(speakingSteps(measured, false)).toEqual(new Set([400]));
  expect(speakingSteps(measured, true)).toEqual(new Set([100, 225, 400]));
  expect(speakingSteps([0, 800, 800], true)).toEqual(new Set([800]));
});
