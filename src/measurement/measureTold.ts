/** Behavioural calibration: what a model does at each confidence target that its prompts tell [K25 §4.2]. */
import type { TrainingCounts } from '../corpus/corpus.js';
import { promptAt } from '../corpus/toldTargets.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { ToldMeasurement, ToldRates } from '../results/familyMeasurement.js';
import { type PromptOutcome, promptOutcome } from './promptMeasurement.js';
import { responseProbabilities } from './responseProbabilities.js';
import { weightedSum } from './weightedSum.js';

/** By target, in the family's order; none where its prompts tell none. */
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
      ...ratesWhere(family, measured, () => true),
      answered: ratesWhere(family, measured, (prompt) => answered[prompt] > 0),
      unanswered: ratesWhere(family, measured, (prompt) => answered[prompt] === 0),
    });
  }
  return measurements;
}

function ratesWhere(
  { promptWeight }: FamilyWorld,
  measured: readonly PromptOutcome[],
  belongs: (prompt: number) => boolean,
): ToldRates {
  const mass = weightedSum(promptWeight, (c) => Number(belongs(c)));
  const mean = (value: (outcome: PromptOutcome) => number): number =>
    weightedSum(promptWeight, (c) => (belongs(c) ? value(measured[c]) : 0)) / mass;
  return {
    accuracy: mean(({ accuracy }) => accuracy),
    errorRate: mean(({ error }) => error),
    invalidMass: mean(({ invalid }) => invalid),
    abstentionRate: mean(({ abstention }) => abstention),
  };
}
