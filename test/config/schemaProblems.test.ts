/** Messages about wrong values, with their places. */
import { describe, expect, test } from '@jest/globals';
import { mistake, PLAIN, resolve } from './fixtures.js';

const KINDS = 'one of transformer, ngram, calibrated-learner';
const TOP =
  'name, corpus, model, training, posttraining, measurement, engine, plugins, sweep, draw, seed, seeds, quick';
const NAMES = '1 to 64 letters, digits, _ and -, the first one a letter or digit';

/** [text of PLAIN, its replacement, expected problem]; positions are those of PLAIN. */
const cases: readonly (readonly [string, string, Record<string, unknown>])[] = [
  [
    'examples',
    'exampels',
    {
      code: 'unknown-key',
      keyPath: 'corpus.exampels',
      where: '3:3',
      allowed: 'examples, families, text',
      hint: 'did you mean examples?',
    },
  ],
  ['seed:', 'sede:', { code: 'unknown-key', keyPath: 'sede', where: '8:1', allowed: TOP, hint: 'did you mean seed?' }],
  [
    'layers',
    'order',
    {
      code: 'unknown-key',
      keyPath: 'model.order',
      where: '7:28',
      allowed: 'layers, width, heads, kind',
      hint: 'order is an option of the kind ngram',
    },
  ],
  ['weight', 'zzz', { code: 'unknown-key', keyPath: 'corpus.families.brackets.zzz', where: '6:32', hint: undefined }],
  [
    'examples: 4000',
    'examples: 0',
    {
      code: 'out-of-range',
      keyPath: 'corpus.examples',
      where: '3:3',
      found: '0',
      allowed: 'an integer from 1 to 100000000',
    },
  ],
  [
    'prompts: 4000',
    'answerProbability: 1.2',
    {
      code: 'out-of-range',
      keyPath: 'corpus.families.birthdays.answerProbability',
      where: '5:40',
      found: '1.2',
      allowed: 'a number from 0 to 1',
    },
  ],
  [
    'prompts: 4000',
    'responses: 1',
    {
      code: 'out-of-range',
      keyPath: 'corpus.families.birthdays.responses',
      where: '5:40',
      found: '1',
      allowed: 'an integer from 2 to 10000',
    },
  ],
  [
    'target: 0.3',
    'target: 1',
    { code: 'out-of-range', found: '1', allowed: 'a number greater than 0 and less than 1' },
  ],
  [
    'weight: 0.5',
    'weight: 0',
    { code: 'out-of-range', found: '0', allowed: 'a number greater than 0 and at most 1000000' },
  ],
  [
    'weight: 0.5',
    'lengths: [2, 0]',
    {
      code: 'out-of-range',
      keyPath: 'corpus.families.brackets.lengths[1]',
      where: '6:45',
      found: '0',
      allowed: 'an integer of at least 1',
    },
  ],
  [
    'weight: 0.5',
    'fuzzy: high',
    {
      code: 'wrong-value',
      keyPath: 'corpus.families.brackets.fuzzy',
      found: 'the text "high"',
      allowed: 'a number of at least 0 or a mapping with the keys rate',
    },
  ],
  ['weight: 0.5', 'fuzzy: -1', { code: 'out-of-range', keyPath: 'corpus.families.brackets.fuzzy', found: '-1' }],
  [
    'weight: 0.5',
    'fuzzy: {rate: -1}',
    {
      code: 'out-of-range',
      keyPath: 'corpus.families.brackets.fuzzy.rate',
      where: '6:40',
      found: '-1',
      allowed: 'a number of at least 0',
    },
  ],
  [
    'weight: 0.5',
    'fuzzy: {rat: 1}',
    { code: 'unknown-key', keyPath: 'corpus.families.brackets.fuzzy.rat', allowed: 'rate', hint: 'did you mean rate?' },
  ],
  [
    'seeds: 1',
    'training: {clipNorm: -1}',
    {
      code: 'out-of-range',
      keyPath: 'training.clipNorm',
      where: '9:12',
      allowed: 'a number greater than 0 and at most 1e+30 or null',
    },
  ],
  [
    'seed: 7',
    'seed: 4294967296',
    {
      code: 'out-of-range',
      found: '4294967296',
      allowed: 'an integer from 0 to 4294967295 or a mapping with the keys world, sample, model',
    },
  ],
  [
    'seeds: 1',
    'seeds: 1001',
    {
      code: 'out-of-range',
      found: '1001',
      allowed: 'an integer from 1 to 1000 or a mapping with the keys world, sample, model',
    },
  ],
  [
    'seed: 7\nseeds: 1',
    'seed: 4294967295\nseeds: 2',
    { code: 'not-allowed', keyPath: 'seeds', where: '9:1', found: '2', allowed: 'seed + seeds - 1 at most 4294967295' },
  ],
  [
    'layers: 3',
    'heads: 7',
    { code: 'not-allowed', keyPath: 'model.heads', where: '7:28', found: '7', allowed: 'a divisor of width' },
  ],
  [
    'examples: 4000',
    'examples: many',
    { code: 'wrong-type', found: 'the text "many"', allowed: 'an integer from 1 to 100000000', hint: undefined },
  ],
  ['examples: 4000', 'examples: "4000"', { code: 'wrong-type', found: 'the text "4000"', hint: 'write 4000' }],
  ['examples: 4000', 'examples: 4_000', { code: 'wrong-type', found: 'the text "4_000"', hint: 'write 4000' }],
  ['examples: 4000', 'examples: 1.5', { code: 'wrong-type', found: '1.5', allowed: 'an integer from 1 to 100000000' }],
  [
    'examples: 4000',
    'examples: [1, 2]',
    { code: 'wrong-type', found: 'the list [1,2]', hint: 'to try several values, put the list under sweep' },
  ],
  [
    '{kind: transformer, layers: 3}',
    '5',
    {
      code: 'wrong-type',
      keyPath: 'model',
      found: '5',
      allowed: 'a kind (transformer, ngram, calibrated-learner) or a mapping with its options',
    },
  ],
  ['seeds: 1', 'training:', { code: 'wrong-type', keyPath: 'training', where: '9:1', found: 'null (no value)' }],
  [
    'seeds: 1',
    'measurement: {gamma: .nan}',
    { code: 'not-finite', keyPath: 'measurement.gamma', found: 'NaN (not a number)' },
  ],
  [
    'seeds: 1',
    'training: {learningRate: .inf}',
    {
      code: 'not-finite',
      keyPath: 'training.learningRate',
      found: 'Infinity',
      allowed: 'a number greater than 0 and at most 1e+30',
    },
  ],
  [
    'seeds: 1',
    'training: {decay: cosin}',
    {
      code: 'wrong-value',
      found: 'the text "cosin"',
      allowed: 'one of cosine, linear, none',
      hint: 'did you mean cosine?',
    },
  ],
  [
    'kind: transformer',
    'kind: transfomer',
    {
      code: 'unknown-kind',
      keyPath: 'model.kind',
      where: '7:9',
      found: 'the text "transfomer"',
      allowed: KINDS,
      hint: 'did you mean transformer?',
    },
  ],
  [
    '{kind: transformer, layers: 3}',
    'n-gram',
    {
      code: 'unknown-kind',
      keyPath: 'model.kind',
      where: '7:1',
      found: 'the text "n-gram"',
      hint: 'did you mean ngram?',
    },
  ],
  ['seeds: 1', 'engine: lazy', { code: 'unknown-kind', keyPath: 'engine.kind', allowed: 'one of compiled, eager' }],
  [
    'kind: transformer',
    'kind: [transformer, ngram]',
    {
      code: 'wrong-value',
      found: 'the list ["transformer","ngram"]',
      hint: 'to try several values, put the list under sweep',
    },
  ],
  [
    'kind: transformer, ',
    '',
    { code: 'missing-key', keyPath: 'model.kind', where: '7:1', allowed: KINDS, found: undefined },
  ],
  [
    ', target: 0.3',
    '',
    {
      code: 'missing-key',
      keyPath: 'corpus.families.birthdays.frequency.target',
      where: '5:55',
      allowed: 'a number greater than 0 and less than 1',
    },
  ],
  [
    '    brackets:',
    '    ../brackets:',
    {
      code: 'bad-name',
      keyPath: 'corpus.families.../brackets',
      where: '6:5',
      found: 'the text "../brackets"',
      allowed: NAMES,
    },
  ],
  [
    'seeds: 1',
    'name: a/b',
    { code: 'bad-name', keyPath: 'name', where: '9:1', found: 'the text "a/b"', allowed: NAMES },
  ],
  ['seed: 7', 'constructor: 7', { code: 'unknown-key', keyPath: 'constructor', where: '8:1' }],
];

