/** Worlds and corpora by the options of experiment files. */
import { type Seed, seedsOf } from '../config/schema/seeds.js';
import { buildWorld } from '../corpus/buildWorld.js';
import type { Corpus } from '../corpus/corpus.js';
import type { World } from '../corpus/world.js';
import type { ModelRunConfig } from '../sweep/experimentSchemas.js';
import { corpusOf } from '../sweep/run/executeRun.js';
import { pinnedFiles, readFacts } from '../sweep/run/factFiles.js';
import {
  checkedSections,
  type KindOptions,
  type Plugin,
  requireSettings,
  shippedLexicon,
  toldAs,
  withPlugins,
} from './callerOptions.js';

/** The section `corpus` of an experiment (docs/config.md); keys that are left out have their defaults. */
export interface CorpusOptions {
  /** N: training examples of all families together. */
  readonly examples: number;
  /** Options of each family by its name. */
  readonly families: Readonly<Record<string, KindOptions>>;
  /** Running text in which the facts stand (docs/prose.md). */
  readonly text?: Readonly<Record<string, unknown>>;
}

/** Seed and plugins of a world. */
export interface WorldSettings {
  /** Seed of every draw, or seeds of world and sample apart; by default 1. */
  readonly seed?: Seed;
  /** Plugins whose kinds the options name. */
  readonly plugins?: readonly Plugin[];
}

/**
 * Draws a world: the facts, and how often each is asked.
 * @throws UserError about the options
 */
export function createWorld(options: CorpusOptions, settings: WorldSettings = {}): Promise<World> {
  return drawn('createWorld(…)', options, settings, async (config) =>
    buildWorld(config.corpus, shippedLexicon(), seedsOf(config.seed).world, await readFacts(config)),
  );
}

/**
 * Draws a world and its training examples: the corpus of a run with the same options and seed.
 * @throws UserError about the options
 */
export function createCorpus(options: CorpusOptions, settings: WorldSettings = {}): Promise<Corpus> {
  return drawn('createCorpus(…)', options, settings, async (config) =>
    corpusOf(config, shippedLexicon(), await readFacts(config)),
  );
}

function drawn<Result>(
  call: string,
  options: CorpusOptions,
  settings: WorldSettings,
  make: (config: ModelRunConfig) => Promise<Result>,
): Promise<Result> {
  return toldAs(call, 'corpus', async () => {
    requireSettings(call, settings, ['seed', 'plugins']);
    const { seed, plugins = [] } = settings;
    return withPlugins(plugins, async () =>
      make(
        pinnedFiles<ModelRunConfig>(
          checkedSections({ corpus: options, ...trainingOf(options), seed }, call, 'corpus'),
          '.',
        ),
      ),
    );
  });
}

/** The training that goes with a corpus, as far as its check asks for one: every token of running text is learnt. */
function trainingOf(options: CorpusOptions | null | undefined): { readonly training?: unknown } {
  return options?.text === undefined ? {} : { training: { loss: 'all' } };
}
