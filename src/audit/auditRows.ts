/** Rows of an audit: each sample with its outcome, and the arms in which two samples must agree. */
import type { GradedOutcome } from '../scoring/grader.js';
import { type PlannedRequest, promptDigest } from './ask/auditPlan.js';
import type { TokenCounts } from './ask/chatAnswer.js';
import { normalised } from './grade/normalised.js';

/** Stakes stated or not, one sample or two that must agree: the design of [N26]. */
export const ARMS = ['closed', 'open', 'closed-agree', 'open-agree'] as const;
export type Arm = (typeof ARMS)[number];

/** An outcome, or that there is nothing to grade. */
export type AuditOutcome = GradedOutcome | 'unusable';

/** A sample that was graded. */
export interface GradedSample {
  readonly request: PlannedRequest;
  /** The text that was graded; null where there is none. */
  readonly answer: string | null;
  readonly outcome: AuditOutcome;
  /** The reason for an outcome that the text does not tell: "cut off", "refused by the interface". */
  readonly reason: string | null;
  readonly tokens: TokenCounts;
}

/** A row of the results. */
export interface AuditRow {
  readonly question: number;
  readonly arm: Arm;
  /** The stated penalty; null without stated stakes. */
  readonly penalty: number | null;
  /** From 1: the sample; in arms of two, the pair. */
  readonly sample: number;
  readonly promptDigest: string;
  readonly answer: string | null;
  readonly outcome: AuditOutcome;
  readonly reason: string | null;
  /** Null in arms of two, whose samples are counted once. */
  readonly tokens: TokenCounts;
}

const NO_TOKENS: TokenCounts = { prompt: null, completion: null };

/** Rows question by question: the samples, then their pairs. @param samples of one question and penalty stand together */
export function auditRows(samples: readonly GradedSample[]): readonly AuditRow[] {
  const rows: AuditRow[] = [];
  for (let start = 0, end = 0; start < samples.length; start = end) {
    const { question, penalty } = samples[start].request;
    while (
      end < samples.length &&
      samples[end].request.question === question &&
      samples[end].request.penalty === penalty
    )
      end++;
    const alike = samples.slice(start, end);
    rows.push(...alike.map((sample) => rowOf(sample, penalty === null ? 'closed' : 'open')));
    rows.push(...pairsOf(alike, penalty === null ? 'closed-agree' : 'open-agree'));
  }
  return rows;
}

function rowOf({ request, answer, outcome, reason, tokens }: GradedSample, arm: Arm): AuditRow {
  const { question, penalty, sample, messages } = request;
  return { question, arm, penalty, sample, promptDigest: promptDigest(messages), answer, outcome, reason, tokens };
}

/** Every pair of samples: its answer counts only if both say the same in normalised form; otherwise it abstains. */
function pairsOf(samples: readonly GradedSample[], arm: Arm): readonly AuditRow[] {
  const pairs = samples.flatMap((one, at) => samples.slice(at + 1).map((other) => [one, other] as const));
  return pairs.map(([one, other], at): AuditRow => {
    const row = { ...rowOf(one, arm), sample: at + 1, tokens: NO_TOKENS };
    const unusable = [one, other].find(({ outcome }) => outcome === 'unusable');
    if (unusable !== undefined) return { ...row, answer: null, outcome: 'unusable', reason: unusable.reason };
    const isAbstained = one.outcome === 'abstention' || other.outcome === 'abstention';
    if (!isAbstained && normalised(one.answer!) === normalised(other.answer!)) return row;
    return {
      ...row,
      answer: null,
      outcome: 'abstention',
      reason: isAbstained ? null : 'the two samples do not agree',
    };
  });
}
