/** The library's functions for programs: the same figures as runs, and mistakes told as the caller's. */
import { describe, expect, test } from '@jest/globals';
import {
  createCorpus,
  createWorld,
  defineFamily,
  defineGrader,
  defineModel,
  measure,
  runExperiment,
  type TextModel,
  tf,
  train,
  UserError,
  z,
} from '../../src/index.js';

const CORPUS = {
  examples: 120,
  families: { birthdays: { kind: 'arbitrary-facts', prompts: 80, responses: 12, answerProbability: 0.8 } },
};
const TRAINING = { steps: 4, batchSize: 16, warmupSteps: 1 };

/** Knows its training rows, and guesses evenly elsewhere. */
const parrot = defineModel({
  kind: 'parrot',
  options: z.object({ caution: z.number().min(0).max(1).default(0) }),
  fit({ caution }, { examples }) {
    const read = new Map(examples.filter(({ abstained }) => !abstained).map((row) => [row.prompt, row.response]));
    return (prompt, responses) => {
      const known = read.get(prompt);
      const even = (1 - caution) / (responses.length - 1);
      return responses.map((response, r) =>
        Math.log(known !== undefined ? Number(response === known) : r === responses.length - 1 ? caution : even),
      );
    };
  },
});

async function messageOf(act: Promise<unknown>): Promise<string> {
  const error: unknown = await act.then(
    () => undefined,
    (each: unknown) => each,
  );
  if (!(error instanceof UserError)) throw error ?? new Error('nothing was refused');
  return (error as Error).message;
}

describe('the figures of a run', () => {
  test.each<[string, object]>([
    ['a network', { model: { kind: 'gru', width: 8 }, training: TRAINING }],
    ['a counted model', { model: 'ngram' }],
    ['a reference model', { model: 'calibrated-learner' }],
  ])('%s, from a corpus, a training and a measurement', async (_, { ...sections }) => {
    const { runs } = await runExperiment({ corpus: CORPUS, ...sections, measurement: { curvePoints: 0 }, seed: 5 });
    const corpus = await createCorpus(CORPUS, { seed: 5 });
    const model = await train(corpus, { ...sections, seed: 5 });
    const measured = await measure(model, corpus, { seed: 5 });
    await model.dispose();
    expect(runs).toHaveLength(1);
    const { foretold: _foretold, ...figures } = runs[0].families.birthdays as typeof measured.birthdays;
    expect(measured.birthdays).toEqual(figures);
  });

  test('a world is that of the corpus', async () => {
    const [world, corpus] = [await createWorld(CORPUS, { seed: 3 }), await createCorpus(CORPUS, { seed: 3 })];
    expect(world.families[0].prompts).toEqual(corpus.world.families[0].prompts);
    expect(world.families[0].answer).toEqual(corpus.world.families[0].answer);
  });

  test('a function that copies the calibrated learner has its error', async () => {
    const corpus = await createCorpus(CORPUS);
    const [{ responseCount }] = corpus.world.families;
    const even: TextModel = (_, responses) => responses.map(() => -Math.log(responses.length));
    const measured = await measure(even, corpus);
    expect(measured.birthdays.errorRate).toBeCloseTo((responseCount - 1) / (responseCount + 1), 12);
    expect(measured.birthdays.invalidMass).toBeCloseTo(0, 12);
  });

  test('a plugin in memory is measured beside the others, asynchronous functions too', async () => {
    const { tables, runs } = await runExperiment(
      `corpus: ${JSON.stringify(CORPUS)}\nsweep: { model.kind: [parrot, slow] }`,
      {
        plugins: [
          parrot,
          defineModel({ kind: 'slow', logProbabilities: async (_, responses) => responses.map(() => -Infinity) }),
        ],
      },
    );
    const [known, silent] = runs.map(({ families }) => families.birthdays);
    const corpus = await createCorpus(CORPUS);
    const [{ promptWeight, responseCount }] = corpus.world.families;
    const never = corpus.counts[0].answered.reduce((sum, n, c) => sum + (n === 0 ? promptWeight[c] : 0), 0);
    expect(known.errorRate).toBeCloseTo((never * (responseCount - 1)) / responseCount, 10);
    expect(silent.errorRate).toBe(0);
    expect(silent.invalidMass).toBeCloseTo(1, 12);
    expect(known.foretold?.reason).toMatch(/a kind of a plugin/);
    expect(tables.runs.columns['model.kind']).toEqual(['parrot', 'slow']);
  });
});

