/** Scores of an Inspect log that are reduced over epochs: one value a sample. */
import { UserError } from '../../../../../errors/userError.js';
import { cellText, quotedText } from '../../../cells.js';
import { isObject, type JsonObject } from '../../../contents.js';
import type { InspectLog } from './inspectLog.js';
import type { ChosenScorer } from './inspectScorer.js';

/**
 * Samples as they would be with one epoch, each with its reduced score.
 * @throws UserError where the log holds no values of the scorer by this reducer
 */
export function reducedSamples(
  file: string,
  { reductions }: InspectLog,
  { name }: ChosenScorer,
  reducer: string,
): readonly JsonObject[] {
  const ofScorer = reductions.filter(isObject).filter((each) => each.scorer === name);
  const chosen = ofScorer.find((each) => each.reducer === reducer);
  if (chosen === undefined || !Array.isArray(chosen.samples))
    throw new UserError({
      code: 'no-reducer',
      summary: `the log has no scores of ${quotedText(name)} that are reduced by ${quotedText(reducer)}`,
      where: file,
      allowed: ofScorer.map((each) => quotedText(cellText(each.reducer))).join(', ') || 'none: leave --reducer out',
    });
  return (chosen.samples as readonly unknown[]).filter(isObject).map((score) => ({
    id: score.sample_id,
    scores: { [name]: score },
  }));
}
