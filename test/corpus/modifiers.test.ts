import { describe, expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { facts, worldOf } from './worlds.js';

const N = 20_000;

describe('modifiers of a family', () => {
  test('held-out facts are measured and never trained on; the others keep their proportions', () => {
    const world = worldOf({ a: facts({ prompts: 100, heldOut: 0.3, frequency: { kind: 'zipf', exponent: 1 } }) });
    const [family] = world.families;
    const held = Array.from(family.trainingWeight).filter((mu) => mu === 0).length;
    expect(held).toBe(30);
    const { counts } = drawCorpus(world, N, 1);
    family.trainingWeight.forEach((mu, c) => mu === 0 && expect(counts[0].answered[c]).toBe(0));
    expect(family.promptWeight.every((mu) => mu > 0)).toBe(true);
    const ratios = new Set(
      Array.from(family.trainingWeight, (mu, c) => (mu === 0 ? '' : (mu / family.promptWeight[c]).toFixed(9))),
    );
    expect(ratios.size).toBe(2);
  });

  test('a share that holds nothing out, or everything, is refused', () => {
    expect(() => worldOf({ a: facts({ prompts: 10, heldOut: 0.01 }) })).toThrow(/corpus\.families\.a\.heldOut/);
    expect(() => worldOf({ a: facts({ prompts: 10, heldOut: 0.99 }) })).toThrow(/nothing is left to train on/);
  });

  test('noise: so many answers are wrong, spread evenly over E_c', () => {
    const world = worldOf({ a: facts({ prompts: 5, responses: 4, noise: 0.3 }) });
    const { examples } = drawCorpus(world, N, 1);
    const wrong = Array.from(examples.response).filter((r, i) => r !== world.families[0].answer[examples.prompt[i]]);
    expect(Math.abs(wrong.length / N - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / N));
    expect(new Set(wrong)).toEqual(new Set([0, 1, 2, 3]));
  });

  test('synonyms: prompts of a fact share answer and weight, and are held out together', () => {
    const plain = worldOf({ a: facts({ prompts: 20 }) });
    const world = worldOf({ a: facts({ prompts: 20, synonyms: 3, heldOut: 0.25 }) });
    const [family] = world.families;
    expect(family.prompts.length).toBe(60);
    const texts = family.prompts.map((tokens) => tokensText(world.vocabulary, tokens));
    expect(texts[1]).toBe(`recall , ${texts[0]}`);
    expect(texts.filter((_, c) => c % 3 === 0)).toEqual(
      plain.families[0].prompts.map((tokens) => tokensText(plain.vocabulary, tokens)),
    );
    for (let c = 0; c < 60; c++) {
      expect([family.fact[c], family.answer[c], family.trainingWeight[c] === 0]).toEqual([
        family.fact[c - (c % 3)],
        family.answer[c - (c % 3)],
        family.trainingWeight[c - (c % 3)] === 0,
      ]);
    }
    expect(family.promptWeight[0]).toBeCloseTo(1 / 60, 12);
    expect(family.trainingWeight.filter((mu) => mu === 0).length).toBe(15);
  });

  test('shift: μ moves towards the other law, the training rows do not', () => {
    const law = { kind: 'head-tail', headPrompts: 2, headMass: 0.9 } as const;
    const world = worldOf({
      a: facts({ prompts: 10, frequency: law, shift: { share: 0.5, frequency: { kind: 'uniform' } } }),
    });
    const [family] = world.families;
    expect(family.trainingWeight[0]).toBeCloseTo(0.45, 12);
    expect(family.promptWeight[0]).toBeCloseTo(0.5 * 0.45 + 0.5 * 0.1, 12);
    expect(family.promptWeight.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  test('duplicate: a share of the rows stands so many times more, and is counted apart', () => {
    const world = worldOf({ a: facts({ prompts: 1000, duplicate: { share: 0.1, times: 10 } }) });
    const plain = drawCorpus(worldOf({ a: facts({ prompts: 1000 }) }), N, 1);
    const { examples, counts } = drawCorpus(world, N, 1);
    const [{ trained, ...draws }] = counts;
    expect([draws]).toEqual(plain.counts);
    expect(trained!.examples).toBe(examples.prompt.length);
    expect(examples.prompt.subarray(0, N)).toEqual(plain.examples.prompt);
    expect(Math.abs(examples.prompt.length / N - 2)).toBeLessThan(0.1);
    expect(Array.from(examples.prompt.subarray(N, N + 10))).toEqual(Array(10).fill(examples.prompt[N]));
  });
});
