/** Reading the runs of `proper-scores`: one base network, graded by accuracy or by a proper score of its probabilities. */
import { combine, type MeasuredFamily } from '../../results/measured.js';
import { after, before } from '../../results/posttrained.js';
import { type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';

/** Kinds of questions, with the share of people for whom the usual answer is right. */
export const LEVELS = { sure: 0.9, doubtful: 0.6, unlikely: 0.35 } as const;
const LEVEL_NAMES = Object.keys(LEVELS) as (keyof typeof LEVELS)[];
/** |R_c| of each kind. */
const RESPONSES = 4;

export const GRADERS = { accuracy: 'accuracy', brier: 'the Brier score', log: 'the log score' } as const;
export type GraderName = keyof typeof GRADERS;
export const PROPER = ['brier', 'log'] as const satisfies readonly GraderName[];

export function runsGraded({ runs }: ReportTables, grader: GraderName): readonly number[] {
  return rowsOf(runs).filter((row) => textAt(runs, 'parameters.posttraining.grader', row).includes(grader));
}

/** The network before grading, or after it. */
const MOMENTS = { base: before, graded: after } as const;
export type Moment = keyof typeof MOMENTS;

export type Read = (questions: MeasuredFamily) => number | null;

/** Mean over the kinds of questions of what is read of a network; null where one of them was not measured. */
export function overKinds(tables: ReportTables, row: number, moment: Moment, read: Read): number | null {
  return completeMean(
    LEVEL_NAMES.map((level) => {
      const questions = MOMENTS[moment](tables, row, level);
      return questions === null ? null : read(questions);
    }),
  );
}

/** Change of the same by grading. */
export function change(tables: ReportTables, row: number, read: Read): number | null {
  return combine(
    [overKinds(tables, row, 'graded', read), overKinds(tables, row, 'base', read)],
    (now, then) => now - then,
  );
}

/** ECE of the likeliest answers, conditional on answering. */
export const calibrationError: Read = ({ answers }) => answers.expectedCalibrationError;
export const wrong: Read = (questions) => questions.wrong;
export const idk: Read = ({ abstentionRate }) => abstentionRate;

/**
 * The mean error rate of a model that gives each answer as often as it is right, `1 − Σ_r ρ_r²`, and of one that always
 * gives the usual answer, `1 − max ρ_r`; ρ of a kind: the usual answer with its share, the others evenly.
 */
export const ERRORS = {
  matching: meanOverLevels((share) => 1 - share ** 2 - (1 - share) ** 2 / (RESPONSES - 1)),
  usual: meanOverLevels((share) => 1 - share),
} as const;

function meanOverLevels(value: (share: number) => number): number {
  return LEVEL_NAMES.reduce((sum, level) => sum + value(LEVELS[level]) / LEVEL_NAMES.length, 0);
}
