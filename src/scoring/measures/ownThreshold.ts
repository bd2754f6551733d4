/** The threshold of confidence that would have scored best at each stated penalty, judged on questions that did not choose it. */
import { integer } from '../../random/integer.js';
import { stream } from '../../random/stream.js';
import type { Interval } from '../../theory/meanInterval.js';
import type { AnswerSheet } from '../clusters/answerSheet.js';
import type { CategorySums } from '../clusters/categorySums.js';
import { sideBySideSums } from '../clusters/pairedClusters.js';
import { type BootstrapOptions, differenceTest } from '../clusters/pairedDifference.js';
import { scoreOfSums } from '../clusters/scoreInterval.js';
import { outcomePlace } from '../gradedAnswers.js';
import { GRADED_OUTCOMES } from '../grader.js';

/**
 * The best threshold of a model's own at a penalty: its answers as under one of the stated penalties, those below a confidence turned
 * into abstentions. An answer without a confidence is given only where all are.
 */
export interface OwnThreshold {
  /** The stated penalty whose answers are taken, chosen on all questions; null for no stated one. */
  readonly answersAsAt: number | null;
  /** Answers of at least this confidence are given, chosen on all questions; 0: all; null: abstaining always scores best. */
  readonly threshold: number | null;
  /** Score at the penalty; each fifth of the questions is judged by the threshold that the other four choose. */
  readonly score: number;
  /** `score` less the score of the answers under the penalty itself: what the model loses by not heeding it as well. */
  readonly lost: number;
  /** Interval of `lost`, paired by question. It takes the thresholds as they were chosen. */
  readonly interval: Interval | null;
  /** Two-sided p of the difference on shared questions; null if there are none. */
  readonly p: number | null;
}

/** Answers of a model under one stated penalty, or under none. */
export interface StakeAnswers {
  readonly penalty: number | null;
  /** Outcomes by cluster. */
  readonly data: CategorySums;
}

const FOLDS = 5;
const OUTCOMES = GRADED_OUTCOMES.length;
const [RIGHT, ERROR, ABSTENTION] = (['right', 'error', 'abstention'] as const).map(outcomePlace);
/** Above so many different confidences, thresholds are multiples of one in as many. */
const MOST_LEVELS = 10_000;
/** Level of answers without a confidence: below all others, and above those of abstentions. */
const [ABSTAINED, UNSTATED] = [-1, 0];

/**
 * The best threshold at each of the stated penalties.
 * @param ways answers under each stake, with a sum for each cluster of the sheet
 * @param wayOf the place in `ways` of a row of the table, or −1
 * @returns nulls without confidences, and with fewer than ten clusters
 */
export function ownThresholds(
  sheet: AnswerSheet,
  columns: { readonly outcome: ArrayLike<number>; readonly confidence: ArrayLike<number> },
  ways: readonly StakeAnswers[],
  wayOf: (row: number) => number,
  options: BootstrapOptions,
): readonly (OwnThreshold | null)[] {
  const answers = levelledAnswers(sheet, columns, wayOf);
  if (answers === null || sheet.clusters < 2 * FOLDS) return ways.map(() => null);
  const folds = foldsOf(answers, sheet.clusters, options.seed);
  const points = pointsByLevel(answers, folds, ways.length);
  return ways.map(({ penalty, data }, own) => {
    if (penalty === null) return null;
    const choices = Array.from({ length: FOLDS }, (_, fold) => bestRule(points, penalty, own, fold));
    const chosen = sumsOfRules(answers, data, (cluster) => choices[folds[cluster]]);
    const { way, level } = bestRule(points, penalty, own, null);
    const [score, asTold] = [scoreOfSums(chosen, penalty), scoreOfSums(data, penalty)];
    const pair = sideBySideSums(chosen, data);
    const { interval, p } = differenceTest(pair, penalty, pair.times.length, options);
    return {
      answersAsAt: ways[way].penalty,
      threshold: level === Infinity ? null : level === UNSTATED ? 0 : answers.levels[level - 1],
      score,
      lost: score - asTold,
      interval,
      p,
    };
  });
}

/** Rows of a sheet, with confidences as places in their rising order. */
interface LevelledAnswers {
  readonly cluster: Uint32Array;
  readonly way: Int8Array;
  readonly outcome: Uint8Array;
  readonly weight: Float64Array;
  /** −1 for an abstention, 0 without a confidence, otherwise 1 + a place in `levels`. */
  readonly level: Int32Array;
  /** Confidences that stand for each level, rising. */
  readonly levels: Float64Array;
}

/** @returns null if no answer has a confidence */
function levelledAnswers(
  { rows, weights, clusterOf }: AnswerSheet,
  { outcome, confidence }: { readonly outcome: ArrayLike<number>; readonly confidence: ArrayLike<number> },
  wayOf: (row: number) => number,
): LevelledAnswers | null {
  const isStated = (row: number): boolean => outcome[row] !== ABSTENTION && !Number.isNaN(confidence[row]);
  const distinct = new Set<number>();
  for (const row of rows) if (distinct.size <= MOST_LEVELS && isStated(row)) distinct.add(confidence[row]);
  if (distinct.size === 0) return null;
  const isCoarse = distinct.size > MOST_LEVELS;
  const levels = isCoarse
    ? Float64Array.from({ length: MOST_LEVELS + 1 }, (_, at) => at / MOST_LEVELS)
    : Float64Array.from(distinct).sort();
  const places = new Map(Array.from(isCoarse ? [] : levels, (value, place) => [value, place]));
  const placeOf = (value: number): number => (isCoarse ? Math.floor(value * MOST_LEVELS) : places.get(value)!);
  let cluster = -1;
  return {
    cluster: Uint32Array.from(rows, (row, at) => {
      if (at === 0 || clusterOf[row] !== clusterOf[rows[at - 1]]) cluster++;
      return cluster;
    }),
    way: Int8Array.from(rows, wayOf),
    outcome: Uint8Array.from(rows, (row) => outcome[row]),
    weight: weights ?? new Float64Array(rows.length).fill(1),
    level: Int32Array.from(rows, (row) =>
      outcome[row] === ABSTENTION ? ABSTAINED : isStated(row) ? 1 + placeOf(confidence[row]) : UNSTATED,
    ),
    levels,
  };
}

