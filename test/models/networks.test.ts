/**
 * Properties of all kinds of networks: the numbers of a plain program, causality, equal training on all engines,
 * learning.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { responsePath } from '../../src/corpus/answerTree.js';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { pathLogProbabilities } from '../../src/measurement/pathLogProbabilities.js';
import { edgeLogProbabilities } from '../../src/models/edgeLogProbabilities.js';
import { gru } from '../../src/models/networks/gru.js';
import { lstm } from '../../src/models/networks/lstm.js';
import { initialParameters, parameterCount } from '../../src/models/networks/network.js';
import { neuralScorer } from '../../src/models/neuralScoring/neuralScorer.js';
import type { FamilyMeasurement } from '../../src/results/familyMeasurement.js';
import { longestSentence } from '../../src/training/train.js';
import { lossesOf, smallCorpus, smallOptions } from '../training/smallTraining.js';
import { gradientsOf, logitsOf, namedParameters, randomParameters, smallNetworks, tensorsOf } from './smallNetworks.js';

const words = smallCorpus.world.vocabulary.words.length;
const longest = longestSentence(smallCorpus.world);
const V = 11;

describe.each(smallNetworks)('$name', ({ network: networkOf, plain }) => {
  const small = networkOf(V, 9);
  let compiled: Engine;
  beforeAll(async () => {
    compiled = await createEngine('compiled', 1);
  });

  const sentences = (count: number, slots: number) =>
    fc.array(fc.array(fc.integer({ min: 0, max: V - 1 }), { minLength: slots, maxLength: slots }), {
      minLength: count,
      maxLength: count,
    });

  test('its logits are those of plain loops in float64', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }).chain((slots) => sentences(3, slots)),
        fc.nat(1000),
        async (tokens, seed) => {
          const theta = randomParameters(small, seed);
          const logits = await logitsOf(compiled, small, theta, tokens);
          const parameters = namedParameters(small, theta);
          tokens.forEach((sentence, b) =>
            plain(parameters, sentence).forEach((row, slot) =>
              row.forEach((value, token) =>
                expect(Math.abs(logits[b][slot][token] - value)).toBeLessThan(1e-4 * (1 + Math.abs(value))),
              ),
            ),
          );
        },
      ),
      { numRuns: 8 },
    );
  });

  test('what is said after a slot does not depend on the tokens behind it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 7 }), sentences(2, 9), async (slot, [sentence, other]) => {
        const changed = [...sentence.slice(0, slot + 1), ...other.slice(slot + 1)];
        const [a, b] = await logitsOf(compiled, small, randomParameters(small, 1), [sentence, changed]);
        expect(b.slice(0, slot + 1)).toEqual(a.slice(0, slot + 1));
      }),
      { numRuns: 10 },
    );
  });

  test('responses as paths, and edges of the answer tree, have the probabilities of one context a token', async () => {
    const network = networkOf(words, longest);
    const scorer = neuralScorer(network, compiled);
    const model = scorer.modelAt(randomParameters(network, 2));
    expect(model.answerTreeLogProbabilities === undefined).toBe(network.reads === 'sequence');
    const { pathLogProbabilities: quickPaths, answerTreeLogProbabilities: _quickTree, ...plainModel } = model;
    expect(quickPaths).toBeDefined();
    for (const { prompts, tree } of smallCorpus.world.families) {
      const paths = prompts.map((_, c) => responsePath(tree, (5 * c) % tree.leafEdge.length));
      const quick = await pathLogProbabilities(model, prompts, paths);
      const slow = await pathLogProbabilities(plainModel, prompts, paths);
      quick.forEach((value, c) => expect(Math.abs(value - slow[c])).toBeLessThan(5e-4));
      const edges = await edgeLogProbabilities(model, prompts, tree);
      const sums = paths.map((_, c) => {
        let sum = 0;
        for (let edge = tree.leafEdge[(5 * c) % tree.leafEdge.length]; edge >= 0; edge = tree.edgeParent[edge])
          sum += edges[c * tree.edgeToken.length + edge];
        return sum;
      });
      sums.forEach((value, c) => expect(Math.abs(value - slow[c])).toBeLessThan(5e-4));
    }
    await scorer.dispose();
  });

  test.each(['cpu', 'wasm'] as const)(
    'compiled and eager on %s give the same loss and the same gradient of each parameter',
    async (backend) => {
      const theta = randomParameters(small, 4);
      const tokens = Array.from({ length: 3 }, (_, row) =>
        Array.from({ length: 7 }, (_, slot) => (5 * row + 3 * slot) % V),
      );
      const [ours, theirs] = [
        await gradientsOf(compiled, small, theta, tokens),
        await gradientsOf(await createEngine('eager', 1, backend), small, theta, tokens),
      ];
      expect(ours.loss).toBeCloseTo(theirs.loss, 4);
      expect(ours.gradient.length).toBe(parameterCount(small));
      ours.gradient.forEach((value, i) => expect(Math.abs(value - theirs.gradient[i])).toBeLessThan(1e-4));
      // Each parameter takes part: all tensors but a key's bias, to which soft-max is blind.
      for (const { name, values } of tensorsOf(small, ours.gradient))
        expect([name, values.some((value) => Math.abs(value) > 1e-6)]).toEqual([name, !name.endsWith('key.bias')]);
    },
    30_000,
  );

  test('it learns the facts that training repeats, and Theorem 1 holds of it', async () => {
    const network = networkOf(words, longest);
    const measured: FamilyMeasurement[] = [];
    const losses = await lossesOf(compiled, {
      network,
      options: { ...smallOptions, steps: 600, batchSize: 32, learningRate: 0.02, weightDecay: 0 },
      onMeasure: async (_step, _loss, model) => {
        for (const [i, family] of smallCorpus.world.families.entries())
          measured.push(await measureFamily(model, family, smallCorpus.counts[i], { gamma: 0.01 }));
      },
    });
    expect(Math.abs(losses[0] - Math.log(words))).toBeLessThan(2.5);
    const [birthdays] = measured;
    expect(birthdays.theorem1.holds).toBe(true);
    // A window of three tokens sees the end of a name at most, and not where it asks for the day.
    if (network.window === undefined || network.window > 6) expect(birthdays.byCount[3].errorRate).toBeLessThan(0.15);
    else expect(birthdays.byCount[3].errorRate).toBeGreaterThan(0.5);
    expect(birthdays.byCount[0].errorRate).toBeGreaterThan(0.5);
  }, 60_000);
});

test("the bias of an LSTM's forget gate starts at 1, and every other bias at 0", () => {
  const network = smallNetworks.find(({ name }) => name === 'lstm, layers: 2')!.network(V, 9);
  const parameters = namedParameters(
    network,
    initialParameters(network, () => 0),
  );
  for (const layer of [0, 1]) {
    expect(parameters.vector(`${layer}.input.bias`)).toEqual(
      Array.from({ length: 64 }, (_, i) => (i >= 16 && i < 32 ? 1 : 0)),
    );
  }
  expect(parameters.vector('head.bias')).toEqual(new Array(V).fill(0));
});

describe('PyTorch', () => {
  interface Case {
    readonly parameters: Record<string, number[] | number[][]>;
    readonly tokens: number[][];
    readonly logits: number[][][];
  }
  const cases = JSON.parse(readFileSync('test/models/pytorchCells.json', 'utf8')) as Record<'gru' | 'lstm', Case>;

  test.each([['gru', gru] as const, ['lstm', lstm] as const])('has the same %s cells', async (name, kind) => {
    const { parameters, tokens, logits } = cases[name];
    const network = kind.network({ layers: 2, width: 3 }, 5, 4);
    expect(network.parameters.map((parameter) => parameter.name).sort()).toEqual(Object.keys(parameters).sort());
    const theta = Float32Array.from(network.parameters.flatMap((parameter) => parameters[parameter.name].flat()));
    const ours = await logitsOf(await createEngine('compiled', 1), network, theta, tokens);
    logits.forEach((sentence, b) =>
      sentence.forEach((row, slot) =>
        row.forEach((value, token) => expect(ours[b][slot][token]).toBeCloseTo(value, 5)),
      ),
    );
  });
});
