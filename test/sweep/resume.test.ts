import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { UserError } from '../../src/errors/userError.js';
import { parameterCount } from '../../src/models/networks/network.js';
import { saveModel } from '../../src/models/saved/modelFile.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';
import { type ModelRunConfig, schema } from '../../src/sweep/experimentSchemas.js';
import { corpusOf, networkOf } from '../../src/sweep/run/executeRun.js';
import { identityOf, resumedModel } from '../../src/sweep/run/resume.js';

const lexicon = checkLexicon(loadLexicon());
const EXPERIMENT = `
corpus: { examples: 50, families: { birthdays: { kind: arbitrary-facts, prompts: 30, responses: 20 } } }
model: { kind: gru, width: 4 }
training: { steps: 12 }
`;
function optionsOf(...set: readonly string[]): ModelRunConfig {
  return resolveExperiment(EXPERIMENT, 'x.yaml', { set }, schema).base as ModelRunConfig;
}

function resumed(options: ModelRunConfig) {
  const corpus = corpusOf(options, lexicon);
  return resumedModel(options, networkOf(options, corpus), corpus);
}

describe('a run that continues from a saved model', () => {
  let folder: string;
  const fileOf = (name: string): string => path.join(folder, name);
  const save = async (name: string, ...set: readonly string[]): Promise<void> => {
    const options = optionsOf(...set);
    const corpus = corpusOf(options, lexicon);
    const network = networkOf(options, corpus)!;
    const state = {
      theta: new Float32Array(parameterCount(network)).fill(1),
      m: new Float32Array(parameterCount(network)),
      v: new Float32Array(parameterCount(network)),
    };
    await saveModel(fileOf(name), {
      run: 'r',
      step: 5,
      model: options.model,
      words: corpus.world.vocabulary.words,
      maxPositions: network.maxPositions,
      state,
    });
  };
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'resume-'));
    await save('gru');
    await save('transformer', 'model={ kind: transformer, layers: 1, width: 4 }');
    await save('lstm', 'model={ kind: lstm, width: 4 }');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('reads a model that fits, and reads nothing by default', () => {
    expect(resumed(optionsOf())).toBeUndefined();
    expect(resumed(optionsOf(`training.resume=${fileOf('gru')}`))).toMatchObject({
      step: 5,
      model: { kind: 'gru', width: 4 },
    });
    // Another world with the same words has other data, but the same network.
    expect(resumed(optionsOf(`training.resume=${fileOf('gru')}`, 'corpus.examples=60'))).toMatchObject({ step: 5 });
  });

  const TRANSFORMER = 'model={ kind: transformer, layers: 1, width: 4 }';
  test.each<[string, string, readonly string[], RegExp]>([
    ['a file that is not there', 'none', [], /cannot be read[^]*none/],
    ['a counted model', 'gru', ['model=ngram'], /only networks[^]*found: +a model of the kind ngram/],
    ['another kind', 'lstm', [], /another network[^]*found: +kind lstm[^]*allowed: +kind gru/],
    ['another width', 'gru', ['model.width=6'], /another network[^]*found: +width 4[^]*allowed: +width 6/],
    [
      'options of another kind',
      'transformer',
      [],
      /another network[^]*found: +.*heads 2[^]*allowed: +.*heads not an option/,
    ],
    [
      'another vocabulary',
      'gru',
      ['corpus.families.birthdays.responses=21'],
      /another vocabulary[^]*found: +word \d+ is/,
    ],
    [
      'a longer sentence',
      'transformer',
      [TRANSFORMER, 'corpus.families.brackets={ kind: brackets }', 'corpus.families.brackets.length=20'],
      /another vocabulary|sentences of up to/,
    ],
    [
      'no further steps',
      'gru',
      ['training.steps=5'],
      /had all its steps: training\.steps[^]*found: +5[^]*more than 5, the steps of/,
    ],
  ])('%s is refused', (_name, file, set, message) => {
    const options = optionsOf(...set, `training.resume=${fileOf(file)}`);
    expect(() => resumed(options)).toThrow(UserError);
    expect(() => resumed(options)).toThrow(message);
  });

  test('the id of a run depends on the content of the saved model, not on its path', () => {
    const at = (file: string): string => JSON.stringify(identityOf(optionsOf(`training.resume=${file}`)));
    copyFileSync(fileOf('gru'), fileOf('copy'));
    expect(at(fileOf('copy'))).toBe(at(fileOf('gru')));
    expect(at(fileOf('gru'))).not.toContain(folder);
    const bytes = readFileSync(fileOf('copy'));
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(fileOf('copy'), bytes);
    expect(at(fileOf('copy'))).not.toBe(at(fileOf('gru')));
    expect(identityOf(optionsOf())).toEqual(optionsOf());
    expect(() => at(fileOf('none'))).toThrow(UserError);
  });
});
