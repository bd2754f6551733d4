/** Learning rates of the steps, and the steps after which a model is measured. */

/** Options of the learning rate over the steps of a training. */
export interface ScheduleOptions {
  readonly steps: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
  readonly decay: 'cosine' | 'linear' | 'none';
}

/** Returns the learning rate of a step in 1 … steps: linear warm-up, then decay towards 0. */
export function learningRateAt(step: number, { steps, learningRate, warmupSteps, decay }: ScheduleOptions): number {
  if (step <= warmupSteps) return (learningRate * step) / warmupSteps;
  const progress = (step - warmupSteps) / Math.max(1, steps - warmupSteps + 1);
  if (decay === 'none') return learningRate;
  return decay === 'linear' ? learningRate * (1 - progress) : (learningRate / 2) * (1 + Math.cos(Math.PI * progress));
}

/**
 * Returns the measured steps: 0, then `points` steps further and further apart; only the last if there are 0 points.
 */
export function measuredSteps(steps: number, points: number): readonly number[] {
  return points === 0
    ? [steps]
    : [...new Set(Array.from({ length: points + 1 }, (_, i) => Math.round(steps * (i / points) ** 2)))];
}
