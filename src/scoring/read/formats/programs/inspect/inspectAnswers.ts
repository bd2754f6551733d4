/** Answers of samples with Inspect's scores: letters, truth values, numbers, or mappings of these. */
import { cellText, numberOf } from '../../../cells.js';
import { isObject, type JsonObject, type TableRow } from '../../../contents.js';
import { type AnswerCells, answersOf } from '../../answersOf.js';
import { valueInside } from '../../cellByPath.js';
import type { FormatOptions, GradedRows } from '../../gradedFormat.js';
import { type ByOutcome, outcomesByWord, worded } from '../../outcomes.js';
import { type ChosenScorer, scoreOf } from './inspectScorer.js';

const WORDS: ByOutcome<readonly string[]> = {
  right: ['C', '1', 'true', 'yes'],
  error: ['I', '0', 'false', 'no'],
  abstention: ['N'],
};

/** Letters of other graders. Beside them C is no longer Inspect's "correct": in SimpleQA it is "not attempted". */
const OTHER_LETTERS = new Set(['A', 'B', 'D']);

export interface ScoredSamples {
  readonly counts: GradedRows['counts'];
  /** Samples as rows, with the columns `id`, `epoch`, `scores`, `error`. */
  readonly rows: AsyncIterable<TableRow> | Iterable<TableRow>;
  /** The samples, which are looked through before the rows are read: one letter elsewhere changes what a letter means. */
  readonly samples: readonly JsonObject[];
  readonly scorer: ChosenScorer;
  readonly notes: readonly string[];
  readonly task?: string;
  model(row: TableRow): string;
}

export function inspectAnswers(read: ScoredSamples, options: FormatOptions): GradedRows {
  const { counts, rows, samples, scorer, notes, task } = read;
  const scale = scaleOf(samples, scorer, options);
  const perCent = options.confidenceScale === undefined && scale === 100;
  return {
    counts,
    task,
    rows: answersOf(rows, cellsOf(read, options), { ...options, confidenceScale: scale }),
    notes: [...notes, ...(perCent ? ['confidences are read as per cent'] : [])],
  };
}

function cellsOf({ samples, scorer, model }: ScoredSamples, options: FormatOptions): AnswerCells {
  const outcomes = new Map(outcomesByWord(WORDS, options.words));
  const letters = new Set(samples.map((sample) => cellText(chosenValue(sample, scorer))));
  const own = Object.values(options.words).flat();
  if ([...OTHER_LETTERS].some((letter) => letters.has(letter)) && !own.some((word) => word.toLowerCase() === 'c'))
    outcomes.delete('c');
  return {
    model,
    question: (row) => cellText(row.cell('id')),
    epoch: (row) => {
      const epoch = row.cell('epoch');
      return epoch === undefined || epoch === null ? undefined : cellText(epoch);
    },
    outcome: (row) => worded(rowValue(row, scorer), outcomes),
    confidence: (row) => confidenceOf(row, scorer, options),
    leftOut: (row) => unscored(row, scorer),
  };
}

function chosenValue(sample: JsonObject, { name, key }: ChosenScorer): unknown {
  const value = scoreOf(sample, name)?.value;
  return key === null || typeof value !== 'object' ? value : valueInside(value, [key]);
}

function rowValue(row: TableRow, scorer: ChosenScorer): unknown {
  return chosenValue({ scores: row.cell('scores') }, scorer);
}

/** NaN, which Python writes for a sample that is not scored, is read as a text. Metrics of Inspect leave these samples out as well. */
function unscored(row: TableRow, scorer: ChosenScorer): string | null {
  if (isObject(row.cell('invalidation'))) return 'invalidated';
  const score = scoreOf({ scores: row.cell('scores') }, scorer.name);
  if (score === undefined) return isObject(row.cell('error')) ? 'failed with an error, not scored' : 'not scored';
  const value = rowValue(row, scorer);
  return value === null || value === undefined || /^nan$/i.test(cellText(value)) ? 'not scored' : null;
}

/** The confidence beside the value in a mapping, or in the score's metadata. */
function confidenceOf(row: TableRow, { name, confidenceKey }: ChosenScorer, { columns }: FormatOptions): unknown {
  const score = scoreOf({ scores: row.cell('scores') }, name);
  const inMetadata = valueInside(score?.metadata, columns.confidence.split('.'));
  return inMetadata ?? (confidenceKey === null ? undefined : valueInside(score?.value, [confidenceKey]));
}

/**
 * The divisor of confidences. Graders of Humanity's Last Exam and BrowseComp state whole per cent in the mapping, 1 among them; a
 * fraction below 1 shows that a log states probabilities.
 */
function scaleOf(samples: readonly JsonObject[], scorer: ChosenScorer, options: FormatOptions): number | undefined {
  if (options.confidenceScale !== undefined || scorer.confidenceKey === null) return options.confidenceScale;
  const stated = samples.flatMap((sample) => {
    const value = numberOf(valueInside(scoreOf(sample, scorer.name)?.value, [scorer.confidenceKey!]));
    return value === null || Number.isNaN(value) ? [] : [value];
  });
  return stated.every((value) => value <= 1) && stated.some((value) => !Number.isInteger(value)) ? 1 : 100;
}
