/** Answers under stakes that the prompt states: does a model abstain more, and err less, where errors cost more [N26]? */
import { UserError } from '../../errors/userError.js';
import type { Interval } from '../../theory/meanInterval.js';
import { signFlipTest } from '../../theory/shares/signFlipTest.js';
import type { AnswerSheet } from '../clusters/answerSheet.js';
import { type CategorySums, categorySums } from '../clusters/categorySums.js';
import { clusteredShare } from '../clusters/clusteredShare.js';
import { sideBySideSums } from '../clusters/pairedClusters.js';
import { type BootstrapOptions, type DifferenceTest, differenceTest } from '../clusters/pairedDifference.js';
import { scoreInterval, scoreOfSums } from '../clusters/scoreInterval.js';
import { GRADED_OUTCOMES } from '../grader.js';
import { type OwnThreshold, ownThresholds, type StakeAnswers } from './ownThreshold.js';

/** Rates and the score of the answers under one stated penalty. */
export interface StakeRates {
  /** Penalty λ that the prompt stated; null where it stated none (a closed rubric). */
  readonly penalty: number | null;
  /** Confidence target λ/(1 + λ). */
  readonly target: number | null;
  readonly answers: number;
  /** Share of questions that were attempted. */
  readonly coverage: StakeRate;
  readonly accuracy: StakeRate;
  readonly errorRate: StakeRate;
  readonly accuracyAttempted: StakeRate;
  /** Score at the stated penalty; null where none was stated. */
  readonly score: StakeRate | null;
  /** The best that the model could have had at this penalty; null where none was stated. */
  readonly best: OwnBest | null;
  /** The best threshold of its own at this penalty; null without a stated penalty, without confidences, and below ten clusters. */
  readonly threshold: OwnThreshold | null;
}

