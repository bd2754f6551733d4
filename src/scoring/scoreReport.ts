/** The whole re-scoring of graded answers. */
import { penalty } from '../theory/confidenceTarget.js';
import type { Interval } from '../theory/meanInterval.js';
import { type CalibrationReport, calibrationReport } from './calibrationReport.js';
import { type AnswerSheet, answerSheets } from './clusters/answerSheet.js';
import { type CategorySums, outcomeSums, sumsOfTotals, totalsOfSums } from './clusters/categorySums.js';
import { clusteredShare } from './clusters/clusteredShare.js';
import { pairedSheets, unpairedSums } from './clusters/pairedClusters.js';
import { type BootstrapOptions, type DifferenceTest, differenceTest } from './clusters/pairedDifference.js';
import { scoreInterval } from './clusters/scoreInterval.js';
import type { GradedAnswers, ModelTotals, UnusableAnswers } from './gradedAnswers.js';
import { type Answerability, answerabilityOf } from './measures/answerability.js';
import { type Audit, type AuditedRates, auditedRates, auditOf } from './measures/auditedRates.js';
import { type ForecastScores, forecastScores } from './measures/forecastScores.js';
import { type GroupRates, groupRates } from './measures/groupRates.js';
import { type HallucinationRates, hallucinationRates } from './measures/hallucinationRates.js';
import { type Leaders, leadersOf } from './measures/leaders.js';
import { type RepeatedSamples, repeatedSamples } from './measures/repeatedSamples.js';
import { distinctStakes, type StatedStakes, statedStakes } from './measures/statedStakes.js';
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

/** One model's rates, scores and intervals, and all that its columns allow. */
export interface ScoredModel extends Rates {
  readonly model: string;
  /** Number of questions asked; null for percentages that come without it. */
  readonly n: number | null;
  /** Number of answers, more than n where questions were asked again; null where n is. */
  readonly answers: number | null;
  /** Number of clusters that are taken to be independent: questions, or what `--cluster` names; null where n is. */
  readonly clusters: number | null;
  readonly scores: ByTarget<number>;
  /** Null if n is not known. Exact for independent answers (Clopper and Pearson), with effective numbers of draws for clusters. */
  readonly intervals: {
    readonly accuracy: Interval;
    readonly errorRate: Interval;
    readonly abstentionRate: Interval;
    readonly accuracyAttempted: Interval | null;
    readonly f1: Interval | null;
    readonly scores: ByTarget<Interval | null>;
  } | null;
  /** Numbers that others call hallucination rate, by name. */
  readonly hallucination: HallucinationRates;
  /** Present if confidences were stated for answered questions. */
  readonly calibration?: CalibrationReport;
  /** Present with a column that says which questions have an answer. */
  readonly answerability?: Answerability;
  /** Present with a column of groups. */
  readonly groups?: readonly GroupRates[];
  /** Present with a column of answered texts, if questions were asked again. */
  readonly repeated?: RepeatedSamples;
  /** Present with a column of stated stakes. */
  readonly stakes?: StatedStakes;
  /** Present with a column of stated distributions. */
  readonly forecasts?: ForecastScores;
  /** Present with a column of audited outcomes. */
  readonly audited?: AuditedRates;
}

/** A model and the next one in a ranking. */
export interface Difference extends DifferenceTest {
  readonly ahead: string;
  readonly behind: string;
  readonly difference: number;
  /** True unless the models share fewer than half of their clusters, so that the difference may be that of the questions. */
  readonly comparable: boolean;
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
  /** Models that lead as errors cost more. */
  readonly leaders: Leaders;
  readonly differences: ByTarget<readonly Difference[]>;
  /** The audited sample, if there is one. */
  readonly audit?: Audit;
  /** Empty, cut or unreadable answers, which are in no rate. */
  readonly unusable: readonly UnusableAnswers[];
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
}

/** A model's answers as far as they are known: a sheet of them, or totals. */
interface Asked {
  readonly totals: ModelTotals;
  readonly sheet: AnswerSheet | null;
  /** Outcomes by cluster; null where the number of questions is not known. */
  readonly data: CategorySums | null;
}

const [RIGHT, ERROR, ABSTENTION, ATTEMPTED, ALL] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 0],
  [1, 1, 1],
];
/** Weights of F1 as a ratio: 2 right / (all + attempted). */
const [F1_OVER, F1_AMONG] = [
  [2, 0, 0],
  [2, 2, 1],
];

/**
 * Scores and ranks models, and measures their calibration. The order of rows does not matter.
 * @throws RangeError for a target outside [0, 1)
 */
export function scoreReport(graded: GradedAnswers, options: ScoreOptions): ScoreReport {
  const { answers } = graded;
  const { targets, level, resamples, seed } = options;
  const penalties = targets.map(penalty);
  const asked = askedModels(graded);
  const stakes = answers.extras?.stakes && distinctStakes(answers.extras.stakes);
  const audit = answers.extras?.audited && auditOf(answers.outcome, answers.extras.audited, level);
  const scored = asked.map((each) => scoredModel(each, graded, { penalties, stakes, audit, options }));
  const models = asked.map(({ totals }) => totals);
  const rankings = penalties.map((lambda) => ranking(models, lambda));
  const byTarget = <T>(value: (target: number, at: number) => T): ByTarget<T> =>
    Object.fromEntries(targets.map((target, at) => [String(target), value(target, at)]));
  const differenceOf = differences(asked, answers.outcome, options);
  const found = flips(models);
  return {
    models: scored,
    rankings: byTarget((_, at) => rankings[at].order),
    ties: byTarget((_, at) => rankings[at].tied),
    flips: found,
    leaders: leadersOf(models, found),
    differences: byTarget((_, at) =>
      rankings[at].order
        .slice(1)
        .map((behind, place) => differenceOf(rankings[at].order[place], behind, penalties[at])),
    ),
    ...(audit && { audit }),
    unusable: graded.unusable ?? [],
    level,
    resamples,
    seed,
  };
}

