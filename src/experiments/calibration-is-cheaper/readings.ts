/** Reading trainings step by step: accuracy and calibration at each measured one. */
import { curveRows, numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';

export const ECE = 'families.birthdays.answers.expectedCalibrationError';
export const ACCURACY = 'families.birthdays.answers.accuracy';
export function recalibratedColumn(place: number): string {
  return `families.birthdays.answers.recalibrated.${place}.expectedCalibrationError`;
}

export interface CoursePoint {
  readonly step: number;
  /** Of likeliest answers. */
  readonly accuracy: number;
  /** Of sampled responses. */
  readonly sampledAccuracy: number;
  readonly ece: number;
  readonly delta: number;
  /** ECE after recalibration, by the number of graded answers. */
  readonly recalibrated: ReadonlyMap<number, number>;
}

/** A training. */
export interface Course {
  readonly seed: number;
  readonly points: readonly CoursePoint[];
  /** Place of the first point whose sampled accuracy exceeds 0.9; the number of points where none does. */
  readonly accurateAt: number;
}

/** Places of the recalibrations in the columns, with the number of graded answers of each. */
export function recalibrations({ curves }: ReportTables, row: number): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  for (let place = 0; ; place++) {
    const examples = numberAt(curves, `families.birthdays.answers.recalibrated.${place}.examples`, row);
    if (examples === null) return places;
    places.set(examples, place);
  }
}

export function coursesOf(tables: ReportTables, rows: readonly number[] = rowsOf(tables.runs)): readonly Course[] {
  const { runs, curves } = tables;
  const byRun = curveRows(curves);
  return rows.flatMap((run): Course[] => {
    const points = (byRun.get(textAt(runs, 'run', run)) ?? []).flatMap((row): CoursePoint[] => {
      const [step, accuracy, sampledAccuracy, ece, delta] = [
        'step',
        ACCURACY,
        'families.birthdays.accuracy',
        ECE,
        'families.birthdays.delta',
      ].map((column) => numberAt(curves, column, row));
      if (step === null || accuracy === null || sampledAccuracy === null || ece === null || delta === null) return [];
      const recalibrated = new Map(
        [...recalibrations(tables, row)].map(([examples, place]) => [
          examples,
          numberAt(curves, recalibratedColumn(place), row) ?? NaN,
        ]),
      );
      return [{ step, accuracy, sampledAccuracy, ece, delta, recalibrated }];
    });
    if (points.length === 0) return [];
    const place = points.findIndex(({ sampledAccuracy }) => sampledAccuracy > 0.9);
    return [{ seed: numberAt(runs, 'seed', run) ?? 0, points, accurateAt: place < 0 ? points.length : place }];
  });
}
