/** The model as a classifier of valid and erroneous responses [K25 §3]. */
import type { FamilyWorld } from '../corpus/world.js';
import type { PromptMeasurement } from './promptMeasurement.js';
import { weightedSum } from './weightedSum.js';

/**
 * `err_iiv = Pr_{x~D}[f̂(x) ≠ f(x)]` at t = 1/(R − 1): half the draws of D come from p (wrong where a valid response is
 * not above t), half are a prompt from μ with a response uniform on E_c (wrong where that is above t). In [0, 1].
 */
export function iivError(family: FamilyWorld, measured: readonly PromptMeasurement[]): number {
  const errors = family.responseCount - 1;
  return weightedSum(family.promptWeight, (c) => {
    const alpha = family.answerProbability[c];
    const { answerAbove, abstentionAbove, errorsAbove } = measured[c];
    const validTakenForError = (answerAbove ? 0 : alpha) + (abstentionAbove ? 0 : 1 - alpha);
    return (validTakenForError + errorsAbove / errors) / 2;
  });
}
