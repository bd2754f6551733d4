/** Several answers of one model to one question: their agreement as a confidence, and as a reason to abstain. */
import type { Interval } from '../../theory/meanInterval.js';
import { brierOfLevels, errorOfLevels } from '../calibrationError.js';
import type { AnswerSheet } from '../clusters/answerSheet.js';
import type { CategorySums } from '../clusters/categorySums.js';
import { clusteredShare } from '../clusters/clusteredShare.js';
import type { ConfidenceUnits } from '../clusters/confidenceUnits.js';
import type { PairedClusters } from '../clusters/pairedClusters.js';
import { type BootstrapOptions, type DifferenceTest, differenceTest } from '../clusters/pairedDifference.js';
import { scoreInterval } from '../clusters/scoreInterval.js';
import { confidenceLevels } from '../confidentAnswers.js';
import { rocOfLevels } from '../discrimination.js';
import { type AnswerColumns, outcomePlace } from '../gradedAnswers.js';
import { penalisedScore } from '../tally.js';
import { type ThresholdAdvice, thresholdAdvice } from './thresholdAdvice.js';

/** A rule that makes one outcome of several samples: its rates, and its score at each target. */
export interface SampledRule {
  readonly accuracy: SampledRate;
  readonly errorRate: SampledRate;
  readonly abstentionRate: SampledRate;
  readonly scores: Readonly<Record<string, SampledRate>>;
}

export interface SampledRate {
  readonly value: number;
  readonly interval: Interval | null;
}

/** Rules and confidences from the samples of questions that were answered at least twice. */
export interface RepeatedSamples {
  readonly questions: number;
  readonly samples: number;
  /** One sample, as it comes. */
  readonly one: SampledRule;
  /** The most frequent answer, abstaining being one; of several equally frequent ones any. */
  readonly vote: SampledRule;
  /** Answers only if two samples have the same text; averaged over all pairs of samples [N26]. */
  readonly twoAgree: SampledRule;
  /** Gain of `twoAgree` over one sample at each target. */
  readonly gain: Readonly<Record<string, DifferenceTest & { readonly difference: number }>>;
  /** The share of samples with the voted answer as a confidence in it; null if every vote abstains. */
  readonly voteShare: {
    readonly answered: number;
    readonly ece: number;
    readonly brier: number;
    readonly auroc: number | null;
    readonly thresholds: Readonly<Record<string, ThresholdAdvice | null>>;
  } | null;
}

export interface SampleOptions extends BootstrapOptions {
  readonly bins: number;
  readonly targets: readonly number[];
}

/** One question's samples as shares of outcomes under each rule. */
interface SampledQuestion {
  readonly cluster: number;
  readonly samples: number;
  readonly one: readonly number[];
  readonly vote: readonly number[];
  readonly twoAgree: readonly number[];
  /** Share of samples with the voted answer. */
  readonly share: number;
}

/** Samples of one sheet; null if no question was answered twice. @param answer number of the text, by row */
export function repeatedSamples(
  sheet: AnswerSheet,
  { outcome, question }: AnswerColumns,
  answer: ArrayLike<number>,
  penalties: readonly number[],
  options: SampleOptions,
): RepeatedSamples | null {
  const questions = sampledQuestions(sheet, question, outcome, answer);
  if (questions.length === 0) return null;
  const sumsOf = (rule: 'one' | 'vote' | 'twoAgree'): CategorySums => outcomesOf(questions, (each) => each[rule]);
  const [one, vote, twoAgree] = [sumsOf('one'), sumsOf('vote'), sumsOf('twoAgree')];
  const ruleOf = (data: CategorySums): SampledRule => sampledRule(data, penalties, options);
  const rules = { one: ruleOf(one), vote: ruleOf(vote), twoAgree: ruleOf(twoAgree) };
  const pair = sideBySide(twoAgree, one);
  return {
    questions: questions.length,
    samples: questions.reduce((sum, { samples }) => sum + samples, 0),
    ...rules,
    gain: Object.fromEntries(
      options.targets.map((target, at) => [
        String(target),
        {
          difference: rules.twoAgree.scores[String(target)].value - rules.one.scores[String(target)].value,
          ...differenceTest(pair, penalties[at], questions.length, options),
        },
      ]),
    ),
    voteShare: voteShares(questions, penalties, options),
  };
}

function sampledQuestions(
  { rows, clusterOf }: AnswerSheet,
  question: ArrayLike<number>,
  outcome: ArrayLike<number>,
  answer: ArrayLike<number>,
): readonly SampledQuestion[] {
  const found: SampledQuestion[] = [];
  for (let start = 0, end = 0; start < rows.length; start = end) {
    while (end < rows.length && question[rows[end]] === question[rows[start]]) end++;
    if (end - start > 1)
      found.push(sampledQuestion(rows.subarray(start, end), clusterOf[rows[start]], outcome, answer));
  }
  return found;
}

