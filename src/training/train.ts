/** Training loop: it runs the step program on batches, feeds the state back, and measures the model at chosen steps. */
import type { Corpus } from '../corpus/corpus.js';
import type { FactsInProse } from '../corpus/prose/wordings.js';
import type { World } from '../corpus/world.js';
import type { Engine } from '../engine/engine.js';
import type { LanguageModel } from '../models/languageModel.js';
import { initialParameters, type Network } from '../models/networks/network.js';
import { neuralScorer } from '../models/neuralScoring/neuralScorer.js';
import type { TrainingState } from '../models/saved/savedModel.js';
import { normal } from '../random/normal.js';
import { stream } from '../random/stream.js';
import { onePart } from './batchParts.js';
import { dropoutMasks } from './dropoutMasks.js';
import { optimiser, withoutMoments } from './optimiser.js';
import type { Stage } from './rowOrder.js';
import { measuredSteps, type ScheduleOptions } from './schedule.js';
import { trainingBatches } from './trainingBatches.js';
import { type OptimiserOptions, trainingStep } from './trainingStep.js';

/**
 * Options of the training of a network: schedule, optimiser, sentences per step, and the tokens that the loss
 * (cross-entropy, in nats) counts.
 */
export interface TrainingOptions extends ScheduleOptions, OptimiserOptions {
  /** Number of sentences per step. */
  readonly batchSize: number;
  /** Tokens that the loss counts: `all`, or those of the `response` and the closing stop. */
  readonly loss: 'all' | 'response';
  /** Stages in which families are taught, in order, the last one until 1; left out: all families in every step. */
  readonly stages?: readonly Stage[] | undefined;
}

/** State of training after a step, except for its streams, which are drawn again up to that step. */
export interface TrainingProgress {
  readonly step: number;
  readonly state: TrainingState;
  /** Sum and number of the losses since the last measured step. */
  readonly unmeasured: { readonly losses: number; readonly steps: number };
}

/** Arguments of `train`. */
export interface TrainingRun {
  readonly corpus: Corpus;
  readonly network: Network;
  readonly engine: Engine;
  readonly options: TrainingOptions;
  /** Root of the streams `initialisation`, `batches` and `dropout`. */
  readonly seed: number;
  /** Number of steps after 0 that are measured; with 0, only the last one. */
  readonly curvePoints: number;
  /**
   * Progress from which training goes on, with the batches that would have followed; by default the start. Progress
   * without `unmeasured` comes from another training, so that its model is measured first.
   */
  readonly from?: TrainingProgress | Pick<TrainingProgress, 'step' | 'state'> | undefined;
  /** Called after each step, before the model is measured. */
  readonly onStep?: (step: number, loss: number) => void;
  /** Called after each step, after the model was measured. The progress must be copied at once if it is to be kept. */
  readonly onProgress?: ((progress: TrainingProgress) => Promise<void>) | undefined;
  /**
   * Called at each measured step.
   * @param loss mean training loss since the last measured step, nats per predicted token; null at the step where
   *   training starts
   */
  readonly onMeasure: (step: number, loss: number | null, model: LanguageModel) => Promise<void>;
}

function otherForms(inProse: FactsInProse | undefined): readonly Int32Array[] {
  const { reworded = [], behindPassages } = inProse ?? {};
  return [...reworded, ...(behindPassages?.given ?? []), ...(behindPassages?.other ?? [])];
}

/** Returns the length of the longest sentence, or row of running text, that may have to be read, start token included. */
export function longestSentence(world: World): number {
  return Math.max(
    world.prose?.options.window ?? 0,
    ...world.families.map(({ prompts, inProse, tree, open }) => {
      const prompt = [...prompts, ...otherForms(inProse)].reduce(
        (longest, tokens) => Math.max(longest, tokens.length),
        0,
      );
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
 * Trains a network.
 * @returns parameters and moments of Adam after the last step
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
  const source = trainingBatches(corpus, options, seed);
  const shape = {
    batch: options.batchSize,
    slots: source.slots,
    predictions: options.batchSize * source.predictions,
    rowwise: true,
    ...onePart(engine),
  };
  const step = await engine.prepare(trainingStep(network, shape, options));
  const scorer = neuralScorer(network, engine);
  try {
    const under = optimiser(step, scorer, options, from?.state ?? startOf(network, seed));
    const measured = new Set(measuredSteps(options.steps, curvePoints));
    const before = from?.step ?? 0;
    const begun = from !== undefined && 'unmeasured' in from ? from.unmeasured : undefined;
    if (begun === undefined && measured.has(before)) await under.ask(before, (model) => onMeasure(before, null, model));
    const rows = source.batches(before);
    let { losses, steps: stepsSinceMeasured } = begun ?? { losses: 0, steps: 0 };
    for (let now = before + 1; now <= options.steps; now++) {
      const loss = await under.step(now, {
        ...rows.next().value,
        ...dropoutMasks(network, options.batchSize, source.slots, seed, now),
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

/** Draws the initial parameters; the moments are 0. */
function startOf(network: Network, seed: number): TrainingState {
  const initialisation = stream(seed, 'initialisation');
  return withoutMoments(initialParameters(network, () => normal(initialisation)));
}
