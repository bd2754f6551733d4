/** Reading the runs of `guess-or-abstain`: two test-takers with the same knowledge. */
import { type Measured, studyAt } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { levelsOf, rowsWhere } from '../../results/select.js';
import type { StoredTable } from '../../store/tables.js';

const UNKNOWN = 'parameters.study.unknown';
const RESPONSES = 'parameters.study.responses';
/** Possible answers of a question about a birthday. */
export const BIRTHDAYS = 365;

/** Values of the study that claims and figures read. */
interface TestTakers {
  readonly guesser: { readonly error: number };
  /** `share` of tests in which the guesser leads by accuracy, and the mean lead in right answers. */
  readonly lead: { readonly share: number; readonly points: number };
  /** Mean scores in points a question, under two graders. */
  readonly accuracy: { readonly guesser: number; readonly abstainer: number };
  readonly partialCredit: { readonly guesser: number; readonly abstainer: number };
  readonly targets: readonly {
    readonly target: number;
    readonly guesser: number;
    readonly abstainer: number;
    /** Share of tests in which the abstainer scores higher, and the same in closed form. */
    readonly abstainerAhead: number;
    readonly expectedAbstainerAhead: number;
  }[];
  /** Random beliefs, and those under which abstaining is among the best responses, by the grader. */
  readonly abstentionBest: { readonly beliefs: number; readonly binary: number; readonly underTarget: number };
}

export function takersAt(runs: StoredTable, row: number): Measured<TestTakers> {
  return studyAt<TestTakers>(runs, row);
}

/** Numbers of questions whose answers neither knows, ascending. */
export function unknownCounts({ runs }: ReportTables): readonly number[] {
  return levelsOf(runs, UNKNOWN);
}

/** Numbers of possible answers of a question, ascending. */
export function responseCounts({ runs }: ReportTables): readonly number[] {
  return levelsOf(runs, RESPONSES);
}

export function testsOf({ runs }: ReportTables, unknown: number, responses: number): readonly number[] {
  return rowsWhere(runs, { [UNKNOWN]: unknown, [RESPONSES]: responses });
}

/** A confidence target under which tests were graded, with its place in the lists of the study. */
interface PlacedTarget {
  readonly place: number;
  readonly target: number;
}

/** Targets of the first of the runs, which all have the same. */
export function placedTargets({ runs }: ReportTables, [row]: readonly number[]): readonly PlacedTarget[] {
  if (row === undefined) return [];
  return takersAt(runs, row).targets.flatMap(({ target }, place) => (target === null ? [] : [{ place, target }]));
}
