/** Answers that are given as lists or objects: the answers of SQuAD, aliases of TriviaQA, rated completions. */
import { isMapping } from '../../config/paths.js';
import type { Turn } from './turns.js';
import { saidBy, turnsOf } from './turns.js';

/** Keys under which an object holds its one answer, the likelier ones first. */
const KEYS = ['text', 'value', 'answer', 'answers', 'content', 'output', 'response', 'ground_truth', 'spans'] as const;

/** An answer, and whether it was the first of several; `text` is null where the list of answers is empty. */
export interface ListedAnswer {
  readonly turns: readonly Turn[];
  readonly ofSeveral: boolean;
}

/**
 * The answer in a value: the turns of a conversation; the first of a list of answers; the answer that an object holds; of rated
 * completions the best. An empty list is no answer, as in SQuAD 2.
 * @returns null for a value of another shape
 */
export function answerOf(value: unknown): ListedAnswer | null {
  const turns = turnsOf(value);
  if (turns !== null) return { turns, ofSeveral: false };
  if (Array.isArray(value)) {
    if (value.length === 0) return { turns: [], ofSeveral: false };
    const best = value.every((each) => isMapping(each) && typeof each.score === 'number' && 'completion' in each)
      ? (value as readonly { readonly score: number; readonly completion: unknown }[]).reduce((a, b) =>
          b.score > a.score ? b : a,
        ).completion
      : value[0];
    const first = answerOf(best);
    return first && { ...first, ofSeveral: first.ofSeveral || (best === value[0] && value.length > 1) };
  }
  if (isMapping(value)) {
    const key = KEYS.find((each) => each in value);
    return key === undefined ? null : answerOf(value[key]);
  }
  if (value === null || value === undefined) return { turns: [], ofSeveral: false };
  return { turns: [saidBy('assistant', String(value))], ofSeveral: false };
}
