/** Facts as running text states them. */
import { UserError } from '../../errors/userError.js';
import { integer } from '../../random/integer.js';
import { stream } from '../../random/stream.js';
import { type AnswerTree, buildAnswerTree } from '../answerTree.js';
import type { Examples } from '../corpus.js';
import type { FamilyParts } from '../families/familyKind.js';
import { STOP } from '../vocabulary.js';
import type { World } from '../world.js';
import { lowerBound } from './keptText.js';
import { passagePrompts } from './passages.js';
import type { Prose } from './prose.js';
import { factsPerRow, meanLength, type ProseOptions } from './proseOptions.js';
import { askedWordings, type FactsInProse, promptOf, sentenceOf, type Wordings } from './wordings.js';

/** Share of the facts for which rows may lack room, reckoned with their mean length: short ones find some yet. */
const LEFT_OUT = 0.25;

/** Prompts and responses of a family as tokens of running text. */
export interface EncodedFacts {
  readonly prompts: readonly Int32Array[];
  readonly tree: AnswerTree;
  readonly open: null;
  /** Text of every response, its closing stop included, IDK last. */
  readonly responseTexts: readonly string[];
  readonly inProse: FactsInProse;
}

/** Words as a sentence has them: no space before a sign or an 's. */
function asText(words: readonly string[]): string {
  return words.join(' ').replace(/ ('s\b|[.,;:!?)\]])/g, '$1');
}

/** Texts of the responses of a family, without the stop; IDK last. */
export function answerTexts({ responses }: FamilyParts): readonly string[] {
  return responses.map((words) => asText(words.at(-1) === '.' ? words.slice(0, -1) : words));
}

/**
 * Encodes the facts of a family.
 * @param path key path of the family
 * @throws UserError for facts that cannot stand in running text
 */
export function encodeFacts(parts: FamilyParts, { tokenizer, heldOut, options }: Prose, path: string): EncodedFacts {
  if (parts.open !== undefined) throw notInProse(path, 'a family whose responses cannot be enumerated');
  const wordings: Wordings = parts.wordings ?? {
    subjects: parts.prompts.map(asText),
    taught: ['{person} {answer}.'],
    heldOut: [],
  };
  const before = heldOut.tokens.slice(0, options.context === 0 ? 0 : contextEnd(heldOut, options.context));
  const { encode } = tokenizer;
  const asked = (text: string): Int32Array => Int32Array.from([...before, ...encode(` ${text}`)]);
  const answers = answerTexts(parts);
  const paths = answers.map((answer) => encode(` ${answer}`));
  answers.forEach((answer, response) => {
    const closed = encode(` ${answer}.`);
    if (closed.at(-1) !== STOP || closed.length !== paths[response].length + 1)
      throw notInProse(path, `the response "${answer}", whose last sign melts with the full stop`);
  });
  const wordingOf = askedWordings(wordings, options);
  const prompts = wordingOf.map((wording, prompt) => asked(promptOf(wording, wordings.subjects[prompt])));
  const rightAnswers = Array.from(parts.answer, (answer) => answers[answer]);
  const behindPassages =
    options.passages === undefined
      ? undefined
      : passagePrompts(wordings, strangersOf(wordings, path), wordingOf, rightAnswers, tokenizer, options);
  if (behindPassages !== undefined) requireRoomForPassages(prompts, behindPassages.given, paths, options);
  return {
    prompts,
    tree: treeOf(paths, path, answers),
    open: null,
    responseTexts: answers.map((answer) => `${answer}.`),
    inProse: {
      wordings,
      ...(wordings.heldOut.length > 0 && {
        // Each of them for as many prompts: what is measured is no luck of one wording.
        reworded: wordings.subjects.map((subject, prompt) =>
          asked(promptOf(wordings.heldOut[prompt % wordings.heldOut.length], subject)),
        ),
      }),
      ...(behindPassages && { behindPassages }),
    },
  };
}

/** Names of invented people, at least one. @throws UserError where there are none */
function strangersOf({ strangers }: Wordings, path: string): readonly string[] {
  if (strangers === undefined)
    throw notInProse(
      path,
      'corpus.text.passages, for which people must be invented, and a family of another kind than person',
    );
  const names = strangers();
  if (names.length === 0)
    throw notInProse(path, 'corpus.text.passages, and so many people that no name is left to invent');
  return names;
}

/** The first sentence's beginning at or after so many tokens: a context ends with a whole sentence. */
function contextEnd({ sentences, tokens }: Prose['heldOut'], context: number): number {
  return sentences.at(lowerBound(sentences, context)) ?? tokens.length;
}

/** The tree of the responses. Where one is the beginning of another ("May 1", "May 11"), the stop ends each. */
function treeOf(paths: readonly Int32Array[], path: string, answers: readonly string[]): AnswerTree {
  try {
    return buildAnswerTree(paths);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  try {
    return buildAnswerTree(paths.map((tokens) => Int32Array.from([...tokens, STOP])));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const twice = answers.find((answer, at) => answers.indexOf(answer) !== at) ?? answers[0];
    throw notInProse(path, `two responses that read the same, "${twice}"`);
  }
}

/**
 * Returns the sentence that states each training row, with the space before it. In every pass a row is the same passage.
 * @param seed of the sample
 * @throws UserError for a sentence that is longer than a row of training
 */
export function statedRows(
  { families }: World,
  { family, prompt, response }: Examples,
  { tokenizer: { encode }, options }: Prose,
  seed: number,
): readonly Int32Array[] {
  const draws = stream(seed, 'sample/wording');
  const asked = families.map(({ inProse }) => askedWordings(inProse!.wordings, options));
  const rows = Array.from(family, (index, row) => {
    const { inProse, responseTexts } = families[index];
    const { taught, subjects } = inProse!.wordings;
    const wording =
      options.wordingOf === 'fact'
        ? asked[index][prompt[row]]
        : taught[integer(draws, Math.min(options.wordings, taught.length))];
    const answer = responseTexts[response[row]].slice(0, -1);
    return encode(` ${sentenceOf(wording, subjects[prompt[row]], answer)}`);
  });
  const longest = longestOf(rows);
  if (longest > options.window)
    throw new UserError({
      code: 'out-of-range',
      summary: 'a sentence that states a fact is longer than a row of training',
      keyPath: 'corpus.text.window',
      found: String(options.window),
      allowed: `${longest} or more`,
      hint: 'or raise corpus.text.vocabulary, so that words are fewer tokens',
    });
  requireRoom(rows, options);
  return rows;
}

/** Share of the questions behind a passage that may be longer than a row, so that training never shows them. */
const TOO_LONG = 0.05;

/**
 * Checks that a row has room for the questions about invented people that are asked for, half of them behind a passage. One that has no
 * room is left out of its row, so that a few long names do no harm.
 * @param alone prompts, [prompts] @param given the same behind passages @param paths tokens of the responses, [responses]
 * @throws UserError
 */
function requireRoomForPassages(
  alone: readonly Int32Array[],
  given: readonly Int32Array[],
  paths: readonly Int32Array[],
  { window, passages = 0 }: ProseOptions,
): void {
  const answer = meanLength(paths) + 1;
  const lengths = given.map(({ length }) => length + answer).sort((a, b) => a - b);
  const usual = lengths[Math.ceil((1 - TOO_LONG) * lengths.length) - 1];
  const needed = Math.ceil(Math.max(usual, passages * ((meanLength(alone) + meanLength(given)) / 2 + answer)));
  if (needed <= window) return;
  throw new UserError({
    code: 'out-of-range',
    summary: 'rows of training have no room for so many passages',
    keyPath: 'corpus.text.window',
    found: String(window),
    allowed: `${needed} or more`,
    hint: 'or lower corpus.text.passages, or raise corpus.text.vocabulary, so that words are fewer tokens',
  });
}

/** Checks that rows have room for as many facts as they are to state. @throws UserError where more than `LEFT_OUT` are left out */
function requireRoom(rows: readonly Int32Array[], options: ProseOptions): void {
  const length = meanLength(rows);
  const wanted = factsPerRow(length, options);
  const room = Math.floor(options.window / length);
  const most = Math.ceil(wanted);
  // A row states the whole numbers below and above the mean, so often that it is their mean.
  const stated = Math.min(room, most - 1) * (most - wanted) + Math.min(room, most) * (1 - most + wanted);
  if (stated >= (1 - LEFT_OUT) * wanted) return;
  throw new UserError({
    code: 'out-of-range',
    summary: 'rows of training have no room for so many facts',
    keyPath: 'corpus.text',
    found: `${wanted.toFixed(2)} sentences of ${length.toFixed(0)} tokens in a row of ${options.window}, of which ${room} fit`,
    hint:
      wanted * length < options.window
        ? 'raise share, window or vocabulary, or state facts in more of the steps (facts.from, facts.until)'
        : 'raise share, or state facts in more of the steps (facts.from, facts.until)',
  });
}

function longestOf(texts: readonly Int32Array[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0);
}

function notInProse(path: string, found: string): UserError {
  return new UserError({
    code: 'not-in-prose',
    summary: 'the facts of this family cannot stand in running text',
    keyPath: path,
    found,
    hint: 'leave corpus.text out, or take families of the kind person or table',
  });
}
