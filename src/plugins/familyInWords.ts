/** A family as people write it, in texts, turned into the parts from which a world is built. */
import { type FamilyContext, type FamilyParts, IDK } from '../corpus/families/familyKind.js';
import { withoutPrefixes } from '../corpus/families/table.js';
import { didYouMean } from '../errors/didYouMean.js';
import type { Problem } from '../errors/userError.js';
import { shuffle } from '../random/shuffle.js';
import { foundValue, refused } from './checkDefinition.js';

/** A text whose words are separated by white space, or the list of its words. */
export type Words = string | readonly string[];

/** A family in texts. */
export interface FamilyInWords {
  /** `arbitrary` for answers that are uniform on the responses and independent of one another; `pattern` for all others. */
  readonly nature: 'arbitrary' | 'pattern';
  /** Text of each prompt. They differ from one another, and from those of all other families of a world. */
  readonly prompts: readonly Words[];
  /** Text of each response that can be an answer, IDK left out or last. By default the different answers, if these are texts. */
  readonly responses?: readonly Words[];
  /** Answer of each prompt: its number among the responses, or its text. */
  readonly answer: ArrayLike<number> | readonly Words[];
  /** α: probability that a training example answers its prompt and does not abstain, in [0, 1]; by default 1. */
  readonly answerProbability?: number;
  /** Status of IDK, by default `valid`; `outside` if it is not in the data and not a response. */
  readonly idk?: 'valid' | 'outside';
  /** True for a `pattern` whose answers follow from no rule. */
  readonly ruleless?: boolean;
  /** Number of the fact that each prompt states; by default a fact of its own. */
  readonly fact?: ArrayLike<number>;
  /** Factor of the law's weight of each prompt, > 0, by default 1. */
  readonly askedFactor?: ArrayLike<number>;
  /** Frequency of each prompt in training relative to μ, ≥ 0, by default 1. */
  readonly trainingFactor?: ArrayLike<number>;
  /**
   * Laws such as zipf give the first prompts more weight. Prompts are shuffled first, so that weights do not depend on
   * answers; true leaves them in the order given.
   */
  readonly keepOrder?: boolean;
}

const KEYS = [
  'nature',
  'prompts',
  'responses',
  'answer',
  'answerProbability',
  'idk',
  'ruleless',
  'fact',
  'askedFactor',
  'trainingFactor',
  'keepOrder',
] as const satisfies readonly (keyof FamilyInWords)[];

/** More prompts than this would fill the memory with measurements. */
const MOST_PROMPTS = 200_000;

type Refuse = (problem: Omit<Problem, 'code' | 'where'>) => Error;

/** @throws UserError for a family that cannot be used, which names the kind */
export function partsOf(family: unknown, maker: string, kind: string, { stream }: FamilyContext): FamilyParts {
  const refuse: Refuse = (problem) => refused(maker, kind, problem);
  const given = checkedKeys(family, refuse);
  const { nature, answerProbability = 1, idk = 'valid', ruleless, keepOrder = false } = given;
  requireOneOf('nature', nature, ['arbitrary', 'pattern'], refuse);
  requireOneOf('idk', idk, ['valid', 'outside'], refuse);
  if (!(typeof answerProbability === 'number' && answerProbability >= 0 && answerProbability <= 1))
    throw refuse({
      summary: 'answerProbability is a probability',
      found: foundValue(answerProbability),
      allowed: 'a number from 0 to 1',
    });
  const prompts = checkedPrompts(given.prompts, refuse);
  const answers = checkedList('answer', given.answer, prompts.length, refuse) as readonly (number | Words)[];
  const responses = checkedResponses(given.responses, answers, refuse);
  const places = Array.from(prompts, (_, place) => place);
  const order = keepOrder ? places : shuffle(stream('order of prompts'), places);
  const perPrompt = (
    key: 'fact' | 'askedFactor' | 'trainingFactor',
    least: string,
    isAllowed: (x: number) => boolean,
  ) => {
    if (given[key] === undefined) return undefined;
    const list = checkedList(key, given[key], prompts.length, refuse) as readonly number[];
    const wrong = list.findIndex((x) => !(typeof x === 'number' && Number.isFinite(x) && isAllowed(x)));
    if (wrong >= 0)
      throw refuse({
        summary: `${key} is not allowed`,
        found: `${foundValue(list[wrong])}, of prompt ${wrong}`,
        allowed: least,
      });
    return order.map((place) => list[place]);
  };
  const fact = perPrompt('fact', 'a whole number of at least 0', (x) => Number.isInteger(x) && x >= 0 && x < 2 ** 31);
  const asked = perPrompt('askedFactor', 'a number above 0', (x) => x > 0);
  const training = perPrompt('trainingFactor', 'a number of at least 0', (x) => x >= 0);
  const numbers = new Map(responses.map((words, number) => [words.join(' '), number]));
  const answer = answers.map((each, prompt) => answerNumber(each, prompt, numbers, refuse));
  return {
    nature,
    prompts: order.map((place) => prompts[place]),
    responses: withoutPrefixes([...responses, IDK]),
    answer: Int32Array.from(order, (place) => answer[place]),
    answerProbability,
    ...(fact && { fact: Int32Array.from(fact) }),
    ...(asked && { askedFactor: Float64Array.from(asked) }),
    ...(training && { trainingFactor: Float64Array.from(training) }),
    ...(idk === 'outside' && { idk }),
    ...(ruleless && { ruleless: true }),
  };
}