/** The fold of each cluster. Clusters are drawn in the order of their contents, so that the order of rows does not matter. */
function foldsOf(
  { cluster, way, outcome, level, weight }: LevelledAnswers,
  clusters: number,
  seed: number,
): Uint8Array {
  const contents = Array.from({ length: clusters }, (): string[] => []);
  for (let at = 0; at < cluster.length; at++)
    contents[cluster[at]].push(`${way[at]} ${outcome[at]} ${level[at]} ${weight[at]}`);
  const texts = contents.map((some) => some.sort().join());
  const order = [...texts.keys()].sort((a, b) => (texts[a] < texts[b] ? -1 : texts[a] > texts[b] ? 1 : 0));
  const bits = stream(seed, 'bootstrap/folds');
  const folds = new Uint8Array(clusters);
  for (const each of order) folds[each] = integer(bits, FOLDS);
  return folds;
}

/** Weights of right and wrong answers by way, fold and level, and of all answers by way and fold. */
interface PointsByLevel {
  /** [ways, folds, levels]; level 0 is that of answers without a confidence. */
  readonly right: Float64Array;
  readonly wrong: Float64Array;
  /** [ways, folds] */
  readonly all: Float64Array;
  readonly levels: number;
  readonly ways: number;
}

function pointsByLevel(answers: LevelledAnswers, folds: Uint8Array, ways: number): PointsByLevel {
  const { cluster, way, outcome, weight, level, levels } = answers;
  const width = 1 + levels.length;
  const [right, wrong] = [0, 1].map(() => new Float64Array(ways * FOLDS * width));
  const all = new Float64Array(ways * FOLDS);
  for (let at = 0; at < cluster.length; at++) {
    if (way[at] < 0) continue;
    const part = way[at] * FOLDS + folds[cluster[at]];
    all[part] += weight[at];
    if (level[at] < 0) continue;
    (outcome[at] === RIGHT ? right : wrong)[part * width + level[at]] += weight[at];
  }
  return { right, wrong, all, levels: width, ways };
}

/** Answers of one way from one level on; those below it, and all others, are abstentions. */
interface Rule {
  readonly way: number;
  /** Infinity for abstaining always. */
  readonly level: number;
}

/**
 * The rule of greatest mean score outside a fold. Of equal ones answers as they are under the stake itself come first, then abstaining,
 * then low thresholds: one that nothing outside the fold reaches has no score that speaks for it.
 */
function bestRule(points: PointsByLevel, penalty: number, own: number, without: number | null): Rule {
  const { levels, ways } = points;
  const asTold = outsideOf(points, penalty, own, without)[UNSTATED];
  let best = { way: own, level: asTold < 0 ? Infinity : UNSTATED, score: Math.max(0, asTold) };
  for (const way of [own, ...Array.from({ length: ways }, (_, at) => at).filter((at) => at !== own)]) {
    const scores = outsideOf(points, penalty, way, without);
    for (let level = 0; level < levels; level++)
      if (scores[level] > best.score) best = { way, level, score: scores[level] };
  }
  return best;
}

/** [levels]: mean score of a way's answers from each level on, outside a fold; −∞ where it has none there. */
function outsideOf(
  { right, wrong, all, levels }: PointsByLevel,
  penalty: number,
  way: number,
  without: number | null,
): Float64Array {
  const scores = new Float64Array(levels);
  let among = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    if (fold === without) continue;
    const part = way * FOLDS + fold;
    among += all[part];
    for (let level = 0; level < levels; level++)
      scores[level] += right[part * levels + level] - penalty * wrong[part * levels + level];
  }
  if (among === 0) return scores.fill(-Infinity);
  for (let level = levels - 2; level >= 0; level--) scores[level] += scores[level + 1];
  return scores.map((sum) => sum / among);
}

/** Outcomes by cluster if each is answered by its rule. */
function sumsOfRules(answers: LevelledAnswers, like: CategorySums, ruleOf: (cluster: number) => Rule): CategorySums {
  const { cluster, way, outcome, weight, level } = answers;
  const sums = new Float64Array(like.sums.length);
  const counts = new Float64Array(OUTCOMES);
  for (let at = 0; at < cluster.length; at++) {
    const rule = ruleOf(cluster[at]);
    if (way[at] !== rule.way) continue;
    const isGiven = level[at] >= rule.level;
    const as = !isGiven ? ABSTENTION : outcome[at] === RIGHT ? RIGHT : ERROR;
    sums[OUTCOMES * cluster[at] + as] += weight[at];
    counts[as]++;
  }
  return { ...like, sums, answers: counts };
}
