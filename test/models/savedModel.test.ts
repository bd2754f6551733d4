import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../src/engine/engine.js';
import { UserError } from '../../src/errors/userError.js';
import { neuralScorer } from '../../src/models/neuralScoring/neuralScorer.js';
import { type ModelOptions, modelKindOf } from '../../src/models/registry.js';
import { loadModel, readSavedModel, saveModel } from '../../src/models/saved/modelFile.js';
import { decodeSafetensors, encodeSafetensors, type StoredTensors } from '../../src/models/saved/safetensors.js';
import {
  decodeSavedModel,
  encodeSavedModel,
  type SavedModel,
  savedNetwork,
} from '../../src/models/saved/savedModel.js';
import { randomParameters } from './smallNetworks.js';

const words = ['<s>', '.', 'a', 'b', 'ç', '"'];

function savedOf(kind: ModelOptions['kind'], options: object): SavedModel {
  const model = { kind, ...modelKindOf(kind).options.parse(options) } as ModelOptions;
  const described = { run: '0123456789ab', step: 7, model, words, maxPositions: 6 };
  const network = savedNetwork(described);
  return {
    ...described,
    state: { theta: randomParameters(network, 1), m: randomParameters(network, 2), v: randomParameters(network, 3) },
  };
}

const kinds: [ModelOptions['kind'], object][] = [
  ['transformer', { layers: 1, width: 8, tiedHead: true, norm: 'rms' }],
  ['mlp', { window: 2, embedding: 3, width: 4 }],
  ['gru', { width: 4, layers: 2 }],
  ['lstm', { width: 4 }],
];

describe('saved models', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'saved-model-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(kinds)(
    'a %s whose metadata ask for more than the file holds is refused before memory is reserved',
    (kind, options) => {
      const bytes = encodeSavedModel(savedOf(kind, options));
      const { tensors, metadata } = decodeSafetensors(bytes, 'x');
      const asking = encodeSafetensors({ tensors, metadata: { ...metadata, maxPositions: '999999999' } });
      expect(() => decodeSavedModel(asking, 'x')).toThrow(/maxPositions must be at most/);
    },
  );

  test.each(kinds)('a %s comes back as it was, to the bit, and says the same', async (kind, options) => {
    const saved = savedOf(kind, options);
    const file = join(folder, `${kind}.safetensors`);
    await saveModel(file, saved);
    expect(readSavedModel(file)).toEqual(saved);

    const loaded = await loadModel(file);
    const scorer = neuralScorer(savedNetwork(saved), await createEngine('compiled', 1));
    const contexts = [Int32Array.of(2, 3), Int32Array.of(4)];
    expect(await loaded.nextTokenLogProbabilities(contexts)).toEqual(
      await scorer.modelAt(saved.state.theta).nextTokenLogProbabilities(contexts),
    );
    expect(loaded).toMatchObject({ kind, words, step: 7, run: '0123456789ab', vocabularySize: 6 });
    await loaded.dispose();
    await scorer.dispose();
  });

  test('every parameter stands under its name, beside its moments', () => {
    const { tensors } = decodeSafetensors(encodeSavedModel(savedOf('gru', { width: 4 })), 'x');
    const names = ['tokens', '0.input', '0.input.bias', '0.recurrent', '0.recurrent.bias', 'head', 'head.bias'];
    expect(Object.keys(tensors)).toEqual(
      ['', 'adam.m/', 'adam.v/'].flatMap((prefix) => names.map((name) => prefix + name)),
    );
    expect(tensors.head.shape).toEqual([4, 6]);
  });

  const good = decodeSafetensors(encodeSavedModel(savedOf('gru', { width: 4 })), 'x');
  const withMetadata = (changes: Record<string, string | undefined>): StoredTensors => {
    const metadata = Object.entries({ ...good.metadata, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return { ...good, metadata: Object.fromEntries(metadata) };
  };
  const { head: _head, ...headless } = good.tensors;

  test.each<[string, StoredTensors, RegExp]>([
    ['of another program', { ...good, metadata: {} }, /metadata format must be hallucination-rate\/1, found none/],
    ['without steps', withMetadata({ step: undefined }), /metadata step must be a positive integer, found none/],
    ['of step -1', withMetadata({ step: '-1' }), /metadata step must be a positive integer, found -1/],
    ['of an unknown kind', withMetadata({ model: '{"kind":"rnn"}' }), /must name a kind of network, found rnn/],
    [
      'of a kind that is counted',
      withMetadata({ model: '{"kind":"ngram"}' }),
      /must name a kind of network, found ngram/,
    ],
    ['of no kind', withMetadata({ model: 'null' }), /must name a kind of network, found undefined/],
    [
      'with an impossible option',
      withMetadata({ model: '{"kind":"gru","width":0,"layers":1}' }),
      /wrong options of its gru: width/,
    ],
    ['with an unknown option', withMetadata({ model: '{"kind":"gru","heads":2}' }), /wrong options of its gru.*heads/],
    ['without words', withMetadata({ vocabulary: '[]' }), /vocabulary must be a list of words/],
    ['with metadata that is not JSON', withMetadata({ vocabulary: 'a b' }), /metadata vocabulary must be JSON/],
    [
      'with a word too many',
      withMetadata({ vocabulary: '["<s>",".","a","b","c","d","e"]' }),
      /tensor tokens must have the shape \[7, 4\], found \[6, 4\]/,
    ],
    ['with a tensor missing', { ...good, tensors: headless }, /tensor head is missing/],
    [
      'with a tensor too many',
      { ...good, tensors: { ...good.tensors, more: { shape: [1], data: Float32Array.of(1) } } },
      /tensor more does not belong to a gru/,
    ],
  ])('a file %s is refused', (_name, file, message) => {
    const read = (): unknown => decodeSavedModel(encodeSafetensors(file), 'dir/model.safetensors');
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
    expect(read).toThrow('dir/model.safetensors');
  });

  test('a file that is not there, and one cut short, are mistakes of the user', async () => {
    expect(() => readSavedModel(join(folder, 'none'))).toThrow(UserError);
    const file = join(folder, 'short');
    await saveModel(file, savedOf('lstm', { width: 4 }));
    const whole = readFileSync(file);
    for (const length of [0, 7, 100, whole.length - 1]) {
      writeFileSync(file, whole.subarray(0, length));
      expect(() => readSavedModel(file)).toThrow(UserError);
    }
  });
});
