/**
 * Balanced brackets: a pattern that can be learnt. The prompt opens and closes brackets of several kinds and leaves
 * some open, "( [ ] { :"; its answer closes them in the right order, "} ) .".
 *
 * The colon ends the prompt. Without it "( [ ]" would be a prompt and also the prompt "( [" with half an answer, and a
 * model of next tokens could not have different beliefs about the two. The closing stop is part of the path of a
 * response, for "}" is a prefix of "} )".
 */
import { z } from 'zod';
import { UserError } from '../../errors/userError.js';
import { distinctIntegers } from '../../random/distinctIntegers.js';
import { integer } from '../../random/integer.js';
import { shuffle } from '../../random/shuffle.js';
import type { Stream } from '../../random/stream.js';
import { power } from '../../theory/power.js';
import { bracketStrings, openAfter } from '../words/bracketStrings.js';
import { type FamilyKind, IDK } from './familyKind.js';

const OPENINGS = ['(', '[', '{', '<'];
const CLOSINGS = [')', ']', '}', '>'];
const DISTRACTORS = ['x', 'y', 'z'];

const options = z.strictObject({
  kinds: z.int().min(1).max(4).default(3).describe('kinds of brackets, of ( [ { <'),
  depth: z.int().min(1).max(6).default(3).describe('most brackets open at a time'),
  length: z.int().min(1).max(20).default(6).describe('most brackets in a prompt'),
  prompts: z.int().min(2).max(200_000).default(1000).describe('number of prompts, spread evenly over the open depths'),
  distractors: z
    .int()
    .min(0)
    .max(20)
    .default(0)
    .describe('most words x, y, z, which mean nothing, at random places of a prompt'),
});

export const brackets: FamilyKind<'brackets', typeof options> = {
  kind: 'brackets',
  description: 'Pattern: open brackets are to be closed in the right order. `( [ ] { :` → `} ) .`',
  options,
  build({ kinds, depth, length, prompts: count, distractors }, { path, ordinal, stream }) {
    if (kinds === 1 && depth === 1) {
      throw new UserError({
        code: 'too-few-responses',
        summary: 'one kind of brackets at depth 1 has a single response, so that no answer could be wrong',
        keyPath: path,
        found: 'kinds 1, depth 1',
        allowed: 'kinds above 1 or depth above 1',
      });
    }
    const strings = bracketStrings({ kinds, depth, length });
    const available = strings.counts.reduce((sum, each) => sum + each, 0);
    if (available < count) {
      throw new UserError({
        code: 'out-of-range',
        summary: `only ${available} prompts differ at kinds ${kinds}, depth ${depth}, length ${length}`,
        keyPath: `${path}.prompts`,
        found: String(count),
        allowed: `an integer from 2 to ${available}`,
        hint: 'lower prompts, or raise length, kinds or depth',
      });
    }
    const quotas = evenQuotas(strings.counts, count);
    const draws = stream('prompts');
    const drawn = quotas.flatMap((quota, open) =>
      Array.from(distinctIntegers(draws, quota, strings.counts[open]), (rank) => strings.at(open + 1, rank)),
    );
    shuffle(draws, drawn);

    // Closing sequences of one length are adjacent, and count in base `kinds` among themselves.
    const responses = Array.from({ length: depth }, (_, i) => closings(kinds, i + 1)).flat();
    const indexOf = new Map(responses.map((each, index) => [each.join(' '), index]));
    // A number in front makes the prompts of the second family of a world differ from those of the first.
    const front = ordinal === 0 ? [] : [String(ordinal + 1)];
    const places = stream('distractors');
    return {
      nature: 'pattern',
      prompts: drawn.map((string) => [...front, ...withDistractors(string.map(wordOf), distractors, places), ':']),
      responses: [...responses, IDK],
      answer: Int32Array.from(drawn, (string) => {
        const open = openAfter(string);
        return indexOf.get([...open.reverse().map((kind) => CLOSINGS[kind]), '.'].join(' '))!;
      }),
      answerProbability: 1,
    };
  },
};

/**
 * Puts 0 … `most` distractors between the words, all numbers equally likely. Prompts that differ without distractors
 * also differ with them.
 */
function withDistractors(words: readonly string[], most: number, draws: Stream): string[] {
  const all = [...words];
  for (let left = integer(draws, most + 1); left > 0; left--) {
    all.splice(integer(draws, all.length + 1), 0, DISTRACTORS[integer(draws, DISTRACTORS.length)]);
  }
  return all;
}

/** Returns the word of a bracket: the number k opens kind k, −1 − k closes it. */
function wordOf(bracket: number): string {
  return bracket >= 0 ? OPENINGS[bracket] : CLOSINGS[-1 - bracket];
}

/** Returns all closing sequences of that length with the stop, [kinds^length]. */
function closings(kinds: number, length: number): string[][] {
  return Array.from({ length: power(kinds, length) }, (_, number) => [
    ...Array.from({ length }, (_, place) => CLOSINGS[Math.floor(number / power(kinds, length - 1 - place)) % kinds]),
    '.',
  ]);
}

/** Divides `count` as evenly as the available numbers allow, [available]; Σ available ≥ count. */
function evenQuotas(available: readonly number[], count: number): number[] {
  const quotas = available.map(() => 0);
  const scarcestFirst = available.map((_, i) => i).sort((a, b) => available[a] - available[b]);
  let left = count;
  scarcestFirst.forEach((i, place) => {
    quotas[i] = Math.min(available[i], Math.floor(left / (scarcestFirst.length - place)));
    left -= quotas[i];
  });
  return quotas;
}
