/** How many graded answers it takes to recalibrate the confidence of a model's likeliest answers. */
import { aliasSampler } from '../../random/aliasSampler.js';
import type { Stream } from '../../random/stream.js';
import type { RecalibratedMeasurement } from '../../results/familyMeasurement.js';
import { calibrationError } from '../../scoring/calibrationError.js';
import { fitRecalibration, recalibrated } from '../../scoring/recalibrate.js';

export interface RecalibrationOptions {
  /** Numbers of graded answers to fit on. */
  readonly examples: readonly number[];
  readonly stream: Stream;
}

/** Fits that are averaged over: one depends on which prompts happened to be asked. */
const DRAWS = 20;

/**
 * For each number: so many prompts are drawn from μ, two parameters fitted on the model's answers to them, and the calibration
 * error measured over all of μ.
 * @param said confidence, right (0 or 1) and μ of each prompt, [prompts]
 */
export function recalibratedErrors(
  said: {
    readonly confidence: readonly number[];
    readonly right: readonly number[];
    readonly weight: readonly number[];
  },
  bins: number,
  { examples, stream }: RecalibrationOptions,
): readonly RecalibratedMeasurement[] {
  const draw = aliasSampler(said.weight);
  return examples.map((count) => {
    const sum = { error: 0, regret: 0 };
    for (let i = 0; i < DRAWS; i++) {
      const asked = Array.from({ length: count }, () => draw(stream));
      const fitted = fitRecalibration({
        confidence: asked.map((prompt) => said.confidence[prompt]),
        right: asked.map((prompt) => said.right[prompt]),
      });
      const confidence = said.confidence.map((each) => recalibrated(fitted, each));
      sum.error += calibrationError({ ...said, confidence }, bins)!.l1;
      sum.regret += said.weight.reduce(
        (total, weight, prompt) => (Number(confidence[prompt] > 0.5) === said.right[prompt] ? total : total + weight),
        0,
      );
    }
    return { examples: count, expectedCalibrationError: sum.error / DRAWS, regret: sum.regret / DRAWS };
  });
}