function sampledQuestion(
  rows: Uint32Array,
  cluster: number,
  outcome: ArrayLike<number>,
  answer: ArrayLike<number>,
): SampledQuestion {
  const [right, abstention] = [outcomePlace('right'), outcomePlace('abstention')];
  const k = rows.length;
  const one = [0, 0, 0];
  const texts = new Map<number, { count: number; right: number }>();
  for (const row of rows) {
    one[outcome[row]] += 1 / k;
    // All abstentions are one answer, whatever their words.
    const text = outcome[row] === abstention ? -1 : answer[row];
    const known = texts.get(text) ?? { count: 0, right: 0 };
    known.count++;
    known.right += outcome[row] === right ? 1 : 0;
    texts.set(text, known);
  }
  const most = Math.max(...[...texts.values()].map(({ count }) => count));
  const voted = [...texts].filter(([, { count }]) => count === most);
  const [vote, twoAgree] = [
    [0, 0, 0],
    [0, 0, 1],
  ];
  for (const [text, { right: rights }] of voted) {
    if (text === -1) vote[2] += 1 / voted.length;
    else {
      vote[0] += rights / most / voted.length;
      vote[1] += (1 - rights / most) / voted.length;
    }
  }
  for (const [text, { count, right: rights }] of texts) {
    if (text === -1) continue;
    const pairs = (count * (count - 1)) / (k * (k - 1));
    twoAgree[0] += (pairs * rights) / count;
    twoAgree[1] += pairs * (1 - rights / count);
    twoAgree[2] -= pairs;
  }
  twoAgree[2] = Math.max(0, twoAgree[2]);
  return { cluster, samples: k, one, vote, twoAgree, share: most / k };
}

/** Shares of outcomes, summed by cluster. Questions of a cluster stand together. */
function outcomesOf(
  questions: readonly SampledQuestion[],
  of: (question: SampledQuestion) => readonly number[],
): CategorySums {
  const sums: number[] = [];
  const answers = new Float64Array(3);
  for (const [at, question] of questions.entries()) {
    if (at === 0 || question.cluster !== questions[at - 1].cluster) sums.push(0, 0, 0);
    for (const [k, share] of of(question).entries()) {
      sums[sums.length - 3 + k] += share;
      answers[k] += share * question.samples;
    }
  }
  return {
    categories: 3,
    sums: new Float64Array(sums),
    times: new Float64Array(sums.length / 3).fill(1),
    answers,
    single: false,
  };
}

function sampledRule(data: CategorySums, penalties: readonly number[], { level, targets }: SampleOptions): SampledRule {
  const rate = (over: readonly number[]): SampledRate => {
    const share = clusteredShare(data, over, [1, 1, 1], level)!;
    return { value: share.value, interval: share.interval };
  };
  const rates = { accuracy: rate([1, 0, 0]), errorRate: rate([0, 1, 0]), abstentionRate: rate([0, 0, 1]) };
  const tally = { right: rates.accuracy.value, error: rates.errorRate.value, abstention: rates.abstentionRate.value };
  return {
    ...rates,
    scores: Object.fromEntries(
      targets.map((target, at) => [
        String(target),
        { value: penalisedScore(tally, penalties[at]), interval: scoreInterval(data, penalties[at], level) },
      ]),
    ),
  };
}

function sideBySide(one: CategorySums, other: CategorySums): PairedClusters {
  const clusters = one.times.length;
  const sums = new Float64Array(6 * clusters);
  for (let c = 0; c < clusters; c++) {
    sums.set(one.sums.subarray(3 * c, 3 * c + 3), 6 * c);
    sums.set(other.sums.subarray(3 * c, 3 * c + 3), 6 * c + 3);
  }
  return { sums, times: one.times, shared: clusters, blocks: [clusters] };
}

function voteShares(
  questions: readonly SampledQuestion[],
  penalties: readonly number[],
  options: SampleOptions,
): RepeatedSamples['voteShare'] {
  const answered = questions
    .filter(({ vote }) => vote[0] + vote[1] > 0)
    .map(({ cluster, share, vote }) => ({ cluster, share, right: vote[0] / (vote[0] + vote[1]) }));
  if (answered.length === 0) return null;
  // An order that does not depend on that of the rows, as long as each cluster is a question.
  answered.sort((a, b) => a.share - b.share || a.right - b.right);
  const units = [...new Set(answered.map(({ cluster }) => cluster))];
  const places = new Map(units.map((cluster, place) => [cluster, place]));
  const stated: ConfidenceUnits = {
    confidence: Float64Array.from(answered, ({ share }) => share),
    right: Float64Array.from(answered, ({ right }) => right),
    weight: new Float64Array(answered.length).fill(1),
    unit: Uint32Array.from(answered, ({ cluster }) => places.get(cluster)!),
    units: units.length,
    plain: true,
  };
  const levels = confidenceLevels(stated);
  return {
    answered: answered.length,
    ece: errorOfLevels(levels, options.bins, 'equal-width')!.l1,
    brier: brierOfLevels(levels)!,
    auroc: rocOfLevels(levels),
    thresholds: Object.fromEntries(
      thresholdAdvice(stated, penalties, options).flatMap((advice, at) =>
        penalties[at] > 0 ? [[String(options.targets[at]), advice] as const] : [],
      ),
    ),
  };
}