/** Models in the order of their names. */
function askedModels({ answers, totals }: GradedAnswers): readonly Asked[] {
  const fromRows = answerSheets(answers).map((sheet): Asked => {
    const data = outcomeSums(sheet, answers.outcome);
    const [right, error, abstention] = totalsOfSums(data);
    return { totals: { model: sheet.model, right, error, abstention, n: sheet.questions }, sheet, data };
  });
  const fromTotals = totals.map(
    (each): Asked => ({
      totals: each,
      sheet: null,
      data: each.n === null ? null : sumsOfTotals({ ...each, n: each.n }),
    }),
  );
  return [...fromRows, ...fromTotals].sort((a, b) => byName(a.totals.model, b.totals.model));
}

interface Setting {
  readonly penalties: readonly number[];
  readonly stakes: readonly (number | null)[] | undefined;
  readonly audit: Audit | null | undefined;
  readonly options: ScoreOptions;
}

function scoredModel({ totals, sheet, data }: Asked, graded: GradedAnswers, setting: Setting): ScoredModel {
  const { penalties, options } = setting;
  const { targets, level } = options;
  const byTarget = <T>(value: (at: number) => T): ByTarget<T> =>
    Object.fromEntries(targets.map((target, at) => [String(target), value(at)]));
  const interval = (over: readonly number[], among: readonly number[]): Interval | null =>
    data === null ? null : (clusteredShare(data, over, among, level)?.interval ?? null);
  return {
    model: totals.model,
    n: totals.n,
    answers: sheet?.rows.length ?? totals.n,
    clusters: sheet?.clusters ?? totals.n,
    ...ratesOf(totals),
    scores: byTarget((at) => penalisedScore(totals, penalties[at])),
    intervals:
      data === null
        ? null
        : {
            accuracy: interval(RIGHT, ALL)!,
            errorRate: interval(ERROR, ALL)!,
            abstentionRate: interval(ABSTENTION, ALL)!,
            accuracyAttempted: interval(RIGHT, ATTEMPTED),
            f1: interval(F1_OVER, F1_AMONG),
            scores: byTarget((at) => scoreInterval(data, penalties[at], level)),
          },
    hallucination: hallucinationRates(totals, data, level),
    ...(sheet !== null && data !== null && figuresOfColumns(sheet, data, graded, setting)),
  };
}

/** Figures of the columns that the rows have. */
function figuresOfColumns(
  sheet: AnswerSheet,
  data: CategorySums,
  { answers }: GradedAnswers,
  { penalties, stakes, audit, options }: Setting,
): Partial<ScoredModel> {
  const { outcome, confidence, extras } = answers;
  const calibration = calibrationReport(sheet, answers, penalties, options);
  // Answers under different stakes are no repeated samples of one answer.
  const repeated =
    extras?.answer !== undefined && extras.stakes === undefined
      ? repeatedSamples(sheet, answers, extras.answer, penalties, options)
      : null;
  const forecasts = extras?.forecast && forecastScores(sheet, extras.forecast, options);
  return {
    ...(calibration && { calibration }),
    ...(forecasts && { forecasts }),
    ...(extras?.answerable && { answerability: answerabilityOf(sheet, outcome, extras.answerable, options.level) }),
    ...(extras?.group && { groups: groupRates(sheet, outcome, extras.group, options.level) }),
    ...(repeated && { repeated }),
    ...(extras?.stakes &&
      stakes && { stakes: statedStakes(sheet, { outcome, confidence, stakes: extras.stakes }, stakes, options) }),
    ...(audit && { audited: auditedRates(data, audit, options.level) }),
  };
}

/** Least share of the smaller model's clusters that two models share, to be compared without a word. */
const LEAST_SHARED = 0.5;

/** Differences of pairs; each pair is laid side by side once. */
function differences(
  asked: readonly Asked[],
  outcome: ArrayLike<number>,
  options: ScoreOptions,
): (ahead: string, behind: string, lambda: number) => Difference {
  const byModel = new Map(asked.map((each) => [each.totals.model, each]));
  const pairs = new Map<string, ReturnType<typeof pairedSheets> | null>();
  const pairOf = (one: Asked, other: Asked): ReturnType<typeof pairedSheets> | null => {
    if (one.sheet !== null && other.sheet !== null) return pairedSheets(one.sheet, other.sheet, outcome);
    return one.data === null || other.data === null ? null : unpairedSums(one.data, other.data);
  };
  return (ahead, behind, lambda) => {
    const [one, other] = [byModel.get(ahead)!, byModel.get(behind)!];
    const key = JSON.stringify([ahead, behind]);
    if (!pairs.has(key)) pairs.set(key, pairOf(one, other));
    const pair = pairs.get(key)!;
    const fewer = Math.min(one.sheet?.clusters ?? 0, other.sheet?.clusters ?? 0);
    return {
      ahead,
      behind,
      difference: penalisedScore(one.totals, lambda) - penalisedScore(other.totals, lambda),
      comparable: pair === null || pair.shared === null || pair.shared >= LEAST_SHARED * fewer,
      ...(pair === null
        ? { interval: null, p: null, shared: null, detectable: null, questionsNeeded: null }
        : differenceTest(pair, lambda, Math.min(one.totals.n!, other.totals.n!), options)),
    };
  };
}

/** A model's mean points per question at any confidence target, from its rates. @throws RangeError unless 0 ≤ target < 1 */
export function scoreAtTarget({ accuracy, errorRate }: Rates, target: number): number {
  return accuracy - penalty(target) * errorRate;
}
