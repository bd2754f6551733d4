/** All claims, in the order of the report. A new experiment is a file here and a line in this list. */
import { answerProbability } from './answerProbability.js';
import { arithmetic } from './arithmetic.js';
import { calibration } from './calibration.js';
import { cipher } from './cipher.js';
import type { ExperimentClaims } from './claim.js';
import { distributionShift } from './distributionShift.js';
import { exposures } from './exposures.js';
import { garbageIn } from './garbageIn.js';
import { inevitableOrNot } from './inevitableOrNot.js';
import { isItValid } from './isItValid.js';
import { labels } from './labels.js';
import { manyWorlds } from './manyWorlds.js';
import { monofact } from './monofact.js';
import { multipleChoice } from './multipleChoice.js';
import { patternsVanish } from './patternsVanish.js';
import { singletonRate } from './singletonRate.js';
import { synonyms } from './synonyms.js';
import { theorem2 } from './theorem2.js';
import { letterCount } from './letterCount.js';
import { trigram } from './trigram.js';

export const experimentClaims: readonly ExperimentClaims[] = [
  singletonRate,
  theorem2,
  answerProbability,
  manyWorlds,
  patternsVanish,
  arithmetic,
  calibration,
  trigram,
  letterCount,
  monofact,
  cipher,
  distributionShift,
  garbageIn,
  exposures,
  synonyms,
  isItValid,
  labels,
  multipleChoice,
  inevitableOrNot,
];
