/** Measures a model of which nothing is known but the responses that it gave: rates, each with its interval. */
import { timesRight } from '../corpus/answersGiven.js';
import type { TrainingCounts } from '../corpus/corpus.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { DrawnResponses } from '../models/languageModel.js';
import type { FamilyMeasurement, PartMeans } from '../results/familyMeasurement.js';
import { binomialInterval } from '../theory/binomialInterval.js';
import { singletonRate } from '../theory/goodTuring.js';
import { theorem1Lower } from '../theory/theorems/theorem1.js';
import { byFact } from './byFact.js';
import { unansweredMasses } from './metrics/errorRates.js';
import { partOf, strataByCount } from './metrics/strata.js';

/**
 * Rates are shares of all responses that were drawn. Their intervals are those of binomial counts (Clopper and Pearson 1934):
 * prompts are drawn from μ, or where μ is uniform each is asked equally often, and then a count scatters less than a
 * binomial one of the same mean (Hoeffding 1956). Numbers that need the probability of single responses are NaN, and δ and
 * err_iiv, of which nothing is known, have the interval [0, 1].
 */
export function measureDrawn(
  family: FamilyWorld,
  counts: TrainingCounts,
  { asked, given }: DrawnResponses,
): FamilyMeasurement {
  const width = family.responseCount + 1;
  const right = (c: number): number => given[c * width + family.answer[c]];
  const idk = (c: number): number => given[c * width + family.responseCount];
  const responses = (c: number): number => given.subarray(c * width, (c + 1) * width).reduce((sum, k) => sum + k, 0);
  const error = (c: number): number => responses(c) - right(c) - idk(c);
  const invalid = (c: number): number => asked[c] - responses(c);
  const sumOf = (count: (c: number) => number, belongs: (c: number) => boolean = () => true): number =>
    asked.reduce((sum, _, c) => sum + (belongs(c) ? count(c) : 0), 0);
  const draws = sumOf((c) => asked[c]);
  const intervalOf = (count: (c: number) => number) => binomialInterval(sumOf(count), draws);
  const ofPart = (belongs: (c: number) => boolean): PartMeans => {
    const own = sumOf((c) => asked[c], belongs);
    const shareOf = (count: (c: number) => number): number | null => (own === 0 ? null : sumOf(count, belongs) / own);
    return {
      mass: partOf(family.promptWeight, belongs).mass,
      errorRate: shareOf(error),
      abstentionRate: shareOf(idk),
      invalidMass: shareOf(invalid),
      argMaxErrorRate: null,
      iivError: null,
      confidence: null,
    };
  };
  const { mass, errorRate } = ofPart((c) => family.trainingWeight[c] === 0);
  const { mass: massWrong, errorRate: rateWrong } = ofPart(
    (c) => counts.answered[c] > 0 && timesRight(counts, c) === 0,
  );
  const partWrong = { mass: massWrong, errorRate: rateWrong };
  const vacuous = theorem1Lower({
    maxValid: family.idk === 'valid' ? 2 : 1,
    minErrors: family.responseCount - 1,
    iivError: 0,
    delta: 1,
  });
  const nothing = { lower: 0, upper: 1 };
  return {
    kind: family.kind,
    nature: family.nature,
    examples: counts.examples,
    prompts: family.prompts.length,
    singletonRate: singletonRate(counts.answered, counts.examples),
    expectedSingletonRate: family.expectedSingletonRate,
    ...unansweredMasses(family, counts),
    errorRate: sumOf(error) / draws,
    invalidMass: sumOf(invalid) / draws,
    abstentionRate: sumOf(idk) / draws,
    accuracy: sumOf(right) / draws,
    innovation: null,
    unseenAbstention: null,
    errorRateExpected: null,
    labelFree: { wrong: null, neverShown: null, luck: null },
    delta: Number.NaN,
    deltaByDerivative: null,
    signedDelta: Number.NaN,
    trainDelta: null,
    iivError: Number.NaN,
    crossEntropy: Number.NaN,
    excessCrossEntropy: null,
    argMaxErrorRate: null,
    heldOut: { mass, errorRate },
    byFact: byFact(family, counts),
    memorisedBits: Number.NaN,
    leastIivError: null,
    theorem4: null,
    reliability: null,
    rules: [],
    byCount: strataByCount(counts, ofPart),
    onlyWrong: partWrong,
    onlyAbstained: ofPart((c) => counts.answered[c] === 0 && counts.abstained[c] > 0),
    theorem1: { lower: vacuous, lowerSigned: vacuous, holds: true },
    theorem2: null,
    calibratedError: null,
    method: 'sampled',
    sampling: {
      samples: draws,
      invalidMass: intervalOf(invalid),
      errorRate: intervalOf(error),
      abstentionRate: intervalOf(idk),
      accuracy: intervalOf(right),
      delta: nothing,
      iivError: nothing,
    },
  };
}
