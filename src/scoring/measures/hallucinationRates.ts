/** Published numbers that are called "hallucination rate", each under the name of who uses it. */
import type { Interval } from '../../theory/meanInterval.js';
import type { CategorySums } from '../clusters/categorySums.js';
import { clusteredShare } from '../clusters/clusteredShare.js';
import { scoreInterval } from '../clusters/scoreInterval.js';
import { penalisedScore, type Tally } from '../tally.js';

/** A published rate: its name, formula and users, and weights of right answers, errors and abstentions above and below the line. */
export interface PublishedRate {
  readonly heading: string;
  readonly formula: string;
  readonly users: string;
  readonly over: readonly [right: number, error: number, abstention: number];
  readonly among: readonly [right: number, error: number, abstention: number];
}

/** The rates, by their keys in `--json`. */
export const PUBLISHED_RATES = {
  ofAll: {
    heading: 'of all',
    formula: 'wrong / n',
    users: 'the article [OpenAI 2025]; SimpleQA calls it incorrect',
    over: [0, 1, 0],
    among: [1, 1, 1],
  },
  ofAttempted: {
    heading: 'of attempted',
    formula: 'wrong / (right + wrong)',
    users: 'HalluLens, gemini-hallcheck',
    over: [0, 1, 0],
    among: [1, 1, 0],
  },
  ofNotRight: {
    heading: 'of not right',
    formula: 'wrong / (wrong + abstained)',
    users: 'AA-Omniscience',
    over: [0, 1, 0],
    among: [0, 1, 1],
  },
  notRight: {
    heading: 'not right',
    formula: '(wrong + abstained) / n = 1 − accuracy',
    users: "lighteval's task AA-Omniscience, under the same name",
    over: [0, 1, 1],
    among: [1, 1, 1],
  },
} as const satisfies Readonly<Record<string, PublishedRate>>;

/** A value and its interval, null where the number of questions is not known. */
export interface RateWithInterval {
  /** Null if nothing is below the line. */
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** A model's hallucination rates by key, and the index of AA-Omniscience, 100 (right − wrong)/n, from −100 to 100. */
export type HallucinationRates = Readonly<Record<keyof typeof PUBLISHED_RATES, RateWithInterval>> & {
  readonly omniscienceIndex: RateWithInterval;
};

/** @param data outcomes by cluster; null where the number of questions is not known */
export function hallucinationRates(tally: Tally, data: CategorySums | null, level: number): HallucinationRates {
  const counts = [tally.right, tally.error, tally.abstention];
  const weigh = (weights: readonly number[]): number => weights.reduce((sum, weight, k) => sum + weight * counts[k], 0);
  const rate = ({ over, among }: PublishedRate): RateWithInterval => ({
    value: weigh(among) === 0 ? null : weigh(over) / weigh(among),
    interval: data === null ? null : (clusteredShare(data, over, among, level)?.interval ?? null),
  });
  const index = data === null ? null : scoreInterval(data, 1, level);
  return {
    ofAll: rate(PUBLISHED_RATES.ofAll),
    ofAttempted: rate(PUBLISHED_RATES.ofAttempted),
    ofNotRight: rate(PUBLISHED_RATES.ofNotRight),
    notRight: rate(PUBLISHED_RATES.notRight),
    omniscienceIndex: {
      value: 100 * penalisedScore(tally, 1),
      interval: index === null ? null : { lower: 100 * index.lower, upper: 100 * index.upper },
    },
  };
}
