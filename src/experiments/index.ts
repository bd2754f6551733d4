/** All claims. A new experiment is a file in experiments/, a folder of the same name here, and a line in this list. */
import type { ExperimentClaims } from '../claims/claim.js';
import { accuracyCeiling } from './accuracy-has-a-ceiling/claims.js';
import { acquisition } from './acquisition/claims.js';
import { answerProbability } from './answer-probability/claims.js';
import { arithmetic } from './arithmetic/claims.js';
import { binaryGrading } from './binary-grading-teaches-guessing/claims.js';
import { calibration } from './calibration/claims.js';
import { calibrationIsCheaper } from './calibration-is-cheaper/claims.js';
import { capacityClaims } from './capacity/claims.js';
import { cipher } from './cipher/claims.js';
import { confidenceTargets } from './confidence-targets/claims.js';
import { consistency } from './consistency/claims.js';
import { distributionShift } from './distribution-shift/claims.js';
import { earlyFacts } from './early-facts/claims.js';
import { everyModel } from './every-model/claims.js';
import { exposures } from './exposures/claims.js';
import { factsInProse } from './facts-in-prose/claims.js';
import { foretoldErrors } from './foretold/claims.js';
import { garbageIn } from './garbage-in/claims.js';
import { guessOrAbstain } from './guess-or-abstain/claims.js';
import { inevitableOrNot } from './inevitable-or-not/claims.js';
import { innovationClaims } from './innovation/claims.js';
import { isItValid } from './is-it-valid/claims.js';
import { labels } from './labels/claims.js';
import { letterCount } from './letter-count/claims.js';
import { manyWorlds } from './many-worlds/claims.js';
import { monofact } from './monofact/claims.js';
import { multipleChoice } from './multiple-choice/claims.js';
import { newFactsLater } from './new-facts-later/claims.js';
import { oneHonestBenchmark } from './one-honest-benchmark-among-many/claims.js';
import { patternsVanish } from './patterns-vanish-facts-stay/claims.js';
import { properScores } from './proper-scores/claims.js';
import { retrievalInProse } from './retrieval-in-prose/claims.js';
import { singletonRate } from './singleton-rate/claims.js';
import { sizesInProse } from './sizes-in-prose/claims.js';
import { knowItsLimits } from './small-models-know-their-limits/claims.js';
import { synonyms } from './synonyms/claims.js';
import { theorem2 } from './theorem-2/claims.js';
import { toldItsTarget } from './told-its-target/claims.js';
import { trackingOverN } from './tracking/claims.js';
import { trigram } from './trigram/claims.js';
import { upweightingClaims } from './upweighting/claims.js';
import { seedVariance } from './variance/claims.js';
import { whoAteWhatClaims } from './who-ate-what/claims.js';
import { wordingsOfFacts } from './wordings/claims.js';

/** The experiments that answer claims, in the order in which `reproduce` runs and reports them. */
export const experimentClaims: readonly ExperimentClaims[] = [
  singletonRate,
  factsInProse,
  sizesInProse,
  wordingsOfFacts,
  newFactsLater,
  earlyFacts,
  retrievalInProse,
  acquisition,
  foretoldErrors,
  trackingOverN,
  seedVariance,
  theorem2,
  answerProbability,
  manyWorlds,
  patternsVanish,
  arithmetic,
  isItValid,
  labels,
  calibration,
  trigram,
  multipleChoice,
  letterCount,
  cipher,
  distributionShift,
  garbageIn,
  monofact,
  upweightingClaims,
  whoAteWhatClaims,
  innovationClaims,
  exposures,
  capacityClaims,
  synonyms,
  inevitableOrNot,
  binaryGrading,
  properScores,
  confidenceTargets,
  toldItsTarget,
  consistency,
  everyModel,
  guessOrAbstain,
  oneHonestBenchmark,
  accuracyCeiling,
  calibrationIsCheaper,
  knowItsLimits,
];
