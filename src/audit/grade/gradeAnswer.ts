/** Grades of single answers by rules: abstention, accepted answer, pattern; else an error. */
import { mayAbstain } from '../../estimate/askedAbstentions.js';
import type { GradedOutcome } from '../../scoring/grader.js';
import type { Question } from '../question.js';
import { isAbstention } from './abstentions.js';
import { holdsWords, normalised } from './normalised.js';

/** Ways to compare an answer with accepted ones: equal in normalised form, equal letter by letter, or holding one as whole words. */
export const MATCHES = ['normalised', 'exact', 'contains'] as const;
export type Match = (typeof MATCHES)[number];

export interface GradingRules {
  readonly match: Match;
  /** Abstentions by `abstentionsWith`. */
  readonly abstentions: ReadonlySet<string>;
}

/**
 * The outcome of an answer by rules alone.
 * @returns null where they leave it open: the answer is no abstention by the lexicon, and equals no accepted answer. It is an error
 * unless a grader model judges otherwise
 */
export function ruledOutcome(text: string, question: Question, rules: GradingRules): GradedOutcome | null {
  if (isAbstention(text, rules.abstentions)) return 'abstention';
  if (question.shouldAbstain) return null;
  return isAccepted(text, question, rules.match) || question.pattern?.test(text) === true ? 'right' : null;
}

/** Returns whether an answer that equals no accepted one holds one as whole words, so that it may be right all the same. */
export function holdsAccepted(text: string, { accepted }: Question): boolean {
  const whole = normalised(text);
  return accepted.some((answer) => holdsWords(whole, normalised(answer)));
}

function isAccepted(text: string, question: Question, match: Match): boolean {
  if (match === 'contains') return holdsAccepted(text, question) && !mayAbstain(text);
  const form = match === 'exact' ? asTyped : normalised;
  const own = form(text);
  return question.accepted.some((answer) => form(answer) === own);
}

/** The text itself, without the blanks around it. */
function asTyped(text: string): string {
  return text.normalize('NFC').trim();
}
