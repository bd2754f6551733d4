/** Behavioural calibration: what a model does at each confidence target that its prompts state [K25 §4.2]. */
import type { TrainingCounts } from '../corpus/corpus.js';
import { promptAt } from '../corpus/toldTargets.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { PartRates, ToldMeasurement } from '../results/familyMeasurement.js';
import type { OutcomeRates } from '../theory/outcome.js';
import { type PromptOutcome, promptOutcome } from './promptMeasurement.js';
import { responseProbabilities } from './responseProbabilities.js';
import { weightedSum } from './weightedSum.js';

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
    const over = (belongs: (prompt: number) => boolean): OutcomeRates | null => ratesWhere(family, measured, belongs);
    measurements.push({
      target: told.target,
      ...over(() => true)!,
      answered: over((prompt) => answered[prompt] > 0) ?? NOTHING_ASKED,
      unanswered: over((prompt) => answered[prompt] === 0) ?? NOTHING_ASKED,
    });
  }
  return measurements;
}

const NOTHING_ASKED: PartRates = { accuracy: null, errorRate: null, invalidMass: null, abstentionRate: null };

/** Rates over some prompts; null where none of them is asked. */
function ratesWhere(
  { promptWeight }: FamilyWorld,
  measured: readonly PromptOutcome[],
  belongs: (prompt: number) => boolean,
): OutcomeRates | null {
  const mass = weightedSum(promptWeight, (c) => Number(belongs(c)));
  if (mass === 0) return null;
  const mean = (value: (outcome: PromptOutcome) => number): number =>
    weightedSum(promptWeight, (c) => (belongs(c) ? value(measured[c]) : 0)) / mass;
  return {
    accuracy: mean(({ right }) => right),
    errorRate: mean(({ error }) => error),
    invalidMass: mean(({ invalid }) => invalid),
    abstentionRate: mean(({ abstention }) => abstention),
  };
}
