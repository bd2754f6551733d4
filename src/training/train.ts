/** The training loop: batches through the step program, the state fed back, the model measured at chosen steps. */
import type { Corpus } from '../corpus/corpus.js';
import type { World } from '../corpus/world.js';
import type { Engine } from '../engine/engine.js';
import type { LanguageModel } from '../models/languageModel.js';
import { initialParameters, type Network } from '../models/networks/network.js';
import { neuralScorer } from '../models/neuralScoring/neuralScorer.js';
import type { TrainingState } from '../models/saved/savedModel.js';
import { normal } from '../random/normal.js';
import { stream } from '../random/stream.js';
import { dropoutMasks } from './dropoutMasks.js';
import { optimiser, withoutMoments } from './optimiser.js';
import { measuredSteps, type ScheduleOptions } from './schedule.js';
import { batches, trainingSet } from './trainingSet.js';
import { type OptimiserOptions, trainingStep } from './trainingStep.js';

/**
 * How a network is trained: schedule, optimiser, sentences a step, and whether the loss (cross-entropy, in nats) counts all
 * tokens or those of the response alone.
 */
export interface TrainingOptions extends ScheduleOptions, OptimiserOptions {
  /** Sentences a step. */
  readonly batchSize: number;
  readonly loss: 'all' | 'response';
}

/** All that a training knows after a step, its streams apart: they are drawn again up to there. */
export interface TrainingProgress {
  readonly step: number;
  readonly state: TrainingState;
  /** Losses since the last measured step, summed, and how many. */
  readonly unmeasured: { readonly losses: number; readonly steps: number };
}

export interface TrainingRun {
  readonly corpus: Corpus;
  readonly network: Network;
  readonly engine: Engine;
  readonly options: TrainingOptions;
  /** Root of the streams `initialisation`, `batches` and `dropout`. */
  readonly seed: number;
  /** How many steps after 0 are measured; 0: the last one alone. */
  readonly curvePoints: number;
  /**
   * Where an earlier training stopped; the batches go on as if it had not. Left out: at the start. Without `unmeasured` this is
   * another training, whose first model is measured.
   */
  readonly from?: TrainingProgress | Pick<TrainingProgress, 'step' | 'state'> | undefined;
  readonly onStep?: (step: number, loss: number) => void;
  /** Called after each step, when it is measured; what it is told is kept by copying it, at once. */
  readonly onProgress?: ((progress: TrainingProgress) => Promise<void>) | undefined;
  /** @param loss mean training loss since the last measured step, nats per predicted token; null at the step that it starts from */
  readonly onMeasure: (step: number, loss: number | null, model: LanguageModel) => Promise<void>;
}

/** Longest sentence of a world that may have to be read, start token included. */
export function longestSentence(world: World): number {
  return Math.max(
    ...world.families.map(({ prompts, tree, open }) => {
      const prompt = prompts.reduce((longest, tokens) => Math.max(longest, tokens.length), 0);
      const enumerated = tree.prefixes.reduce((longest, prefix) => Math.max(longest, prefix.length), 0) + 1;
      const response =
        open === null
          ? enumerated
          : Math.max(enumerated, open.maxLength + Math.max(...open.tails.map((tail) => tail.length)));
      return 1 + prompt + response + 1;
    }),
  );
}

/**
 * @returns parameters and Adam's moments after the last step
 * @throws DivergenceError
 */
export async function train({
  corpus,
  network,
  engine,
  options,
  seed,
  curvePoints,
  from,
  onStep,
  onProgress,
  onMeasure,
}: TrainingRun): Promise<TrainingState> {
  const set = trainingSet(corpus, options.loss);
  const shape = {
    batch: options.batchSize,
    slots: set.slots,
    predictions: options.batchSize * set.predictions,
    rowwise: true,
  };
  const step = await engine.prepare(trainingStep(network, shape, options));
  const scorer = neuralScorer(network, engine);
  try {
    const under = optimiser(step, scorer, options, from?.state ?? startOf(network, seed));
    const measured = new Set(measuredSteps(options.steps, curvePoints));
    const before = from?.step ?? 0;
    const begun = from !== undefined && 'unmeasured' in from ? from.unmeasured : undefined;
    if (begun === undefined && measured.has(before)) await under.ask(before, (model) => onMeasure(before, null, model));
    const source = batches(set, options.batchSize, stream(seed, 'batches'), before);
    let { losses, steps: stepsSinceMeasured } = begun ?? { losses: 0, steps: 0 };
    for (let now = before + 1; now <= options.steps; now++) {
      const loss = await under.step(now, {
        ...source.next().value,
        ...dropoutMasks(network, options.batchSize, set.slots, seed, now),
      });
      losses += loss;
      stepsSinceMeasured++;
      onStep?.(now, loss);
      if (measured.has(now)) {
        await under.ask(now, (model) => onMeasure(now, losses / stepsSinceMeasured, model));
        losses = 0;
        stepsSinceMeasured = 0;
      }
      await onProgress?.({ step: now, state: under.state(), unmeasured: { losses, steps: stepsSinceMeasured } });
    }
    return under.state();
  } finally {
    await step.dispose();
    await scorer.dispose();
  }
}

/** Parameters drawn anew, and moments of 0. */
function startOf(network: Network, seed: number): TrainingState {
  const initialisation = stream(seed, 'initialisation');
  return withoutMoments(initialParameters(network, () => normal(initialisation)));
}
