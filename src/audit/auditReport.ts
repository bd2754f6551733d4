/** The results of an audit: rates and scores of each arm, paired differences, and behavioural calibration [N26], [K25 §4.2]. */
import { type CategorySums, outcomeSums, totalsOfSums } from '../scoring/clusters/categorySums.js';
import { clusteredShare } from '../scoring/clusters/clusteredShare.js';
import type { BootstrapOptions } from '../scoring/clusters/pairedDifference.js';
import { scoreInterval } from '../scoring/clusters/scoreInterval.js';
import { type OwnBest, type StatedStakes, statedStakes } from '../scoring/measures/statedStakes.js';
import { penalisedScore } from '../scoring/tally.js';
import type { Interval } from '../theory/meanInterval.js';
import { armDifference, type MeasuredDifferences } from './armDifference.js';
import { type ArmSheets, armSheets, isOpen, stakesSheet } from './armSheets.js';
import { ARMS, type Arm, type AuditRow } from './auditRows.js';

/** A share or a score per question with its interval; `value` is null where nothing is below the line. */
export interface MeasuredShare {
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** Rates of one arm, and its score at one penalty. The rates of arms without stakes are the same at all penalties. */
export interface ArmRates {
  readonly arm: Arm;
  readonly penalty: number;
  /** Questions with an answer that could be graded. */
  readonly questions: number;
  readonly answers: number;
  readonly unusable: number;
  readonly accuracy: MeasuredShare;
  readonly errorRate: MeasuredShare;
  readonly abstentionRate: MeasuredShare;
  readonly accuracyAttempted: MeasuredShare;
  /** Mean points per question: right 1, error −λ, abstention 0. */
  readonly score: MeasuredShare;
}

/** One arm less another at one penalty, on the questions that both answered. */
export interface ArmDifference extends MeasuredDifferences {
  readonly arm: Arm;
  readonly against: Arm;
  readonly penalty: number;
}

/** Accuracy of the given answers under one stated penalty against the confidence target t = λ/(1 + λ). */
export interface TargetCheck {
  readonly penalty: number;
  readonly target: number;
  readonly answering: MeasuredShare;
  readonly accuracyAttempted: MeasuredShare;
  /** `met` where the interval lies at or above the target, `missed` where it lies below, else `unclear`; `none` without answers. */
  readonly verdict: 'met' | 'missed' | 'unclear' | 'none';
  /** The best of the model's own ways to answer, at this penalty. */
  readonly best: OwnBest | null;
}

/** Answering under stated stakes: whether it falls as errors cost more, and whether what is answered is right often enough. */
export interface BehaviouralCalibration {
  readonly change: StatedStakes['change'];
  readonly targets: readonly TargetCheck[];
}

/** The numbers of an audit. */
export interface AuditReport {
  readonly questions: number;
  readonly samples: number;
  readonly penalties: readonly number[];
  readonly arms: readonly ArmRates[];
  readonly differences: readonly ArmDifference[];
  readonly behaviour: BehaviouralCalibration;
  readonly level: number;
  readonly resamples: number;
}

export interface AuditShape {
  readonly questions: number;
  readonly samples: number;
  /** Rising, each once. */
  readonly penalties: readonly number[];
}

/** Arms that are compared: stating the stakes, and asking for agreement. */
const COMPARED: readonly (readonly [arm: Arm, against: Arm])[] = [
  ['open', 'closed'],
  ['closed-agree', 'closed'],
  ['open-agree', 'open'],
];

export function auditReport(rows: readonly AuditRow[], shape: AuditShape, options: BootstrapOptions): AuditReport {
  const { questions, samples, penalties } = shape;
  const sheets = armSheets(rows, questions, penalties);
  const arms = ARMS.filter((arm) => samples > 1 || !arm.endsWith('agree'));
  const rates = arms.flatMap((arm) => penalties.map((penalty) => armRates(arm, penalty, rows, sheets, options.level)));
  return {
    questions,
    samples,
    penalties,
    arms: rates,
    differences: COMPARED.filter(([arm]) => arms.includes(arm)).flatMap(([arm, against]) =>
      penalties.map((penalty) => ({
        arm,
        against,
        penalty,
        ...armDifference(sheets.sheet(arm, penalty), sheets.sheet(against, penalty), sheets.outcome, penalty, options),
      })),
    ),
    behaviour: behaviourOf(rows, shape, rates, options),
    level: options.level,
    resamples: options.resamples,
  };
}

function armRates(
  arm: Arm,
  penalty: number,
  rows: readonly AuditRow[],
  { sheet, outcome }: ArmSheets,
  level: number,
): ArmRates {
  const own = sheet(arm, penalty);
  const data = outcomeSums(own, outcome);
  const rate = (over: readonly number[], among: readonly number[]): MeasuredShare => {
    const share = clusteredShare(data, over, among, level);
    return { value: share?.value ?? null, interval: share?.interval ?? null };
  };
  const isOwn = (row: AuditRow): boolean => row.arm === arm && (!isOpen(arm) || row.penalty === penalty);
  return {
    arm,
    penalty,
    questions: own.questions,
    answers: own.rows.length,
    unusable: rows.filter((row) => isOwn(row) && row.outcome === 'unusable').length,
    accuracy: rate([1, 0, 0], [1, 1, 1]),
    errorRate: rate([0, 1, 0], [1, 1, 1]),
    abstentionRate: rate([0, 0, 1], [1, 1, 1]),
    accuracyAttempted: rate([1, 0, 0], [1, 1, 0]),
    score: own.rows.length === 0 ? { value: null, interval: null } : scoreAt(data, penalty, level),
  };
}

function scoreAt(data: CategorySums, penalty: number, level: number): MeasuredShare {
  const [right, error, abstention] = totalsOfSums(data);
  return {
    value: penalisedScore({ right, error, abstention }, penalty),
    interval: scoreInterval(data, penalty, level),
  };
}

function behaviourOf(
  rows: readonly AuditRow[],
  { questions, penalties }: AuditShape,
  rates: readonly ArmRates[],
  options: BootstrapOptions,
): BehaviouralCalibration {
  const { sheet, outcome, stakes } = stakesSheet(rows, questions);
  const { change, stakes: told } = statedStakes(sheet, { outcome, stakes }, [null, ...penalties], options);
  return {
    change,
    targets: penalties.map((penalty) => {
      const target = penalty / (1 + penalty);
      const { accuracyAttempted } = rates.find((each) => each.arm === 'open' && each.penalty === penalty)!;
      const stake = told.find((each) => each.penalty === penalty);
      return {
        penalty,
        target,
        answering: stake?.coverage ?? { value: null, interval: null },
        accuracyAttempted,
        verdict: verdictOf(accuracyAttempted, target),
        best: stake?.best ?? null,
      };
    }),
  };
}

function verdictOf({ interval }: MeasuredShare, target: number): TargetCheck['verdict'] {
  if (interval === null) return 'none';
  if (interval.lower >= target) return 'met';
  return interval.upper < target ? 'missed' : 'unclear';
}
