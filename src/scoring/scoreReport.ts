/** The whole re-scoring of graded answers. */
import { penalty } from '../theory/confidenceTarget.js';
import type { Interval } from '../theory/meanInterval.js';
import { percentileInterval } from './bootstrap.js';
import { type CalibrationReport, calibrationReport } from './calibrationReport.js';
import { type GradedAnswers, type ModelTotals, patternsOf, patternsOfTotals, tallies } from './gradedAnswers.js';
import { type BootstrapOptions, differenceInterval, rateInterval, replicate } from './intervals.js';
import { byName, type Flip, flips, ranking } from './ranking.js';
import { penalisedScore, type Rates, ratesOf } from './tally.js';

/** Confidence targets at which answers are scored, and settings of intervals and calibration. */
export interface ScoreOptions extends BootstrapOptions {
  /** Confidence targets t in [0, 1), each once. */
  readonly targets: readonly number[];
  /** Bins of calibration errors and reliability diagrams. */
  readonly bins: number;
}

/** Values by confidence target; the key is the target as it was written, such as "0.75". */
export type ByTarget<T> = Readonly<Record<string, T>>;

/** One model's rates, scores and intervals, and its calibration if confidences were stated. */
export interface ScoredModel extends Rates {
  readonly model: string;
  /** Number of questions asked; null for percentages that come without it. */
  readonly n: number | null;
  readonly scores: ByTarget<number>;
  /** Null if n is not known. Rates: exact (Clopper and Pearson). F1 and scores: bootstrap over questions. */
  readonly intervals: {
    readonly accuracy: Interval;
    readonly errorRate: Interval;
    readonly abstentionRate: Interval;
    readonly accuracyAttempted: Interval | null;
    readonly f1: Interval | null;
    readonly scores: ByTarget<Interval | null>;
  } | null;
  /** Present if confidences were stated for answered questions. */
  readonly calibration?: CalibrationReport;
}

/** A model and the next one in a ranking. */
export interface Difference {
  readonly ahead: string;
  readonly behind: string;
  readonly difference: number;
  /** Bootstrap over the questions, paired on questions that both were asked; null if an n is not known. */
  readonly interval: Interval | null;
}

/** The re-scored answers that `score --json` prints. */
export interface ScoreReport {
  /** Models in the order of their names. */
  readonly models: readonly ScoredModel[];
  /** Names by falling score; models of equal score by name. */
  readonly rankings: ByTarget<readonly string[]>;
  /** Groups of models of equal score, none of which is ahead. */
  readonly ties: ByTarget<readonly (readonly string[])[]>;
  readonly flips: readonly Flip[];
  readonly differences: ByTarget<readonly Difference[]>;
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
}

/**
 * Scores and ranks models, and measures their calibration. The order of rows does not matter.
 * @throws RangeError for a target outside [0, 1)
 */
export function scoreReport({ answers, totals }: GradedAnswers, options: ScoreOptions): ScoreReport {
  const { targets, level, resamples, seed } = options;
  const penalties = targets.map(penalty);
  const models: readonly ModelTotals[] = [...tallies(answers), ...totals].sort((a, b) => byName(a.model, b.model));
  const numberOf = new Map(models.map(({ model }, number) => [model, number]));
  const blocks = [
    patternsOf(
      answers,
      answers.models.map((model) => numberOf.get(model)!),
    ),
    ...models
      .filter(({ model }) => totals.some((each) => each.model === model))
      .map((each) => (each.n === null ? [] : patternsOfTotals({ ...each, n: each.n }, numberOf.get(each.model)!))),
  ].filter((block) => block.length > 0);
  const { scores, f1 } = replicate(blocks, models.length, penalties, options);
  const calibrations = calibrationReport(answers, options.bins);
  const byTarget = <T>(value: (target: number, at: number) => T): ByTarget<T> =>
    Object.fromEntries(targets.map((target, at) => [String(target), value(target, at)]));

  const scored = models.map((each, m): ScoredModel => {
    const rates = ratesOf(each);
    const { n } = each;
    const calibration = calibrations.get(each.model);
    return {
      model: each.model,
      n,
      ...rates,
      scores: byTarget((_, at) => penalisedScore(each, penalties[at])),
      intervals:
        n === null
          ? null
          : {
              accuracy: rateInterval(rates.accuracy, n, level),
              errorRate: rateInterval(rates.errorRate, n, level),
              abstentionRate: rateInterval(rates.abstentionRate, n, level),
              accuracyAttempted:
                rates.accuracyAttempted === null
                  ? null
                  : rateInterval(rates.accuracyAttempted, Math.round(n * (rates.accuracy + rates.errorRate)), level),
              f1: percentileInterval(f1[m], level),
              scores: byTarget((_, at) => percentileInterval(scores[m][at], level)),
            },
      ...(calibration && { calibration }),
    };
  });
  const rankings = penalties.map((lambda) => ranking(models, lambda));
  return {
    models: scored,
    rankings: byTarget((_, at) => rankings[at].order),
    ties: byTarget((_, at) => rankings[at].tied),
    flips: flips(models),
    differences: byTarget((target, at) =>
      rankings[at].order.slice(1).map((behind, place) => {
        const ahead = rankings[at].order[place];
        const [a, b] = [numberOf.get(ahead)!, numberOf.get(behind)!];
        const known = models[a].n !== null && models[b].n !== null;
        return {
          ahead,
          behind,
          difference: scored[a].scores[target] - scored[b].scores[target],
          interval: known ? differenceInterval(scores[a][at], scores[b][at], level) : null,
        };
      }),
    ),
    level,
    resamples,
    seed,
  };
}

/** A model's mean points per question at any confidence target, from its rates. @throws RangeError unless 0 ≤ target < 1 */
export function scoreAtTarget({ accuracy, errorRate }: Rates, target: number): number {
  return accuracy - penalty(target) * errorRate;
}
