/** Blocks of the screen for stated stakes: a model's rates at each, and what its own best way to answer would give. */
import { wrapLines } from '../../report/terminal/wrap.js';
import type { OwnThreshold } from '../measures/ownThreshold.js';
import type { StakeRates, StatedStakes } from '../measures/statedStakes.js';
import type { ScoreReport } from '../scoreReport.js';
import { plain } from './modelNames.js';
import { shownNumber } from './modelTable.js';

/** @param most models with a block of their own */
export function stakesBlock(
  { models, level }: ScoreReport,
  width: number,
  most: number,
): readonly (readonly string[])[] {
  const told = models.flatMap(({ model, stakes }) => (stakes === undefined ? [] : [{ model, stakes }])).slice(0, most);
  return told.map(({ model, stakes }) => [
    ...wrapLines(`stated stakes: ${plain(model)}`, width),
    ...table(
      ['told penalty', 'coverage', 'error', 'of attempted', 'score', 'own best'],
      stakes.stakes.map(stakeCells),
      width,
    ),
    ...wrapLines(stakesSentence(stakes), width),
    ...thresholdLines(stakes, level, width),
  ]);
}

/** Columns two blanks apart. Those that have no room are left out whole: a part of a number would be another number. */
function table(headings: readonly string[], rows: readonly (readonly string[])[], width: number): readonly string[] {
  const all = [headings, ...rows];
  const widths = headings.map((_, at) => Math.max(...all.map((cells) => cells[at].length)) + (at === 0 ? 1 : 2));
  let used = 0;
  const fitting = widths.filter((each) => (used += each) <= width).length;
  return all.map((cells) =>
    cells
      .slice(0, fitting)
      .map((cell, at) => cell.padStart(widths[at]))
      .join(''),
  );
}

function stakeCells({ penalty, coverage, errorRate, accuracyAttempted, score, best }: StakeRates): readonly string[] {
  return [
    penaltyName(penalty),
    shownNumber(coverage.value),
    shownNumber(errorRate.value),
    shownNumber(accuracyAttempted.value),
    shownNumber(score?.value ?? null),
    shownNumber(best?.score ?? null),
  ];
}

function penaltyName(penalty: number | null): string {
  return penalty === null ? 'none' : digits(penalty);
}

function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function stakesSentence({ change }: StatedStakes): string {
  const own = 'own best: the best of its ways to answer, under any told penalty or abstaining, at this penalty.';
  if (change === null) return own;
  const { coverage, accuracyAttempted, trendP } = change;
  const by = shownNumber(Math.abs(coverage.difference));
  const way =
    coverage.difference < 0 ? `falls by ${by}` : coverage.difference > 0 ? `rises by ${by}` : 'stays as it is';
  const p = trendP ?? coverage.p;
  return `From penalty ${change.from} to ${change.to} coverage ${way}${p === null ? '' : ` (p = ${Number(p.toPrecision(2))}, paired by question)`}, and the share right of attempted changes by ${shownNumber(accuracyAttempted.difference)}; ${own}`;
}

/** The score under each stated penalty beside that of the model's own best threshold. */
function thresholdLines({ stakes }: StatedStakes, level: number, width: number): readonly string[] {
  const known = stakes.flatMap(({ penalty, score, threshold }) =>
    threshold === null ? [] : [[...thresholdCells(penalty!, score!.value!, threshold)]],
  );
  if (known.length === 0) return wrapLines(WITHOUT_THRESHOLDS, width);
  return [
    ...table(['told penalty', 'score', 'own', 'lost', 'interval', 'below', 'as told'], known, width),
    ...wrapLines(
      `own: score if answers less sure than a threshold of its own were abstentions; below, as told: the threshold, and the told penalty whose answers it takes. Each fifth of the questions is judged by what the other four choose. lost: own less score, with its ${digits(100 * level)} % interval, paired by question.`,
      width,
    ),
  ];
}

function thresholdCells(penalty: number, score: number, own: OwnThreshold): readonly string[] {
  const { threshold, answersAsAt, lost, interval } = own;
  return [
    penaltyName(penalty),
    shownNumber(score),
    shownNumber(own.score),
    shownNumber(lost),
    interval === null ? '–' : `[${shownNumber(interval.lower)}, ${shownNumber(interval.upper)}]`,
    threshold === null ? 'all' : threshold === 0 ? 'none' : shownNumber(threshold),
    threshold === null ? '–' : penaltyName(answersAsAt),
  ];
}

const WITHOUT_THRESHOLDS =
  'No threshold of its own: that takes a confidence with each answer (column confidence) and ten questions.';
