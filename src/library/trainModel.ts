/** Models by the options of experiment files. */
import { type Seed, seedsOf } from '../config/schema/seeds.js';
import type { Corpus } from '../corpus/corpus.js';
import { createEngine } from '../engine/engine.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { Network } from '../models/networks/network.js';
import { neuralScorer } from '../models/neuralScoring/neuralScorer.js';
import type { SavedModel } from '../models/saved/savedModel.js';
import type { ModelRunConfig } from '../sweep/experimentSchemas.js';
import { fittedModel, networkOf } from '../sweep/run/executeRun.js';
import { pinnedFiles } from '../sweep/run/factFiles.js';
import { resumedModel } from '../sweep/run/resume.js';
import { train } from '../training/train.js';
import {
  checkedSections,
  type KindOptions,
  type Plugin,
  requireSettings,
  toldAs,
  withPlugins,
} from './callerOptions.js';

/** Options of `train`: sections of an experiment (docs/config.md); what is left out has its default. */
export interface TrainOptions {
  /** Kind of the model, or its options with its kind; by default a transformer. */
  readonly model?: KindOptions;
  readonly training?: Readonly<Record<string, unknown>>;
  readonly engine?: KindOptions;
  /** Seed of the model, or seeds of which `model` counts; by default 1. */
  readonly seed?: Seed;
  /** Plugins whose kinds the options name. */
  readonly plugins?: readonly Plugin[];
  /** Called after each step of a network with its loss, nats per predicted token. */
  readonly onStep?: (step: number, loss: number) => void;
}

/** A model that was trained, counted or given. */
export interface TrainedModel extends LanguageModel {
  /** Content of a file of the model, for `saveModel`; left out for models that are no networks. */
  readonly saved?: SavedModel;
  /** Frees the memory that the engine holds; the model cannot be used afterwards. */
  dispose(): Promise<void>;
}

const CALL = 'train(corpus, …)';

/**
 * Trains or fits a model to a corpus, as a run with the same options and seed does.
 * @throws UserError about the options; DivergenceError if training diverges
 */
export function trainModel(corpus: Corpus, options: TrainOptions = {}): Promise<TrainedModel> {
  return toldAs(CALL, undefined, async () => {
    requireSettings(CALL, options, ['model', 'training', 'engine', 'seed', 'plugins', 'onStep']);
    const { model, training, engine, seed, plugins = [], onStep } = options;
    return withPlugins(plugins, async () => {
      const config = pinnedFiles<ModelRunConfig>(checkedSections({ model, training, engine, seed }, CALL), '.');
      const network = networkOf(config, corpus);
      return network === undefined
        ? { ...(await fittedModel(config, corpus)), dispose: async () => {} }
        : trainedNetwork(corpus, config, network, onStep);
    });
  });
}

async function trainedNetwork(
  corpus: Corpus,
  config: ModelRunConfig,
  network: Network,
  onStep: TrainOptions['onStep'],
): Promise<TrainedModel> {
  const { kind, threads, device } = config.engine;
  const engine = await createEngine(kind, threads, undefined, device);
  const state = await train({
    corpus,
    network,
    engine,
    options: config.training,
    seed: seedsOf(config.seed).model,
    curvePoints: 0,
    from: resumedModel(config, network, corpus),
    ...(onStep && { onStep }),
    onMeasure: async () => {},
  });
  const scorer = neuralScorer(network, engine);
  return {
    ...scorer.modelAt(state.theta),
    saved: {
      run: 'library',
      step: config.training.steps,
      model: config.model,
      words: corpus.world.vocabulary.words,
      maxPositions: network.maxPositions,
      state,
    },
    dispose: () => scorer.dispose(),
  };
}
