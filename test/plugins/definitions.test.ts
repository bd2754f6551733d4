/** What `defineFamily` and the others refuse, in words about the caller's value; and what they make of texts. */
import { describe, expect, test } from '@jest/globals';
import {
  createWorld,
  defineFamily,
  defineFrequency,
  defineGrader,
  defineModel,
  expectedScore,
  UserError,
  z,
} from '../../src/index.js';

const build = () => ({ nature: 'pattern' as const, prompts: ['a', 'b'], responses: ['x', 'y'], answer: [0, 1] });

function problemOf(act: () => unknown): { readonly code: string; readonly message: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a definition is refused, with what was found and what is allowed', () => {
  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /defineFamily takes a definition[^]*found: +undefined[^]*kind, description, options, build/],
    ['a list', [], /found: +a list/],
    ['no kind', { build }, /the definition has no kind[^]*allowed: +kind: a name/],
    ['a kind with spaces', { kind: 'my family', build }, /not the name of a kind[^]*the text "my family"/],
    ['a kind that is a number', { kind: 3, build }, /found: +3/],
    ['a kind of this program', { kind: 'brackets', build }, /this kind is taken[^]*brackets, a kind of this program/],
    ['no function', { kind: 'mine' }, /needs one function[^]*found: +none[^]*the function build/],
    ['a function that is none', { kind: 'mine', build: 5 }, /build is no function[^]*found: +5/],
    ['a misspelt key', { kind: 'mine', build, option: 1 }, /unknown key[^]*option\n[^]*did you mean options\?/],
    ['a description that is no text', { kind: 'mine', build, description: 7 }, /not a description[^]*found: +7/],
    ['options that are no schema', { kind: 'mine', build, options: { n: 3 } }, /schema of an object[^]*z\.object/],
    ['options that are another schema', { kind: 'mine', build, options: z.string() }, /schema of an object/],
    [
      'an option of all families',
      { kind: 'mine', build, options: z.object({ weight: z.number() }) },
      /meaning for every kind[^]*found: +weight/,
    ],
  ])('%s', (_, definition, words) => {
    const { code, message } = problemOf(() => defineFamily(definition as Parameters<typeof defineFamily>[0]));
    expect([code, message]).toEqual(['bad-definition', expect.stringMatching(words)]);
    expect(message).toMatch(/where: +defineFamily\(/);
  });

  test('a model of two forms, and one of none', () => {
    const both = { kind: 'mine', fit: () => () => [], logProbabilities: () => [] };
    expect(problemOf(() => defineModel(both)).message).toMatch(/found: +logProbabilities and fit/);
    expect(problemOf(() => defineModel({ kind: 'mine' } as never)).message).toMatch(
      /one of logProbabilities, fit, languageModel, network/,
    );
    expect(
      problemOf(() => defineModel({ kind: 'mine', logProbabilities: () => [], seesAnswers: true } as never)).message,
    ).toMatch(/seesAnswers belongs to fit/);
  });

  test('kinds of each registry are taken', () => {
    expect(problemOf(() => defineModel({ kind: 'ngram', logProbabilities: () => [] })).code).toBe('bad-definition');
    expect(problemOf(() => defineFrequency({ kind: 'zipf', weights: () => [] })).code).toBe('bad-definition');
    expect(problemOf(() => defineGrader({ kind: 'brier', reward: () => 1 })).code).toBe('bad-definition');
  });
});

test('the kind of a plugin is what the registries hold, marked for every copy of the package', () => {
  const options = z.object({ n: z.int().default(3) });
  const kind = defineFamily({ kind: 'mine', description: 'Mine.', options, build });
  expect({ ...kind }).toMatchObject({ kind: 'mine', description: 'Mine.', options });
  expect((kind as never)[Symbol.for('hallucination-rate/definition')]).toBe('family');
  expect(() => Object.assign(kind, { kind: 'other' })).toThrow(TypeError);
  expect(defineFrequency({ kind: 'mine', weights: () => [1] }).options.parse({})).toEqual({});
});

