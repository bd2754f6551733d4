/** The screen of re-scored answers. */
import { wrapLines } from '../../report/terminal/wrap.js';
import { PUBLISHED_RATES } from '../measures/hallucinationRates.js';
import type { ScoredModel, ScoreReport } from '../scoreReport.js';
import { adviceLines } from './adviceSentences.js';
import { calibrationBlock } from './calibrationBlock.js';
import { columnBlocks } from './columnBlocks.js';
import { plain } from './modelNames.js';
import { type ModelColumn, modelTable, noted, shownNumber, titled } from './modelTable.js';
import { flipSentences, indented, rankingLines } from './scoreSentences.js';
import { scoreTextPlot } from './scoreTextPlot.js';

const WIDTH = 80;

export interface ScoreScreen {
  readonly bold?: boolean;
  /** Columns of the terminal; lines have at most 80. */
  readonly width?: number;
  readonly ascii?: boolean;
  /** Sentences on what is not read and may change the rates. They come before what was found. */
  readonly doubts?: readonly string[];
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
      modelTable(report.models, ratesColumns(report.models), width),
      [
        'right, error, abstained: shares of all n; of attempted: right answers among attempted questions; F1: harmonic mean of right and of attempted (SimpleQA)',
        ...repetitions(report.models),
      ].join('. '),
      width,
    ),
    ...titled(
      'score: a right answer earns 1, an error costs t/(1 − t), an abstention 0',
      modelTable(report.models, scoreColumns(targets), width),
      width,
    ),
    ...hallucinationBlock(report.models, width),
    ...calibrationBlock(report.models, width),
    ...columnBlocks(report, width),
    ...(intervals
      ? [
          wrapLines(
            `±: the wider side of the ${percent} interval: exact for rates (Clopper and Pearson), for scores from those of right and error.`,
            width,
          ),
        ]
      : []),
    ...(plot.length > 0 ? [plot] : []),
    ['ranking', ...rankingLines(report, width)],
    ['flips', ...flipSentences(report).flatMap((sentence) => indented(sentence, width))],
    ['what to do', ...adviceLines(report, width, options.doubts)],
  ];
  return `${blocks.map(([first, ...others]) => [bold(first), ...others].join('\n')).join('\n\n')}\n`;
}

/** Most models that a sentence names. */
const MOST_NAMED = 3;

/** Says where questions were asked again, or come in clusters, because then answers are not independent. */
function repetitions(models: readonly ScoredModel[]): readonly string[] {
  const again = models.filter(({ n, answers }) => n !== null && answers !== n);
  const clustered = models.filter(({ n, clusters }) => n !== null && clusters !== n);
  const named = (some: readonly ScoredModel[], of: (model: ScoredModel) => string): string =>
    `${some
      .slice(0, MOST_NAMED)
      .map((model) => `${plain(model.model)} ${of(model)}`)
      .join(', ')}${some.length > MOST_NAMED ? ` and ${some.length - MOST_NAMED} more` : ''}`;
  return [
    ...(again.length > 0
      ? [
          `Questions were asked ${again.some(({ stakes }) => stakes !== undefined) ? 'under several stakes, which are pooled here' : 'again'} (${named(again, ({ answers, n }) => `${answers} answers to ${n} questions`)}): each question counts once, and intervals are those of the questions`,
        ]
      : []),
    ...(clustered.length > 0
      ? [
          `Questions come in clusters (${named(clustered, ({ n, clusters }) => `${n} questions in ${clusters} clusters`)}): intervals are those of the clusters${clustered.some(({ clusters }) => clusters! < FEW_CLUSTERS) ? ', rough with so few' : ''}`,
        ]
      : []),
  ];
}

/** Number of clusters below which intervals of clustered answers are rough. */
const FEW_CLUSTERS = 10;

function ratesColumns(models: readonly ScoredModel[]): readonly ModelColumn[] {
  const rate = (
    heading: string,
    width: number,
    key: 'accuracy' | 'errorRate' | 'abstentionRate' | 'accuracyAttempted' | 'f1',
  ): ModelColumn => ({
    heading,
    width,
    cell: (model) => shownNumber(model[key]),
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

function scoreColumns(targets: readonly string[]): readonly ModelColumn[] {
  return targets.map(
    (target): ModelColumn => ({
      heading: `t = ${target}`,
      width: Math.max(9, target.length + 6),
      cell: (model) => shownNumber(model.scores[target]),
      interval: (model) =>
        model.intervals === null ? null : { value: model.scores[target], interval: model.intervals.scores[target] },
    }),
  );
}

function hallucinationBlock(models: readonly ScoredModel[], width: number): readonly (readonly string[])[] {
  const keys = ['ofAll', 'ofAttempted', 'ofNotRight', 'notRight'] as const;
  const columns = [
    ...keys.map(
      (key): ModelColumn => ({
        heading: PUBLISHED_RATES[key].heading,
        width: PUBLISHED_RATES[key].heading.length + 2,
        cell: ({ hallucination }) => shownNumber(hallucination[key].value),
      }),
    ),
    {
      heading: 'AA index',
      width: 10,
      cell: ({ hallucination }: ScoredModel) => (hallucination.omniscienceIndex.value ?? 0).toFixed(1),
    },
  ];
  return titled(
    '"hallucination rate", as others define it',
    noted(
      modelTable(models, columns, width),
      "Wrong answers of all n (the article), of attempted (HalluLens, gemini-hallcheck), of all but right ones (AA-Omniscience); not right: 1 − accuracy, lighteval's rate of that name. AA index: 100 (right − wrong)/n.",
      width,
    ),
    width,
  );
}
