import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { mistake, PLAIN, resolve, TEXT } from './fixtures.js';

const TARGET = 'corpus.families.birthdays.frequency.target';

/** PLAIN with another sweep. */
function swept(sweep: unknown, seeds = 1): string {
  return `${PLAIN.replace('seeds: 1', `seeds: ${seeds}`)}${stringify({ sweep })}`;
}

describe('a sweep', () => {
  test('is the product in the order of the file, seeds innermost', () => {
    const { runs, base } = resolve(TEXT);
    const settings = runs.map(({ parameters, seed }) => [...Object.values(parameters), seed]);
    expect(settings).toEqual(
      [0.02, 0.1, 0.3].flatMap((target) =>
        ['transformer', 'ngram'].flatMap((kind) => [7, 8].map((seed) => [target, kind, seed])),
      ),
    );
    expect(Object.keys(runs[0].parameters)).toEqual([TARGET, 'model.kind']);
    expect(base).toEqual(runs[0].config);
    for (const { config, parameters, seed } of runs) {
      expect(config.seed).toBe(seed);
      expect(config.model.kind).toBe(parameters['model.kind']);
      expect(config.corpus.families.birthdays.frequency).toEqual({
        kind: 'singleton-rate',
        target: parameters[TARGET],
      });
      // The file's transformer keeps its layers; the n-gram model does not get them.
      expect(config.model).toEqual(
        parameters['model.kind'] === 'transformer'
          ? { kind: 'transformer', layers: 3, width: 64, heads: 4 }
          : { kind: 'ngram', order: 3, smoothing: { kind: 'add-k', k: 0.01 } },
      );
    }
  });

  test('has as many runs as the product of its lists times its seeds, all different', () => {
    const values = <T>(each: fc.Arbitrary<T>) => fc.uniqueArray(each, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        values(fc.integer({ min: 1, max: 1000 })),
        values(fc.constantFrom('ngram', 'transformer', 'calibrated-learner')),
        values(fc.integer({ min: 2, max: 99 })),
        fc.integer({ min: 1, max: 5 }),
        (examples, kinds, prompts, seeds) => {
          const { runs } = resolve(
            swept(
              { 'corpus.examples': examples, 'model.kind': kinds, 'corpus.families.birthdays.prompts': prompts },
              seeds,
            ),
          );
          expect(runs).toHaveLength(examples.length * kinds.length * prompts.length * seeds);
          expect(new Set(runs.map(({ config }) => JSON.stringify(config))).size).toBe(runs.length);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('accepts mappings and names of kinds as values', () => {
    const { runs } = resolve(
      swept({
        model: ['ngram', { kind: 'ngram', order: 2 }, { kind: 'transformer', width: 32 }],
        'corpus.families.brackets.frequency': ['uniform', { kind: 'zipf', exponent: 2 }],
      }),
    );
    expect(runs.map(({ config }) => config.model.kind)).toEqual([
      'ngram',
      'ngram',
      'ngram',
      'ngram',
      'transformer',
      'transformer',
    ]);
    expect(runs.map(({ config }) => config.corpus.families.brackets.frequency.kind)).toEqual([
      'uniform',
      'zipf',
      'uniform',
      'zipf',
      'uniform',
      'zipf',
    ]);
    expect(runs[2].parameters.model).toEqual({ kind: 'ngram', order: 2 });
  });

  test('applies kinds before options, whatever their order in the file', () => {
    const orders = { 'model.order': [2, 3] };
    for (const sweep of [
      { ...orders, 'model.kind': ['ngram'] },
      { 'model.kind': ['ngram'], ...orders },
    ]) {
      expect(resolve(swept(sweep)).runs.map(({ config }) => config.model)).toEqual(
        [2, 3].map((order) => expect.objectContaining({ kind: 'ngram', order })),
      );
    }
  });

  test('may supply keys that the file leaves out', () => {
    const { runs } = resolve(TEXT.replace(', target: 0.3', ''));
    expect(runs).toHaveLength(12);
  });

  test('of a key that takes a list has lists as values', () => {
    const { runs } = resolve(swept({ 'corpus.families.brackets.lengths': [[1], [2, 3]] }));
    expect(runs.map(({ parameters }) => Object.values(parameters))).toEqual([[[1]], [[2, 3]]]);
  });
});

describe('an impossible sweep', () => {
  test('names the value by its place in the list', () => {
    expect(mistake(() => resolve(TEXT.replace('0.1,', '1.1,'))).problems).toEqual([
      {
        code: 'out-of-range',
        summary: 'out of range',
        keyPath: `sweep.${TARGET}[1]`,
        where: 'experiments/facts.yaml:9:54',
        found: '1.1',
        allowed: 'a number greater than 0 and less than 1',
      },
    ]);
  });

  test('names the key inside a swept mapping', () => {
    const error = mistake(() => resolve(swept({ model: ['ngram', { kind: 'ngram', ordr: 2 }] })));
    expect(error.problems).toMatchObject([
      { code: 'unknown-key', keyPath: 'sweep.model[1].ordr', hint: 'did you mean order?' },
    ]);
  });

  test('names the swept values that cause a mistake elsewhere', () => {
    const text = swept({ 'corpus.families.brackets.frequency.kind': ['zipf', 'singleton-rate'] });
    expect(mistake(() => resolve(text)).problems).toMatchObject([
      {
        code: 'missing-key',
        keyPath: 'corpus.families.brackets.frequency.target',
        hint: 'met with corpus.families.brackets.frequency.kind = singleton-rate',
      },
    ]);
    expect(mistake(() => resolve(TEXT.replace('examples: 4000', 'examples: 0'))).problems[0].hint).toBeUndefined();
  });

  test('of an option that one of the swept kinds lacks is refused, not dropped', () => {
    const error = mistake(() => resolve(swept({ 'model.layers': [1, 2], 'model.kind': ['transformer', 'ngram'] })));
    expect(error.problems.map(({ code, keyPath, hint }) => [code, keyPath, hint])).toEqual(
      [0, 1].map((i) => ['unknown-key', `sweep.model.layers[${i}]`, 'layers is an option of the kind transformer']),
    );
  });

  test.each([
    [{ 'modle.kind': ['ngram'] }, { code: 'unknown-key', keyPath: 'sweep.modle.kind', hint: 'did you mean model?' }],
    [{ 'model.kidn': ['ngram'] }, { code: 'unknown-key', keyPath: 'sweep.model.kidn', hint: 'did you mean kind?' }],
    [{ 'model.kind.x': ['ngram'] }, { code: 'unknown-key', keyPath: 'sweep.model.kind.x' }],
    [
      { 'corpus.families.birthday.prompts': [5] },
      { code: 'unknown-key', allowed: 'birthdays, brackets', hint: 'did you mean birthdays?' },
    ],
    [{ 'corpus.families.toString.prompts': [5] }, { code: 'unknown-key', allowed: 'birthdays, brackets' }],
    [
      { 'model.kind': 'ngram' },
      {
        code: 'wrong-type',
        keyPath: 'sweep.model.kind',
        found: 'the text "ngram"',
        allowed: 'a list of at least one value',
      },
    ],
    [{ 'model.kind': [] }, { code: 'wrong-type', keyPath: 'sweep.model.kind', found: 'the list []' }],
    [['model.kind'], { code: 'wrong-type', keyPath: 'sweep', allowed: 'a mapping of dotted paths to lists of values' }],
    [null, { code: 'wrong-type', keyPath: 'sweep', found: 'null (no value)' }],
    [
      { seed: [1, 2] },
      {
        code: 'not-sweepable',
        keyPath: 'sweep.seed',
        hint: 'set seeds to the number of runs of each combination: with seed, seed + 1, …',
      },
    ],
    [{ name: ['a'] }, { code: 'not-sweepable', keyPath: 'sweep.name' }],
    [
      { 'model.layers': [1, 2, 1] },
      {
        code: 'same-run-twice',
        found: 'model.layers = 1 and again model.layers = 1',
        where: 'experiments/facts.yaml:10:1',
      },
    ],
    [
      { 'model.width': [64, 128], model: ['ngram'] },
      { code: 'unknown-key', keyPath: 'sweep.model.width[0]' },
    ],
    [
      Object.fromEntries(
        [
          'corpus.examples',
          'training.steps',
          'training.batchSize',
          'corpus.families.birthdays.prompts',
          'corpus.families.birthdays.responses',
        ].map((key) => [key, Array.from({ length: 200 }, (_, i) => i + 2)]),
      ),
      { code: 'too-many-runs', found: '320000000000' },
    ],
  ])('%.60j', (sweep, expected) => {
    expect(mistake(() => resolve(swept(sweep))).problems[0]).toMatchObject(expected);
  });

  test('counts seeds among the runs', () => {
    const values = Array.from({ length: 101 }, (_, i) => i + 100);
    expect(resolve(swept({ 'corpus.examples': values.slice(1) }, 1000)).runs).toHaveLength(100_000);
    expect(mistake(() => resolve(swept({ 'corpus.examples': values }, 1000))).problems[0]).toMatchObject({
      code: 'too-many-runs',
      found: '101000',
    });
  });
});