/** A rate; null where nothing is below the line. */
export interface StakeRate {
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** The way of answering, among the model's own, that scores best at a penalty. */
export interface OwnBest {
  /** The stated penalty under which the model answered so; null for no stated one; 'abstain' for abstaining always. */
  readonly answersAsAt: number | null | 'abstain';
  readonly score: number;
  /** Score of that way less the score of the answers under the penalty itself: what the model loses by not heeding it. */
  readonly lost: number;
  /** Two-sided p of the difference on shared questions, times the number of ways that were compared; null for none. */
  readonly p: number | null;
}

/** A model's answers under stated stakes. */
export interface StatedStakes {
  /** By rising penalty; answers without a stated one first. */
  readonly stakes: readonly StakeRates[];
  /** Least against greatest stated penalty, on questions; null with fewer than two. */
  readonly change: {
    readonly from: number;
    readonly to: number;
    readonly coverage: DifferenceTest & { readonly difference: number };
    readonly errorRate: DifferenceTest & { readonly difference: number };
    readonly accuracyAttempted: { readonly difference: number | null; readonly interval: Interval | null };
    /** Two-sided p of a trend of coverage over all stakes: the sign-flip test of each question's slope. */
    readonly trendP: number | null;
  } | null;
}

/** More different stakes are no stakes. */
const MOST_STAKES = 50;
const OUTCOMES = GRADED_OUTCOMES.length;
const ALL = [1, 1, 1];

/** Distinct stakes of all rows by rising penalty, null for none first. @throws UserError for more than fifty */
export function distinctStakes(stakes: ArrayLike<number>): readonly (number | null)[] {
  const found = new Set<number>();
  let untold = false;
  for (let row = 0; row < stakes.length; row++) {
    if (Number.isNaN(stakes[row])) untold = true;
    else found.add(stakes[row]);
    if (found.size > MOST_STAKES)
      throw new UserError({
        code: 'too-many-stakes',
        summary: `more than ${MOST_STAKES} different stakes`,
        where: '--stakes-column',
        hint: 'the column must hold the penalty or the target that the prompt stated',
      });
  }
  return [...(untold ? [null] : []), ...[...found].sort((a, b) => a - b)];
}

/** Columns by row of the table. */
export interface StakesColumns {
  readonly outcome: ArrayLike<number>;
  /** NaN if none was stated. */
  readonly stakes: ArrayLike<number>;
  /** NaN if none was stated; without it there are no thresholds. */
  readonly confidence?: ArrayLike<number>;
}

/** @param all distinct stakes of the table */
export function statedStakes(
  sheet: AnswerSheet,
  { outcome, stakes, confidence }: StakesColumns,
  all: readonly (number | null)[],
  options: BootstrapOptions,
): StatedStakes {
  const isUnder = (row: number, penalty: number | null): boolean =>
    penalty === null ? Number.isNaN(stakes[row]) : stakes[row] === penalty;
  const present = all
    .map((penalty) => ({
      penalty,
      data: categorySums(apart(sheet), OUTCOMES, (row) => (isUnder(row, penalty) ? outcome[row] : -1)),
    }))
    .filter(({ data }) => data.answers.some((count) => count > 0));
  const told = present.filter((each): each is { penalty: number; data: CategorySums } => each.penalty !== null);
  const thresholds =
    confidence &&
    ownThresholds(
      sheet,
      { outcome, confidence },
      present,
      (row) => present.findIndex(({ penalty }) => isUnder(row, penalty)),
      options,
    );
  return {
    stakes: present.map(({ penalty, data }, at) => ({
      ...stakeRates(penalty, data, present, options),
      threshold: thresholds?.[at] ?? null,
    })),
    change: told.length < 2 ? null : changeOf(told, options),
  };
}

/** The sheet, with a sum for each cluster even where all are one answer, so that sums of two stakes lie side by side. */
function apart(sheet: AnswerSheet): AnswerSheet {
  return { ...sheet, single: false };
}

function stakeRates(
  penalty: number | null,
  data: CategorySums,
  present: readonly StakeAnswers[],
  options: BootstrapOptions,
): Omit<StakeRates, 'threshold'> {
  const { level } = options;
  const rate = (over: readonly number[], among: readonly number[]): StakeRate => {
    const share = clusteredShare(data, over, among, level);
    return { value: share?.value ?? null, interval: share?.interval ?? null };
  };
  return {
    penalty,
    target: penalty === null ? null : penalty / (1 + penalty),
    answers: data.answers.reduce((sum, count) => sum + count, 0),
    coverage: rate([1, 1, 0], ALL),
    accuracy: rate([1, 0, 0], ALL),
    errorRate: rate([0, 1, 0], ALL),
    accuracyAttempted: rate([1, 0, 0], [1, 1, 0]),
    score:
      penalty === null ? null : { value: scoreOfSums(data, penalty), interval: scoreInterval(data, penalty, level) },
    best: penalty === null ? null : ownBest(penalty, data, present, options),
  };
}

function ownBest(
  penalty: number,
  data: CategorySums,
  present: readonly StakeAnswers[],
  options: BootstrapOptions,
): OwnBest {
  const own = scoreOfSums(data, penalty);
  const ways = present.map((way) => ({ ...way, score: scoreOfSums(way.data, penalty) }));
  const best = ways.reduce((most, way) => (way.score > most.score ? way : most));
  if (best.score <= 0 && own < 0) return { answersAsAt: 'abstain', score: 0, lost: -own, p: null };
  if (!(best.score > own)) return { answersAsAt: penalty, score: own, lost: 0, p: null };
  const { p } = differenceTest(sideBySideSums(best.data, data), penalty, data.times.length, {
    ...options,
    resamples: 1,
  });
  return {
    answersAsAt: best.penalty,
    score: best.score,
    lost: best.score - own,
    p: p === null ? null : Math.min(1, p * (ways.length - 1)),
  };
}

function changeOf(
  told: readonly { readonly penalty: number; readonly data: CategorySums }[],
  options: BootstrapOptions,
): StatedStakes['change'] {
  const [first, last] = [told[0], told[told.length - 1]];
  // A question counts 1 where it was attempted (or answered wrongly), so that the difference of scores at λ = 0 is that of shares.
  const difference = (weights: readonly number[]): DifferenceTest & { readonly difference: number } => {
    const [from, to] = [first.data, last.data].map((data) => asHits(data, weights));
    return {
      difference: scoreOfSums(to, 0) - scoreOfSums(from, 0),
      ...differenceTest(sideBySideSums(to, from), 0, first.data.times.length, options),
    };
  };
  const attempted = [first.data, last.data].map((data) => clusteredShare(data, [1, 0, 0], [1, 1, 0], options.level));
  return {
    from: first.penalty,
    to: last.penalty,
    coverage: difference([1, 1, 0]),
    errorRate: difference([0, 1, 0]),
    accuracyAttempted: {
      difference: attempted.every((share) => share !== null) ? attempted[1].value - attempted[0].value : null,
      interval: attemptedInterval(first.data, last.data, options),
    },
    trendP: trend(told.map(({ data }) => data)),
  };
}

/** Outcomes with those of some categories as right answers and all others as abstentions. */
function asHits(data: CategorySums, weights: readonly number[]): CategorySums {
  const sums = new Float64Array(data.sums.length);
  for (let c = 0; c < data.times.length; c++)
    for (let k = 0; k < OUTCOMES; k++) sums[OUTCOMES * c + (weights[k] === 1 ? 0 : 2)] += data.sums[OUTCOMES * c + k];
  return { ...data, sums };
}

/** Interval of the change in the share right among attempted questions: those questions alone are counted, each with both stakes. */
function attemptedInterval(from: CategorySums, to: CategorySums, options: BootstrapOptions): Interval | null {
  const [before, after] = [from, to].map((data) => {
    const sums = data.sums.slice();
    for (let c = 0; c < data.times.length; c++) sums[OUTCOMES * c + 2] = 0;
    return { ...data, sums };
  });
  const pair = sideBySideSums(after, before);
  return pair.times.length === 0 ? null : differenceTest(pair, 0, pair.times.length, options).interval;
}

/** Test of a trend over the stakes, in questions that were asked under each. */
function trend(all: readonly CategorySums[]): number | null {
  const middle = (all.length - 1) / 2;
  const slopes: { times: number; difference: number }[] = [];
  for (let c = 0; c < all[0].times.length; c++) {
    let [slope, asked] = [0, true];
    for (const [rank, { sums }] of all.entries()) {
      const [right, error, abstention] = sums.subarray(OUTCOMES * c, OUTCOMES * (c + 1));
      const weight = right + error + abstention;
      asked &&= weight > 0;
      slope += weight > 0 ? (rank - middle) * ((right + error) / weight) : 0;
    }
    if (asked) slopes.push({ times: 1, difference: slope });
  }
  return slopes.length === 0 ? null : signFlipTest(slopes).p;
}
