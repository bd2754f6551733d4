/** One run, from its resolved config to its result: world, examples, model, measurement; or a study. */
import { type Seed, seedsOf } from '../../config/schema/seeds.js';
import { buildWorld } from '../../corpus/buildWorld.js';
import type { Corpus } from '../../corpus/corpus.js';
import { drawCorpus } from '../../corpus/drawCorpus.js';
import type { FactReader } from '../../corpus/factTable.js';
import type { Lexicon } from '../../corpus/lexicon.js';
import { createEngine } from '../../engine/engine.js';
import { UserError } from '../../errors/userError.js';
import { foretellNetwork } from '../../foretold/foretell.js';
import { speak, speakingSteps } from '../../measurement/speak.js';
import type { LanguageModel } from '../../models/languageModel.js';
import type { Asking, CountedModelKind, ImportedModelKind, NetworkKind } from '../../models/modelKind.js';
import { type Network, parameterCount } from '../../models/networks/network.js';
import { knownModelKind, modelKindOf } from '../../models/registry.js';
import { saveModel } from '../../models/saved/modelFile.js';
import { stream } from '../../random/stream.js';
import type { CurvePoint } from '../../results/familyMeasurement.js';
import { studyKindOf } from '../../studies/registry.js';
import { exposures } from '../../training/exposures.js';
import { trainUnderGrader } from '../../training/posttraining/policyGradient.js';
import { measuredSteps } from '../../training/schedule.js';
import { longestSentence, type TrainingProgress, train } from '../../training/train.js';
import { type AnyConfig, isStudy, type ModelRunConfig, type StudyRunConfig } from '../experimentSchemas.js';
import { corpusDigest } from '../tables/corpusCard.js';
import type { RunResult, Scalar } from '../tables/runResult.js';
import type { RunTimelines, TimelinePoint } from '../tables/timelinesTable.js';
import type { Checkpoints } from './checkpoints.js';
import { requireElsewhere, withCounts } from './countsRun.js';
import { readCounts, readFacts, requireSameModel } from './factFiles.js';
import { countedForetold, type ForetoldFamilies } from './foretellRun.js';
import { measureFamilies, withProse, withToldTargets } from './measureRun.js';
import { posttrainingOf } from './posttrainRun.js';
import { requireProse } from './proseRun.js';
import { resumedModel } from './resume.js';
import { requireStages } from './stagesRun.js';
import { type ReadUntil, readOnce, type Timelines, timelinesOf } from './timelines.js';

/** A run to be made. */
export interface RunTask {
  readonly id: string;
  readonly parameters: Readonly<Record<string, Scalar>>;
  readonly config: AnyConfig;
}

export interface RunHooks {
  /** Called after each training step, or as a study proceeds. @param loss nats per predicted token; null for a study */
  readonly onStep?: (step: number, loss: number | null) => void;
  /** Called before the first step of a network with what is foretold of it. */
  readonly onForetold?: (foretold: ForetoldFamilies) => Promise<void>;
  /** File for p̂ of every prompt × response of the final model, if wanted. */
  readonly responsesPath?: string;
  /** Called with the timelines of single facts, if `measurement.timelines` asks for them. */
  readonly onTimelines?: (timelines: RunTimelines) => Promise<void>;
  /** File for the trained network, written if `training.save` is set. */
  readonly modelPath?: string;
  /** Called with the final model, and with the corpus on which it is measured. */
  readonly onModel?: (model: LanguageModel, corpus: Corpus) => Promise<void>;
  /** Checkpoints from which an interrupted training continues. */
  readonly checkpoints?: Checkpoints;
  readonly asking?: Asking;
}

/** Steps in which the progress of a study, or of a model that is asked, is reported. */
export const STUDY_STEPS = 100;

/** Number of steps that a run reports: those of training, 0 for models that are counted or given. */
export function stepsOf({ config }: RunTask): number {
  if (isStudy(config)) return STUDY_STEPS;
  const kind = knownModelKind(config.model.kind); // unknown where a plugin's kind is only looked at
  if (kind === undefined) return 0;
  if ('network' in kind) return config.training.steps + (config.posttraining?.steps ?? 0);
  return 'load' in kind && kind.isAsked ? STUDY_STEPS : 0;
}

/** A gigabyte of float32; four gigabytes with Adam's moments and the gradient. */
const MAX_PARAMETERS = 2 ** 28;

/** The corpus of a run: the same for all models of a sweep that share corpus options and seed. */
export function corpusOf(config: ModelRunConfig, lexicon: Lexicon, facts?: FactReader): Corpus {
  requireProse(config);
  requireStages(config);
  const { corpus, seed } = config;
  const { world, sample } = seedsOf(seed);
  const drawn = drawCorpus(buildWorld(corpus, lexicon, world, facts), corpus.examples, sample);
  drawn.world.families.forEach(({ name }, i) => {
    if (drawn.counts[i].examples > 0) return;
    throw new UserError({
      code: 'out-of-range',
      summary: `no training example was drawn from the family ${name}`,
      keyPath: 'corpus.examples',
      found: String(corpus.examples),
      allowed: 'enough examples for every family',
      hint: `raise corpus.examples or corpus.families.${name}.weight`,
    });
  });
  return drawn;
}

