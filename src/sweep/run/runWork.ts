/** Reckons how long runs take beside one another: for the time left, and to begin with the longest. */
import { knownModelKind } from '../../models/registry.js';
import { isStudy } from '../experimentSchemas.js';
import { type RunTask, stepsOf } from './executeRun.js';

const USUAL_STEP = 128 * (16 + 64);

/** Work of a training step, in a unit of its own: it grows with the batch and, at these sizes, with the width. */
export function workOfStep({ config }: RunTask): number {
  if (isStudy(config) || 'load' in (knownModelKind(config.model.kind) ?? {})) return USUAL_STEP / 100;
  const { width = 64 } = config.model as { readonly width?: number };
  return config.training.batchSize * (16 + width);
}

/** Work of a run, in the same unit: its steps, and its last measurement, which untrained models have too. */
export function workOf(task: RunTask): number {
  return stepsOf(task) * workOfStep(task) + 20 * USUAL_STEP;
}
