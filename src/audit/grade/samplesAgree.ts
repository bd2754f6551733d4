/** Agreement of two samples: by equal words, or as a grader model judges. */
import { chatAnswer } from '../ask/chatAnswer.js';
import { filled } from '../ask/stakesPrompt.js';
import type { AuditOutcome, GradedSample } from '../gradedSample.js';
import type { Question } from '../question.js';
import { samplePairs, samplesByPrompt } from '../samplePairs.js';
import { type AskedGrader, gradeBody, wordOf } from './graderModel.js';
import { normalised } from './normalised.js';

/** Ways to find out whether two samples agree. */
export const AGREEMENTS = ['words', 'grader'] as const;
export type AgreementKind = (typeof AGREEMENTS)[number];

/** The prompt by which a grader model compares two answers. What is right must not matter: two equal errors agree. */
export const AGREEMENT_TEMPLATE = `Two answers were given to one question. Do they say the same? Compare them with each other alone: it does not matter whether they are right. Do not answer the question yourself.

Reply with one word:
SAME – both answer the question with the same thing. Other words, more detail, another spelling of a name and a correct rounding do not matter.
DIFFERENT – they answer the question with different things, contradict each other, or only one of them answers it.

Question: {question}
One answer: {one}
Other answer: {other}

Verdict (SAME or DIFFERENT):`;

/** The word on two samples: true where they agree, or why that is not known. */
export type Agreement = boolean | { readonly unusable: string };

/** Compares two samples of one prompt that both answer. */
export type Agree = (one: GradedSample, other: GradedSample) => Agreement;

/** Beginning of the reasons for which a pair cannot be compared. */
export const UNCOMPARED = "the grader's comparison: ";

/** Equal in normalised form. */
export function equalWords(one: GradedSample, other: GradedSample): boolean {
  return normalised(one.answer!) === normalised(other.answer!);
}

/**
 * Asks a grader model about all pairs of samples whose words differ, once for each two different answers to a question. Answers
 * with different outcomes do not say the same, and are not asked about.
 * @param template the prompt, with {question}, {one} and {other}
 */
export async function judgedAgreement(
  samples: readonly GradedSample[],
  questions: readonly Question[],
  { options, ask }: AskedGrader,
  template: string,
): Promise<Agree> {
  const open = samplesByPrompt(samples)
    .flatMap(samplePairs)
    .filter(([one, other]) => isAnswer(one) && one.outcome === other.outcome && !equalWords(one, other));
  const distinct = [...new Map(open.map((pair) => [keyOf(...pair), pair])).values()];
  const said = await ask(
    distinct.map(([one, other]) => {
      const [first, second] = inOrder(one, other);
      const values = { question: questions[one.request.question].text, one: first, other: second };
      return gradeBody(filled(template, values), options);
    }),
  );
  const judged = new Map(
    distinct.map((pair, at): [string, Agreement] => {
      const reply = said[at];
      const read = 'refused' in reply ? { unusable: 'refused' } : chatAnswer(reply.answer);
      const word = 'text' in read ? agreementIn(read.text) : null;
      return [keyOf(...pair), word ?? { unusable: UNCOMPARED + ('unusable' in read ? read.unusable : 'no verdict') }];
    }),
  );
  return (one, other) =>
    equalWords(one, other) || (one.outcome === other.outcome && (judged.get(keyOf(one, other)) ?? false));
}

const ANSWERS: ReadonlySet<AuditOutcome> = new Set(['right', 'error']);

function isAnswer({ outcome }: GradedSample): boolean {
  return ANSWERS.has(outcome);
}

/** Two answers in an order that does not depend on which came first, so that one question to the grader serves both. */
function inOrder({ answer: one }: GradedSample, { answer: other }: GradedSample): readonly [string, string] {
  return one! <= other! ? [one!, other!] : [other!, one!];
}

function keyOf(one: GradedSample, other: GradedSample): string {
  return JSON.stringify([one.request.question, ...inOrder(one, other)]);
}

/** Words in which a grader may say whether two answers agree. */
const VERDICTS: Readonly<Record<string, boolean>> = { SAME: true, YES: true, DIFFERENT: false, NO: false };

/** The agreement that a grader's reply states; null where it is no such word, so that nothing is guessed from it. */
export function agreementIn(reply: string): boolean | null {
  return VERDICTS[wordOf(reply)] ?? null;
}
