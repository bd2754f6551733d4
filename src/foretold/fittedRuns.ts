/** The runs to which the learning curve is fitted, as a table: one line for each family of each run. */
import { UserError } from '../errors/userError.js';
import { RANGE_NAMES } from './curveForecast.js';
import { CURVE_KINDS, type TrainingSetting } from './curveInputs.js';
import type { FittedPoint } from './fitCurve.js';
import { learningPoint } from './learningCurve.js';
import { CLASSES, type PromptClass } from './promptClasses.js';

/** A family of a run of the design. */
export interface FittedRun {
  /** Seed of the run; the families of a run share it, and are left out of a fit together. */
  readonly seed: number;
  readonly setting: TrainingSetting;
  readonly classes: readonly MeasuredClass[];
  /** err + invalid mass after training. */
  readonly wrong: number;
  /** The prediction of a curve that was fitted without this run, and how steep it is there; NaN before it was made. */
  readonly foretold: number;
  readonly steepness: number;
}

/** A class of prompts with the share of wrong responses after training. */
export interface MeasuredClass extends PromptClass {
  readonly wrong: number;
}

const SETTING_COLUMNS = [
  'kind',
  ...RANGE_NAMES,
  'dates',
  'besideFacts',
  'besidePattern',
] as const satisfies readonly (keyof TrainingSetting)[];

const CLASS_COLUMNS = ['mass', 'logRows', 'abstainedShare', 'wrong'] as const;

const HEADER = [
  'seed',
  ...SETTING_COLUMNS,
  ...Array.from({ length: CLASSES }, (_, place) => CLASS_COLUMNS.map((column) => `${column}${place}`)).flat(),
  'wrong',
  'foretold',
  'steepness',
].join(',');

const DIGITS = 4;

/** Writes runs as CSV, numbers with four digits; a class without prompts has empty cells. */
export function fittedRunsCsv(runs: readonly FittedRun[]): string {
  const short = (value: number): string => String(Number(value.toPrecision(DIGITS)));
  const lines = runs.map(({ seed, setting, classes, wrong, foretold, steepness }) =>
    [
      seed,
      ...SETTING_COLUMNS.map((column) =>
        typeof setting[column] === 'boolean' ? Number(setting[column]) : setting[column],
      ),
      ...classes.flatMap((each) => CLASS_COLUMNS.map((column) => (each.mass > 0 ? short(each[column]) : ''))),
      ...[wrong, foretold, steepness].map(short),
    ].join(','),
  );
  return [HEADER, ...lines, ''].join('\n');
}

/** @throws UserError for a table with other columns */
export function readFittedRuns(csv: string): FittedRun[] {
  const [header, ...lines] = csv.trim().split('\n');
  if (header !== HEADER) {
    throw new UserError({
      code: 'wrong-columns',
      summary: 'not the table of the runs to which the learning curve is fitted',
      found: header,
      allowed: HEADER,
      hint: 'npm run foretold:fit writes it anew',
    });
  }
  return lines.map((line) => {
    const [seed, kind, ...cells] = line.split(',');
    const numbers = cells.map(Number);
    const setting = Object.fromEntries(
      SETTING_COLUMNS.slice(1).map((column, i) => [column, BOOLEANS.has(column) ? numbers[i] === 1 : numbers[i]]),
    ) as unknown as TrainingSetting;
    const from = SETTING_COLUMNS.length - 1;
    const classes = Array.from({ length: CLASSES }, (_, place): MeasuredClass => {
      const [mass, logRows, abstainedShare, wrong] = numbers.slice(from + 4 * place, from + 4 * place + 4);
      return {
        shown: place === 0 ? 'never' : place === 1 ? 'abstained' : 'answered',
        mass,
        logRows,
        abstainedShare,
        wrong,
      };
    });
    const [wrong, foretold, steepness] = numbers.slice(-3);
    return {
      seed: Number(seed),
      setting: { ...setting, kind: CURVE_KINDS.find((each) => each === kind)! },
      classes,
      wrong,
      foretold,
      steepness,
    };
  });
}

const BOOLEANS: ReadonlySet<string> = new Set(['dates', 'besideFacts', 'besidePattern']);

/** The classes with prompts of all runs, as the fit needs them. */
export function fitPoints(runs: readonly FittedRun[]): FittedPoint[] {
  return runs.flatMap(({ setting, classes }) =>
    classes
      .filter(({ mass }) => mass > 0)
      .map((each) => ({ ...learningPoint(setting, each), mass: each.mass, wrong: each.wrong })),
  );
}
