/** A world of arbitrary facts after N examples, reduced to the sums that the closed forms need. */
import type { Stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';
import { promptsSeen } from '../../theory/goodTuring.js';

/** Parameters of the distribution from which worlds are drawn. */
export interface WorldLaw {
  /** μ, [prompts], summing to 1. */
  readonly promptWeight: Float64Array;
  /** α, the same for every prompt. */
  readonly answerProbability: number;
  /**
   * |R_c| without IDK, the same for every prompt, ≥ 3: with fewer, a certain answer is not above the threshold
   * 1/|E_c|.
   */
  readonly responses: number;
  /** N ≥ 1. */
  readonly examples: number;
}

/** Sums over a world and its examples. */
export interface SampledWorld {
  /** Number n_1 of prompts answered once. */
  readonly singletons: number;
  /** Number n_2 of prompts answered twice. */
  readonly doubletons: number;
  /** μ(U), where U are the prompts never answered. */
  readonly unansweredMass: number;
  /** MM = α μ(U). */
  readonly missingMass: number;
  /** Mass of the prompts of U on which a blind guess, always the same response, is right. */
  readonly luckyMass: number;
}

/** Draws N examples, and the facts of the prompts that they do not answer. @param drawPrompt draws from μ */
export function sampleWorld(law: WorldLaw, drawPrompt: (stream: Stream) => number, draws: Stream): SampledWorld {
  const answered = new Int32Array(law.promptWeight.length);
  for (let i = 0; i < law.examples; i++) {
    const prompt = drawPrompt(draws);
    if (uniform(draws) < law.answerProbability) answered[prompt]++;
  }
  return summed(law, answered, () => uniform(draws) * law.responses < 1);
}

/**
 * Adds up a world.
 * @param answered times each prompt occurs with an answer, [prompts]
 * @param isLucky returns true if the blind guess is right; called once for each prompt of U, in order
 */
export function summed(
  { promptWeight, answerProbability }: WorldLaw,
  answered: Int32Array,
  isLucky: (prompt: number) => boolean,
): SampledWorld {
  let unansweredMass = 0;
  let luckyMass = 0;
  for (let prompt = 0; prompt < answered.length; prompt++) {
    if (answered[prompt] > 0) continue;
    unansweredMass += promptWeight[prompt];
    if (isLucky(prompt)) luckyMass += promptWeight[prompt];
  }
  return {
    singletons: promptsSeen(answered, 1),
    doubletons: promptsSeen(answered, 2),
    unansweredMass,
    missingMass: answerProbability * unansweredMass,
    luckyMass,
  };
}
