/** The cost of an audit before it starts: requests, and tokens as far as they can be known. */
import type { KeptAnswers } from '../../servers/keptAnswers.js';
import { keptRequest, type PlannedRequest } from './auditPlan.js';
import { tokenCounts } from './chatAnswer.js';

/** Requests and tokens of an audit. */
export interface AuditCost {
  readonly requests: number;
  /** Requests whose answers are kept: they are not sent. */
  readonly kept: number;
  readonly toSend: number;
  /** Tokens of the prompts to send: a quarter of their characters, and four a message. */
  readonly promptTokens: number;
  /** Tokens of all answers to come if each were as long as it may be. */
  readonly mostAnswerTokens: number;
  /** The same at the mean length of the kept answers; null where the server counted none. */
  readonly likelyAnswerTokens: number | null;
  /** Most requests to the grader model: one for each answer that no rule decides; null without one. */
  readonly mostGrades: number | null;
  /** Most requests to it about whether two samples agree: one for each pair; null where equal words decide. */
  readonly mostComparisons: number | null;
}

/** Characters of English text that make about one token; other scripts have fewer. */
const CHARACTERS = 4;
/** Tokens around a message in usual chat templates. */
const AROUND = 4;

/** @param kept null where nothing is kept yet */
export function auditCost(
  requests: readonly PlannedRequest[],
  url: string,
  kept: Pick<KeptAnswers, 'find'> | null,
  {
    maxTokens,
    hasGrader,
    isCompared,
  }: { readonly maxTokens: number; readonly hasGrader: boolean; readonly isCompared: boolean },
): AuditCost {
  let [found, counted, completion] = [0, 0, 0];
  let characters = 0;
  let messages = 0;
  for (const request of requests) {
    const answer = kept?.find(keptRequest(url, request));
    if (answer !== undefined) {
      found++;
      const { completion: tokens } = tokenCounts(answer);
      if (tokens === null) continue;
      counted++;
      completion += tokens;
    } else {
      messages += request.messages.length;
      for (const { content } of request.messages) characters += [...content].length;
    }
  }
  const toSend = requests.length - found;
  return {
    requests: requests.length,
    kept: found,
    toSend,
    promptTokens: Math.ceil(characters / CHARACTERS) + AROUND * messages,
    mostAnswerTokens: toSend * maxTokens,
    likelyAnswerTokens: counted === 0 ? null : Math.round((toSend * completion) / counted),
    mostGrades: hasGrader ? requests.length : null,
    // Of the n samples of a prompt there are n (n − 1) / 2 pairs.
    mostComparisons: isCompared ? (requests.length * ((requests.at(-1)?.sample ?? 1) - 1)) / 2 : null,
  };
}
