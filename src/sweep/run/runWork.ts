/** Reckons how long runs take beside one another: for the time left, and to begin with the longest. */
import { knownModelKind } from '../../models/registry.js';
import { studyKindOf } from '../../studies/registry.js';
import { isStudy, type ModelRunConfig } from '../experimentSchemas.js';
import { type RunTask, STUDY_STEPS, stepsOf } from './executeRun.js';

const USUAL_STEP = 128 * (16 + 64);
/** Tokens of a window of running text that take as long as a sentence of another corpus. */
const SENTENCE_TOKENS = 4.5;

/** Work of a training step, in a unit of its own: it grows with the tokens of a batch, the layers and, at these sizes, with the width. */
export function workOfStep(task: RunTask): number {
  if (!trains(task)) return (USUAL_STEP * usualSteps(task)) / STUDY_STEPS;
  const { corpus, model, training } = task.config;
  const { width = 64, layers = 2 } = model as { readonly width?: number; readonly layers?: number };
  const sentences = corpus?.text ? corpus.text.window / SENTENCE_TOKENS : 1;
  return training.batchSize * sentences * (16 + width) * (layers / 2);
}

/** Work of a run, in the same unit: its steps, and its last measurement, which untrained models have too, with less to compute. */
export function workOf(task: RunTask): number {
  return stepsOf(task) * workOfStep(task) + (trains(task) ? 20 : 5) * USUAL_STEP;
}

/** Usual training steps that a run without a training of its own takes. */
function usualSteps({ config }: RunTask): number {
  if (!isStudy(config)) return 1;
  const { kind, ...options } = config.study;
  return studyKindOf(kind).usualSteps?.(options) ?? 1;
}

type TrainingTask = RunTask & { readonly config: ModelRunConfig };

function trains(task: RunTask): task is TrainingTask {
  return !isStudy(task.config) && 'network' in (knownModelKind(task.config.model.kind) ?? {});
}