describe('a wrong value is reported with its place, the value found and the allowed values', () => {
  test.each(cases)('%j → %j', (before, after, { where, ...expected }) => {
    expect(PLAIN).toContain(before);
    const error = mistake(() => resolve(PLAIN.replace(before, after)));
    expect(error.problems[0]).toMatchObject(expected);
    if (where !== undefined) expect(error.problems[0].where).toBe(`experiments/facts.yaml:${where}`);
    // Every part of the first problem is in the message.
    for (const part of Object.values({ ...error.problems[0], code: '' })) expect(error.message).toContain(part ?? '');
    expect(error.message).not.toMatch(/invalid|expected|received|undefined|\[object/i);
  });
});

describe('several mistakes', () => {
  test('are all reported: the first in full, each of the others on one line', () => {
    const text = PLAIN.replace('prompts: 4000', 'answerProbability: 1.2, responses: 1').replace(
      'examples: 4000',
      'examples: 0',
    );
    expect(mistake(() => resolve(text)).message).toBe(
      [
        'out of range: corpus.examples',
        '  where:   experiments/facts.yaml:3:3',
        '  found:   0',
        '  allowed: an integer from 1 to 100000000',
        '2 more:',
        '  experiments/facts.yaml:5:64 out of range: corpus.families.birthdays.responses (found 1; allowed an integer from 2 to 10000)',
        '  experiments/facts.yaml:5:40 out of range: corpus.families.birthdays.answerProbability (found 1.2; allowed a number from 0 to 1)',
      ].join('\n'),
    );
  });

  test('a typo is reported before the missing key', () => {
    const codes = mistake(() => resolve(PLAIN.replace('examples', 'exampels'))).problems.map(({ code }) => code);
    expect(codes).toEqual(['unknown-key', 'missing-key']);
  });

  test('a corpus needs at least one family', () => {
    const error = mistake(() => resolve('corpus: {examples: 1, families: {}}\nmodel: ngram'));
    expect(error.problems).toEqual([
      expect.objectContaining({
        keyPath: 'corpus.families',
        where: 'experiments/facts.yaml:1:23',
        allowed: 'at least one family',
      }),
    ]);
  });
});
