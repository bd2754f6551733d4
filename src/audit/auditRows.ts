/** Rows of an audit: each sample with its outcome, and the arms in which two samples must agree. */
import { promptDigest } from './ask/auditPlan.js';
import type { TokenCounts } from './ask/chatAnswer.js';
import { type Agree, equalWords } from './grade/samplesAgree.js';
import type { AuditOutcome, GradedSample } from './gradedSample.js';
import { samplePairs, samplesByPrompt } from './samplePairs.js';

/** Stakes stated or not, one sample or two that must agree: the design of [N26]. */
export const ARMS = ['closed', 'open', 'closed-agree', 'open-agree'] as const;
export type Arm = (typeof ARMS)[number];

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

/**
 * Rows question by question: the samples, then their pairs.
 * @param samples of one question and penalty stand together
 * @param agree whether two samples that both answer say the same; by default in equal words
 */
export function auditRows(samples: readonly GradedSample[], agree: Agree = equalWords): readonly AuditRow[] {
  return samplesByPrompt(samples).flatMap((alike) => {
    const isClosed = alike[0].request.penalty === null;
    return [
      ...alike.map((sample) => rowOf(sample, isClosed ? 'closed' : 'open')),
      ...rowsOfPairs(alike, isClosed ? 'closed-agree' : 'open-agree', agree),
    ];
  });
}

function rowOf({ request, answer, outcome, reason, tokens }: GradedSample, arm: Arm): AuditRow {
  const { question, penalty, sample, messages } = request;
  return { question, arm, penalty, sample, promptDigest: promptDigest(messages), answer, outcome, reason, tokens };
}

/** Every pair of samples: its answer counts only if both say the same; otherwise it abstains. */
function rowsOfPairs(samples: readonly GradedSample[], arm: Arm, agree: Agree): readonly AuditRow[] {
  return samplePairs(samples).map(([one, other], at): AuditRow => {
    const row = { ...rowOf(one, arm), sample: at + 1, tokens: NO_TOKENS };
    const unusable = [one, other].find(({ outcome }) => outcome === 'unusable');
    if (unusable !== undefined) return { ...row, answer: null, outcome: 'unusable', reason: unusable.reason };
    if (one.outcome === 'abstention' || other.outcome === 'abstention')
      return { ...row, answer: null, outcome: 'abstention', reason: null };
    const agreement = agree(one, other);
    if (agreement === true) return row;
    return agreement === false
      ? { ...row, answer: null, outcome: 'abstention', reason: 'the two samples do not agree' }
      : { ...row, answer: null, outcome: 'unusable', reason: agreement.unusable };
  });
}