function checkedKeys(family: unknown, refuse: Refuse): FamilyInWords {
  if (typeof family !== 'object' || family === null || Array.isArray(family) || family instanceof Promise)
    throw refuse({
      summary: 'build returns a family',
      found: foundValue(family),
      allowed: '{ nature, prompts, responses, answer }',
    });
  const stranger = Object.keys(family).find((key) => !(KEYS as readonly string[]).includes(key));
  if (stranger !== undefined)
    throw refuse({
      summary: 'a family has an unknown key',
      found: stranger,
      allowed: KEYS.join(', '),
      hint: didYouMean(stranger, KEYS),
    });
  return family as FamilyInWords;
}

function requireOneOf(key: string, value: unknown, allowed: readonly string[], refuse: Refuse): void {
  if (!allowed.includes(value as string))
    throw refuse({
      summary: `${key} is not allowed`,
      found: foundValue(value),
      allowed: `one of ${allowed.join(', ')}`,
    });
}

function checkedList(key: string, list: unknown, length: number, refuse: Refuse): readonly unknown[] {
  const given = list as ArrayLike<unknown> | null | undefined;
  if (typeof given !== 'object' || given?.length !== length)
    throw refuse({
      summary: `${key} has an entry for each prompt`,
      found: typeof given?.length === 'number' ? `${given.length} entries` : foundValue(list),
      allowed: `a list of ${length}`,
    });
  return Array.from(given);
}

function checkedPrompts(prompts: unknown, refuse: Refuse): readonly (readonly string[])[] {
  if (!Array.isArray(prompts) || prompts.length < 2 || prompts.length > MOST_PROMPTS)
    throw refuse({
      summary: 'a family needs prompts',
      found: Array.isArray(prompts) ? `${prompts.length} of them` : foundValue(prompts),
      allowed: `a list of 2 to ${MOST_PROMPTS} texts`,
    });
  const seen = new Map<string, number>();
  return prompts.map((prompt, number) => {
    const words = wordsOf(prompt, `prompt ${number}`, refuse);
    const text = words.join(' ');
    const earlier = seen.get(text);
    if (earlier !== undefined)
      throw refuse({ summary: 'two prompts are the same', found: `"${text}", prompts ${earlier} and ${number}` });
    seen.set(text, number);
    return words;
  });
}

