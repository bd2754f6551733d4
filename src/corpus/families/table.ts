/** Facts of people's own, from a file: one row a fact. */
import { z } from 'zod';
import { sha256Schema } from '../../config/schema/sha256Schema.js';
import { UserError } from '../../errors/userError.js';
import { distinctIntegers } from '../../random/distinctIntegers.js';
import { shuffle } from '../../random/shuffle.js';
import type { FactRow, FactTable } from '../factTable.js';
import { wordStrings } from '../words/answerWords.js';
import { type FamilyContext, type FamilyKind, IDK } from './familyKind.js';
import { answerProbability } from './peopleFacts.js';

/** Facts of a table: all of them are prompts. */
export const MOST_PROMPTS = 200_000;

const options = z.strictObject({
  file: z
    .string()
    .min(1)
    .describe(
      'table of facts (.csv, .tsv, .jsonl, .json, .parquet, .arrow, .xlsx), from the present folder or from that of the experiment',
    ),
  prompt: z
    .string()
    .min(1)
    .default('{prompt}')
    .describe('text of a prompt, with columns in braces: `the capital of {country} is`'),
  answer: z.string().min(1).default('answer').describe('column of the answers'),
  promptWeight: z
    .string()
    .min(1)
    .optional()
    .describe('column of numbers above 0 by which the frequency law is multiplied: how often each fact is asked'),
  nature: z
    .enum(['arbitrary', 'pattern'])
    .default('arbitrary')
    .describe('`pattern` where answers follow from a rule that can be learnt'),
  responses: z
    .union([z.int().min(2).max(10_000), z.string().min(1)])
    .optional()
    .describe(
      'R_c: left out, the different answers of the table; a number adds made-up ones up to it; a name is a file with a response in each line',
    ),
  answerProbability,
  sha256: sha256Schema
    .optional()
    .describe('digest of the content of the files; the program fills it in, and refuses other content'),
});

type Options = z.infer<typeof options>;

export const table: FamilyKind<'table', typeof options> = {
  kind: 'table',
  description: 'Your own facts, a row each, from a file. `the capital of Peru is` → `Lima .`',
  options,
  build(options, context) {
    const read = context.facts.table(options.file);
    const facts = factsOf(read, options, context);
    const responses = responsesOf(facts, options, context);
    const numbers = new Map(responses.map((words, number) => [words.join(' '), number]));
    // The law gives prompts their weights in their order, which in a file may have to do with the answers.
    const order = shuffle(
      context.stream('order'),
      Array.from(facts, (_, place) => place),
    );
    const shuffled = order.map((place) => facts[place]);
    return {
      nature: options.nature,
      prompts: shuffled.map(({ prompt }) => prompt),
      responses: withoutPrefixes([...responses, IDK]),
      answer: Int32Array.from(shuffled, ({ answer }) => numbers.get(answer.join(' '))!),
      answerProbability: options.answerProbability,
      ...(options.promptWeight !== undefined && { askedFactor: Float64Array.from(shuffled, ({ weight }) => weight) }),
    };
  },
};

interface Fact {
  readonly prompt: readonly string[];
  readonly answer: readonly string[];
  readonly weight: number;
  readonly place: string;
}

function factsOf(read: FactTable, options: Options, context: FamilyContext): readonly Fact[] {
  const { file, prompt, answer, promptWeight } = options;
  const named = [...prompt.matchAll(/\{([^{}]+)\}/g)].map(([, column]) => column);
  const needed = { prompt: named, answer: [answer], promptWeight: promptWeight === undefined ? [] : [promptWeight] };
  for (const [key, columns] of Object.entries(needed))
    for (const column of columns)
      if (!read.columns.includes(column))
        throw refused(context, key, file, {
          summary: 'the table has no such column',
          found: column,
          allowed: `one of its columns: ${read.columns.join(', ')}`,
        });
  if (named.length === 0)
    throw refused(context, 'prompt', file, {
      summary: 'all prompts would be the same',
      found: prompt,
      allowed: `a text with a column in braces, such as {${read.columns[0]}}`,
    });
  const facts = read.rows.map((row) => factOf(row, options, context));
  if (facts.length < 2 || facts.length > MOST_PROMPTS)
    throw refused(context, 'file', file, {
      summary: 'the table has too few or too many facts',
      found: facts.length > MOST_PROMPTS ? `more than ${MOST_PROMPTS}` : String(facts.length),
      allowed: `from 2 to ${MOST_PROMPTS} facts`,
    });
  const first = new Map<string, Fact>();
  for (const fact of facts) {
    const text = fact.prompt.join(' ');
    const other = first.get(text);
    if (other !== undefined)
      throw refused(context, 'file', `${file}, ${fact.place}`, {
        summary:
          other.answer.join(' ') === fact.answer.join(' ')
            ? 'a fact stands in the table twice'
            : 'two facts have one prompt and different answers',
        found: `"${text}", also in ${other.place}`,
        allowed: 'each prompt once; a column of weights says how often it is asked',
      });
    first.set(text, fact);
  }
  return facts;
}

