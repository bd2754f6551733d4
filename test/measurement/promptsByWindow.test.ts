import { describe, expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { distinctPrompts } from '../../src/measurement/promptsByWindow.js';
import { responseProbabilities } from '../../src/measurement/responseProbabilities.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { ngram } from '../../src/models/ngram/ngram.js';
import { brackets, common, facts, worldOf } from '../corpus/worlds.js';

function tokens(...ids: number[]): Int32Array {
  return Int32Array.from(ids);
}

describe('prompts that a model with a window cannot tell apart', () => {
  test('agree in their last tokens; a short prompt shows where the sentence begins', () => {
    const prompts = [tokens(5, 1, 2), tokens(6, 1, 2), tokens(1, 2), tokens(1, 3), tokens(9, 9, 1, 3)];
    expect([...distinctPrompts(prompts, 2).classOf]).toEqual([0, 0, 1, 2, 3]);
    expect([...distinctPrompts(prompts, 1).classOf]).toEqual([0, 0, 0, 1, 1]);
    expect(new Set(distinctPrompts(prompts, 0).classOf).size).toBe(1);
    expect([...distinctPrompts(prompts, undefined).classOf]).toEqual([0, 1, 2, 3, 4]);
  });

  const world = worldOf({
    facts: facts({ prompts: 40, responses: 12, answerProbability: 0.7 }),
    brackets: brackets({ prompts: 20, kinds: 2, depth: 2, length: 4 }),
    agreement: { ...common, kind: 'agreement', sentences: 2, gap: 9 },
  });
  const corpus = drawCorpus(world, 120, 3);

  test.each([1, 2, 3, 5, 9, 12])(
    'an n-gram of order %i measures the same with its window and without',
    async (order) => {
      for (const smoothing of ['add-k', 'kneser-ney'] as const) {
        const model = ngram.fit(ngram.options.parse({ order, smoothing }), { corpus, loss: 'all' });
        expect(model.window).toBe(order - 1);
        const { window: _, ...endless } = model;
        for (const [index, family] of world.families.entries()) {
          const rows = async (of: LanguageModel): Promise<Float64Array[]> => {
            const all: Float64Array[] = [];
            for await (const row of responseProbabilities(of, family.prompts, family.tree)) all.push(row);
            return all;
          };
          expect(await rows(model)).toEqual(await rows(endless));
          const [measured, plain] = [
            await measureFamily(model, family, corpus.counts[index], { gamma: 0.01 }),
            await measureFamily(endless, family, corpus.counts[index], { gamma: 0.01 }),
          ];
          expect({ ...measured, leastIivError: null }).toEqual(plain);
        }
      }
    },
  );
});