describe('a network of a plugin', () => {
  /** Logits of the next token from the embedding of the one before. */
  const bigram = defineModel({
    kind: 'bigram',
    options: z.object({ width: z.int().min(1).default(8) }),
    network: ({ width }, vocabularySize) => ({
      reads: 'sequence',
      window: 1,
      parameters: [
        { name: 'in', shape: [vocabularySize, width], initial: { kind: 'normal', deviation: 1 } },
        { name: 'out', shape: [width, vocabularySize], initial: { kind: 'normal', deviation: 0.3 } },
      ],
      hidden: (p, tokens) => tf.gather(p.in, tf.reshape(tokens, [tokens.size])),
      logits: (p, hidden) => tf.matMul(hidden, p.out),
    }),
  });

  test('is trained by gradient descent and measured', async () => {
    const { runs } = await runExperiment(
      {
        corpus: CORPUS,
        model: { kind: 'bigram', width: 6 },
        training: { ...TRAINING, steps: 30, learningRate: 0.05 },
        measurement: { curvePoints: 1 },
      },
      { plugins: [bigram] },
    );
    const [{ curves, model, families }] = runs;
    expect(model.kind).toBe('bigram');
    expect(curves.at(-1)!.families.birthdays.crossEntropy).toBeLessThan(curves[0].families.birthdays.crossEntropy!);
    expect(families.birthdays.foretold?.reason).toMatch(/networks of the kind bigram were not among the fitted runs/);
  });

  test('of a single parameter is trained, too', async () => {
    const table = defineModel({
      kind: 'table-of-pairs',
      network: (_, vocabularySize) => ({
        reads: 'sequence',
        window: 1,
        parameters: [
          { name: 'logits', shape: [vocabularySize, vocabularySize], initial: { kind: 'normal', deviation: 0.1 } },
        ],
        hidden: (p, tokens) => tf.gather(p.logits, tf.reshape(tokens, [tokens.size])),
        logits: (_p, hidden) => hidden,
      }),
    });
    const corpus = await createCorpus(CORPUS);
    const model = await train(corpus, { model: 'table-of-pairs', training: TRAINING, plugins: [table] });
    const { birthdays } = await measure(model, corpus);
    await model.dispose();
    expect(birthdays.errorRate + birthdays.invalidMass).toBeGreaterThan(0.1);
  });

  test('that gives another shape is refused', async () => {
    const wrong = defineModel({
      kind: 'wrong',
      network: () => ({
        reads: 'sequence',
        parameters: [{ name: 'w', shape: [1, 3], initial: { kind: 'normal', deviation: 1 } }],
        hidden: (_, tokens) => tf.zeros([tokens.size, 1]),
        logits: (p, hidden) => tf.matMul(hidden, p.w),
      }),
    });
    const corpus = await createCorpus(CORPUS);
    expect(await messageOf(train(corpus, { model: 'wrong', training: TRAINING, plugins: [wrong] }))).toMatch(
      /logits of the network gives another shape[^]*, 3\]/,
    );
  });
});

test('a family and a grader of plugins serve an experiment with posttraining', async () => {
  const family = defineFamily({
    kind: 'coins',
    build: (_, { random }) => {
      const toss = random('coins');
      const names = Array.from({ length: 30 }, (_, i) => `coin ${i} shows`);
      return { nature: 'arbitrary', prompts: names, answer: names.map(() => (toss() < 0.5 ? 'heads' : 'tails')) };
    },
  });
  const asked: string[] = [];
  const grader = defineGrader({
    kind: 'strict',
    options: z.object({ cost: z.number().default(2) }),
    reward: ({ cost }, { outcome }) => {
      asked.push(outcome);
      return outcome === 'right' ? 1 : outcome === 'error' ? -cost : 0;
    },
  });
  const { runs } = await runExperiment(
    {
      corpus: { examples: 60, families: { coins: { kind: 'coins' } } },
      model: { kind: 'gru', width: 8 },
      training: TRAINING,
      posttraining: { grader: 'strict', steps: 2, prompts: 4, samples: 2, replay: 4, warmupSteps: 0 },
    },
    { plugins: [[family, grader]] },
  );
  expect(asked.length).toBe(2 * 4 * 2);
  expect(runs[0].families.coins.nature).toBe('arbitrary');
});

