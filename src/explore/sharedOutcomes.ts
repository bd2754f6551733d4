/** Outcomes of a model at every prompt. Many prompts share p̂(·|c), so each row is evaluated once per answer, not once per prompt. */
import type { FamilyWorld } from '../corpus/world.js';
import { type PromptOutcome, promptOutcome } from '../measurement/promptMeasurement.js';

/**
 * Evaluates a model at every prompt of a family.
 * @param rowOf p̂(·|c) of a prompt, IDK last, [responseCount + 1]; the same array for prompts that share it
 * @returns outcomes in the order of `family.prompts`
 */
export function sharedOutcomes(family: FamilyWorld, rowOf: (prompt: number) => Float64Array): readonly PromptOutcome[] {
  const known = new Map<Float64Array, PromptOutcome[]>();
  return family.prompts.map((_, prompt) => {
    const row = rowOf(prompt);
    let byAnswer = known.get(row);
    if (byAnswer === undefined) known.set(row, (byAnswer = []));
    return (byAnswer[family.answer[prompt]] ??= promptOutcome(family, prompt, row));
  });
}
