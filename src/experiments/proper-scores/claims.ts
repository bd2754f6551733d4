/** Rewards by a proper score of stated probabilities, beside rewards by accuracy: calibration and errors after grading. */
import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  meanWithin,
  predictionWords,
  rangeWords,
  significant,
} from '../../claims/verdict.js';
import { combine } from '../../results/measured.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';
import { pairedBySeed } from '../../results/select.js';
import { properScoreFigures } from './figures.js';
import {
  calibrationError,
  change,
  ERRORS,
  GRADERS,
  idk,
  overKinds,
  PROPER,
  type Read,
  runsGraded,
  wrong,
} from './readings.js';

const RLCR = 'Damani et al. 2025 (arXiv 2507.16806)';

const PREDICTED = {
  accuracyRaises: atLeast(0.15),
  properKeeps: atMost(0.15),
  belowAccuracy: atMost(-0.15),
  idkGoes: atMost(0.1),
  errorsOfMatching: about(Number(ERRORS.matching.toFixed(3)), 0.06),
  moreErrors: atLeast(0.05),
} as const;

const CALIBRATED = atMost(0.12);

/** A base network that is not calibrated would have no calibration to lose. */
function startsCalibrated(tables: ReportTables): CheckResult {
  return gate(
    'ECE of the base network',
    rowsOf(tables.runs).map((row) => overKinds(tables, row, 'base', calibrationError)),
    CALIBRATED,
  );
}
const MORE_STEPS = 'a base network that is calibrated: other training steps';

/** A value after grading by a proper score, less the same after grading by accuracy, by world. */
function beyondAccuracy(tables: ReportTables, grader: (typeof PROPER)[number], read: Read): readonly number[] {
  return pairedBySeed(tables.runs, runsGraded(tables, grader), runsGraded(tables, 'accuracy'), (a, b) =>
    combine([overKinds(tables, a, 'graded', read), overKinds(tables, b, 'graded', read)], (own, other) => own - other),
  );
}

const raises: Claim = {
  id: 'accuracy-reward-raises-calibration-error',
  evidence: 'trained',
  listed: ['T1g', 'PS'],
  statement: 'Training on rewards for right answers makes a calibrated network over-confident.',
  source: `Kalai et al. 2025, §3.1 and figure 2 (ECE of GPT-4 0.007 before and 0.074 after reinforcement learning); ${RLCR}`,
  formula: 'ECE after − ECE before > 0',
  explanation: [
    'A transformer learns three kinds of questions, whose usual answer is right for 90, 60 and 35 people in a hundred, and nothing shows for whom. After pretraining it gives the usual answer about that often. Then it answers prompts about half of the people, and each answer becomes likelier by what it earned. All is measured on the other half.',
    'Under accuracy the best policy gives the usual answer always. Its stated probability then is 1, whatever its share.',
  ],
  prediction: `ECE of the likeliest answers, mean over the kinds, rises by ${rangeWords(PREDICTED.accuracyRaises)}`,
  check: (tables) =>
    gated(
      startsCalibrated(tables),
      MORE_STEPS,
      meanWithin(
        'change of ECE under accuracy',
        runsGraded(tables, 'accuracy').map((row) => change(tables, row, calibrationError)),
        PREDICTED.accuracyRaises,
      ),
    ),
};

const keeps: Claim = {
  id: 'proper-scores-keep-calibration',
  evidence: 'trained',
  listed: ['PS'],
  statement: 'Rewards by a proper score of the stated probability keep the network calibrated.',
  source: RLCR,
  formula: 'a drawn answer earns (y − p̂) w(p̂): w = 1 (Brier), w = 1/(p̂(1 − p̂)) (log)',
  explanation: [
    'The network states with p̂(r|c) how probable it is that r is right. A right answer earns the more the less it was expected, and a wrong one costs the more the surer it was. The gradient of these rewards is that of a proper score over all answers, though only the grade of the drawn one is known. Such a score is highest where each answer is given as often as it is right.',
    'Damani et al. reward a confidence that is stated beside the answer. Here the probability of the answer is the confidence, so that one number is both trained and measured.',
  ],
  prediction: `under the Brier score and under the log score ECE changes by ${rangeWords(PREDICTED.properKeeps)}, and ends lower than under accuracy: difference ${rangeWords(PREDICTED.belowAccuracy)}`,
  check: (tables) => {
    const [first, ...others] = PROPER.flatMap((grader) => [
      meanWithin(
        `change of ECE under ${GRADERS[grader]}`,
        runsGraded(tables, grader).map((row) => change(tables, row, calibrationError)),
        PREDICTED.properKeeps,
      ),
      meanWithin(
        `ECE under ${GRADERS[grader]}, less that under accuracy`,
        beyondAccuracy(tables, grader, calibrationError),
        PREDICTED.belowAccuracy,
      ),
    ]);
    return gated(startsCalibrated(tables), MORE_STEPS, allOf([first, ...others]));
  },
};

const abstain: Claim = {
  id: 'proper-scores-do-not-teach-abstention',
  evidence: 'trained',
  listed: ['PS'],
  statement:
    'A proper score keeps calibration and not abstention: the network errs more often than one graded by accuracy.',
  source: 'derived for this program, from the scores',
  formula: '1 − Σ_r ρ_r² > 1 − max_r ρ_r, and IDK → 0',
  explanation: [
    'A proper score asks for probabilities that are true, and some answer is always right, so that nothing is left for "I don\'t know". The network that reaches its best then answers every prompt, each answer as often as it is right, and is wrong with 1 − Σ ρ². The one graded by accuracy always gives the usual answer, and is wrong with 1 − max ρ, which is less. To be calibrated and to err little are two things: what takes errors away is abstaining, for which a grader must charge.',
  ],
  prediction: `IDK ends ${rangeWords(PREDICTED.idkGoes)} under both scores; err + invalid mass under the Brier score is ${predictionWords(PREDICTED.errorsOfMatching)}, and ${rangeWords(PREDICTED.moreErrors)} above that under accuracy (${significant(ERRORS.usual)} at its best)`,
  check: (tables) => {
    const brier = runsGraded(tables, 'brier');
    return gated(
      startsCalibrated(tables),
      MORE_STEPS,
      allOf([
        meanWithin(
          'err + invalid mass after the Brier score',
          brier.map((row) => overKinds(tables, row, 'graded', wrong)),
          PREDICTED.errorsOfMatching,
        ),
        meanWithin(
          'err + invalid mass after the Brier score, less that after accuracy',
          beyondAccuracy(tables, 'brier', wrong),
          PREDICTED.moreErrors,
        ),
        ...PROPER.map((grader) =>
          meanWithin(
            `IDK after ${GRADERS[grader]}`,
            runsGraded(tables, grader).map((row) => overKinds(tables, row, 'graded', idk)),
            PREDICTED.idkGoes,
          ),
        ),
      ]),
    );
  },
};

export const properScores: ExperimentClaims = {
  experiment: 'proper-scores',
  title: 'Rewards by a proper score',
  claims: [raises, keeps, abstain],
  figures: properScoreFigures,
};
