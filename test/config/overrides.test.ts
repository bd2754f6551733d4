import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mistake, PLAIN, resolve, TEXT, UNMODIFIED } from './fixtures.js';

const TARGET = 'corpus.families.birthdays.frequency.target';
const SWEPT_TARGETS = [0.02, 0.1, 0.3];

describe('an override', () => {
  test('sets a value anywhere, and makes missing sections', () => {
    const { base } = resolve(
      PLAIN,
      'training.steps=5',
      'corpus.families.birthdays.answerProbability=0.8',
      'engine.threads=2',
      'training.clipNorm=null',
    );
    expect(base.training).toMatchObject({ steps: 5, clipNorm: null, batchSize: 256 });
    expect(base.corpus.families.birthdays).toMatchObject({ answerProbability: 0.8, prompts: 4000 });
    expect(base.engine).toEqual({ kind: 'compiled', device: 'cpu', threads: 2 });
  });

  test('gives the same runs as the value in the file', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (examples, probability) => {
          const written = PLAIN.replace('examples: 4000', `examples: ${examples}`).replace(
            'prompts: 4000',
            `prompts: 4000, answerProbability: ${probability}`,
          );
          const set = [`corpus.examples=${examples}`, `corpus.families.birthdays.answerProbability = ${probability}`];
          expect(resolve(PLAIN, ...set)).toEqual(resolve(written));
        },
      ),
    );
  });

  test('later ones win', () => {
    expect(resolve(PLAIN, 'seed=1', 'seed=2').base.seed).toBe(2);
    expect(resolve(PLAIN, 'training={steps: 3, batchSize: 4}', 'training.steps=5').base.training).toMatchObject({
      steps: 5,
      batchSize: 4,
    });
    expect(resolve(PLAIN, 'training.steps=5', 'training={batchSize: 4}').base.training).toMatchObject({
      steps: 600,
      batchSize: 4,
    });
  });

  test('takes mappings, lists for options that are lists, and whole families', () => {
    const { corpus } = resolve(
      PLAIN,
      'corpus.families.more={kind: brackets, frequency: zipf}',
      'corpus.families.more.weight=3',
      'corpus.families.brackets.lengths=[5, 6]',
    ).base;
    expect(corpus.families.more).toEqual({
      kind: 'brackets',
      depth: 3,
      lengths: [2, 4],
      weight: 3,
      frequency: { kind: 'zipf', exponent: 1 },
      ...UNMODIFIED,
    });
    expect(corpus.families.brackets).toMatchObject({ lengths: [5, 6] });
  });
});

describe('an override of a kind', () => {
  test("drops the old kind's options and keeps the common ones", () => {
    expect(resolve(PLAIN, 'model.kind=ngram').base.model).toEqual({
      kind: 'ngram',
      order: 3,
      smoothing: { kind: 'add-k', k: 0.01 },
    });
    expect(
      resolve(PLAIN, 'corpus.families.birthdays.frequency.kind=uniform').base.corpus.families.birthdays.frequency,
    ).toEqual({ kind: 'uniform' });
    expect(resolve(PLAIN, 'corpus.families.birthdays.kind=brackets').base.corpus.families.birthdays).toEqual({
      kind: 'brackets',
      depth: 3,
      lengths: [2, 4],
      weight: 1,
      frequency: { kind: 'singleton-rate', target: 0.3 },
      ...UNMODIFIED,
    });
  });

  test('keeps the options when it is the same kind, and those set before for the new kind', () => {
    expect(resolve(PLAIN, 'model.kind=transformer').base.model).toMatchObject({ layers: 3 });
    expect(resolve(PLAIN, 'model.order=5', 'model.kind=ngram').base.model).toMatchObject({ kind: 'ngram', order: 5 });
    const shorthand = PLAIN.replace('{kind: transformer, layers: 3}', 'transformer');
    expect(resolve(shorthand, 'model.layers=5').base.model).toMatchObject({ kind: 'transformer', layers: 5 });
    expect(resolve(PLAIN, 'model=ngram', 'model.smoothing.kind=kneser-ney').base.model).toMatchObject({
      smoothing: { kind: 'kneser-ney', discount: 0.75 },
    });
  });

  test('keeps a key that no kind knows, to be reported', () => {
    const error = mistake(() => resolve(PLAIN.replace('layers', 'lyers'), 'model.kind=ngram'));
    expect(error.problems).toMatchObject([
      { code: 'unknown-key', keyPath: 'model.lyers', where: 'experiments/facts.yaml:7:28' },
    ]);
  });

  test('removes swept options that the new kind does not know', () => {
    const text = TEXT.replace('model.kind: [transformer, ngram]', 'model.layers: [1, 2]');
    expect(resolve(text).runs).toHaveLength(12);
    expect(resolve(text, 'model.kind=ngram').runs).toHaveLength(6);
    expect(resolve(text, 'model.kind=transformer').runs).toHaveLength(12);
  });

  test('is named as the place of an option that the new kind lacks', () => {
    const error = mistake(() => resolve(PLAIN, 'corpus.families.brackets.frequency.kind=singleton-rate'));
    expect(error.problems).toMatchObject([
      {
        code: 'missing-key',
        keyPath: 'corpus.families.brackets.frequency.target',
        where: '--set corpus.families.brackets.frequency.kind=singleton-rate',
      },
    ]);
  });
});

