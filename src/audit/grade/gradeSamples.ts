/** From what a server said to outcomes: rules first, then the grader model where there is one. Nothing is asked again of the model. */
import type { GradedOutcome } from '../../scoring/grader.js';
import type { Said } from '../ask/askChat.js';
import type { PlannedRequest } from '../ask/auditPlan.js';
import { chatAnswer, tokenCounts } from '../ask/chatAnswer.js';
import type { AuditOutcome, GradedSample } from '../gradedSample.js';
import type { Question } from '../question.js';
import { type GradingRules, ruledOutcome } from './gradeAnswer.js';
import { type AskedGrader, gradeIn, gradeRequest } from './graderModel.js';

/** A sample whose answer no rule decides has no outcome yet. */
type HalfGraded = Omit<GradedSample, 'outcome'> & { readonly outcome: AuditOutcome | null };

/** @param said what the server said to each of the requests */
export async function gradeSamples(
  requests: readonly PlannedRequest[],
  said: readonly Said[],
  questions: readonly Question[],
  rules: GradingRules,
  grader: AskedGrader | null,
): Promise<readonly GradedSample[]> {
  const half = requests.map((request, at) => halfGraded(request, said[at], questions[request.question], rules));
  const open = half.filter(({ outcome }) => outcome === null);
  if (grader === null) return half.map((sample) => ({ ...sample, outcome: sample.outcome ?? 'error' }));
  const keyOf = ({ request, answer }: HalfGraded): string => `${request.question} ${answer}`;
  const distinct = [...new Map(open.map((sample) => [keyOf(sample), sample])).values()];
  const grades = await grader.ask(
    distinct.map(({ request, answer }) => gradeRequest(questions[request.question], answer!, grader.options)),
  );
  const judged = new Map(
    distinct.map((sample, at) => [
      keyOf(sample),
      gradeSaid(grades[at], questions[sample.request.question].shouldAbstain),
    ]),
  );
  return half.map(
    (sample) => (sample.outcome === null ? { ...sample, ...judged.get(keyOf(sample))! } : sample) as GradedSample,
  );
}

function halfGraded(request: PlannedRequest, said: Said, question: Question, rules: GradingRules): HalfGraded {
  const nothing = { request, answer: null, tokens: { prompt: null, completion: null } };
  if ('refused' in said) return { ...nothing, outcome: 'unusable', reason: 'refused by the server' };
  const tokens = tokenCounts(said.answer);
  const read = chatAnswer(said.answer);
  if ('unusable' in read) return { ...nothing, tokens, outcome: 'unusable', reason: read.unusable };
  if ('refusal' in read)
    return { request, tokens, answer: read.refusal, outcome: 'abstention', reason: 'refused by the model' };
  return { request, tokens, answer: read.text, outcome: ruledOutcome(read.text, question, rules), reason: null };
}

/** The outcome of a grade. Of a question without an answer, saying so is to abstain. */
function gradeSaid(said: Said, shouldAbstain: boolean): Pick<GradedSample, 'outcome' | 'reason'> {
  const read = 'refused' in said ? { unusable: 'refused' } : chatAnswer(said.answer);
  const grade = 'text' in read ? gradeIn(read.text) : null;
  if (grade === null) {
    const why = 'unusable' in read ? read.unusable : 'no grade';
    return { outcome: 'unusable', reason: `the grader's reply: ${why}` };
  }
  const outcome: GradedOutcome = shouldAbstain && grade === 'right' ? 'abstention' : grade;
  return { outcome, reason: 'grader model' };
}
