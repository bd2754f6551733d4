/** The screen of re-scored answers. */
import { wrapLines } from '../../report/terminal/wrap.js';
import type { Interval } from '../../theory/meanInterval.js';
import type { ScoredModel, ScoreReport } from '../scoreReport.js';
import { shortModelNames } from './modelNames.js';
import { flipSentences, indented, rankingLines } from './scoreSentences.js';
import { scoreTextPlot } from './scoreTextPlot.js';

const WIDTH = 80;
const LONGEST_NAME = 24;

export interface ScoreScreen {
  readonly bold?: boolean;
  /** Columns of the terminal; lines have at most 80. */
  readonly width?: number;
  readonly ascii?: boolean;
}

/** @returns lines of at most 80 columns, with a closing newline */
export function scoreText(report: ScoreReport, options: ScoreScreen = {}): string {
  const width = Math.min(WIDTH, options.width ?? WIDTH);
  const bold = (text: string): string => (options.bold ? `\u001b[1m${text}\u001b[22m` : text);
  const targets = Object.keys(report.rankings);
  const percent = `${Number((100 * report.level).toPrecision(6))} %`;
  const intervals = report.models.some(({ intervals: each }) => each !== null);
  const plot = scoreTextPlot(report, { width, ascii: options.ascii ?? false });
  const blocks = [
    ...noted(
      block(report.models, ratesColumns(report.models), width),
      'right, error, abstained: shares of all n; of attempted: right answers among attempted questions; F1: harmonic mean of right and of attempted (SimpleQA)',
      width,
    ),
    ...titled(
      'score: a right answer earns 1, an error costs t/(1 − t), an abstention 0',
      block(report.models, scoreColumns(targets), width),
      width,
    ),
    ...calibrationBlock(report.models, width),
    ...(intervals
      ? [
          wrapLines(
            `±: the wider side of the ${percent} interval, exact for rates (Clopper and Pearson), from ${report.resamples} resamples of the questions for F1 and scores.`,
            width,
          ),
        ]
      : []),
    ...(plot.length > 0 ? [plot] : []),
    ['ranking', ...rankingLines(report, width)],
    ['flips', ...flipSentences(report).flatMap((sentence) => indented(sentence, width))],
  ];
  return `${blocks.map(([first, ...others]) => [bold(first), ...others].join('\n')).join('\n\n')}\n`;
}

interface Column {
  readonly heading: string;
  readonly width: number;
  readonly cell: (model: ScoredModel) => string;
  readonly interval?: (model: ScoredModel) => { readonly value: number; readonly interval: Interval | null } | null;
}

/** One block, or several below one another if not all columns fit. */
function block(
  models: readonly ScoredModel[],
  columns: readonly Column[],
  most: number,
): readonly (readonly string[])[] {
  const names = shortModelNames(
    models.map(({ model }) => model),
    Math.min(LONGEST_NAME, Math.floor(most / 3)),
  );
  const width = Math.max(8, ...names.map((name) => name.length));
  return fittingSlices(columns, most - width).map((some) => {
    const line = (name: string, cells: readonly string[]): string =>
      `${name.padEnd(width)}${cells.map((cell, at) => cell.padStart(some[at].width)).join('')}`.trimEnd();
    return [
      line(
        '',
        some.map(({ heading }) => heading),
      ),
      ...models.flatMap((model, at) => {
        const widths = some.map(({ interval }) => halfWidth(interval?.(model) ?? null));
        return [
          line(
            names[at],
            some.map(({ cell }) => cell(model)),
          ),
          ...(widths.some((each) => each !== '') ? [line('', widths)] : []),
        ];
      }),
    ];
  });
}

/** Puts a title above the first block. */
function titled(
  title: string,
  [first, ...others]: readonly (readonly string[])[],
  width: number,
): readonly (readonly string[])[] {
  return [[...wrapLines(title, width), ...first], ...others];
}

