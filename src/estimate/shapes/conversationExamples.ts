/** Conversations → training examples: a prompt, which is everything before an answer, and the answer. */
import { isMapping, type Mapping } from '../../config/paths.js';
import { saidBy, type Turn, turnsOf } from './turns.js';

/** Answers of a conversation that count as examples. */
export const COUNTED_TURNS = ['last', 'all'] as const;

export type CountedTurns = (typeof COUNTED_TURNS)[number];

export interface Example {
  /** The text of a single turn, or all turns before the answer with their speakers. */
  readonly prompt: string;
  /** Null where the conversation has no answer. */
  readonly answer: Turn | null;
}

/** @returns an example for each answer that counts; one without an answer where there is none */
export function examplesOf(turns: readonly Turn[], counted: CountedTurns): readonly Example[] {
  const answers = answersIn(turns);
  if (answers.length === 0) return [{ prompt: promptText(turns), answer: null }];
  return (counted === 'last' ? answers.slice(-1) : answers).map((at) => ({
    prompt: promptText(turns.slice(0, at)),
    answer: turns[at]!,
  }));
}

/** Places of the turns that are trained on as answers. */
export function answersIn(turns: readonly Turn[]): readonly number[] {
  const places: number[] = [];
  for (let at = 0; at < turns.length; at++)
    if (turns[at]!.speaker === 'assistant' && turns[at]!.trained) places.push(at);
  return places;
}

/** A single turn stands without its speaker, so that it is the same prompt as a text in a column of its own. */
function promptText(turns: readonly Turn[]): string {
  if (turns.length === 1) return turns[0]!.text;
  return turns.map(({ speaker, role, text }) => `${speaker === 'unknown' ? role : speaker}: ${text}`).join('\n');
}

/**
 * Examples of a tree of OpenAssistant: every message of the assistant, with the messages above it as its prompt.
 * @param tree a message with `text`, `role` and `replies`
 */
export function examplesOfTree(tree: Mapping, before: readonly Turn[] = []): readonly Example[] {
  if (tree.deleted === true) return [];
  const [turn] = turnsOf({
    role: tree.role ?? (before.length % 2 === 0 ? 'prompter' : 'assistant'),
    text: tree.text,
  }) ?? [saidBy('user', '')];
  const own = turn!.speaker === 'assistant' ? [{ prompt: promptText(before), answer: turn! }] : [];
  const replies = Array.isArray(tree.replies) ? tree.replies.filter(isMapping) : [];
  return [...own, ...replies.flatMap((reply) => examplesOfTree(reply, [...before, turn!]))];
}
