/** The screen of a dry run: what an audit would send, and the prompts in full. */
import type { AuditCost } from '../ask/auditCost.js';
import type { PlannedRequest } from '../ask/auditPlan.js';
import { shortNumber } from '../ask/stakesPrompt.js';
import type { GraderOptions } from '../grade/graderModel.js';

export interface CostFacts {
  readonly questions: number;
  readonly penalties: readonly number[];
  readonly samples: number;
  readonly maxTokens: number;
  /** Address to which requests go. */
  readonly place: string;
  readonly grader: GraderOptions | null;
}

/** @returns lines with a closing newline */
export function costText(cost: AuditCost, planned: readonly PlannedRequest[], facts: CostFacts): string {
  const { questions, penalties, samples, maxTokens, place, grader } = facts;
  const first = planned.filter(({ question, sample }) => question === 0 && sample === 1);
  const line = (name: string, value: string): string => `  ${name.padEnd(16)}${value}`;
  const likely = cost.likelyAnswerTokens;
  return [
    `POST ${place}`,
    line(
      'requests',
      `${cost.requests} = ${questions} questions × ${penalties.length + 1} prompts × ${samples} samples`,
    ),
    line('kept already', String(cost.kept)),
    line('to send', String(cost.toSend)),
    line('prompt tokens', `about ${cost.promptTokens}: a quarter of the characters (English; other scripts take more)`),
    line('answer tokens', `at most ${cost.mostAnswerTokens}: --max-tokens ${maxTokens} each`),
    ...(likely === null ? [] : [line('', `about ${likely}, if as long as the kept ones`)]),
    ...(cost.mostGrades === null
      ? []
      : [line('grades', `at most ${cost.mostGrades} requests to ${grader!.model}, one for each different answer`)]),
    ...(cost.mostComparisons === null
      ? []
      : [
          line(
            'comparisons',
            `at most ${cost.mostComparisons} requests to ${grader!.model}, one for each two answers in different words`,
          ),
        ]),
    '',
    'the prompts of the first question',
    ...first.flatMap(({ penalty, messages }) => [
      penalty === null ? '  stakes not stated' : `  stated penalty ${shortNumber(penalty)}`,
      ...messages.flatMap(({ role, content }) => quoted(`${role}: ${content}`)),
    ]),
    ...(grader === null ? [] : ["the grader's prompt", ...quoted(grader.template)]),
    ...(typeof grader?.agreement !== 'string' ? [] : ['its prompt on two samples', ...quoted(grader.agreement)]),
    '',
  ].join('\n');
}

function quoted(text: string): readonly string[] {
  return text.split('\n').map((line) => `  | ${line}`.trimEnd());
}
