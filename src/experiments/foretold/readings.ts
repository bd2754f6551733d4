/** Numbers of the random configs: what was foretold of the facts, estimated without labels, and measured. */
import { type MeasuredFamily, measured } from '../../results/measured.js';
import { MEMORISED, wrongOnShown } from '../../results/notMemorised.js';
import { numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';

/** The facts of one run; null where the run has not measured them. */
export interface ForetoldRun {
  readonly kind: string;
  /** α of the facts. */
  readonly alpha: number | null;
  readonly wrong: number | null;
  readonly foretold: MeasuredFamily['foretold'];
  readonly labelFree: number | null;
  /** MM·(1 − 1/R). */
  readonly fromMissingMass: number | null;
  /** True if the rows are memorised: at most 2 % of the shown facts are stated wrongly. */
  readonly memorised: boolean;
}

const ALPHA = 'parameters.corpus.families.facts.answerProbability';

export function foretoldRuns({ runs }: ReportTables): readonly ForetoldRun[] {
  return rowsOf(runs).map((row) => {
    const family = measured(runs, row, 'facts');
    const shown = wrongOnShown(family);
    return {
      kind: textAt(runs, 'model.kind', row),
      alpha: numberAt(runs, ALPHA, row),
      wrong: family.wrong,
      foretold: family.foretold,
      labelFree: family.labelFree.wrong,
      fromMissingMass: family.calibratedError,
      memorised: shown !== null && shown.wrong <= MEMORISED * shown.mass,
    };
  });
}
