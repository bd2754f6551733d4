/** Outcomes where the prompts of a family are put in another form: with a confidence target, or in other words. */
import type { TrainingCounts } from '../corpus/corpus.js';
import { promptAt } from '../corpus/toldTargets.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { PassageMeasurement, RewordedMeasurement, ToldMeasurement } from '../results/familyMeasurement.js';
import type { OutcomeRates } from '../theory/outcome.js';
import { partRates } from './metrics/partRates.js';
import { type PromptOutcome, promptOutcome } from './promptMeasurement.js';
import { responseProbabilities } from './responseProbabilities.js';

/**
 * Behavioural calibration: measurements at each confidence target that prompts state [K25 §4.2], in the family's order; none
 * where its prompts state no target.
 */
export async function measureToldTargets(
  model: LanguageModel,
  family: FamilyWorld,
  counts: TrainingCounts,
): Promise<readonly ToldMeasurement[]> {
  const measurements: ToldMeasurement[] = [];
  for (const told of family.told ?? []) {
    const prompts = family.prompts.map((prompt) => promptAt(prompt, told));
    measurements.push({ target: told.target, ...(await outcomesOf(model, family, counts, prompts)) });
  }
  return measurements;
}

/** Measures prompts that are worded as training never words them; undefined for families with one wording. */
export async function measureReworded(
  model: LanguageModel,
  family: FamilyWorld,
  counts: TrainingCounts,
): Promise<RewordedMeasurement | undefined> {
  const prompts = family.inProse?.reworded;
  return prompts && outcomesOf(model, family, counts, prompts);
}

/** Measures prompts behind a passage; undefined where training shows none. */
export async function measureBehindPassages(
  model: LanguageModel,
  family: FamilyWorld,
  counts: TrainingCounts,
): Promise<PassageMeasurement | undefined> {
  const prompts = family.inProse?.behindPassages;
  return (
    prompts && {
      given: await outcomesOf(model, family, counts, prompts.given),
      other: await outcomesOf(model, family, counts, prompts.other),
    }
  );
}

/** @param prompts in the family's order, in another form than its own, [prompts] */
async function outcomesOf(
  model: LanguageModel,
  family: FamilyWorld,
  { answered }: TrainingCounts,
  prompts: readonly Int32Array[],
): Promise<RewordedMeasurement> {
  const measured: PromptOutcome[] = [];
  for await (const pHat of responseProbabilities(model, prompts, family.tree))
    measured.push(promptOutcome(family, measured.length, pHat));
  return {
    // Every family is asked something, so that none of these is null.
    ...(partRates(family, measured, () => true) as OutcomeRates),
    answered: partRates(family, measured, (prompt) => answered[prompt] > 0),
    unanswered: partRates(family, measured, (prompt) => answered[prompt] === 0),
  };
}
