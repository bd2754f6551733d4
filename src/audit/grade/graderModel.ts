/** A model as the grader of answers that no rule decides: its prompt, and how its reply is read. */
import type { GradedOutcome } from '../../scoring/grader.js';
import type { Said } from '../ask/askChat.js';
import { filled } from '../ask/stakesPrompt.js';
import type { Question } from '../question.js';

/** The grader's prompt: the three grades of SimpleQA (Wei et al. 2024), in words of our own. */
export const GRADER_TEMPLATE = `Grade an answer to a question. You are given the question, the accepted answers and the answer to grade. Where no accepted answer is given, judge by what you know. Do not answer the question yourself.

Reply with one word:
CORRECT – the answer says what one of the accepted answers says, and nothing in it contradicts that. Other words, more detail, another spelling of a name and a correct rounding do not matter.
INCORRECT – the answer says something that contradicts the accepted answers, or names several answers of which some are wrong, even if it hedges.
NOT_ATTEMPTED – the answer does not say what is asked, says that it does not know, or declines, and states nothing that contradicts the accepted answers.

Question: {question}
Accepted answers: {answers}
Answer to grade: {answer}

Grade (CORRECT, INCORRECT or NOT_ATTEMPTED):`;

/** A grader model. */
export interface GraderOptions {
  readonly model: string;
  readonly template: string;
  readonly maxTokens: number;
  /** The prompt by which it judges whether two samples agree; null where equal words decide. */
  readonly agreement: string | null;
}

/** A grader model: its options, and how it is asked. */
export interface AskedGrader {
  readonly options: GraderOptions;
  readonly ask: (bodies: readonly object[]) => Promise<readonly Said[]>;
}

/** The JSON body that asks for a grade. */
export function gradeRequest(question: Question, answer: string, options: GraderOptions): object {
  const { text, accepted, shouldAbstain } = question;
  const answers = shouldAbstain ? 'none: the question has no answer' : accepted.join(' | ') || 'none given';
  return gradeBody(filled(options.template, { question: text, answers, answer }), options);
}

/** A JSON body for a grader. It is asked without chance, so that its word can be had again. */
export function gradeBody(content: string, { model, maxTokens }: GraderOptions): object {
  return { model, messages: [{ role: 'user', content }], temperature: 0, max_tokens: maxTokens, stream: false };
}

/** Grades by what a grader writes: words, or the letters of SimpleQA's prompt. */
const GRADES: Readonly<Record<string, GradedOutcome>> = {
  CORRECT: 'right',
  A: 'right',
  INCORRECT: 'error',
  B: 'error',
  NOT_ATTEMPTED: 'abstention',
  'NOT ATTEMPTED': 'abstention',
  C: 'abstention',
};

/** Marks around a grade, and the word before it. */
const AROUND = /^[\s*`"'_#]*(?:(?:grade|answer|verdict|final grade)\s*[:=]\s*)?[\s*`"'_([]*|[\s*`"'_.)\]]+$/gi;

/** The outcome that a grader's reply states; null where it is no grade, so that nothing is guessed from it. */
export function gradeIn(reply: string): GradedOutcome | null {
  const word = wordOf(reply);
  const lettered = /^([ABC])\s*[:.–-]\s*(.+)$/.exec(word);
  if (lettered === null) return GRADES[word] ?? null;
  const [, letter, rest] = lettered;
  return GRADES[rest] === GRADES[letter] ? GRADES[letter] : null;
}

/** The last line of a reply in capitals, without the marks around it. */
export function wordOf(reply: string): string {
  const lines = reply.split('\n').filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? '').replace(AROUND, '').toUpperCase();
}