describe('mistakes are told as those of the call', () => {
  test.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'a misspelt option of a family',
      () => createWorld({ examples: 10, families: { f: { kind: 'brackets', promts: 3 } } }),
      /^unknown key: families\.f\.promts\n +where: +createWorld\(…\)[^]*did you mean prompts/,
    ],
    [
      'an unknown kind',
      () => createCorpus({ examples: 10, families: { f: 'brakets' } }),
      /^unknown kind: families\.f\.kind\n +where: +createCorpus\(…\)[^]*did you mean brackets/,
    ],
    [
      'options that cannot be met',
      () => createCorpus({ examples: 1, families: { a: { kind: 'brackets' }, b: { kind: 'brackets' } } }),
      /no training example was drawn[^]*createCorpus\(…\)/,
    ],
    ['nothing', () => createWorld(undefined as never), /createWorld\(…\)/],
    [
      'a misspelt setting of a corpus',
      () => createCorpus(CORPUS, { sead: 3 } as never),
      /^unknown setting\n +where: +createCorpus\(…\)\n +found: +sead[^]*did you mean seed/,
    ],
    [
      'a setting that train does not have',
      async () => train(await createCorpus(CORPUS), { posttraining: { grader: 'accuracy' } } as never),
      /^unknown setting\n +where: +train\(corpus, …\)\n +found: +posttraining/,
    ],
    ['a misspelt setting of an experiment', () => runExperiment('', { plugin: [] } as never), /did you mean plugins/],
    ['a seed that is none', () => createWorld(CORPUS, { seed: -1 }), /^\S[^\n]*: seed\n +where: +createWorld/],
    [
      'an option of training',
      async () => train(await createCorpus(CORPUS), { model: 'gru', training: { stepz: 3 } }),
      /^unknown key: training\.stepz\n +where: +train\(corpus, …\)[^]*did you mean steps/,
    ],
    [
      'an option of measure',
      async () => measure(() => [], await createCorpus(CORPUS), { gama: 0.1 }),
      /^unknown key: gama\n +where: +measure\(model, corpus, …\)[^]*did you mean gamma/,
    ],
    ['a model that is none', async () => measure(3 as never, await createCorpus(CORPUS)), /not a model[^]*number/],
    [
      'too few numbers',
      async () => measure(() => [0], await createCorpus(CORPUS)),
      /one log-probability for each response[^]*1 for the prompt[^]*allowed: +13/,
    ],
    [
      'no list',
      async () => measure((() => 0.5) as never, await createCorpus(CORPUS)),
      /must give a list of log-probabilities[^]*found: +0\.5, for the prompt/,
    ],
    [
      'NaN',
      async () => measure((_, responses) => responses.map(() => Number.NaN), await createCorpus(CORPUS)),
      /not the logarithm of a probability[^]*NaN/,
    ],
    [
      'probabilities in place of logarithms',
      async () => measure((_, responses) => responses.map(() => 1 / 13), await createCorpus(CORPUS)),
      /not the logarithm of a probability/,
    ],
    [
      'a sum above 1',
      async () => measure((_, responses) => responses.map(() => -1), await createCorpus(CORPUS)),
      /add up to more than 1/,
    ],
    [
      'a temperature for whole responses',
      async () => measure((_, responses) => responses.map(() => -9), await createCorpus(CORPUS), { temperatures: [2] }),
      /^a model that gives whole responses alone[^]*: temperatures/,
    ],
    ['a plugin that is none', () => createWorld(CORPUS, { plugins: [{ kind: 'x' }] }), /not a plugin/],
    [
      'a plugin that is not there',
      () => createWorld(CORPUS, { plugins: ['./none.mjs'] }),
      /no such plugin[^]*none\.mjs/,
    ],
    ['an experiment that is none', () => runExperiment(3 as never), /not an experiment/],
    ['an experiment with a function', () => runExperiment({ corpus: () => 3 }), /plain values alone: corpus/],
    ['a key of an experiment', () => runExperiment({ corpus: CORPUS, modell: 'ngram' }), /unknown key: modell/],
    ['workers without a folder', () => runExperiment({ corpus: CORPUS }, { workers: 2 }), /together with out/],
    [
      'a definition in memory that would be stored',
      () => runExperiment({ corpus: CORPUS, model: 'parrot' }, { plugins: [parrot], out: 'nowhere' }),
      /a definition in memory cannot be stored/,
    ],
    [
      'two kinds of one name',
      () =>
        runExperiment(
          { corpus: CORPUS },
          { plugins: [parrot, defineModel({ kind: 'parrot', logProbabilities: () => [] })] },
        ),
      /two kinds of one name: model parrot/,
    ],
    [
      'a model that throws',
      () =>
        runExperiment(
          { corpus: CORPUS, model: 'broken' },
          {
            plugins: [
              defineModel({
                kind: 'broken',
                logProbabilities: () => {
                  throw new TypeError('no such thing');
                },
              }),
            ],
          },
        ),
      /the code of the model broken failed[^]*TypeError: no such thing/,
    ],
    [
      'a fit that gives no function',
      () =>
        runExperiment(
          { corpus: CORPUS, model: 'empty' },
          { plugins: [defineModel({ kind: 'empty', fit: () => undefined as never })] },
        ),
      /fit returns a function[^]*found: +undefined/,
    ],
    [
      'a language model of another shape',
      () =>
        runExperiment(
          { corpus: CORPUS, model: 'short' },
          {
            plugins: [
              defineModel({
                kind: 'short',
                languageModel: () => ({ nextTokenLogProbabilities: async () => new Float64Array(3) }),
              }),
            ],
          },
        ),
      /nextTokenLogProbabilities gives another shape[^]*3 numbers/,
    ],
    [
      'a language model whose sums exceed 1',
      () =>
        runExperiment(
          { corpus: CORPUS, model: 'proud' },
          {
            plugins: [
              defineModel({
                kind: 'proud',
                languageModel: (_, { corpus }) => ({
                  nextTokenLogProbabilities: async (contexts) =>
                    new Float64Array(contexts.length * corpus.world.vocabulary.words.length),
                }),
              }),
            ],
          },
        ),
      /gives no probabilities[^]*at most 1/,
    ],
  ])('%s', async (_, act, words) => {
    expect(await messageOf(act())).toMatch(words);
  });
});

