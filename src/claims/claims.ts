/** All claims, in the order of the report. A new experiment is a file in experiments/ and a line in this list. */
import type { ExperimentClaims } from './claim.js';
import { answerProbability } from './experiments/answerProbability.js';
import { arithmetic } from './experiments/arithmetic.js';
import { accuracyCeiling } from './experiments/ceiling.js';
import { binaryGrading } from './experiments/binaryGrading.js';
import { calibration } from './experiments/calibration.js';
import { calibrationIsCheaper } from './experiments/calibrationIsCheaper.js';
import { cipher } from './experiments/cipher.js';
import { confidenceTargets } from './experiments/confidenceTargets.js';
import { distributionShift } from './experiments/distributionShift.js';
import { exposures } from './experiments/exposures.js';
import { garbageIn } from './experiments/garbageIn.js';
import { guessOrAbstain } from './experiments/guessOrAbstain.js';
import { everyModel } from './experiments/everyModel.js';
import { inevitableOrNot } from './experiments/inevitableOrNot.js';
import { isItValid } from './experiments/isItValid.js';
import { knowItsLimits } from './experiments/knowItsLimits.js';
import { labels } from './experiments/labels.js';
import { letterCount } from './experiments/letterCount.js';
import { manyWorlds } from './experiments/manyWorlds.js';
import { monofact } from './experiments/monofact.js';
import { multipleChoice } from './experiments/multipleChoice.js';
import { oneHonestBenchmark } from './experiments/oneHonestBenchmark.js';
import { patternsVanish } from './experiments/patternsVanish.js';
import { singletonRate } from './experiments/singletonRate.js';
import { synonyms } from './experiments/synonyms.js';
import { theorem2 } from './experiments/theorem2.js';
import { toldItsTarget } from './experiments/toldItsTarget.js';
import { trigram } from './experiments/trigram.js';

/** All claims, by the experiment that answers them, in the order in which `reproduce` runs them. */
export const experimentClaims: readonly ExperimentClaims[] = [
  singletonRate,
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
  exposures,
  synonyms,
  inevitableOrNot,
  binaryGrading,
  confidenceTargets,
  toldItsTarget,
  everyModel,
  guessOrAbstain,
  oneHonestBenchmark,
  accuracyCeiling,
  calibrationIsCheaper,
  knowItsLimits,
];
