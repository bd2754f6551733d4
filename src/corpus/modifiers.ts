/** Modifiers of any family: held-out facts, several prompts for one fact, another distribution to measure under. */
import { UserError } from '../errors/userError.js';
import { distinctIntegers } from '../random/distinctIntegers.js';
import type { Stream } from '../random/stream.js';
import type { FamilyParts } from './families/familyKind.js';

/** Words put in front of a prompt to make synonyms of it; the first synonym has none. */
const WAYS = [
  '',
  'recall',
  'note',
  'remember',
  'indeed',
  'listen',
  'look',
  'so',
  'well',
  'now',
  'truly',
  'also',
  'again',
  'surely',
  'clearly',
  'here',
];

/**
 * Replaces every prompt by `ways` synonyms, one after the other: the prompt as it is, then with a word in front.
 * They state one fact and have one answer.
 * @param ways in 1 … 16
 */
export function withSynonyms(parts: FamilyParts, ways: number): FamilyParts {
  if (ways === 1) return parts;
  const repeated = <Values extends Int32Array | Float64Array>(values: Values, into: Values): Values => {
    for (let i = 0; i < into.length; i++) into[i] = values[Math.floor(i / ways)];
    return into;
  };
  const count = parts.prompts.length * ways;
  return {
    ...parts,
    prompts: parts.prompts.flatMap((words) =>
      WAYS.slice(0, ways).map((way) => (way === '' ? words : [way, ',', ...words])),
    ),
    answer: repeated(parts.answer, new Int32Array(count)),
    fact: repeated(parts.fact ?? Int32Array.from(parts.prompts, (_, prompt) => prompt), new Int32Array(count)),
    ...(parts.askedFactor && { askedFactor: repeated(parts.askedFactor, new Float64Array(count)) }),
    ...(parts.trainingFactor && { trainingFactor: repeated(parts.trainingFactor, new Float64Array(count)) }),
  };
}

/**
 * Draws the facts that training never shows, a share of all facts.
 * @param fact number of the fact of each prompt, [prompts]
 * @param keyPath of the option that sets the share
 * @throws UserError if all facts would be held out, or none although the share is above 0
 */
export function heldOutFacts(fact: Int32Array, share: number, draws: Stream, keyPath: string): ReadonlySet<number> {
  if (share === 0) return new Set();
  const facts = [...new Set(fact)];
  const count = Math.round(share * facts.length);
  if (count === 0 || count === facts.length) {
    throw new UserError({
      code: 'out-of-range',
      summary: count === 0 ? 'the share is too small to hold out any fact' : 'nothing is left to train on',
      keyPath,
      found: `${share} of ${facts.length} facts`,
      allowed: `a share that holds out 1 to ${facts.length - 1} of the ${facts.length} facts`,
    });
  }
  return new Set(Array.from(distinctIntegers(draws, count, facts.length), (place) => facts[place]));
}

/**
 * Returns μ of the training rows, [prompts], summing to 1: μ times the factor of the family, and 0 for held-out facts.
 * @param factor of each prompt, [prompts]; 1 if undefined
 */
export function trainingWeights(
  promptWeight: Float64Array,
  factor: Float64Array | undefined,
  fact: Int32Array,
  heldOut: ReadonlySet<number>,
): Float64Array {
  if (heldOut.size === 0 && factor === undefined) return promptWeight;
  const left = promptWeight.map((mu, prompt) => (heldOut.has(fact[prompt]) ? 0 : mu * (factor?.[prompt] ?? 1)));
  const total = left.reduce((sum, mu) => sum + mu, 0);
  return left.map((mu) => mu / total);
}

/** Returns `(1 − share) μ + share μ'`, [prompts], where `other` makes μ'. */
export function shifted(promptWeight: Float64Array, share: number, other: () => Float64Array): Float64Array {
  if (share === 0) return promptWeight;
  const towards = other();
  return promptWeight.map((mu, prompt) => (1 - share) * mu + share * towards[prompt]);
}
