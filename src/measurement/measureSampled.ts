/**
 * Measures a model on a family whose response set is too large to enumerate. What follows from p̂(a_c|c) and p̂(IDK|c) is
 * exact, and so are those parts of the rest that do; two shares are drawn, each with its interval:
 * - of p̂'s wrong responses (neither a_c nor IDK) the share outside R_c, and the share that is in A,
 * - of E_c the share in A.
 */
import { responsePath } from '../corpus/answerTree.js';
import type { TrainingCounts } from '../corpus/corpus.js';
import { openResponseSampler } from '../corpus/openResponses.js';
import { type OpenFamily, openResponseCount } from '../corpus/world.js';
import type { LanguageModel } from '../models/languageModel.js';
import { aliasSampler } from '../random/aliasSampler.js';
import type { Stream } from '../random/stream.js';
import type { FamilyMeasurement } from '../results/familyMeasurement.js';
import { binomialInterval } from '../theory/binomialInterval.js';
import { iivThreshold, isAbove } from './metrics/threshold.js';
import { pathLogProbabilities } from './pathLogProbabilities.js';
import { sampleResponses } from './sampleResponses.js';
import { type DrawnShare, summariseOpen } from './summariseSampled.js';

export interface OpenOptions {
  /** Responses to draw from p̂, and as many from the errors, ≥ 1. */
  readonly samples: number;
  readonly stream: Stream;
}

export async function measureOpen(
  model: LanguageModel,
  family: OpenFamily,
  counts: TrainingCounts,
  { samples, stream }: OpenOptions,
): Promise<FamilyMeasurement> {
  const { prompts, tree, answer, responseCount } = family;
  const threshold = iivThreshold(openResponseCount(family.open));
  const probabilities = async (asked: readonly Int32Array[], paths: readonly Int32Array[]): Promise<Float64Array> =>
    (await pathLogProbabilities(model, asked, paths)).map(Math.exp);
  const idk = responsePath(tree, responseCount);
  const answers = await probabilities(
    prompts,
    prompts.map((_, c) => responsePath(tree, answer[c])),
  );
  const abstentions = await probabilities(
    prompts,
    prompts.map(() => idk),
  );

  const drawn = await sampleResponses(model, family, samples, stream);
  const wrong = drawn.filter(
    ({ prompt, path, outcome }) =>
      outcome === 'invalid' || (outcome === 'response' && !samePath(path, responsePath(tree, answer[prompt]))),
  );
  const invalid = wrong.filter(({ outcome }) => outcome === 'invalid').length;
  const above = wrong.filter(
    ({ outcome, logProbability }) => outcome === 'response' && isAbove(Math.exp(logProbability), threshold),
  ).length;

  const errors = drawErrors(family, samples, stream);
  const ofErrors = await probabilities(
    errors.map(({ prompt }) => prompts[prompt]),
    errors.map(({ path }) => path),
  );
  return summariseOpen(family, counts, {
    samples,
    answers,
    abstentions,
    wrongInvalid: shareOf(invalid, wrong.length),
    wrongAbove: shareOf(above, wrong.length),
    errorsAbove: shareOf(ofErrors.filter((probability) => isAbove(probability, threshold)).length, samples),
  });
}

/** Prompts from μ, each with a response uniform on E_c. */
function drawErrors(
  { promptWeight, tree, answer, open }: OpenFamily,
  count: number,
  stream: Stream,
): { readonly prompt: number; readonly path: Int32Array }[] {
  const drawPrompt = aliasSampler(promptWeight);
  const drawResponse = openResponseSampler(open);
  return Array.from({ length: count }, () => {
    const prompt = drawPrompt(stream);
    for (;;) {
      const path = drawResponse(stream);
      if (!samePath(path, responsePath(tree, answer[prompt]))) return { prompt, path };
    }
  });
}

/** Where nothing was drawn nothing is known: the share counts as 0, its interval is [0, 1]. */
function shareOf(hits: number, draws: number): DrawnShare {
  return { share: draws === 0 ? 0 : hits / draws, ...binomialInterval(hits, draws) };
}

function samePath(path: ArrayLike<number>, other: Int32Array): boolean {
  return path.length === other.length && other.every((token, i) => token === path[i]);
}
