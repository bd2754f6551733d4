/** Measures a model on a family: enumerates every prompt × every response, where it can. */
import type { TrainingCounts } from '../corpus/corpus.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { FamilyMeasurement } from '../results/familyMeasurement.js';
import { measureOpen, type OpenOptions } from './measureSampled.js';
import { confidenceMeter } from './metrics/confidence.js';
import { decisionRules, type RuleOptions, ruleMeasurer } from './metrics/decisionRules.js';
import { leastIivError } from './metrics/isItValid.js';
import { theorem4, thresholdSweep } from './metrics/multipleChoice.js';
import type { RecalibrationOptions } from './metrics/recalibration.js';
import { reliabilityDiagram } from './metrics/reliability.js';
import { measurePrompt, type PromptMeasurement } from './promptMeasurement.js';
import { responseProbabilities } from './responseProbabilities.js';
import { requireCounts, summarisePrompts } from './summariseExact.js';

/** A base model, with no rule on top. */
const NO_RULES: RuleOptions = { temperatures: [], idkBiases: [], confidenceThresholds: [] };

export interface MeasureOptions {
  /** The probability with which Theorem 2's exact and tight forms may fail, in (0, 1]. */
  readonly gamma: number;
  /** Whether to fill the bins of the reliability diagram; no by default. */
  readonly reliability?: boolean;
  /** Whether to measure the likeliest answers and how sure the model is of them; no by default. */
  readonly answers?: boolean | undefined;
  /** Whether to recalibrate their confidence, and on how many of them; no by default, and only with `answers`. */
  readonly recalibration?: RecalibrationOptions | undefined;
  /** Decision rules to measure too; none by default. */
  readonly rules?: RuleOptions;
  /** What it takes to draw where the response set can't be enumerated; without it an open family is a mistake of the caller. */
  readonly sampling?: OpenOptions;
  /** Called once a prompt of a family that is enumerated, in order, with p̂(·|c), IDK last, [responseCount + 1]. The array may be kept. */
  readonly onPrompt?: (prompt: number, pHat: Float64Array) => void;
}

/**
 * Every figure of one model on one family, exactly: whole responses, sampled from p̂ (not arg-max), over all of μ. Where the
 * response set can't be enumerated, see measureOpen.ts.
 * @param counts what the model's training rows hold of this family
 * @throws RangeError where the family has no training rows, is open and `sampling` is left out, or the model's probabilities are NaN or sum to more than 1
 */
export async function measureFamily(
  model: LanguageModel,
  family: FamilyWorld,
  counts: TrainingCounts,
  { gamma, reliability = false, answers = false, recalibration, rules = NO_RULES, sampling, onPrompt }: MeasureOptions,
): Promise<FamilyMeasurement> {
  requireCounts(family, counts);
  if (family.open !== null) {
    if (sampling === undefined)
      throw new RangeError(`the responses of family ${family.name} can't be enumerated: sampling must be given`);
    return measureOpen(model, { ...family, open: family.open }, counts, sampling);
  }
  const diagram = reliability ? reliabilityDiagram(family) : undefined;
  const confidence = answers ? confidenceMeter(family, counts, recalibration) : undefined;
  const underRules = ruleMeasurer(family, decisionRules(rules));
  const thresholds = family.idk === 'outside' ? thresholdSweep(family) : undefined;
  const measured: PromptMeasurement[] = [];
  for await (const pHat of responseProbabilities(model, family.prompts, family.tree)) {
    onPrompt?.(measured.length, pHat);
    diagram?.add(measured.length, pHat);
    confidence?.add(measured.length, pHat);
    underRules.add(measured.length, pHat);
    thresholds?.add(measured.length, pHat);
    measured.push(measurePrompt(family, measured.length, pHat));
  }
  return {
    ...summarisePrompts(family, counts, measured, gamma),
    leastIivError: model.window === undefined ? null : leastIivError(family, model.window),
    theorem4: thresholds === undefined ? null : theorem4(family, measured, thresholds.least()),
    reliability: diagram?.bins() ?? null,
    ...(confidence && { answers: confidence.measurement() }),
    rules: underRules.measurements(),
  };
}
