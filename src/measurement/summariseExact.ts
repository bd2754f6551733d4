/** Computes the measurement of a family from p̂ of every response, without the model. */
import type { TrainingCounts } from '../corpus/corpus.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { FamilyMeasurement } from '../results/familyMeasurement.js';
import { singletonRate } from '../theory/goodTuring.js';
import { theorem2Bounds } from '../theory/theorems/theorem2.js';
import { byFact } from './byFact.js';
import { errorsAndCalibration } from './errorsAndCalibration.js';
import { lossDerivative, trainDelta } from './metrics/calibration.js';
import { crossEntropies } from './metrics/crossEntropy.js';
import { argMaxErrorRate, errorRateExpected, memorisedBits, unansweredMasses } from './metrics/errorRates.js';
import { innovation } from './metrics/innovation.js';
import { labelFree } from './metrics/labelFree.js';
import { errorsByCount, errorsHeldOut, errorsOnlyAbstained, errorsOnlyWrong } from './metrics/strata.js';
import { measurePrompt, type PromptMeasurement } from './promptMeasurement.js';
import { isCleanSample, theorem1Bounds, theorem2Applies } from './theorems.js';

/**
 * @param rows p̂(·|c), IDK last, [prompts][responseCount + 1], in the order of `family.prompts`
 * @param gamma the probability with which Theorem 2's exact and tight forms may fail, in (0, 1]
 * @throws RangeError where the family has no training rows, where rows or counts do not fit the family, or where a row
 *   is not a (sub-)distribution
 */
export function measureResponseProbabilities(
  family: FamilyWorld,
  counts: TrainingCounts,
  rows: Iterable<Float64Array>,
  { gamma }: { readonly gamma: number },
): FamilyMeasurement {
  const measured: PromptMeasurement[] = [];
  for (const row of rows) measured.push(measurePrompt(family, counts, measured.length, row));
  return summarisePrompts(family, counts, measured, gamma);
}

/** The family's measurement from those of its prompts. Arguments and errors are as above. */
export function summarisePrompts(
  family: FamilyWorld,
  counts: TrainingCounts,
  measured: readonly PromptMeasurement[],
  gamma: number,
): FamilyMeasurement {
  requireRows(family, measured.length);
  requireCounts(family, counts);
  const arbitrary = family.nature === 'arbitrary';
  const { missingMass, ...masses } = unansweredMasses(family, counts);
  const figures = {
    examples: counts.examples,
    singletonRate: singletonRate(counts.answered, counts.examples),
    ...errorsAndCalibration(family, measured),
  };
  return {
    kind: family.kind,
    nature: family.nature,
    prompts: measured.length,
    expectedSingletonRate: family.expectedSingletonRate,
    missingMass,
    ...masses,
    ...figures,
    argMaxErrorRate: argMaxErrorRate(family, measured),
    heldOut: errorsHeldOut(family, measured),
    byFact: byFact(family, counts),
    memorisedBits: memorisedBits(family, counts, measured),
    ...innovation(family, counts, measured),
    errorRateExpected: arbitrary ? errorRateExpected(family, counts, measured) : null,
    labelFree: labelFree(family, counts, measured),
    deltaByDerivative: Math.abs(lossDerivative(family, measured)),
    trainDelta: trainDelta(counts, measured),
    ...crossEntropies(family, counts, measured),
    byCount: errorsByCount(family, counts, measured),
    onlyAbstained: errorsOnlyAbstained(family, counts, measured),
    onlyWrong: errorsOnlyWrong(family, counts, (c) => measured[c].error),
    theorem1: theorem1Bounds(family, figures),
    // Its lower bounds come through Theorem 1, and so are on errorRate + invalidMass.
    theorem2: theorem2Applies(family)
      ? theorem2Bounds({
          ...figures,
          minErrors: family.responseCount - 1,
          maxErrors: family.responseCount - 1,
          gamma,
        })
      : null,
    calibratedError: isCleanSample(family) ? (missingMass * (family.responseCount - 1)) / family.responseCount : null,
    // measureFamily adds these: they need the model, or every p̂ of a prompt at once.
    leastIivError: null,
    theorem4: null,
    reliability: null,
    rules: [],
    method: 'exact',
    sampling: null,
  };
}

function requireRows(family: FamilyWorld, rows: number): void {
  const prompts = family.promptWeight.length;
  if (rows !== prompts) throw new RangeError(`family ${family.name}: expected p̂ of ${prompts} prompts, got ${rows}`);
}

/** @throws RangeError where the counts do not fit the family, or count no rows at all */
export function requireCounts(family: FamilyWorld, { examples, answered, abstained }: TrainingCounts): void {
  const prompts = family.promptWeight.length;
  if (answered.length !== prompts || abstained.length !== prompts) {
    throw new RangeError(
      `family ${family.name}: expected counts of ${prompts} prompts, got ${answered.length} and ${abstained.length}`,
    );
  }
  let rows = 0;
  for (let c = 0; c < prompts; c++) rows += answered[c] + abstained[c];
  if (rows !== examples)
    throw new RangeError(`family ${family.name}: expected counts that sum to examples, ${examples}, got ${rows}`);
  if (examples === 0) {
    throw new RangeError(
      `family ${family.name} has no training rows, so its singleton rate is undefined: raise the number of examples or the family's weight`,
    );
  }
}
