/** Calibration of each model's stated confidences, over the answered questions only. */
import {
  type Binning,
  brierScore,
  type CalibrationBin,
  type CalibrationError,
  calibrationError,
} from './calibrationError.js';
import { type AnswerColumns, outcomePlace } from './gradedAnswers.js';
import { type RiskCoveragePoint, riskCoverage } from './riskCoverage.js';

export interface CalibrationReport {
  /** Answered questions with a stated confidence, the denominator of all values here. */
  readonly answered: number;
  /** Answered questions without a stated confidence, which are left out. */
  readonly withoutConfidence: number;
  /** Expected calibration error: l1 over bins of equal width. */
  readonly ece: number;
  readonly brier: number;
  readonly equalWidth: CalibrationError;
  readonly equalMass: CalibrationError;
  readonly riskCoverage: {
    /** Area under the whole curve. */
    readonly area: number;
    /** Number of points of the whole curve, one for each distinct confidence. */
    readonly points: number;
    /** The whole curve, or about a thousand of its points if it has more. */
    readonly curve: readonly RiskCoveragePoint[];
  };
}

export type { Binning, CalibrationBin };

/** Greatest number of points of a curve that a picture or the JSON output needs. */
const MOST_POINTS = 1000;

/** Reports by model; a model that stated no confidence for an answered question has none. */
export function calibrationReport(
  { models, model, outcome, confidence }: AnswerColumns,
  bins: number,
): ReadonlyMap<string, CalibrationReport> {
  const abstention = outcomePlace('abstention');
  const stated = models.map((): { confidence: number[]; right: number[]; without: number } => ({
    confidence: [],
    right: [],
    without: 0,
  }));
  for (let row = 0; row < model.length; row++) {
    if (outcome[row] === abstention) continue;
    const own = stated[model[row]];
    if (Number.isNaN(confidence[row])) own.without++;
    else {
      own.confidence.push(confidence[row]);
      own.right.push(outcome[row] === outcomePlace('right') ? 1 : 0);
    }
  }
  return new Map(
    stated.flatMap(({ without, ...answers }, at) => {
      const equalWidth = calibrationError(answers, bins, 'equal-width');
      const equalMass = calibrationError(answers, bins, 'equal-mass');
      const brier = brierScore(answers);
      const curve = riskCoverage(answers);
      if (equalWidth === null || equalMass === null || brier === null || curve === null) return [];
      const report: CalibrationReport = {
        answered: answers.confidence.length,
        withoutConfidence: without,
        ece: equalWidth.l1,
        brier,
        equalWidth,
        equalMass,
        riskCoverage: { area: curve.area, points: curve.curve.length, curve: thinned(curve.curve) },
      };
      return [[models[at], report] as const];
    }),
  );
}

/** Returns the first and the last point, and points between them at even steps, MOST_POINTS at most. */
function thinned<T>(points: readonly T[]): readonly T[] {
  if (points.length <= MOST_POINTS) return points;
  const step = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, i) => points[Math.round(i * step)]);
}
