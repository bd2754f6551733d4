/** Computes the measurement of an open family from its probabilities and draws, without the model. */
import type { TrainingCounts } from '../corpus/corpus.js';
import { type OpenFamily, openResponseCount } from '../corpus/world.js';
import type { FamilyMeasurement, PartMeans } from '../results/familyMeasurement.js';
import { ROUNDING } from '../theory/domain.js';
import { singletonRate } from '../theory/goodTuring.js';
import type { Interval } from '../theory/meanInterval.js';
import { theorem1Lower, theorem1LowerSigned } from '../theory/theorems/theorem1.js';
import { byFact } from './byFact.js';
import { crossEntropies } from './metrics/crossEntropy.js';
import { memorisedBits, unansweredMasses } from './metrics/errorRates.js';
import { innovation } from './metrics/innovation.js';
import { errorsOnlyWrong, partOf, strataByCount } from './metrics/strata.js';
import { iivThreshold, isAbove } from './metrics/threshold.js';
import { weightedSum } from './weightedSum.js';

/** A share that was counted in draws, with its 95 % interval. */
export interface DrawnShare extends Interval {
  readonly share: number;
}

export interface OpenDraws {
  readonly samples: number;
  /** p̂(a_c|c) and p̂(IDK|c), [prompts]. */
  readonly answers: Float64Array;
  readonly abstentions: Float64Array;
  /** Share outside R_c among the wrong responses that p̂ gives. */
  readonly wrongInvalid: DrawnShare;
  /** Share of errors above the threshold among the wrong responses that p̂ gives. */
  readonly wrongAbove: DrawnShare;
  /** Share above the threshold among errors uniform on E_c, after prompts from μ. */
  readonly errorsAbove: DrawnShare;
}

/** @param draws for the family's prompts, in their order */
export function summariseOpen(family: OpenFamily, counts: TrainingCounts, draws: OpenDraws): FamilyMeasurement {
  const { answers, abstentions, wrongInvalid, wrongAbove, errorsAbove } = draws;
  const { promptWeight, answerProbability } = family;
  const mean = (value: (c: number) => number): number => weightedSum(promptWeight, value);
  const responses = openResponseCount(family.open);
  const enumerated = { ...family, responseCount: responses };
  const threshold = iivThreshold(responses);
  const idkCounts = family.idk === 'valid';
  const answerAbove = (c: number): number => Number(isAbove(answers[c], threshold));
  const idkAbove = (c: number): number => Number(idkCounts && isAbove(abstentions[c], threshold));

  const accuracy = mean((c) => answers[c]);
  const abstentionRate = mean((c) => abstentions[c]);
  const wrong = Math.max(0, 1 - accuracy - abstentionRate);

  // p̂(A) − p(A) and the misses of err_iiv, both without the errors.
  const validDifference = mean(
    (c) =>
      answerAbove(c) * (answers[c] - answerProbability[c]) +
      idkAbove(c) * (abstentions[c] - (1 - answerProbability[c])),
  );
  const validMissed = mean(
    (c) => (1 - answerAbove(c)) * answerProbability[c] + (1 - idkAbove(c)) * (1 - answerProbability[c]),
  );
  const signedDelta = validDifference + wrong * wrongAbove.share;
  const delta = absolute({
    lower: validDifference + wrong * wrongAbove.lower,
    upper: validDifference + wrong * wrongAbove.upper,
  });
  const iivOf = (share: number): number => (validMissed + share) / 2;
  const iiv = { lower: iivOf(errorsAbove.lower), upper: iivOf(errorsAbove.upper) };
  const iivError = iivOf(errorsAbove.share);

  const classification = { maxValid: idkCounts ? 2 : 1, minErrors: responses - 1 };
  const outsideValid = wrong + (idkCounts ? 0 : abstentionRate);
  const outcomes = Array.from(answers, (right, c) => ({ right, abstention: abstentions[c] }));
  const wrongAt = (c: number): number => 1 - answers[c] - (idkCounts ? abstentions[c] : 0);
  const ofPart = (belongs: (c: number) => boolean): PartMeans => {
    const { mass, mean: meanOf } = partOf(promptWeight, belongs);
    return {
      mass,
      errorRate: meanOf(wrongAt),
      abstentionRate: meanOf((c) => abstentions[c]),
      invalidMass: null,
      argMaxErrorRate: null,
      iivError: null,
      confidence: null,
    };
  };
  const heldOut = ofPart((c) => family.trainingWeight[c] === 0);
  return {
    kind: family.kind,
    nature: family.nature,
    examples: counts.examples,
    prompts: family.prompts.length,
    singletonRate: singletonRate(counts.answered, counts.examples),
    expectedSingletonRate: family.expectedSingletonRate,
    ...unansweredMasses(family, counts),
    errorRate: wrong * (1 - wrongInvalid.share),
    invalidMass: wrong * wrongInvalid.share,
    abstentionRate,
    accuracy,
    ...innovation(family, counts, outcomes),
    errorRateExpected: null,
    labelFree: { wrong: null, neverShown: null, luck: null },
    delta: Math.abs(signedDelta),
    deltaByDerivative: null,
    signedDelta,
    trainDelta: null,
    iivError,
    ...crossEntropies(enumerated, counts, outcomes),
    argMaxErrorRate: null,
    heldOut: { mass: heldOut.mass, errorRate: heldOut.errorRate },
    byFact: byFact(family, counts),
    memorisedBits: memorisedBits(enumerated, counts, outcomes),
    leastIivError: null,
    theorem4: null,
    reliability: null,
    rules: [],
    byCount: strataByCount(counts, ofPart),
    onlyWrong: errorsOnlyWrong(family, counts, wrongAt),
    onlyAbstained: ofPart((c) => counts.answered[c] === 0 && counts.abstained[c] > 0),
    theorem1: {
      lower: theorem1Lower({ ...classification, iivError, delta: Math.abs(signedDelta) }),
      lowerSigned: theorem1LowerSigned({ ...classification, iivError, signedDelta }),
      holds: outsideValid >= theorem1Lower({ ...classification, iivError: iiv.lower, delta: delta.upper }) - ROUNDING,
    },
    theorem2: null,
    calibratedError: null,
    method: 'sampled',
    sampling: {
      samples: draws.samples,
      invalidMass: { lower: wrong * wrongInvalid.lower, upper: wrong * wrongInvalid.upper },
      delta,
      iivError: iiv,
    },
  };
}

/** The interval of |x| for x in an interval. */
function absolute({ lower, upper }: Interval): Interval {
  const ends = [Math.abs(lower), Math.abs(upper)];
  return { lower: lower <= 0 && upper >= 0 ? 0 : Math.min(...ends), upper: Math.max(...ends) };
}
