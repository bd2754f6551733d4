/** Types of definitions: options are inferred from their schema, and nothing needs `any`. tsc checks what is here. */
import { expect, test } from '@jest/globals';
import {
  createCorpus,
  defineFamily,
  defineFrequency,
  defineGrader,
  defineModel,
  type FamilyInWords,
  measure,
  type TextModel,
  UserError,
  z,
} from '../../src/index.js';

test('options, prompts and responses have their types', async () => {
  const family = defineFamily({
    kind: 'typed',
    options: z.object({ people: z.int().default(4), greeting: z.enum(['hi', 'hello']).default('hi') }),
    build({ people, greeting }, { random, ordinal }): FamilyInWords {
      const count: number = people;
      const word: 'hi' | 'hello' = greeting;
      const draw: () => number = random('answers');
      const prompts = Array.from({ length: count }, (_, i) => `${word} ${ordinal} ${i}`);
      return { nature: 'arbitrary', prompts, responses: ['a', 'b'], answer: prompts.map(() => Number(draw() < 0.5)) };
    },
  });
  const kind: 'typed' = family.kind;
  const steep = defineFrequency({
    kind: 'steep',
    options: z.object({ base: z.number().default(2) }),
    weights: ({ base }, { prompts }) => Array.from({ length: prompts }, (_, rank) => base ** -rank),
  });
  const model = defineModel({
    kind: 'even',
    options: z.object({ share: z.number().default(1) }),
    logProbabilities(prompt, responses, family, { share }) {
      const texts: readonly string[] = [prompt, family, ...responses];
      return responses.map(() => Math.log(share / (texts.length - 2)));
    },
  });
  const grader = defineGrader({
    kind: 'mild',
    options: z.object({ cost: z.number() }),
    points: ({ cost }) => ({ right: 1, error: -cost, abstention: 0 }),
  });
  expect([kind, steep.kind, model.kind, grader.grader({ cost: 2 })?.error]).toEqual(['typed', 'steep', 'even', -2]);

  const corpus = await createCorpus(
    { examples: 30, families: { f: { kind: 'typed', people: 5, frequency: 'steep' } } },
    { plugins: [family, steep] },
  );
  const even: TextModel = (_, responses) => responses.map(() => -Math.log(responses.length));
  const { f } = await measure(even, corpus);
  expect(f.errorRate).toBeCloseTo(1 / 3, 12);
});

test('mistakes are found by tsc, and at run time too', () => {
  const attempts: readonly (() => unknown)[] = [
    // @ts-expect-error a definition needs a kind
    () => defineModel({ logProbabilities: () => [] }),
    // @ts-expect-error a definition needs its function
    () => defineFamily({ kind: 'typed' }),
    // @ts-expect-error options are a schema of zod
    () => defineFrequency({ kind: 'typed', options: { a: 1 }, weights: () => [] }),
    // @ts-expect-error kinds are texts
    () => defineGrader({ kind: 5, points: () => ({ right: 1, error: 0, abstention: 0 }) }),
  ];
  for (const attempt of attempts) expect(attempt).toThrow(UserError);
  // @ts-expect-error an option that the schema does not have
  defineModel({ kind: 'typed', options: z.object({ a: z.number() }), fit: ({ b }) => b });
  // @ts-expect-error a text is no list of log-probabilities
  defineModel({ kind: 'typed', logProbabilities: () => 'certain' });
});
