/** Reading the runs of the study of worlds. */
import { type Measured, present, studyAt } from '../../results/measured.js';
import { type ReportTables, rowsOf } from '../../results/reportTables.js';

/** A learner's means over the worlds of a run. */
interface LearnerValues {
  readonly error: number;
  readonly delta: number;
  /** err − (MM − 2/K − δ), and its standard error. */
  readonly slack: number;
  readonly slackError: number;
}

/** The values of the study that the claims and figures read. */
interface WorldsValues extends Readonly<Record<WorldsLearner, LearnerValues>> {
  readonly worlds: number;
  readonly examples: number;
  readonly responses: number;
  readonly answerProbability: number;
  readonly singletonRate: number;
  readonly missingMass: number;
  readonly lemma1: {
    readonly gamma: number;
    readonly halfWidth: number;
    readonly violations: number;
    readonly largestRatio: number;
  };
  readonly goodTuring: {
    readonly z: number;
    readonly spread: number;
    readonly distance: number;
    readonly predicted: number;
  };
  readonly upper: { readonly violations: number; readonly deviation: number };
  readonly tightness: { readonly ratio: number; readonly constant: number };
}

/** Values of one run, over the worlds that it drew. */
export type WorldsRun = Measured<WorldsValues>;

/** Learners that are measured in closed form, in words. */
export const WORLDS_LEARNERS = {
  calibrated: 'calibrated learner',
  memoriser: 'memoriser, guesses',
  confident: 'memoriser, certain of its guess',
  abstaining: 'memoriser, abstains',
} as const;

export type WorldsLearner = keyof typeof WORLDS_LEARNERS;

export const WORLDS_LEARNER_NAMES = Object.keys(WORLDS_LEARNERS) as readonly WorldsLearner[];

/** Reads a row of the runs table. */
export function worldsRun({ runs }: ReportTables, row: number): WorldsRun {
  return studyAt<WorldsValues>(runs, row);
}

/** Reads a value from each of the rows, of all runs by default; missing ones are left out. */
export function worldsValues(
  tables: ReportTables,
  read: (run: WorldsRun) => number | null,
  rows: readonly number[] = rowsOf(tables.runs),
): readonly number[] {
  return present(rows.map((row) => read(worldsRun(tables, row))));
}
