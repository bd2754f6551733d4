/**
 * Logs of Inspect AI (inspect.aisi.org.uk/eval-logs.html): `.json`, or `.eval`, a zip archive. A sample's score is C (correct),
 * I (incorrect), N (no answer) or P (partial), a truth value or a number, NaN where it is not scored, or a mapping of these
 * (inspect_ai/scorer/_metric.py, inspect_ai/log/_log.py).
 */
import { UserError } from '../../../../../errors/userError.js';
import type { GradedOutcome } from '../../../../grader.js';
import { cellText, numberOf } from '../../../cells.js';
import { isObject, type JsonObject, type TableRow } from '../../../contents.js';
import { type AnswerCells, answersOf } from '../../answersOf.js';
import { valueInside } from '../../cellByPath.js';
import type { FormatOptions, GradedFileFormat } from '../../gradedFormat.js';
import { type ByOutcome, outcomesByWord, worded } from '../../outcomes.js';
import { HEADERS, type InspectLog, inspectLog } from './inspectLog.js';
import { reducedSamples } from './inspectReductions.js';
import { type ChosenScorer, chosenScorer, scoreOf } from './inspectScorer.js';
import { checkFinished } from './inspectStatus.js';

const WORDS: ByOutcome<readonly string[]> = {
  right: ['C', '1', 'true', 'yes'],
  error: ['I', '0', 'false', 'no'],
  abstention: ['N'],
};

/** Letters of other graders. Beside them C is no longer Inspect's "correct": in SimpleQA it is "not attempted". */
const OTHER_LETTERS = new Set(['A', 'B', 'D']);

export const inspect = {
  name: 'inspect',
  description: 'a log of Inspect AI',
  reads: 'files',
  files: 'logs of Inspect AI',
  recognises: (contents) =>
    contents.kind === 'archive'
      ? HEADERS.some((name) => contents.entries.has(name))
      : isObject(contents.value.eval) && 'model' in contents.value.eval,
  rows(contents, options) {
    const { file } = contents;
    const log = inspectLog(contents);
    if (log.samples.length === 0)
      throw new UserError({
        code: 'no-samples',
        summary: 'the Inspect log holds no samples',
        where: file,
        hint: 'it was written without its samples, or its run failed',
      });
    const notes = checkFinished(file, log, options);
    const objects = log.samples.filter(isObject);
    const scorer = chosenScorer(file, objects, options.scorer);
    const samples = options.reducer === undefined ? log.samples : reducedSamples(file, log, scorer, options.reducer);
    const scale = scaleOf(objects, scorer, options);
    if (options.confidenceScale === undefined && scale === 100) notes.push('confidences are read as per cent');
    notes.push(...epochNotes(log, options));
    return {
      counts: 'sample',
      rows: answersOf(
        samples.map((sample, place) => sampleRow(sample, place + 1)),
        cellsOf(log.header, objects, scorer, options),
        { ...options, confidenceScale: scale },
      ),
      notes,
    };
  },
} as const satisfies GradedFileFormat;

function cellsOf(
  header: JsonObject,
  samples: readonly JsonObject[],
  scorer: ChosenScorer,
  options: FormatOptions,
): AnswerCells {
  const outcomes = new Map(outcomesByWord(WORDS, options.words));
  const letters = new Set(samples.map((sample) => cellText(chosenValue(sample, scorer))));
  const asksForC = [...OTHER_LETTERS].some((letter) => letters.has(letter));
  if (
    asksForC &&
    !Object.values(options.words)
      .flat()
      .some((word) => word.toLowerCase() === 'c')
  )
    outcomes.delete('c');
  const model = options.model ?? cellText(isObject(header.eval) ? header.eval.model : undefined);
  return {
    model: () => model,
    question: (row) => cellText(row.cell('id')),
    epoch: (row) => {
      const epoch = row.cell('epoch');
      return epoch === undefined || epoch === null ? undefined : cellText(epoch);
    },
    outcome: (row) => outcomeOf(row, scorer, outcomes),
    confidence: (row) => confidenceOf(row, scorer, options),
    leftOut: (row) => unscored(row, scorer),
  };
}

/** A sample as a row. A path such as `scores.match.value` leads into it. */
function sampleRow(sample: unknown, at: number): TableRow {
  return isObject(sample)
    ? { at, cell: (name) => (Object.hasOwn(sample, name) ? sample[name] : undefined) }
    : { at, cell: () => undefined, flaw: { kind: 'unreadable row', found: 'not a sample' } };
}

function chosenValue(sample: JsonObject, { name, key }: ChosenScorer): unknown {
  const value = scoreOf(sample, name)?.value;
  return key === null || !isObject(value) ? value : value[key];
}

function rowValue(row: TableRow, scorer: ChosenScorer): unknown {
  return chosenValue({ scores: row.cell('scores') }, scorer);
}

function outcomeOf(
  row: TableRow,
  scorer: ChosenScorer,
  outcomes: ReadonlyMap<string, GradedOutcome>,
): ReturnType<typeof worded> {
  const value = rowValue(row, scorer);
  if (!Array.isArray(value)) return worded(value, outcomes);
  return { kind: 'a score that is a list of values', found: JSON.stringify(value).slice(0, 60), asks: true };
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

/** The reducer by which the log itself sums epochs up, where that is not the mean which the rates here are. */
function epochNotes({ header }: InspectLog, { reducer }: FormatOptions): readonly string[] {
  const config = isObject(header.eval) && isObject(header.eval.config) ? header.eval.config : {};
  const reducers = Array.isArray(config.epochs_reducer) ? config.epochs_reducer.map(String) : [];
  const others = reducers.filter((name) => name !== 'mean');
  if (!(Number(config.epochs) > 1) || reducer !== undefined || others.length === 0) return [];
  return [`each epoch is an answer here; the log reduces them by ${others.join(', ')} (--reducer ${others[0]})`];
}
