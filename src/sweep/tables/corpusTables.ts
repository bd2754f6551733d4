/** A corpus as tables for other programs, and a summary of its families. */

import { join } from 'node:path';
import type { Corpus } from '../../corpus/corpus.js';
import { listedResponses } from '../../corpus/world.js';
import type { Metadata } from '../../store/arrowTypes.js';
import { replaceFile } from '../../store/atomicFile.js';
import { openBatchWriter } from '../../store/batchWriter.js';
import { CORPUS_FILES } from '../../store/manifest.js';
import { lemma1HalfWidth, promptsSeen, singletonRate } from '../../theory/goodTuring.js';
import { missingMassInterval } from '../../theory/missingMassInterval.js';
import { worldTexts } from '../run/worldTexts.js';

/** Statistics of a family's examples, and the missing mass that they estimate. */
export interface CorpusSummary {
  readonly family: string;
  readonly kind: string;
  /** N: training examples of the family. */
  readonly examples: number;
  readonly prompts: number;
  readonly abstainedExamples: number;
  readonly singletons: number;
  readonly doubletons: number;
  readonly singletonRate: number;
  readonly expectedSingletonRate: number;
  /** Σ_{c∈U} μ(c) α_c under the μ that is asked: the true value, which is known in a synthetic world. */
  readonly missingMass: number;
  /** The same under the μ of the training rows, which n_1/N estimates. It is another one under `shift` and `heldOut`. */
  readonly trainingMissingMass: number;
  /**
   * n_1/N with its interval at 1 − γ, valid at any N (Lemma 1), and the 95 % interval for large N that `estimate` prints
   * (`missingMassInterval`). Both are of the missing mass under the μ of the training rows.
   */
  readonly goodTuring: {
    readonly estimate: number;
    readonly lower: number;
    readonly upper: number;
    readonly asymptoticLower: number;
    readonly asymptoticUpper: number;
  };
}

/** Level of the interval for large N. */
const LEVEL = 0.95;

export function corpusSummaries({ world, counts }: Corpus, gamma: number): readonly CorpusSummary[] {
  return world.families.map((family, index) => {
    const { examples, answered, abstained } = counts[index];
    const [singletons, doubletons] = [promptsSeen(answered, 1), promptsSeen(answered, 2)];
    const estimate = singletonRate(answered, examples);
    const halfWidth = lemma1HalfWidth(examples, gamma);
    const largeN = missingMassInterval(singletons, doubletons, examples, LEVEL);
    const missing = (weights: Float64Array): number =>
      weights.reduce((sum, mu, c) => sum + (answered[c] === 0 ? mu * family.answerProbability[c] : 0), 0);
    return {
      family: family.name,
      kind: family.kind,
      examples,
      prompts: family.prompts.length,
      abstainedExamples: abstained.reduce((sum, count) => sum + count, 0),
      singletons,
      doubletons,
      singletonRate: estimate,
      expectedSingletonRate: family.expectedSingletonRate,
      missingMass: missing(family.promptWeight),
      trainingMissingMass: missing(family.trainingWeight),
      goodTuring: {
        estimate,
        lower: Math.max(0, estimate - halfWidth),
        upper: Math.min(1, estimate + halfWidth),
        asymptoticLower: largeN.lower,
        asymptoticUpper: largeN.upper,
      },
    };
  });
}

/**
 * Writes `examples.arrow` (family, promptId, prompt, response, abstained: one row for each example, in the order drawn),
 * `prompts.arrow` (family, promptId, prompt, fact, mu, trainingMu, alpha, answerId, answer, answered, abstained: one row for
 * each prompt; models are measured under `mu`, examples are drawn from `trainingMu`, `fact` numbers the facts of a family) and
 * `responses.arrow` (family, responseId, response, abstention: R_c, then IDK, which is left out where it is no response).
 * @param digest of the corpus, kept as metadata
 */
export async function writeCorpusTables(corpus: Corpus, directory: string, digest: string): Promise<void> {
  const [examples, prompts, responses] = CORPUS_FILES.arrow.map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  const metadata = { corpus: digest };
  await replaceFile(examples, async (path) => writeExamples(corpus, path, metadata));
  await replaceFile(prompts, async (path) => writePrompts(corpus, path, metadata));
  await replaceFile(responses, async (path) => writeResponses(corpus, path, metadata));
}

function writeResponses({ world }: Corpus, path: string, metadata: Metadata): void {
  const texts = worldTexts(world);
  const fields = {
    family: texts.family,
    responseId: { type: 'int32' },
    response: texts.response.field,
    abstention: { type: 'bool' },
  } as const;
  const writer = openBatchWriter(path, fields, metadata);
  world.families.forEach((family, index) => {
    const count = listedResponses(family);
    const responseId = Int32Array.from({ length: count }, (_, response) => response);
    writer.write(count, {
      family: new Int32Array(count).fill(index),
      responseId,
      response: texts.response.positions[index].subarray(0, count),
      abstention: Uint8Array.from(responseId, (response) => Number(response === family.responseCount)),
    });
  });
  writer.close();
}

function writeExamples({ world, examples }: Corpus, path: string, metadata: Metadata): void {
  const texts = worldTexts(world);
  const fields = {
    family: texts.family,
    promptId: { type: 'int32' },
    prompt: texts.prompt.field,
    response: texts.response.field,
    abstained: { type: 'bool' },
  } as const;
  const writer = openBatchWriter(path, fields, metadata);
  const family = Int32Array.from(examples.family);
  writer.write(family.length, {
    family,
    promptId: examples.prompt,
    prompt: examples.prompt.map((prompt, i) => texts.prompt.positions[family[i]][prompt]),
    response: examples.response.map((response, i) => texts.response.positions[family[i]][response]),
    abstained: Uint8Array.from(examples.response, (response, i) =>
      Number(response === world.families[family[i]].responseCount),
    ),
  });
  writer.close();
}

function writePrompts({ world, counts }: Corpus, path: string, metadata: Metadata): void {
  const texts = worldTexts(world);
  const fields = {
    family: texts.family,
    promptId: { type: 'int32' },
    prompt: texts.prompt.field,
    fact: { type: 'int32' },
    mu: { type: 'float64' },
    trainingMu: { type: 'float64' },
    alpha: { type: 'float64' },
    answerId: { type: 'int32' },
    answer: texts.response.field,
    answered: { type: 'int32' },
    abstained: { type: 'int32' },
  } as const;
  const writer = openBatchWriter(path, fields, metadata);
  world.families.forEach(({ prompts, fact, promptWeight, trainingWeight, answerProbability, answer }, index) => {
    const promptId = Int32Array.from(prompts, (_, prompt) => prompt);
    writer.write(prompts.length, {
      family: new Int32Array(prompts.length).fill(index),
      promptId,
      prompt: texts.prompt.positions[index],
      fact,
      mu: promptWeight,
      trainingMu: trainingWeight,
      alpha: answerProbability,
      answerId: answer,
      answer: answer.map((response) => texts.response.positions[index][response]),
      answered: counts[index].answered,
      abstained: counts[index].abstained,
    });
  });
  writer.close();
}