/**
 * The network of a run; undefined for models that are counted or given.
 * @throws UserError for options that do not fit together
 */
export function networkOf({ model: { kind: name, ...model } }: ModelRunConfig, { world }: Corpus): Network | undefined {
  const kind: CountedModelKind | ImportedModelKind | NetworkKind = modelKindOf(name);
  if (!('network' in kind)) return undefined;
  const network = kind.network(model, world.vocabulary.words.length, longestSentence(world));
  const parameters = parameterCount(network);
  if (parameters <= MAX_PARAMETERS) return network;
  throw new UserError({
    code: 'out-of-range',
    summary: 'the model is too large',
    keyPath: 'model',
    found: `${parameters} parameters`,
    allowed: `at most ${MAX_PARAMETERS}`,
    hint: 'reduce the width or the number of layers',
  });
}

/** @throws UserError for options that do not fit together; DivergenceError if training diverges */
export async function executeRun(
  { id, parameters, config }: RunTask,
  lexicon: Lexicon,
  hooks: RunHooks,
): Promise<RunResult> {
  if (isStudy(config)) return { id, parameters, ...(await studied(config, lexicon, hooks)) };
  const corpus = corpusOf(config, lexicon, await readFacts(config));
  const network = networkOf(config, corpus);
  const foretold = network && foretellNetwork(config, corpus);
  if (foretold !== undefined) await hooks.onForetold?.(foretold);
  const curves =
    network === undefined
      ? await counted(id, config, corpus, hooks)
      : await trained(id, config, corpus, network, hooks);
  const { families } = curves.points[curves.points.length - 1];
  return {
    id,
    parameters,
    ...resultSeeds(config.seed),
    model: {
      kind: config.model.kind,
      trainableParameters: curves.trainableParameters,
      ...(curves.remarks && { remarks: curves.remarks }),
    },
    families: Object.fromEntries(
      Object.entries(families).map(([name, family]) => [
        name,
        { ...family, foretold: foretold?.[name] ?? countedForetold(config.model.kind, family) },
      ]),
    ),
    curves: curves.points,
  };
}

/** The world is the unit of replication, so its seed is the run's; all three are kept where they differ. */
function resultSeeds(seed: Seed): Pick<RunResult, 'seed' | 'seeds'> {
  return typeof seed === 'number' ? { seed } : { seed: seed.world, seeds: seed };
}

async function studied(
  { study: { kind: name, ...study }, seed }: StudyRunConfig,
  lexicon: Lexicon,
  { onStep }: RunHooks,
): Promise<Omit<RunResult, 'id' | 'parameters'>> {
  const onProgress = progressOf(onStep);
  const figures = await studyKindOf(name).run(study, { seed, lexicon, onProgress });
  return { seed, model: { kind: name, trainableParameters: 0 }, families: {}, curves: [], study: figures };
}

/** Progress in shares, as steps. */
function progressOf(onStep: RunHooks['onStep']): (share: number) => void {
  return (share) => onStep?.(Math.floor(share * STUDY_STEPS), null);
}

interface Curves {
  readonly trainableParameters: number;
  readonly remarks?: readonly string[];
  readonly points: readonly CurvePoint[];
}

/** Makes the model of a run that has no steps: one that is counted, imported or asked in texts. */
export async function fittedModel(
  config: ModelRunConfig,
  corpus: Corpus,
  { onStep, asking }: Pick<RunHooks, 'onStep' | 'asking'> = {},
): Promise<LanguageModel> {
  const { kind: name, ...options } = config.model;
  const kind = modelKindOf(name) as CountedModelKind | ImportedModelKind;
  const context = { corpus, loss: config.training.loss, seed: seedsOf(config.seed).model };
  if (!('load' in kind)) return kind.fit(options, context);
  requireWholeResponses(config.measurement.temperatures);
  requireSameModel(config);
  const model = await kind.load(options, {
    ...context,
    engine: config.engine,
    corpusDigest: () => corpusDigest(corpus),
    onProgress: progressOf(onStep),
    asking,
  });
  requireSameModel(config); // another program may have written its files while they were read
  return model;
}

/** The timelines that a run is asked for; undefined if it is not. @param before those up to a checkpoint */
function askedTimelines(
  { measurement, seed }: ModelRunConfig,
  { world, counts }: Corpus,
  readUntil: () => ReadUntil,
  before?: readonly TimelinePoint[],
): Timelines | undefined {
  const most = measurement.timelines;
  // The sample belongs to the corpus: models of one corpus are asked for the same facts.
  const streamOf = (family: string) => stream(seedsOf(seed).sample, `measurement/${family}/timelines`);
  return most === undefined ? undefined : timelinesOf(world, counts, most, streamOf, readUntil(), before);
}

