/** Calibration of each model's stated confidences, over the answered questions only. */

import { effectiveShareInterval } from '../theory/binomialInterval.js';
import type { Interval } from '../theory/meanInterval.js';
import {
  type Binning,
  brierOfLevels,
  type CalibrationBin,
  type CalibrationError,
  errorOfLevels,
} from './calibrationError.js';
import type { AnswerSheet } from './clusters/answerSheet.js';
import { type CalibrationFigures, calibrationIntervals } from './clusters/calibrationIntervals.js';
import { type ConfidenceUnits, confidenceUnits } from './clusters/confidenceUnits.js';
import type { BootstrapOptions } from './clusters/pairedDifference.js';
import { type ConfidenceLevel, confidenceLevels } from './confidentAnswers.js';
import { rocOfLevels } from './discrimination.js';
import type { AnswerColumns } from './gradedAnswers.js';
import { debiasedError } from './measures/debiasedError.js';
import { hleCalibrationError } from './measures/hleCalibration.js';
import { type ThresholdAdvice, thresholdAdvice } from './measures/thresholdAdvice.js';
import { type RiskCoveragePoint, riskCoverageOfLevels } from './riskCoverage.js';

/** Names of the figures that have intervals. */
export type CalibrationName =
  | 'ece'
  | 'l2'
  | 'max'
  | 'adaptiveEce'
  | 'debiasedL2'
  | 'hle'
  | 'brier'
  | 'riskCoverageArea'
  | 'auroc';

/** Figures that are distances, which noise makes larger. */
const DISTANCES: readonly CalibrationName[] = ['ece', 'l2', 'max', 'adaptiveEce', 'debiasedL2', 'hle'];

export interface CalibrationReport {
  /** Answered questions with a stated confidence, the denominator of all values here. */
  readonly answered: number;
  /** Answered questions without a stated confidence, which are left out. */
  readonly withoutConfidence: number;
  /** Expected calibration error: l1 over bins of equal width. */
  readonly ece: number;
  /** l1 over bins of equal mass, as `equalMass` has it (Nixon et al. 2019). */
  readonly adaptiveEce: number;
  /** l2 over bins of equal mass, less what noise adds (Kumar, Liang and Ma 2019). */
  readonly debiasedL2: number;
  /** The calibration error of Humanity's Last Exam; null below 200 answers. */
  readonly hle: number | null;
  readonly brier: number;
  /** Probability that a right answer is surer than a wrong one; null if all are right or all are wrong. */
  readonly auroc: number | null;
  /** From resampled questions; null where a figure is, and with too few answers. */
  readonly intervals: Readonly<Record<CalibrationName, Interval | null>>;
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
  /** By confidence target above 0: the threshold of confidence to abstain at; null with few questions. */
  readonly thresholds: Readonly<Record<string, ThresholdAdvice | null>>;
}

export type { Binning, CalibrationBin };

/** Greatest number of points of a curve that a picture or the JSON output needs. */
const MOST_POINTS = 1000;

export interface CalibrationOptions extends BootstrapOptions {
  /** Bins of calibration errors and reliability diagrams. */
  readonly bins: number;
  readonly targets: readonly number[];
}

/** The report of one model; null if it stated no confidence for an answered question. @param penalties λ of each target */
export function calibrationReport(
  sheet: AnswerSheet,
  columns: AnswerColumns,
  penalties: readonly number[],
  options: CalibrationOptions,
): CalibrationReport | null {
  const { stated, without } = confidenceUnits(sheet, columns);
  const rising = confidenceLevels(stated.plain ? { confidence: stated.confidence, right: stated.right } : stated);
  const equalWidth = errorOfLevels(rising, options.bins, 'equal-width');
  const equalMass = errorOfLevels(rising, options.bins, 'equal-mass');
  const curve = riskCoverageOfLevels(rising);
  if (equalWidth === null || equalMass === null || curve === null) return null;
  const figuresOf = (levels: readonly ConfidenceLevel[]): CalibrationFigures<CalibrationName> =>
    calibrationFigures(levels, options.bins);
  const figures = figuresOf(rising);
  return {
    answered: stated.confidence.length,
    withoutConfidence: without,
    ece: equalWidth.l1,
    adaptiveEce: equalMass.l1,
    debiasedL2: debiasedError(equalMass),
    hle: figures.hle,
    brier: figures.brier!,
    auroc: figures.auroc,
    intervals: intervalsOf(stated, figures, figuresOf, options),
    equalWidth,
    equalMass,
    riskCoverage: { area: curve.area, points: curve.curve.length, curve: thinned(curve.curve) },
    thresholds: Object.fromEntries(
      thresholdAdvice(stated, penalties, options).flatMap((advice, at) =>
        penalties[at] > 0 ? [[String(options.targets[at]), advice] as const] : [],
      ),
    ),
  };
}

/** Units below which resamples of them tell little. */
const FEW_UNITS = 20;
/** Answers of one kind below which an area under the ROC curve is not resampled. */
const FEW_OF_A_KIND = 10;

/**
 * Intervals of the figures. With fewer than 20 questions, or if all answers are right or all wrong, resamples would show too little
 * spread, and there are none. An area under the ROC curve from few right or few wrong answers has the interval of a share of as
 * many draws as there are of the rarer kind: its variance is no greater (Birnbaum and Klose 1957).
 */
function intervalsOf(
  stated: ConfidenceUnits,
  figures: CalibrationFigures<CalibrationName>,
  figuresOf: (rising: readonly ConfidenceLevel[]) => CalibrationFigures<CalibrationName>,
  options: CalibrationOptions,
): CalibrationReport['intervals'] {
  const right = stated.right.reduce((sum, value) => sum + value, 0);
  const rarer = Math.min(right, stated.right.length - right);
  const resampled =
    stated.units < FEW_UNITS || rarer === 0
      ? (Object.fromEntries(Object.keys(figures).map((name) => [name, null])) as CalibrationReport['intervals'])
      : calibrationIntervals(stated, figures, figuresOf, DISTANCES, options);
  if (figures.auroc === null || rarer >= FEW_OF_A_KIND) return resampled;
  return { ...resampled, auroc: effectiveShareInterval(figures.auroc, rarer, options.level) };
}

function calibrationFigures(rising: readonly ConfidenceLevel[], bins: number): CalibrationFigures<CalibrationName> {
  const width = errorOfLevels(rising, bins, 'equal-width');
  const mass = errorOfLevels(rising, bins, 'equal-mass');
  return {
    ece: width?.l1 ?? null,
    l2: width?.l2 ?? null,
    max: width?.max ?? null,
    adaptiveEce: mass?.l1 ?? null,
    debiasedL2: mass === null ? null : debiasedError(mass),
    hle: hleCalibrationError(rising),
    brier: brierOfLevels(rising),
    riskCoverageArea: riskCoverageOfLevels(rising)?.area ?? null,
    auroc: rocOfLevels(rising),
  };
}

/** Returns the first and the last point, and points between them at even steps, MOST_POINTS at most. */
function thinned<T>(points: readonly T[]): readonly T[] {
  if (points.length <= MOST_POINTS) return points;
  const step = (points.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, i) => points[Math.round(i * step)]);
}