describe('an override of a swept key', () => {
  const parameters = (...set: string[]) => resolve(TEXT, 'seeds=1', ...set).runs.map((run) => run.parameters);

  test.each([
    ['at the key', 'model.kind=ngram', SWEPT_TARGETS.map((target) => ({ [TARGET]: target }))],
    ['above it', 'model={kind: ngram, order: 2}', SWEPT_TARGETS.map((target) => ({ [TARGET]: target }))],
    [
      'above it, by a name',
      'corpus.families.birthdays.frequency=uniform',
      [{ 'model.kind': 'transformer' }, { 'model.kind': 'ngram' }],
    ],
    ['at the key, a number', `${TARGET}=0.25`, [{ 'model.kind': 'transformer' }, { 'model.kind': 'ngram' }]],
    ['elsewhere', 'training.steps=5', undefined],
  ])('%s', (_, text, expected) => {
    expect(parameters(text)).toEqual(expected ?? parameters());
  });

  test('below it replaces the sweep', () => {
    const text = TEXT.replace('model.kind: [transformer, ngram]', 'model: [transformer, ngram]');
    const { runs } = resolve(text, 'model.layers=5', 'seeds=1');
    expect(runs.map((run) => run.parameters)).toEqual(SWEPT_TARGETS.map((target) => ({ [TARGET]: target })));
    expect(runs[0].config.model).toMatchObject({ kind: 'transformer', layers: 5 });
  });

  test('a list replaces its values, and nothing else', () => {
    expect(parameters(`${TARGET}=[0.5]`, 'model.kind=[calibrated-learner, ngram]')).toEqual(
      ['calibrated-learner', 'ngram'].map((kind) => ({ [TARGET]: 0.5, 'model.kind': kind })),
    );
    expect(Object.keys(parameters(`${TARGET}=[0.5]`)[0])).toEqual([TARGET, 'model.kind']);
  });

  test('a list for another key sweeps it, innermost', () => {
    const values = parameters('model.kind=ngram', 'training.steps=[1, 2]').map((each) => Object.values(each));
    expect(values).toEqual(
      SWEPT_TARGETS.flatMap((target) => [
        [target, 1],
        [target, 2],
      ]),
    );
    expect(Object.keys(parameters('model=[ngram, calibrated-learner]')[0])).toEqual([TARGET, 'model']);
  });
});

describe('a wrong override', () => {
  test.each([
    ['seed', { code: 'malformed-override', allowed: 'key=value, the key a dotted path such as corpus.examples' }],
    ['', { code: 'malformed-override' }],
    ['=5', { code: 'malformed-override' }],
    ['corpus..examples=5', { code: 'malformed-override' }],
    [
      'sweep={}',
      { code: 'malformed-override', allowed: 'a list for the key itself, such as model.kind=[ngram, transformer]' },
    ],
    ['sweep.model.kind=[ngram]', { code: 'malformed-override' }],
    ['modle.kind=ngram', { code: 'unknown-key', keyPath: 'modle', hint: 'did you mean model?' }],
    [
      'corpus.families.birthday.weight=3',
      {
        code: 'unknown-key',
        keyPath: 'corpus.families.birthday',
        allowed: 'birthdays, brackets',
        hint: 'did you mean birthdays?',
      },
    ],
    ['seed.x=3', { code: 'unknown-key', keyPath: 'seed.x' }],
    ['__proto__.x=3', { code: 'unknown-key', keyPath: '__proto__' }],
    ['corpus.families.__proto__={kind: brackets}', { code: 'unknown-key' }],
    ['training={__proto__: {steps: 1}}', { code: 'unknown-key', keyPath: '__proto__' }],
    ['corpus.families.a/b={kind: brackets}', { code: 'bad-name', keyPath: 'corpus.families.a/b' }],
    ['model.order=3', { code: 'unknown-key', keyPath: 'model.order', hint: 'order is an option of the kind ngram' }],
    ['model.kind=ngrm', { code: 'unknown-kind', keyPath: 'model.kind', hint: 'did you mean ngram?' }],
    ['model.kind=', { code: 'wrong-value', found: 'null (no value)' }],
    [
      'corpus.examples=500,600',
      { code: 'wrong-type', hint: 'a list: corpus.examples=[500,600], in a file under sweep; one number: 500600' },
    ],
    ['corpus.examples=50,60', { code: 'wrong-type', hint: 'a list: corpus.examples=[50,60], in a file under sweep' }],
    ['corpus.examples=many', { code: 'wrong-type', keyPath: 'corpus.examples', found: 'the text "many"' }],
    ['seed=[1, 2]', { code: 'wrong-value', keyPath: 'seed', found: 'the list [1,2]', hint: undefined }],
    ['training.steps=[]', { code: 'wrong-type', keyPath: 'training.steps', summary: 'nothing to sweep' }],
    ['training.steps=[1, x]', { code: 'wrong-type', keyPath: 'sweep.training.steps[1]', found: 'the text "x"' }],
    ['training.steps={a: 1', { code: 'broken-yaml' }],
    ['name=../../etc', { code: 'bad-name', keyPath: 'name' }],
  ])('%p', (text, expected) => {
    const error = mistake(() => resolve(PLAIN, text));
    expect(error.problems[0]).toMatchObject({ ...expected, where: `--set ${text}` });
    expect(error.message).toContain(`--set ${text}`);
  });

  test('does not hide another wrong override, or mistakes of the file', () => {
    const error = mistake(() => resolve(PLAIN.replace('layers: 3', 'layers: 0'), 'seed', 'modle=1'));
    expect(error.problems.map(({ code }) => code)).toEqual(['malformed-override', 'unknown-key', 'out-of-range']);
  });
});