/** The world of one family that a plugin builds. */
async function worldOf(family: unknown) {
  const kind = defineFamily({ kind: 'mine', build: () => family as ReturnType<typeof build> });
  return createWorld({ examples: 10, families: { f: 'mine' } }, { plugins: [kind] });
}

describe('a family in texts', () => {
  const FACTS = {
    nature: 'arbitrary',
    prompts: ['Mira owns a', ['Tom', 'owns', 'a'], 'Ana   owns a'],
    answer: ['cat .', ['dog'], 'cat'],
  };

  test('has the answers for responses, IDK, stops and α by itself', async () => {
    const { families, vocabulary } = await worldOf(FACTS);
    const [{ responseTexts, answer, prompts, answerProbability, idk }] = families;
    expect(responseTexts).toEqual(['cat .', 'dog .', "I don't know ."]);
    expect([...answerProbability]).toEqual([1, 1, 1]);
    expect(idk).toBe('valid');
    const facts = prompts.map((tokens, i) => [
      Array.from(tokens, (token) => vocabulary.words[token]).join(' '),
      responseTexts[answer[i]],
    ]);
    expect(Object.fromEntries(facts)).toEqual({ 'Mira owns a': 'cat .', 'Tom owns a': 'dog .', 'Ana owns a': 'cat .' });
  });

  test('is shuffled, so that laws that favour the first prompts do not favour an answer; or left as it is', async () => {
    const many = {
      nature: 'pattern',
      prompts: Array.from({ length: 200 }, (_, i) => `number ${i}`),
      responses: ['small', 'large'],
      answer: Array.from({ length: 200 }, (_, i) => Number(i >= 100)),
      askedFactor: Array.from({ length: 200 }, (_, i) => i + 1),
    };
    const [shuffled] = (await worldOf(many)).families;
    const early = shuffled.answer.slice(0, 100).reduce((sum, each) => sum + each, 0);
    expect(early).toBeGreaterThan(25);
    expect(early).toBeLessThan(75);
    const [kept] = (await worldOf({ ...many, keepOrder: true })).families;
    expect([...kept.answer]).toEqual(many.answer);
    // Whatever is given for each prompt goes with it.
    const weightOf = (family: typeof kept) =>
      Object.fromEntries(family.prompts.map((tokens, i) => [tokens.join(' '), family.promptWeight[i].toPrecision(9)]));
    expect(Object.values(weightOf(shuffled)).sort()).toEqual(Object.values(weightOf(kept)).sort());
    expect(shuffled.promptWeight[0]).not.toBe(kept.promptWeight[0]);
  });

  test('may have responses of which one begins another', async () => {
    const [{ responseTexts, answer }] = (
      await worldOf({
        nature: 'pattern',
        prompts: ['a', 'b'],
        responses: ['San Juan', 'San Juan Capistrano'],
        answer: [0, 1],
        keepOrder: true,
      })
    ).families;
    expect(responseTexts[answer[1]]).toBe('San Juan Capistrano .');
  });

  test.each<[string, object | undefined, RegExp]>([
    ['nothing', undefined, /build returns a family[^]*found: +undefined/],
    ['an unknown key', { ...FACTS, answers: [] }, /unknown key[^]*answers\n[^]*did you mean answer\?/],
    ['no nature', { ...FACTS, nature: undefined }, /nature is not allowed[^]*one of arbitrary, pattern/],
    ['one prompt', { ...FACTS, prompts: ['a'], answer: ['b'] }, /needs prompts[^]*1 of them/],
    ['equal prompts', { ...FACTS, prompts: ['a b', 'a  b', 'c'] }, /two prompts are the same[^]*prompts 0 and 1/],
    ['an empty prompt', { ...FACTS, prompts: ['a', ' ', 'c'] }, /prompt 1 is no text/],
    ['a stop inside', { ...FACTS, prompts: ['a', 'b . c', 'd'] }, /meaning of its own[^]*prompt 1/],
    ['too few answers', { ...FACTS, answer: ['cat', 'dog'] }, /answer has an entry for each prompt[^]*2 entries/],
    ['one response', { ...FACTS, answer: ['cat', 'cat', 'cat'] }, /at least two responses/],
    ['numbers without responses', { ...FACTS, answer: [0, 1, 0] }, /answers that are numbers, and no responses/],
    [
      'a number beyond the responses',
      { ...FACTS, responses: ['a', 'b'], answer: [0, 1, 2] },
      /2, of prompt 2[^]*0 to 1/,
    ],
    ['half a response', { ...FACTS, responses: ['a', 'b'], answer: [0, 1, 0.5] }, /0\.5, of prompt 2/],
    [
      'a foreign answer',
      { ...FACTS, responses: ['cat', 'dog', 'cow'], answer: ['cat', 'dog', 'cot'] },
      /did you mean cat/,
    ],
    ['an abstention as an answer', { ...FACTS, answer: ['cat', 'dog', "I don't know"] }, /none of the responses/],
    ['IDK in the middle', { ...FACTS, responses: ["I don't know", 'cat', 'dog'] }, /IDK is the last response/],
    ['equal responses', { ...FACTS, responses: ['cat', 'dog', 'cat .'] }, /two responses are the same/],
    ['a probability above 1', { ...FACTS, answerProbability: 2 }, /answerProbability is a probability[^]*found: +2/],
    ['a factor of 0', { ...FACTS, askedFactor: [1, 0, 1] }, /askedFactor is not allowed[^]*0, of prompt 1/],
    ['a short factor', { ...FACTS, trainingFactor: [1] }, /trainingFactor has an entry for each prompt/],
  ])('is refused: %s', async (_, family, words) => {
    const error: unknown = await worldOf(family).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(words);
    expect((error as Error).message).toMatch(/defineFamily\(\{ kind: 'mine' \}\)/);
  });
});

