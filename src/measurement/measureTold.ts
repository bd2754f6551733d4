/** Behavioural calibration: what a model does at each confidence target that its prompts state [K25 §4.2]. */
import type { TrainingCounts } from '../corpus/corpus.js';
import { promptAt } from '../corpus/toldTargets.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { ToldMeasurement } from '../results/familyMeasurement.js';
import type { OutcomeRates } from '../theory/outcome.js';
import { partRates } from './metrics/partRates.js';
import { type PromptOutcome, promptOutcome } from './promptMeasurement.js';
import { responseProbabilities } from './responseProbabilities.js';

/** Measurements by target, in the family's order; none where its prompts state no target. */
export async function measureToldTargets(
  model: LanguageModel,
  family: FamilyWorld,
  { answered }: TrainingCounts,
): Promise<readonly ToldMeasurement[]> {
  const measurements: ToldMeasurement[] = [];
  for (const told of family.told ?? []) {
    const measured: PromptOutcome[] = [];
    for await (const pHat of responseProbabilities(
      model,
      family.prompts.map((prompt) => promptAt(prompt, told)),
      family.tree,
    )) {
      measured.push(promptOutcome(family, measured.length, pHat));
    }
    measurements.push({
      target: told.target,
      // Every family is asked something, so that none of these is null.
      ...(partRates(family, measured, () => true) as OutcomeRates),
      answered: partRates(family, measured, (prompt) => answered[prompt] > 0),
      unanswered: partRates(family, measured, (prompt) => answered[prompt] === 0),
    });
  }
  return measurements;
}