function factOf({ place, cells }: FactRow, options: Options, context: FamilyContext): Fact {
  const { file } = options;
  const prompt = wordsOf(options.prompt.replace(/\{([^{}]+)\}/g, (_, column: string) => cells[column]));
  const answer = answerWords(cells[options.answer]);
  const weight = options.promptWeight === undefined ? 1 : Number(cells[options.promptWeight].trim() || Number.NaN);
  const where = `${file}, ${place}`;
  const empty = [...options.prompt.matchAll(/\{([^{}]+)\}/g)].find(([, column]) => cells[column].trim() === '');
  if (empty !== undefined || answer.length === 0)
    throw refused(context, 'file', where, {
      summary: 'a cell is empty',
      found: `nothing in the column ${empty?.[1] ?? options.answer}`,
      hint: 'leave rows without a prompt or an answer out',
    });
  if (!(Number.isFinite(weight) && weight > 0))
    throw refused(context, 'promptWeight', where, {
      summary: 'not a weight',
      found: cells[options.promptWeight!],
      allowed: 'a number above 0',
    });
  if (answer.join(' ') === IDK.join(' '))
    throw refused(context, 'file', where, {
      summary: 'an abstention is no fact',
      found: answer.join(' '),
      hint: 'leave the row out; answerProbability says how often training abstains',
    });
  const stray = [...prompt, ...answer].find((word) => word === '.' || word === '<s>');
  if (stray !== undefined)
    throw refused(context, 'file', where, {
      summary: 'a word has a meaning of its own',
      found: `"${stray}", which ${stray === '.' ? 'closes' : 'begins'} every sentence`,
      hint: 'join it to the word before it, or leave it out',
    });
  return { prompt, answer, weight, place };
}

/** Words between white space, in Unicode's composed form, so that equal letters are equal words. */
function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Words of an answer, without a stop that stands by itself at its end: every sentence adds one. */
function answerWords(text: string): readonly string[] {
  const words = wordsOf(text);
  return words.at(-1) === '.' ? words.slice(0, -1) : words;
}

/** Returns R_c without IDK: the answers of the table, and what `responses` adds. */
function responsesOf(
  facts: readonly Fact[],
  { file, responses }: Options,
  context: FamilyContext,
): readonly (readonly string[])[] {
  const known = new Map(facts.map(({ answer }) => [answer.join(' '), answer]));
  if (typeof responses === 'string') {
    const listed = new Map(
      context.facts
        .lines(responses)
        .map(answerWords)
        .filter((words) => words.length > 0 && words.join(' ') !== IDK.join(' '))
        .map((words) => [words.join(' '), words]),
    );
    const missing = facts.find(({ answer }) => !listed.has(answer.join(' ')));
    if (missing !== undefined)
      throw refused(context, 'responses', responses, {
        summary: 'an answer of the table is no response',
        found: `"${missing.answer.join(' ')}" of ${file}, ${missing.place}`,
        hint: 'add it to the list, a response in each line',
      });
    return [...listed.values()];
  }
  const wanted = responses ?? Math.max(2, known.size);
  if (wanted < known.size)
    throw refused(context, 'responses', file, {
      summary: 'the table has more different answers',
      found: String(wanted),
      allowed: `at least ${known.size}, its different answers`,
    });
  // Made-up responses must differ from the answers, of which some may be made up as well.
  const pool = wordStrings(context.lexicon.words, Math.min(10_000, wanted + known.size), context.stream('responses'));
  const fresh = pool.filter((words) => !known.has(words.join(' ')));
  const added = Array.from(
    distinctIntegers(context.stream('added responses'), wanted - known.size, fresh.length),
    (place) => fresh[place],
  );
  return [...known.values(), ...added];
}

/** Adds the closing stop to every response where one of them begins another: "San Juan", "San Juan Capistrano". */
export function withoutPrefixes(responses: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const whole = new Set(responses.map((words) => words.join(' ')));
  const isPrefix = responses.some((words) => words.some((_, length) => whole.has(words.slice(0, length).join(' '))));
  return isPrefix ? responses.map((words) => [...words, '.']) : responses;
}

function refused(
  { path }: FamilyContext,
  key: string,
  where: string,
  problem: { readonly summary: string; readonly found?: string; readonly allowed?: string; readonly hint?: string },
): UserError {
  return new UserError({ code: 'bad-facts', keyPath: `${path}.${key}`, where, ...problem });
}