async function counted(id: string, config: ModelRunConfig, corpus: Corpus, hooks: RunHooks): Promise<Curves> {
  const { measurement, seed } = config;
  requireElsewhere(config);
  const fitted = await fittedModel(config, corpus, hooks);
  const given = measurement.counts;
  const counted = given === undefined ? corpus : withCounts(corpus, await readCounts(given), given.file);
  // What was counted here has read every row once; what an imported model has read is not known.
  const timelines = askedTimelines(config, counted, () =>
    'load' in modelKindOf(config.model.kind) ? null : readOnce(counted),
  );
  const families = await measureFamilies(
    fitted,
    counted,
    { ...measurement, seed: seedsOf(seed).model },
    { id, path: hooks.responsesPath },
    timelines?.at(0),
  );
  if (timelines !== undefined) await hooks.onTimelines?.({ run: id, world: counted.world, ...timelines });
  await hooks.onModel?.(fitted, counted);
  const { trainableParameters, remarks } = fitted;
  return { trainableParameters, ...(remarks && { remarks }), points: [{ step: 0, loss: null, families }] };
}

/** Temperatures change the probability of each token, which a model of whole responses does not tell. */
export function requireWholeResponses(temperatures: readonly number[]): void {
  if (temperatures.length === 0) return;
  throw new UserError({
    code: 'whole-responses',
    summary: 'a model that gives whole responses alone cannot be sampled at another temperature',
    keyPath: 'measurement.temperatures',
    found: temperatures.join(', '),
    allowed: 'none',
  });
}

async function trained(
  id: string,
  config: ModelRunConfig,
  corpus: Corpus,
  network: Network,
  hooks: RunHooks,
): Promise<Curves> {
  const { training, measurement } = config;
  const { model: seed } = seedsOf(config.seed);
  const engine = await createEngine(config.engine.kind, config.engine.threads, undefined, config.engine.device);
  const posttraining = posttrainingOf(config, corpus);
  // A posttrained model is measured on prompts that were not graded. Earlier points are measured on the same prompts.
  const measured = { ...corpus, world: posttraining?.others ?? corpus.world };
  const end = training.steps + (posttraining?.steps ?? 0);
  const speaking = speakingSteps(
    [...measuredSteps(training.steps, measurement.curvePoints), end],
    corpus.world.prose !== undefined,
  );
  const last = hooks.checkpoints?.last();
  const points: CurvePoint[] = [...(last?.points ?? [])];
  const timelines = askedTimelines(config, measured, () => exposures(corpus, training, seed), last?.timelines);
  const onMeasure = async (step: number, loss: number | null, model: LanguageModel): Promise<void> => {
    // Decision rules are measured on the base model and the final model only: each rule costs as much as a measurement.
    const rules =
      step === end || step === training.steps
        ? {}
        : { temperatures: [], idkBiases: [], confidenceThresholds: [], confidenceTargets: [], agreement: [] };
    const families = await measureFamilies(
      model,
      measured,
      { ...measurement, ...rules, seed },
      { id, path: step === end ? hooks.responsesPath : undefined },
      timelines?.at(step),
    );
    points.push({
      step,
      loss,
      families: await withProse(
        model,
        measured,
        await withToldTargets(model, measured, families),
        step === end ? measurement.unprompted : undefined,
        seed,
      ),
      ...(speaking.has(step) && { spoken: await speak(model, measured, seed, step === end) }),
    });
    if (step === end) await hooks.onModel?.(model, measured);
  };
  const onStep = hooks.onStep && { onStep: hooks.onStep };
  const from = last?.training ?? resumedModel(config, network, corpus);
  const onProgress = async (progress: TrainingProgress): Promise<void> => {
    // Posttraining has no checkpoints of its own: an interrupted posttraining begins again from this checkpoint.
    const graded = posttraining !== undefined && progress.step === training.steps;
    if (hooks.checkpoints?.due() || graded)
      await hooks.checkpoints?.keep({ training: progress, points, timelines: timelines?.points });
  };
  const state = await train({
    corpus,
    network,
    engine,
    options: training,
    seed,
    curvePoints: measurement.curvePoints,
    from,
    ...onStep,
    onProgress,
    onMeasure,
  });
  if (training.save && hooks.modelPath !== undefined) {
    const { words } = corpus.world.vocabulary;
    await saveModel(hooks.modelPath, {
      run: id,
      step: training.steps,
      model: config.model,
      words,
      maxPositions: network.maxPositions,
      state,
    });
  }
  if (posttraining !== undefined) {
    await trainUnderGrader({
      ...posttraining,
      corpus,
      network,
      engine,
      theta: state.theta,
      seed,
      onStep: (step) => hooks.onStep?.(training.steps + step, null),
      onMeasure: (step, model) => onMeasure(training.steps + step, null, model),
    });
  }
  if (timelines !== undefined) await hooks.onTimelines?.({ run: id, world: corpus.world, ...timelines });
  return { trainableParameters: parameterCount(network), points };
}
