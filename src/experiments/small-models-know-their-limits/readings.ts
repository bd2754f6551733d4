/** Reading runs that were trained on two languages, of one of which only a part is shown. */
import { combine, type MeasuredFamily, measured, runAt } from '../../results/measured.js';
import { numberAt, type ReportTables, rowsOf } from '../../results/reportTables.js';

export interface KnowledgeRun {
  readonly seed: number | null;
  readonly width: number;
  readonly parameters: number | null;
  /** f: share of the other language's facts that training shows; null like all below where it was not measured. */
  readonly share: number | null;
  /** Error of the model that answers above a confidence of ½, as trained. */
  readonly errorAboveHalf: number | null;
  /** Its regret: those errors, and right answers that it keeps back. */
  readonly regretAsTrained: number | null;
  /** All that was measured of the other language. */
  readonly other: MeasuredFamily;
}

/** Runs of a sweep over widths. */
export function knowledgeRuns({ runs }: ReportTables): readonly KnowledgeRun[] {
  return rowsOf(runs).flatMap((row): readonly KnowledgeRun[] => {
    const width = numberAt(runs, 'parameters.model.width', row);
    if (width === null) return [];
    const { seed, trainableParameters: parameters } = runAt(runs, row);
    const other = measured(runs, row, 'other');
    const aboveHalf = other.rules.at(0);
    const errorAboveHalf = aboveHalf?.errorRate ?? null;
    return [
      {
        seed,
        width,
        parameters,
        share: combine([other.heldOut.mass], (mass) => 1 - mass),
        errorAboveHalf,
        regretAsTrained: combine(
          [errorAboveHalf, other.answers.accuracy, aboveHalf?.accuracy ?? null],
          (error, right, rightAboveHalf) => error + right - rightAboveHalf,
        ),
        other,
      },
    ];
  });
}

/** Regret against answering iff right, of a model that learnt when to answer from so many graded answers. */
export function regretAfter({ other }: KnowledgeRun, examples: number): number | null {
  return other.answers.recalibrated.find((each) => each.examples === examples)?.regret ?? null;
}

/** Selects runs that were shown a given share of the facts, up to a tolerance. */
export function runsShown(runs: readonly KnowledgeRun[], share: number, tolerance: number): readonly KnowledgeRun[] {
  return runs.filter((run) => run.share !== null && Math.abs(run.share - share) < tolerance);
}

/** Runs by the width of their network, ascending. */
export function modelsOf(runs: readonly KnowledgeRun[]): readonly (readonly KnowledgeRun[])[] {
  return [...new Set(runs.map(({ width }) => width))]
    .sort((a, b) => a - b)
    .map((width) => runs.filter((run) => run.width === width));
}
