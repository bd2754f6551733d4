/** The difference of two arms, paired by question: bootstrap intervals and exact tests of `score`. */
import type { AnswerSheet } from '../scoring/clusters/answerSheet.js';
import { type PairedClusters, pairedSheets } from '../scoring/clusters/pairedClusters.js';
import { type BootstrapOptions, differenceTest } from '../scoring/clusters/pairedDifference.js';
import { GRADED_OUTCOMES, type GradedOutcome } from '../scoring/grader.js';
import type { Interval } from '../theory/meanInterval.js';

/** A difference with its bootstrap interval, and the two-sided p of the sign-flip test over questions. */
export interface TestedDifference {
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly p: number | null;
}

export interface MeasuredDifferences {
  /** Questions that both arms answered. */
  readonly shared: number;
  readonly accuracy: TestedDifference;
  readonly errorRate: TestedDifference;
  readonly abstentionRate: TestedDifference;
  readonly score: TestedDifference;
}

const OUTCOMES = GRADED_OUTCOMES.length;
const [RIGHT, ABSTENTION] = [GRADED_OUTCOMES.indexOf('right'), GRADED_OUTCOMES.indexOf('abstention')];

/** The one arm less the other. Questions of which one arm has no answer that can be graded are left out. */
export function armDifference(
  one: AnswerSheet,
  other: AnswerSheet,
  outcome: readonly number[],
  penalty: number,
  options: BootstrapOptions,
): MeasuredDifferences {
  const scores = sharedPairs(pairedSheets(one, other, outcome));
  // A share is a score at penalty 0 in which the outcome itself earns the point.
  const share = (counted: GradedOutcome): TestedDifference => {
    const place = GRADED_OUTCOMES.indexOf(counted);
    const hits = outcome.map((each) => (each === place ? RIGHT : ABSTENTION));
    return differenceOf(sharedPairs(pairedSheets(one, other, hits)), 0, options);
  };
  return {
    shared: scores.shared ?? 0,
    accuracy: share('right'),
    errorRate: share('error'),
    abstentionRate: share('abstention'),
    score: differenceOf(scores, penalty, options),
  };
}

function differenceOf(pair: PairedClusters, penalty: number, options: BootstrapOptions): TestedDifference {
  if (pair.times.length === 0) return { difference: null, interval: null, p: null };
  const { interval, p } = differenceTest(pair, penalty, pair.shared ?? 0, options);
  return { difference: meanOf(pair, 0, penalty) - meanOf(pair, 1, penalty), interval, p };
}

/** The clusters that both sides were asked. */
function sharedPairs({ sums, times, shared }: PairedClusters): PairedClusters {
  const width = 2 * OUTCOMES;
  const both = [...times.keys()].filter((c) =>
    [0, 1].every((side) =>
      sums.subarray(width * c + OUTCOMES * side, width * c + OUTCOMES * (side + 1)).some((x) => x > 0),
    ),
  );
  return {
    sums: Float64Array.from(both.flatMap((c) => [...sums.subarray(width * c, width * (c + 1))])),
    times: Float64Array.from(both, (c) => times[c]),
    shared,
    blocks: [both.length],
  };
}

/** Mean points per question of one side. */
function meanOf({ sums, times }: PairedClusters, side: number, penalty: number): number {
  let [points, weight] = [0, 0];
  for (let c = 0; c < times.length; c++) {
    const at = OUTCOMES * (2 * c + side);
    const [right, error, abstention] = sums.subarray(at, at + OUTCOMES);
    points += times[c] * (right - penalty * error);
    weight += times[c] * (right + error + abstention);
  }
  return points / weight;
}
