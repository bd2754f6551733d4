/** The outcomes of asking and the calibration of one p̂ on a family: what Theorem 1 relates. */
import type { FamilyWorld } from '../corpus/world.js';
import type { ErrorsAndCalibration } from '../results/familyMeasurement.js';
import { signedDelta } from './metrics/calibration.js';
import { errorRates } from './metrics/errorRates.js';
import { iivError } from './metrics/isItValid.js';
import type { PromptOutcome } from './promptMeasurement.js';

/** @param measured outcomes of the family's prompts, in their order */
export function errorsAndCalibration(family: FamilyWorld, measured: readonly PromptOutcome[]): ErrorsAndCalibration {
  const sigma = signedDelta(family, measured);
  return {
    ...errorRates(family, measured),
    delta: Math.abs(sigma),
    signedDelta: sigma,
    iivError: iivError(family, measured),
  };
}