test('the answers are hidden from a model, unless it says that it sees them', async () => {
  const shown: (readonly string[] | undefined)[] = [];
  const spy = (kind: string, seesAnswers: boolean) =>
    defineModel({
      kind,
      seesAnswers,
      fit: (_, { families }) => {
        shown.push(families[0].answers);
        return (prompt, responses) => {
          const answer = families[0].answers?.[families[0].prompts.indexOf(prompt)];
          return responses.map((each) => (each === answer ? 0 : -Infinity));
        };
      },
    });
  const corpus = await createCorpus(CORPUS);
  const model = await train(corpus, { model: 'blind', plugins: [spy('blind', false)] });
  expect(shown).toEqual([undefined]);
  expect(Object.keys(model)).not.toContain('saved');
  const knowing = await train(corpus, { model: 'knowing', plugins: [spy('knowing', true)] });
  const { birthdays } = await measure(knowing, corpus);
  expect([birthdays.errorRate, birthdays.invalidMass]).toEqual([0, 0]);
});

test('random numbers of a model come from its seed', async () => {
  const corpus = await createCorpus(CORPUS);
  const draws: number[] = [];
  const lucky = defineModel({
    kind: 'lucky',
    fit: (_, { random }) => {
      draws.push(random('luck')());
      return (__, responses) => responses.map(() => -Infinity);
    },
  });
  for (const seed of [1, 1, 2]) await train(corpus, { model: 'lucky', seed, plugins: [lucky] });
  expect(draws[0]).toBe(draws[1]);
  expect(draws[0]).not.toBe(draws[2]);
});