describe('a frequency law', () => {
  const world = (weights: unknown) => {
    const law = defineFrequency({ kind: 'mine', weights: () => weights as number[] });
    return createWorld(
      { examples: 10, families: { f: { kind: 'brackets', prompts: 5, frequency: 'mine' } } },
      { plugins: [law] },
    );
  };

  test('is normalised', async () => {
    const [{ promptWeight }] = (await world([4, 3, 2, 1, 0])).families;
    expect([...promptWeight]).toEqual([0.4, 0.3, 0.2, 0.1, 0]);
  });

  test.each([
    [[1, 2], /gives a weight to each prompt[^]*2 weights[^]*list of 5/],
    [undefined, /found: +undefined/],
    [[1, 2, Number.NaN, 4, 5], /not a weight[^]*NaN, of prompt 2/],
    [[1, 2, -1, 4, 5], /-1, of prompt 2/],
    [[0, 0, 0, 0, 0], /no prompt has a weight/],
  ])('is refused: %p', async (weights, words) => {
    await expect(world(weights)).rejects.toThrow(words);
  });
});

describe('a grader', () => {
  test('with points serves the functions that score', () => {
    const { grader } = defineGrader({ kind: 'harsh', points: () => ({ right: 1, error: -3, abstention: 0 }) });
    expect(expectedScore(grader({})!, { right: 0.5, error: 0.25, abstention: 0.25 })).toBe(-0.25);
  });

  test.each([
    [() => undefined, /points to each outcome[^]*found: +undefined/],
    [() => ({ right: 0, error: 0, abstention: 0 }), /must earn more than an error/],
  ])('is refused: %p', (points, words) => {
    const { grader } = defineGrader({ kind: 'harsh', points: points as never });
    expect(() => grader({})).toThrow(words);
  });

  test('with rewards that are no numbers is refused', () => {
    const { reward } = defineGrader({ kind: 'odd', reward: () => Number.NaN });
    expect(() => reward!({}, { outcome: 'right', stated: 0.5, target: null })).toThrow(
      /a reward is a number[^]*NaN, for the outcome right/,
    );
  });
});
