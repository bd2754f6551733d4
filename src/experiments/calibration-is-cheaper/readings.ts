/** Reading trainings step by step: accuracy and calibration at each measured one. */
import { type MeasuredFamily, measured } from '../../results/measured.js';
import { curveRows, numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';

/** Sampled accuracy above which a network counts as accurate. */
export const ACCURATE = 0.9;
/** Graded answers that should be enough to restore calibration, and a number that should be too few. */
export const ENOUGH = 300;
export const FEW = 30;

/** ECE after two numbers were fitted on so many graded answers; null where that was not measured. */
export function recalibratedError({ answers }: MeasuredFamily, examples: number): number | null {
  return answers.recalibrated.find((each) => each.examples === examples)?.expectedCalibrationError ?? null;
}

/** A network at a measured step of its training. */
interface CoursePoint {
  readonly step: number;
  /** Accuracy of likeliest answers. */
  readonly accuracy: number;
  /** Accuracy of sampled responses. */
  readonly sampledAccuracy: number;
  readonly ece: number;
  readonly delta: number;
  readonly birthdays: MeasuredFamily;
}

/** A training. */
export interface Course {
  readonly seed: number;
  /** At least one. */
  readonly points: readonly CoursePoint[];
  /** Place of the first accurate point; the number of points where there is none. */
  readonly accurateAt: number;
}

/** Reads the trainings of the given runs. Steps at which something was not measured are left out, and so are runs without steps. */
export function coursesOf(tables: ReportTables, rows: readonly number[] = rowsOf(tables.runs)): readonly Course[] {
  const { runs, curves } = tables;
  const byRun = curveRows(curves);
  return rows.flatMap((run): Course[] => {
    const points = (byRun.get(textAt(runs, 'run', run)) ?? []).flatMap((row): CoursePoint[] => {
      const step = numberAt(curves, 'step', row);
      const birthdays = measured(curves, row, 'birthdays');
      const { accuracy, expectedCalibrationError: ece } = birthdays.answers;
      const { accuracy: sampledAccuracy, delta } = birthdays;
      if (step === null || accuracy === null || sampledAccuracy === null || ece === null || delta === null) return [];
      return [{ step, accuracy, sampledAccuracy, ece, delta, birthdays }];
    });
    if (points.length === 0) return [];
    const place = points.findIndex(({ sampledAccuracy }) => sampledAccuracy > ACCURATE);
    return [{ seed: numberAt(runs, 'seed', run) ?? 0, points, accurateAt: place < 0 ? points.length : place }];
  });
}
