/** Rates by group, such as topics, and the same shrunken towards all groups, so that small ones do not mislead. */
import type { Interval } from '../../theory/meanInterval.js';
import { fitBetaBinomial, shrunkenShare } from '../../theory/shares/betaBinomial.js';
import { type AnswerSheet, partOfSheet } from '../clusters/answerSheet.js';
import { outcomeSums } from '../clusters/categorySums.js';
import { type ClusteredShare, clusteredShare } from '../clusters/clusteredShare.js';
import type { NamedColumn } from '../gradedAnswers.js';
import { byName } from '../ranking.js';

/** A rate of a group: its own, and shrunken by an empirical-Bayes beta-binomial law of all groups. */
export interface GroupRate {
  /** Null if nothing is below the line. */
  readonly value: number | null;
  readonly interval: Interval | null;
  /** Mean and interval of the posterior; null where no law can be fitted. */
  readonly shrunken: { readonly value: number; readonly interval: Interval } | null;
}

/** A model's answers to the questions of a group. */
export interface GroupRates {
  readonly group: string;
  readonly answers: number;
  readonly accuracy: GroupRate;
  readonly errorRate: GroupRate;
  readonly abstentionRate: GroupRate;
  readonly accuracyAttempted: GroupRate;
}

const RATES = {
  accuracy: { over: [1, 0, 0], among: [1, 1, 1] },
  errorRate: { over: [0, 1, 0], among: [1, 1, 1] },
  abstentionRate: { over: [0, 0, 1], among: [1, 1, 1] },
  accuracyAttempted: { over: [1, 0, 0], among: [1, 1, 0] },
} as const;

/** Groups of a model by name, those without an answer left out. @param outcome by row */
export function groupRates(
  sheet: AnswerSheet,
  outcome: ArrayLike<number>,
  { names, place }: NamedColumn,
  level: number,
): readonly GroupRates[] {
  const parts = new Map<number, number[]>();
  for (const [at, row] of sheet.rows.entries()) {
    const known = parts.get(place[row]);
    if (known === undefined) parts.set(place[row], [at]);
    else known.push(at);
  }
  const present = [...parts.keys()].sort((a, b) => byName(names[a], names[b]));
  const sums = present.map((group) => outcomeSums(partOfSheet(sheet, parts.get(group)!), outcome));
  const ratesOf = ({ over, among }: (typeof RATES)[keyof typeof RATES]): readonly GroupRate[] => {
    const shares = sums.map((data) => clusteredShare(data, over, among, level));
    const counts = shares.map((share) => countOf(share));
    const law = fitBetaBinomial(counts);
    return shares.map((share, at) => ({
      value: share?.value ?? null,
      interval: share?.interval ?? null,
      shrunken: law === null ? null : shrunkenShare(law, counts[at], level),
    }));
  };
  const [accuracy, errorRate, abstentionRate, accuracyAttempted] = [
    ratesOf(RATES.accuracy),
    ratesOf(RATES.errorRate),
    ratesOf(RATES.abstentionRate),
    ratesOf(RATES.accuracyAttempted),
  ];
  return present.map((group, at) => ({
    group: names[group],
    answers: sums[at].answers.reduce((sum, count) => sum + count, 0),
    accuracy: accuracy[at],
    errorRate: errorRate[at],
    abstentionRate: abstentionRate[at],
    accuracyAttempted: accuracyAttempted[at],
  }));
}

/** Hits and draws that tell as much as the share of clustered answers does. */
function countOf(share: ClusteredShare | null): { readonly hits: number; readonly draws: number } {
  return share === null ? { hits: 0, draws: 0 } : { hits: share.value * share.draws, draws: share.draws };
}
