/** Samples that were graded. */
import type { GradedOutcome } from '../scoring/grader.js';
import type { PlannedRequest } from './ask/auditPlan.js';
import type { TokenCounts } from './ask/chatAnswer.js';

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
