/** Measures a model on a family, by enumerating every prompt × every response where that is possible. */
import type { TrainingCounts } from '../corpus/corpus.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { FamilyMeasurement } from '../results/familyMeasurement.js';
import { measureDrawn } from './measureDrawn.js';
import { measureOpen, type OpenOptions } from './measureSampled.js';
import { confidenceMeter } from './metrics/confidence.js';
import { decisionRules, otherTemperatures, type RuleOptions, ruleMeasurer } from './metrics/decisionRules.js';
import { leastIivError } from './metrics/isItValid.js';
import type { RecalibrationOptions } from './metrics/recalibration.js';
import { reliabilityDiagram } from './metrics/reliability.js';
import { thresholdSweep } from './metrics/thresholdSweep.js';
import { unpromptedMeter } from './metrics/unprompted.js';
import { pathLogProbabilities } from './pathLogProbabilities.js';
import { measurePrompt, type PromptMeasurement } from './promptMeasurement.js';
import { responseProbabilities } from './responseProbabilities.js';
import { requireCounts, summarisePrompts } from './summariseExact.js';
import { temperedProbabilities } from './temperedProbabilities.js';
import { theorem4Bounds } from './theorems.js';

/** A base model, with no rule on top. */
const NO_RULES: RuleOptions = { temperatures: [], idkBiases: [], confidenceThresholds: [] };

export interface MeasureOptions {
  /** The probability with which Theorem 2's exact and tight forms may fail, in (0, 1]. */
  readonly gamma: number;
  /** Fills the bins of the reliability diagram; false by default. */
  readonly reliability?: boolean;
  /** Measures the likeliest answers and how sure the model is of them; false by default. */
  readonly answers?: boolean | undefined;
  /** Recalibrates their confidence, on so many of them; left out by default, and only with `answers`. */
  readonly recalibration?: RecalibrationOptions | undefined;
  /** Number of statements that the model makes without a prompt; left out by default. */
  readonly unprompted?: number | undefined;
  /** Decision rules to measure too; none by default. */
  readonly rules?: RuleOptions;
  /**
   * Options of the draws where the response set cannot be enumerated; without them an open family is a mistake of the
   * caller.
   */
  readonly sampling?: OpenOptions;
  /**
   * Called once for each prompt of a family that is enumerated, in order, with p̂(·|c), IDK last, [responseCount + 1].
   * The array may be kept.
   */
  readonly onPrompt?: (prompt: number, pHat: Float64Array) => void;
}

/**
 * Measures one model on one family exactly: whole responses, sampled from p̂ (not arg-max), over all of μ. Where the
 * response set cannot be enumerated, measureSampled.ts does it.
 * @param counts answers and abstentions in the model's training rows of this family
 * @throws RangeError where the family has no training rows, where it is open and `sampling` is left out, or where the
 *   model's probabilities are NaN or sum to more than 1
 */
export async function measureFamily(
  model: LanguageModel,
  family: FamilyWorld,
  counts: TrainingCounts,
  {
    gamma,
    reliability = false,
    answers = false,
    recalibration,
    unprompted,
    rules = NO_RULES,
    sampling,
    onPrompt,
  }: MeasureOptions,
): Promise<FamilyMeasurement> {
  requireCounts(family, counts);
  const drawn = model.drawnResponses?.(family.name);
  if (drawn !== undefined) return measureDrawn(family, counts, drawn);
  if (family.open !== null) {
    if (sampling === undefined)
      throw new RangeError(
        `the responses of family ${family.name} cannot be enumerated: option sampling must be given`,
      );
    return measureOpen(model, { ...family, open: family.open }, counts, sampling);
  }
  const diagram = reliability ? reliabilityDiagram(family) : undefined;
  const confidence = answers ? confidenceMeter(family, counts, recalibration) : undefined;
  const statements =
    unprompted === undefined
      ? undefined
      : unpromptedMeter(family, counts, await promptLogProbabilities(model, family), unprompted);
  const underRules = ruleMeasurer(family, counts, decisionRules(rules));
  const thresholds = family.idk === 'outside' ? thresholdSweep(family) : undefined;
  const temperatures = otherTemperatures(rules);
  const tempered = temperedProbabilities(model, family.prompts, family.tree, temperatures);
  const measured: PromptMeasurement[] = [];
  for await (const pHat of responseProbabilities(model, family.prompts, family.tree)) {
    onPrompt?.(measured.length, pHat);
    diagram?.add(measured.length, pHat);
    confidence?.add(measured.length, pHat);
    statements?.add(measured.length, pHat);
    underRules.add(measured.length, pHat, temperatures.length === 0 ? [] : (await tempered.next()).value!);
    thresholds?.add(measured.length, pHat);
    measured.push(measurePrompt(family, counts, measured.length, pHat));
  }
  return {
    ...summarisePrompts(family, counts, measured, gamma),
    leastIivError: model.window === undefined ? null : leastIivError(family, model.window),
    theorem4: thresholds === undefined ? null : theorem4Bounds(family, measured, thresholds.least()),
    reliability: diagram?.bins() ?? null,
    ...(statements && { unprompted: statements.measurement() }),
    ...(confidence && { answers: confidence.measurement() }),
    rules: underRules.measurements(),
  };
}

/** Returns ln p̂(c), the log-probability that the model begins a text with each prompt, [prompts]. */
function promptLogProbabilities(model: LanguageModel, { prompts }: FamilyWorld): Promise<Float64Array> {
  return pathLogProbabilities(
    model,
    prompts.map(() => new Int32Array(0)),
    prompts,
  );
}