/** Returns R_c without IDK. */
function checkedResponses(
  responses: unknown,
  answers: readonly (number | Words)[],
  refuse: Refuse,
): readonly (readonly string[])[] {
  const all = responses === undefined ? differentAnswers(answers, refuse) : listedResponses(responses, refuse);
  const abstention = all.findIndex((words) => words.join(' ') === IDK.join(' '));
  if (abstention >= 0 && abstention < all.length - 1)
    throw refuse({
      summary: 'IDK is the last response',
      found: `response ${abstention} of ${all.length}`,
      hint: 'leave it out: it is added',
    });
  const own = abstention < 0 ? all : all.slice(0, -1);
  if (own.length < 2)
    throw refuse({
      summary: 'a family needs at least two responses beside IDK',
      found: String(own.length),
      allowed: 'different answers, or responses that are never right',
    });
  const seen = new Map<string, number>();
  own.forEach((words, number) => {
    const text = words.join(' ');
    if (seen.has(text))
      throw refuse({
        summary: 'two responses are the same',
        found: `"${text}", responses ${seen.get(text)} and ${number}`,
      });
    seen.set(text, number);
  });
  return own;
}

function listedResponses(responses: unknown, refuse: Refuse): readonly (readonly string[])[] {
  if (!Array.isArray(responses))
    throw refuse({
      summary: 'a family needs responses',
      found: foundValue(responses),
      allowed: 'a list of texts; it may be left out where answers are texts',
    });
  return responses.map((response, number) => sentenceWords(response, `response ${number}`, refuse));
}

/** Returns the answers, each once, in the order in which they first occur. */
function differentAnswers(answers: readonly unknown[], refuse: Refuse): readonly (readonly string[])[] {
  if (answers.some((answer) => typeof answer === 'number'))
    throw refuse({
      summary: 'a family needs responses',
      found: 'answers that are numbers, and no responses',
      allowed: 'responses, of which answers are the numbers; or answers that are texts',
    });
  const texts = answers.map((answer, prompt) => sentenceWords(answer, `the answer of prompt ${prompt}`, refuse));
  const different = new Map(texts.map((words) => [words.join(' '), words]));
  different.delete(IDK.join(' ')); // an abstention is no answer, and is refused where it is looked up
  return [...different.values()];
}

function answerNumber(answer: unknown, prompt: number, numbers: ReadonlyMap<string, number>, refuse: Refuse): number {
  if (typeof answer === 'number') {
    if (Number.isInteger(answer) && answer >= 0 && answer < numbers.size) return answer;
    throw refuse({
      summary: 'an answer is none of the responses',
      found: `${answer}, of prompt ${prompt}`,
      allowed: `a number from 0 to ${numbers.size - 1}: its place among the responses`,
    });
  }
  const text = sentenceWords(answer, `the answer of prompt ${prompt}`, refuse).join(' ');
  const number = numbers.get(text);
  if (number === undefined)
    throw refuse({
      summary: 'an answer is none of the responses',
      found: `"${text}", of prompt ${prompt}`,
      hint: didYouMean(text, [...numbers.keys()]),
    });
  return number;
}

/** Words of a response, without a stop that stands by itself at its end: every sentence adds one. */
function sentenceWords(text: unknown, what: string, refuse: Refuse): readonly string[] {
  const stopped = typeof text === 'string' ? text.replace(/\s+\.\s*$/, '') : text;
  return wordsOf(Array.isArray(stopped) && stopped.at(-1) === '.' ? stopped.slice(0, -1) : stopped, what, refuse);
}

/** Words between white space, in Unicode's composed form, so that equal letters are equal words. */
function wordsOf(text: unknown, what: string, refuse: Refuse): readonly string[] {
  const list = typeof text === 'string' ? text.split(/\s+/).filter((word) => word !== '') : text;
  if (!Array.isArray(list) || list.length === 0 || list.some((word) => typeof word !== 'string' || !/^\S+$/.test(word)))
    throw refuse({
      summary: `${what} is no text`,
      found: foundValue(text),
      allowed: 'a text of at least one word, or a list of words without white space',
    });
  const words = (list as readonly string[]).map((word) => word.normalize('NFC'));
  const stray = words.find((word) => word === '.' || word === '<s>');
  if (stray !== undefined)
    throw refuse({
      summary: 'a word has a meaning of its own',
      found: `"${stray}" in ${what}, which ${stray === '.' ? 'closes' : 'begins'} every sentence`,
      hint: 'join it to the word before it, or leave it out',
    });
  return words;
}
