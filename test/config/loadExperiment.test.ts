import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadExperiment } from '../../src/config/load/loadExperiment.js';
import { mistake, PLAIN, resolve, schema, TEXT } from './fixtures.js';

const MINIMAL = 'corpus: {examples: 10, families: {facts: {kind: arbitrary-facts}}}\nmodel: ngram\n';

describe('a resolved run', () => {
  test('has every default written out, in canonical order', () => {
    const { name, base, runs } = resolve(MINIMAL);
    expect(name).toBe('facts');
    expect(runs).toEqual([{ config: base, parameters: {}, seed: 1 }]);
    expect(JSON.stringify(base)).toBe(
      '{"corpus":{"examples":10,"families":{"facts":{"answerProbability":1,"duplicate":{"share":0,"times":1},"frequency":{"kind":"uniform"},"heldOut":0,"kind":"arbitrary-facts","noise":0,"prompts":2000,"responses":365,"shift":{"frequency":{"kind":"uniform"},"share":0},"synonyms":1,"weight":1}}},' +
        '"engine":{"device":"cpu","kind":"compiled","threads":1},"measurement":{"confidenceThresholds":[],"curvePoints":8,"gamma":0.01,"idkBiases":[],"reliability":false,"samples":2000,"temperatures":[]},' +
        '"model":{"kind":"ngram","order":3,"smoothing":{"k":0.01,"kind":"add-k"}},"seed":1,' +
        '"training":{"batchSize":256,"beta1":0.8,"beta2":0.99,"clipNorm":1,"decay":"linear","learningRate":0.01,"loss":"response","optimiser":"muon","resume":null,"save":false,"steps":600,"warmupSteps":20,"weightDecay":0}}',
    );
  });

  test('does not depend on the order of keys in the file', () => {
    const [first, second] = MINIMAL.trim().split('\n');
    expect(JSON.stringify(resolve(`${second}\n${first}\n`).base)).toBe(JSON.stringify(resolve(MINIMAL).base));
  });

  test("takes a kind's name for a mapping without options", () => {
    const { model, engine, corpus } = resolve(
      `${MINIMAL}engine: eager\n`.replace('arbitrary-facts}', 'arbitrary-facts, frequency: zipf}'),
    ).base;
    expect(model.kind).toBe('ngram');
    expect(engine).toEqual({ kind: 'eager', device: 'cpu', threads: 1 });
    expect(corpus.families.facts.frequency).toEqual({ kind: 'zipf', exponent: 1 });
  });

  test('accepts null for clipNorm, and anchors', () => {
    const text =
      'corpus: {examples: 10, families: {a: &a {kind: brackets, depth: 2}, b: *a}}\nmodel: ngram\ntraining: {clipNorm: null}\n';
    const { training, corpus } = resolve(text).base;
    expect(training.clipNorm).toBeNull();
    expect(corpus.families.b).toEqual(corpus.families.a);
  });

  test('has neither the name nor the number of seeds, which change no result', () => {
    expect(resolve(PLAIN, 'name=other').name).toBe('other');
    expect(resolve(PLAIN, 'name=other').runs).toEqual(resolve(PLAIN).runs);
  });
});

describe('files', () => {
  const inFolder = (use: (folder: string) => void): void => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    try {
      use(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test("an experiment is named after its file, CRLF and byte order marks don't matter", () => {
    inFolder((folder) => {
      const file = join(folder, 'singleton-rate.yaml');
      writeFileSync(file, `\uFEFF${TEXT.replaceAll('\n', '\r\n')}`);
      const loaded = loadExperiment(file, {}, schema);
      expect(loaded).toEqual({ ...resolve(TEXT), name: 'singleton-rate' });
    });
  });

  test.each([
    ['missing.yaml', undefined, 'missing-file', 'no such file'],
    ['', undefined, 'directory', 'a folder, not a file'],
    ['empty.yaml', '', 'empty-file', 'the file is empty'],
    ['comment.yaml', '# nothing\n', 'empty-file', 'the file is empty'],
    ['list.yaml', '- a\n', 'not-a-mapping', 'not an experiment'],
    ['large.yaml', `# ${'x'.repeat(1_000_000)}`, 'file-too-large', 'not an experiment'],
  ])('%p is refused by name', (name, text, code, summary) => {
    inFolder((folder) => {
      const file = join(folder, name);
      if (text !== undefined) writeFileSync(file, text);
      const error = mistake(() => loadExperiment(file, {}, schema));
      expect(error.problems).toHaveLength(1);
      expect(error.problems[0]).toMatchObject({ code, summary, where: file });
      expect(error.message).toContain(file);
    });
  });

  test('a file name that is no name of a folder lends it with _, and a key `name` must be one', () => {
    inFolder((folder) => {
      const file = join(folder, 'my facts.yaml');
      writeFileSync(file, PLAIN);
      expect(loadExperiment(file, {}, schema).name).toBe('my_facts');
      expect(loadExperiment(file, { set: ['name=facts'] }, schema).name).toBe('facts');
      expect(mistake(() => loadExperiment(file, { set: ['name=my facts'] }, schema)).problems[0]).toMatchObject({
        code: 'bad-name',
        keyPath: 'name',
        found: 'the text "my facts"',
      });
    });
  });
});
