/** The model as a classifier of valid and erroneous responses [K25 §3]. */
import type { FamilyWorld } from '../../corpus/world.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';

/**
 * `err_iiv = Pr_{x~D}[f̂(x) ≠ f(x)]` at t = 1/(R − 1): half the draws of D come from p (misclassified where a valid
 * response is not above t), half are a prompt from μ with a response uniform on E_c (misclassified where that is above
 * t). It lies in [0, 1].
 */
export function iivError(family: FamilyWorld, measured: readonly PromptOutcome[]): number {
  return weightedSum(family.promptWeight, (c) => iivErrorAt(family, c, measured[c]));
}

/** err_iiv at one prompt, without its weight μ(c). */
export function iivErrorAt(
  family: FamilyWorld,
  prompt: number,
  { answerAbove, abstentionAbove, errorsAbove }: PromptOutcome,
): number {
  const alpha = family.answerProbability[prompt];
  const validTakenForError = (answerAbove ? 0 : alpha) + (abstentionAbove ? 0 : 1 - alpha);
  return (validTakenForError + errorsAbove / (family.responseCount - 1)) / 2;
}

/**
 * `opt(G)` [K25 §3.3.2] over all classifiers that see only the last `window` tokens before a response: the least
 * err_iiv of any function of (those tokens, response). Prompts that look alike must be classified alike, so each pair
 * of a look and a response costs the lesser of its mass under D as valid and as an error.
 *
 * It bounds a model that conditions on `window` tokens from below: at a response's later tokens it sees even less of
 * the prompt.
 * @param window ≥ 0
 */
export function leastIivError(family: FamilyWorld, window: number): number {
  const looks = new Map<string, Look>();
  family.prompts.forEach((tokens, c) => {
    const key = tokens.length > window ? tokens.subarray(tokens.length - window).join(' ') : `^ ${tokens.join(' ')}`;
    const look = looks.get(key) ?? { mass: 0, byAnswer: new Map() };
    looks.set(key, look);
    const mu = family.promptWeight[c];
    const before = look.byAnswer.get(family.answer[c]) ?? { mass: 0, valid: 0 };
    look.mass += mu;
    look.byAnswer.set(family.answer[c], {
      mass: before.mass + mu,
      valid: before.valid + mu * family.answerProbability[c],
    });
  });
  let sum = 0;
  for (const { mass, byAnswer } of looks.values()) {
    // A response that answers no prompt of this look is always an error, and IDK never is: both cost nothing.
    for (const each of byAnswer.values())
      sum += Math.min(each.valid, (mass - each.mass) / (family.responseCount - 1)) / 2;
  }
  return sum;
}

/** Prompts that look alike. */
interface Look {
  mass: number;
  /** Σ μ(c) and Σ μ(c) α_c of the prompts that have an answer, by that answer. */
  readonly byAnswer: Map<number, { readonly mass: number; readonly valid: number }>;
}