/** Puts a note below the last block. */
function noted(blocks: readonly (readonly string[])[], note: string, width: number): readonly (readonly string[])[] {
  return [...blocks.slice(0, -1), [...blocks.at(-1)!, ...wrapLines(note, width)]];
}

function fittingSlices(columns: readonly Column[], room: number): readonly (readonly Column[])[] {
  const slices: Column[][] = [];
  let left = -1;
  for (const column of columns) {
    left -= column.width;
    if (left < 0) {
      slices.push([]);
      left = room - column.width;
    }
    slices.at(-1)!.push(column);
  }
  return slices;
}

function halfWidth(at: { readonly value: number; readonly interval: Interval | null } | null): string {
  if (at === null || at.interval === null) return '';
  return `±${number(Math.max(at.interval.upper - at.value, at.value - at.interval.lower, 0))}`;
}

function ratesColumns(models: readonly ScoredModel[]): readonly Column[] {
  const rate = (
    heading: string,
    width: number,
    key: 'accuracy' | 'errorRate' | 'abstentionRate' | 'accuracyAttempted' | 'f1',
  ): Column => ({
    heading,
    width,
    cell: (model) => number(model[key]),
    interval: (model) =>
      model[key] === null || model.intervals === null ? null : { value: model[key], interval: model.intervals[key] },
  });
  const digits = Math.max(...models.map(({ n }) => String(n ?? '').length));
  return [
    { heading: 'n', width: Math.max(6, digits + 2), cell: ({ n }) => (n === null ? '–' : String(n)) },
    rate('right', 7, 'accuracy'),
    rate('error', 7, 'errorRate'),
    rate('abstained', 11, 'abstentionRate'),
    rate('of attempted', 14, 'accuracyAttempted'),
    rate('F1', 7, 'f1'),
  ];
}

function scoreColumns(targets: readonly string[]): readonly Column[] {
  return targets.map(
    (target): Column => ({
      heading: `t = ${target}`,
      width: Math.max(9, target.length + 6),
      cell: (model) => number(model.scores[target]),
      interval: (model) =>
        model.intervals === null ? null : { value: model.scores[target], interval: model.intervals.scores[target] },
    }),
  );
}

function calibrationBlock(models: readonly ScoredModel[], width: number): readonly (readonly string[])[] {
  const calibrated = models.filter(({ calibration }) => calibration !== undefined);
  if (calibrated.length === 0) return [];
  const figure = (
    heading: string,
    width: number,
    value: (calibration: NonNullable<ScoredModel['calibration']>) => number,
  ): Column => ({ heading, width, cell: (model) => number(value(model.calibration!)) });
  const columns: readonly Column[] = [
    { heading: 'answered', width: 10, cell: ({ calibration }) => String(calibration!.answered) },
    figure('ECE', 7, ({ ece }) => ece),
    figure('l2', 7, ({ equalWidth }) => equalWidth.l2),
    figure('max', 7, ({ equalWidth }) => equalWidth.max),
    figure('mass', 7, ({ equalMass }) => equalMass.l1),
    figure('Brier', 7, ({ brier }) => brier),
    figure('area', 7, ({ riskCoverage }) => riskCoverage.area),
  ];
  const without = calibrated.reduce((sum, { calibration }) => sum + calibration!.withoutConfidence, 0);
  const note = `Over answered questions with a stated confidence${without > 0 ? ` (${without} had none)` : ''}. ECE, l2, max: over bins of equal width; mass: ECE over bins of equal mass; area: under the risk–coverage curve.`;
  return [...titled('calibration of stated confidences', noted(block(calibrated, columns, width), note, width), width)];
}

/** A number with three decimals, or with five digits from 1000 on. */
function number(value: number | null): string {
  if (value === null) return '–';
  if (Math.abs(value) >= 1000) return value.toPrecision(5);
  const text = value.toFixed(3);
  return text === '-0.000' ? '0.000' : text;
}
