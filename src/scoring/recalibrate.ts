/** Recalibration after training: two numbers, fitted on graded answers, turn stated confidences into better calibrated ones. */
import { type ConfidentAnswers, confidenceLevels } from './confidentAnswers.js';

/** Parameters of σ(slope · logit(confidence) + intercept). */
export interface Recalibration {
  readonly slope: number;
  readonly intercept: number;
}

/** Confidences of 0 and 1 have no finite logit; they are moved inside by this much. */
const NEAREST = 1e-6;
const STEPS = 50;

function logit(confidence: number): number {
  const inside = Math.min(1 - NEAREST, Math.max(NEAREST, confidence));
  return Math.log(inside / (1 - inside));
}

/** Recalibrated confidence in (0, 1); it rises with the confidence if the slope is positive. */
export function recalibrated({ slope, intercept }: Recalibration, confidence: number): number {
  return 1 / (1 + Math.exp(-(slope * logit(confidence) + intercept)));
}

/**
 * Platt scaling (Platt 1999) of the logit of the confidence: slope and intercept of greatest likelihood, with Platt's targets
 * (n₊ + 1)/(n₊ + 2) for right answers and 1/(n₋ + 2) for wrong ones. The targets make the optimum finite even if all answers are
 * right, or if confidence separates right from wrong.
 * @throws RangeError without answers, and for answers that `confidenceLevels` rejects
 */
export function fitRecalibration(answers: ConfidentAnswers): Recalibration {
  const points = confidenceLevels(answers).map(({ confidence, weight, right }) => ({
    x: logit(confidence),
    weight,
    right,
  }));
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('there are no answers to recalibrate by');
  const allRight = points.reduce((sum, { right }) => sum + right, 0);
  const [ifRight, ifWrong] = [(allRight + 1) / (allRight + 2), 1 / (total - allRight + 2)];
  // Centred and scaled logits make Newton's steps well conditioned.
  const mean = points.reduce((sum, { x, weight }) => sum + weight * x, 0) / total;
  const spread = Math.sqrt(points.reduce((sum, { x, weight }) => sum + weight * (x - mean) ** 2, 0) / total) || 1;
  const loss = (a: number, b: number): number =>
    points.reduce((sum, { x, weight, right }) => {
      const z = (a * (x - mean)) / spread + b;
      const target = right * ifRight + (weight - right) * ifWrong;
      // Softplus, without overflow.
      return sum + weight * (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))) - target * z;
    }, 0);
  let [a, b] = [0, Math.log((allRight + 1) / (total - allRight + 1))];
  let least = loss(a, b);
  for (let step = 0; step < STEPS; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-9, 0, 1e-9];
    for (const { x, weight, right } of points) {
      const u = (x - mean) / spread;
      const p = 1 / (1 + Math.exp(-(a * u + b)));
      const gradient = weight * p - right * ifRight - (weight - right) * ifWrong;
      const curvature = weight * p * (1 - p);
      ga += gradient * u;
      gb += gradient;
      haa += curvature * u * u;
      hab += curvature * u;
      hbb += curvature;
    }
    const determinant = haa * hbb - hab ** 2;
    const [da, db] = [(ga * hbb - gb * hab) / determinant, (gb * haa - ga * hab) / determinant];
    let size = 1;
    while (size > 1e-6 && !(loss(a - size * da, b - size * db) <= least)) size /= 2;
    if (size <= 1e-6 || Math.abs(da) + Math.abs(db) < 1e-10) break;
    [a, b] = [a - size * da, b - size * db];
    least = loss(a, b);
  }
  return { slope: a / spread, intercept: b - (a * mean) / spread };
}
