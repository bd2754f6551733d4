/** The status of the run of an Inspect log, and the samples that it left out. */
import { UserError } from '../../../../../errors/userError.js';
import { cellText, numberOf } from '../../../cells.js';
import { isObject } from '../../../contents.js';
import type { FormatOptions } from '../../gradedFormat.js';
import type { InspectLog } from './inspectLog.js';

/**
 * @returns notes about samples that are missing
 * @throws UserError where the run did not end, unless the user asks for what it left behind
 */
export function checkFinished(file: string, { header, samples }: InspectLog, { incomplete }: FormatOptions): string[] {
  const status = cellText(header.status);
  const expected = expectedSamples(header);
  const counted = expected === null ? `${samples.length} samples` : `${samples.length} of ${expected} samples`;
  const message = isObject(header.error) ? cellText(header.error.message) : '';
  if (!['', 'success'].includes(status)) {
    if (incomplete) return [`the evaluation did not end (status ${status}): ${counted}`];
    throw new UserError({
      code: 'incomplete',
      summary: `the evaluation did not end: its status is ${status}`,
      where: file,
      found: `${counted}${message === '' ? '' : `; ${message.slice(0, 200)}`}`,
      hint: 'run it to its end (inspect eval-retry FILE); --incomplete scores the samples that are there, which may be the easier ones',
    });
  }
  return expected !== null && samples.length < expected ? [`the log holds ${counted}`] : [];
}

/** The number of samples that the run set out for; null where the header does not say. */
function expectedSamples(header: Readonly<Record<string, unknown>>): number | null {
  const total = isObject(header.results) ? numberOf(header.results.total_samples) : null;
  if (total !== null && total > 0) return total;
  if (!isObject(header.eval) || !isObject(header.eval.dataset)) return null;
  const each = Array.isArray(header.eval.dataset.sample_ids)
    ? header.eval.dataset.sample_ids.length
    : numberOf(header.eval.dataset.samples);
  const epochs = isObject(header.eval.config) ? (numberOf(header.eval.config.epochs) ?? 1) : 1;
  return each === null ? null : each * epochs;
}
