/**
 * Logs of Inspect AI (inspect.aisi.org.uk/eval-logs.html): `.json`, or `.eval`, a zip archive. A sample's score is C (correct),
 * I (incorrect), N (no answer) or P (partial), a truth value or a number, NaN where it is not scored, or a mapping of these
 * (inspect_ai/scorer/_metric.py, inspect_ai/log/_log.py).
 */
import { UserError } from '../../../../../errors/userError.js';
import { cellText } from '../../../cells.js';
import { isObject, type TableRow } from '../../../contents.js';
import type { FormatOptions, GradedFileFormat } from '../../gradedFormat.js';
import { inspectAnswers } from './inspectAnswers.js';
import { HEADERS, type InspectLog, inspectLog } from './inspectLog.js';
import { reducedSamples } from './inspectReductions.js';
import { chosenScorer } from './inspectScorer.js';
import { checkFinished } from './inspectStatus.js';

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
    const model = options.model ?? cellText(isObject(log.header.eval) ? log.header.eval.model : undefined);
    const rows = samples.map((sample, place) => sampleRow(sample, place + 1));
    notes.push(...epochNotes(log, options));
    // A task may be named with or without the package that holds it.
    const task = isObject(log.header.eval) ? cellText(log.header.eval.task).replace(/^.*\//, '') : '';
    return inspectAnswers(
      { counts: 'sample', rows, samples: objects, scorer, model: () => model, notes, task },
      options,
    );
  },
} as const satisfies GradedFileFormat;

/** A sample as a row. A path such as `scores.match.value` leads into it. */
function sampleRow(sample: unknown, at: number): TableRow {
  return isObject(sample)
    ? { at, cell: (name) => (Object.hasOwn(sample, name) ? sample[name] : undefined) }
    : { at, cell: () => undefined, flaw: { kind: 'unreadable row', found: 'not a sample' } };
}

/** The reducer by which the log itself sums epochs up, where that is not the mean which the rates here are. */
function epochNotes({ header }: InspectLog, { reducer }: FormatOptions): readonly string[] {
  const config = isObject(header.eval) && isObject(header.eval.config) ? header.eval.config : {};
  const reducers = Array.isArray(config.epochs_reducer) ? config.epochs_reducer.map(String) : [];
  const others = reducers.filter((name) => name !== 'mean');
  if (!(Number(config.epochs) > 1) || reducer !== undefined || others.length === 0) return [];
  return [`each epoch is an answer here; the log reduces them by ${others.join(', ')} (--reducer ${others[0]})`];
}
