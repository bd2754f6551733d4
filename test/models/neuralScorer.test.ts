import { describe, expect, test } from '@jest/globals';
import { createEngine } from '../../src/engine/engine.js';
import { edgeLogProbabilities } from '../../src/models/edgeLogProbabilities.js';
import { initialParameters, type Network, parameterCount } from '../../src/models/networks/network.js';
import { transformer } from '../../src/models/networks/transformer.js';
import { neuralScorer, scoringPrograms } from '../../src/models/neuralScoring/neuralScorer.js';
import { evenSentencesPerRun, inOneVector } from '../../src/models/neuralScoring/scoringProgram.js';
import { normal } from '../../src/random/normal.js';
import { stream } from '../../src/random/stream.js';
import { smallCorpus, smallNetwork } from '../training/smallTraining.js';

const network = smallNetwork();
const random = stream(1, 'initialisation');
// Larger than at the start of training, so that attention is far from uniform.
const theta = initialParameters(network, () => 2 * normal(random));

describe('scoring a transformer', () => {
  // In a network of one layer the first layer, whose rows sentences share, is the last one, which computes only what is asked.
  const shallow = transformer.network(
    transformer.options.parse({ layers: 1, heads: 2, width: 16 }),
    network.vocabularySize,
    network.maxPositions,
  );
  const { hiddenAtNodes: _nodes, ...withoutNodes } = network;
  const { hiddenAt: _at, ...withoutSlots } = withoutNodes;
  test.each<[string, Network]>([
    ['two layers', network],
    ['one layer', shallow],
    ['a network that knows no trees', withoutNodes],
    ['a network that computes all slots', withoutSlots],
  ])('the answer tree in one sentence gives what a context a node gives: %s', async (_, scored) => {
    const scorer = neuralScorer(scored, await createEngine('compiled', 1));
    const model = scorer.modelAt(initialParameters(scored, () => 2 * normal(random)));
    const { answerTreeLogProbabilities: _quick, ...plain } = model;
    for (const { prompts: all, tree } of smallCorpus.world.families) {
      const prompts = all.filter((_, i) => i % 3 === 0); // of all lengths
      const quick = await edgeLogProbabilities(model, prompts, tree);
      const slow = await edgeLogProbabilities(plain, prompts, tree);
      expect(quick.length).toBe(prompts.length * tree.edgeToken.length);
      quick.forEach((value, i) => expect(Math.abs(value - slow[i])).toBeLessThan(2e-4));
    }
    await scorer.dispose();
  });

  test('runs hold as many sentences as leave the fewest places empty', () => {
    expect(evenSentencesPerRun([4000], 102)).toBe(100);
    // 1 + 1 + 2 + 3 + 16 + 21 runs, 1056 places; with 41 there are 29 runs and 1189 places.
    expect(evenSentencesPerRun([3, 8, 45, 64, 378, 502], 41)).toBe(24);
    expect(evenSentencesPerRun([7, 95], 102)).toBe(102); // a program of its own would not pay
    expect(evenSentencesPerRun([5, 9], 1)).toBe(1);
  });

  test('rows are normalised in float64, and a context does not depend on its neighbours in the batch', async () => {
    const scorer = neuralScorer(network, await createEngine('compiled', 1));
    const model = scorer.modelAt(theta);
    const contexts = smallCorpus.world.families.flatMap(({ prompts }) => prompts.slice(0, 20));
    const all = await model.nextTokenLogProbabilities(contexts);
    const vocabulary = model.vocabularySize;
    contexts.forEach((_, row) => {
      const sum = all
        .subarray(row * vocabulary, (row + 1) * vocabulary)
        .reduce((total, value) => total + Math.exp(value), 0);
      expect(sum).toBeCloseTo(1, 12);
    });
    const alone = await model.nextTokenLogProbabilities([contexts[7]]);
    alone.forEach((value, token) => expect(Math.abs(value - all[7 * vocabulary + token])).toBeLessThan(2e-4));
    await scorer.dispose();
  });

  test('normalisers from the engine are as exact over a wide vocabulary as sums in float64', async () => {
    const vocabulary = 20_001; // summed in float32 from end to end, wasm misses 1 by some 1e-6
    const wide = transformer.network(transformer.options.parse({ layers: 1, heads: 1, width: 4 }), vocabulary, 4);
    const parameters = initialParameters(wide, () => normal(random));
    const [prompts, paths] = [[Int32Array.of(5, 7)], [Int32Array.of(9)]];
    for (const engine of [await createEngine('compiled', 1), await createEngine('eager', 1, 'wasm')]) {
      const scorer = neuralScorer(wide, engine);
      const model = scorer.modelAt(parameters);
      const [ofPath] = await model.pathLogProbabilities!(prompts, paths);
      const ofAll = await model.nextTokenLogProbabilities(prompts);
      expect(Math.abs(ofPath - ofAll[9])).toBeLessThan(2e-7);
      await scorer.dispose();
    }
  });

  test('engines agree', async () => {
    const { prompts, tree } = smallCorpus.world.families[0];
    const [compiled, eager] = await Promise.all([createEngine('compiled', 2), createEngine('eager', 1, 'wasm')]);
    const [a, b] = [neuralScorer(network, compiled), neuralScorer(network, eager)];
    const [x, y] = [
      await edgeLogProbabilities(a.modelAt(theta), prompts, tree),
      await edgeLogProbabilities(b.modelAt(theta), prompts, tree),
    ];
    x.forEach((value, i) => expect(Math.abs(value - y[i])).toBeLessThan(2e-4));
    await a.dispose();
    await b.dispose();
  });
});

describe('transformer', () => {
  test('counts its parameters as the formula does', () => {
    const [V, T, d, h] = [50, 12, 16, 32];
    const block = 4 * (d * d + d) + (d * h + h) + (h * d + d) + 4 * d;
    const options = transformer.options.parse({ layers: 3, heads: 4, width: d, mlpRatio: 2 });
    expect(parameterCount(transformer.network(options, V, T))).toBe(V * d + T * d + 3 * block + 2 * d + d * V + V);
    expect(parameterCount(transformer.network({ ...options, tiedHead: true }, V, T))).toBe(
      V * d + T * d + 3 * block + 2 * d,
    );
  });

  test('refuses heads that do not divide the width', () => {
    expect(() => transformer.network(transformer.options.parse({ heads: 3, width: 16 }), 50, 12)).toThrow(
      /model\.heads/,
    );
  });
});

test('programs make room for others once their logits are more than may be kept', async () => {
  const kept = new Set<number>();
  let made = 0;
  const engine = {
    ...(await createEngine('compiled', 1)),
    prepare: async () => {
      const number = made++;
      kept.add(number);
      return { run: async () => ({}), dispose: async () => void kept.delete(number) };
    },
  };
  const { vocabularySize } = network;
  const { prepare, dispose } = scoringPrograms(network, engine, inOneVector(network), 10 * vocabularySize);
  const shape = (rows: number) => ({ batch: 1, slots: 8, rows });
  await prepare(shape(4));
  await prepare(shape(6));
  await prepare(shape(4)); // is kept
  expect([made, ...kept]).toEqual([2, 0, 1]);
  await prepare(shape(3)); // the first one makes room
  expect([made, ...kept]).toEqual([3, 1, 2]);
  await prepare(shape(20)); // larger than all that may be kept, and alone
  expect([made, ...kept]).toEqual([4, 3]);
  await prepare(shape(4));
  expect([made, ...kept]).toEqual([5, 4]);
  await dispose();
  expect([...kept]).toEqual([]);
});
