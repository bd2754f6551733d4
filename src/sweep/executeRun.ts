/** One run, from its resolved config to its result: world, examples, model, measurement. */
import { UserError } from '../config/userError.js';
import { buildWorld } from '../corpus/buildWorld.js';
import type { Corpus } from '../corpus/corpus.js';
import { drawCorpus } from '../corpus/drawCorpus.js';
import type { Lexicon } from '../corpus/lexicon.js';
import { createEngine } from '../engine/engine.js';
import { measureFamily } from '../measurement/measureFamily.js';
import type { CurvePoint, FamilyMeasurement } from '../measurement/measurement.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { NetworkKind, CountedModelKind } from '../models/modelKind.js';
import { modelKindOf } from '../models/registry.js';
import { parameterCount } from '../models/network.js';
import { longestSentence, train } from '../training/train.js';
import type { RunOptions } from './experiment.js';
import { openResponses } from './resultTables.js';
import type { RunResult, Scalar } from './runResult.js';

/** A run to be made. */
export interface RunTask {
  readonly id: string;
  readonly parameters: Readonly<Record<string, Scalar>>;
  readonly options: RunOptions;
}

export interface RunHooks {
  /** Called after each training step. @param loss nats per predicted token */
  readonly onStep?: (step: number, loss: number) => void;
  /** Where to write p̂ of every prompt × response of the final model, if anywhere. */
  readonly responsesPath?: string;
}

/** The corpus of a run: the same for all models of a sweep that share corpus options and seed. */
export const corpusOf = ({ corpus, seed }: RunOptions, lexicon: Lexicon): Corpus => {
  const drawn = drawCorpus(buildWorld(corpus, lexicon, seed), corpus.examples, seed);
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
};

/** @throws UserError where options do not fit together; DivergenceError where training fails */
export const executeRun = async ({ id, parameters, options }: RunTask, lexicon: Lexicon, hooks: RunHooks): Promise<RunResult> => {
  const corpus = corpusOf(options, lexicon);
  const { gamma, curvePoints } = options.measurement;
  const kind: CountedModelKind | NetworkKind = modelKindOf(options.model);
  const { kind: _kind, ...modelOptions } = options.model;

  if ('fit' in kind) {
    const model = kind.fit(modelOptions, { corpus, loss: options.training.loss });
    const families = await measure(model, corpus, gamma, { id, path: hooks.responsesPath });
    return { id, parameters, seed: options.seed, model: described(model), families, curves: [{ step: 0, loss: null, families }] };
  }

  const network = kind.network(modelOptions, corpus.world.vocabulary.words.length, longestSentence(corpus.world));
  const curves: CurvePoint[] = [];
  await train({
    corpus,
    network,
    engine: await createEngine(options.engine.kind, options.engine.threads),
    options: options.training,
    seed: options.seed,
    curvePoints,
    ...(hooks.onStep && { onStep: hooks.onStep }),
    onMeasure: async (step, loss, model) => {
      const path = step === options.training.steps ? hooks.responsesPath : undefined;
      curves.push({ step, loss, families: await measure(model, corpus, gamma, { id, path }) });
    },
  });
  const { families } = curves[curves.length - 1];
  return { id, parameters, seed: options.seed, model: { kind: kind.kind, trainableParameters: parameterCount(network) }, families, curves };
};

const described = ({ kind, trainableParameters }: LanguageModel): RunResult['model'] => ({ kind, trainableParameters });

interface ResponsesFile {
  readonly id: string;
  readonly path: string | undefined;
}

const measure = async (
  model: LanguageModel,
  { world, counts }: Corpus,
  gamma: number,
  { id, path }: ResponsesFile,
): Promise<Record<string, FamilyMeasurement>> => {
  const responses = path === undefined ? undefined : openResponses(path, id, world);
  const families: Record<string, FamilyMeasurement> = {};
  for (const [index, family] of world.families.entries()) {
    families[family.name] = await measureFamily(model, family, counts[index], {
      gamma,
      ...(responses && { onPrompt: (prompt: number, pHat: Float64Array) => responses.write(index, prompt, pHat) }),
    });
  }
  responses?.close();
  return families;
};
