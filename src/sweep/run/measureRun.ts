/** Measurements of one run: every family of its corpus, and what is added for some of them. */
import type { Corpus } from '../../corpus/corpus.js';
import { measureFamily } from '../../measurement/measureFamily.js';
import { measureBehindPassages, measureReworded, measureToldTargets } from '../../measurement/measureInOtherForms.js';
import { measureProse } from '../../measurement/prose/measureProse.js';
import { measureVolunteered } from '../../measurement/prose/measureVolunteered.js';
import type { LanguageModel } from '../../models/languageModel.js';
import { stream } from '../../random/stream.js';
import type { FamilyMeasurement } from '../../results/familyMeasurement.js';
import type { ModelRunConfig } from '../experimentSchemas.js';
import { openResponses } from '../tables/responsesTable.js';

/** Adds the measurements at each confidence target, for families whose prompts state a target. */
export async function withToldTargets(
  model: LanguageModel,
  { world, counts }: Corpus,
  families: Record<string, FamilyMeasurement>,
): Promise<Record<string, FamilyMeasurement>> {
  const told: Record<string, FamilyMeasurement> = { ...families };
  for (const [index, family] of world.families.entries()) {
    if (family.told !== undefined)
      told[family.name] = { ...families[family.name], told: await measureToldTargets(model, family, counts[index]) };
  }
  return told;
}

/**
 * Adds what is measured in running text alone: the language, and the facts in other words.
 * @param texts number of texts that the model writes; undefined: none
 */
export async function withProse(
  model: LanguageModel,
  corpus: Corpus,
  families: Record<string, FamilyMeasurement>,
  texts: number | undefined,
  seed: number,
): Promise<Record<string, FamilyMeasurement>> {
  const { world, counts } = corpus;
  if (world.prose === undefined) return families;
  const prose = await measureProse(model, world.prose);
  const volunteered =
    texts === undefined ? {} : await measureVolunteered(model, corpus, texts, stream(seed, 'measurement/volunteered'));
  const all: Record<string, FamilyMeasurement> = {};
  for (const [index, family] of world.families.entries()) {
    const reworded = await measureReworded(model, family, counts[index]);
    const passage = await measureBehindPassages(model, family, counts[index]);
    all[family.name] = {
      ...families[family.name],
      prose,
      ...(family.name in volunteered && { volunteered: volunteered[family.name] }),
      ...(reworded && { reworded }),
      ...(passage && { passage }),
    };
  }
  return all;
}

interface ResponsesFile {
  readonly id: string;
  readonly path: string | undefined;
}

/**
 * Measures a model on every family of a corpus.
 * @param seed of the draws, where responses or labels are sampled
 * @param onPrompt called with p̂(·|c) of each prompt of the families that are measured exactly
 */
export async function measureFamilies(
  model: LanguageModel,
  { world, counts }: Corpus,
  {
    gamma,
    reliability,
    answers,
    unprompted,
    recalibrationExamples,
    samples,
    seed,
    counts: _given,
    timelines: _kept,
    ...rules
  }: ModelRunConfig['measurement'] & { readonly seed: number },
  { id, path }: ResponsesFile = { id: '', path: undefined },
  onPrompt?: (family: number, prompt: number, pHat: Float64Array) => void,
): Promise<Record<string, FamilyMeasurement>> {
  const responses = path === undefined ? undefined : openResponses(path, id, world);
  const families: Record<string, FamilyMeasurement> = {};
  for (const [index, family] of world.families.entries()) {
    families[family.name] = await measureFamily(model, family, counts[index], {
      gamma,
      reliability,
      answers,
      unprompted: world.prose === undefined ? unprompted : undefined,
      ...(recalibrationExamples && {
        recalibration: {
          examples: recalibrationExamples,
          stream: stream(seed, `measurement/${family.name}/recalibration`),
        },
      }),
      rules,
      // A new stream each time: every measured step has the same draws, so that a curve shows the model and not luck.
      sampling: { samples, stream: stream(seed, `measurement/${family.name}`) },
      ...((responses || onPrompt) && {
        onPrompt: (prompt: number, pHat: Float64Array) => {
          responses?.write(index, prompt, pHat);
          onPrompt?.(index, prompt, pHat);
        },
      }),
    });
  }
  responses?.close();
  return families;
}
