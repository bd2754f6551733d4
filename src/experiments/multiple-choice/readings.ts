/** The cases of Theorem 4: a model at a measured step, and what it is bounded by. */
import type { ReportTables } from '../../results/reportTables.js';
import { numberAt, rowsOf, textAt } from '../../results/reportTables.js';
import { modelName } from '../../results/select.js';

const FAMILY = 'families.choices';
export const CHOICES = 'parameters.corpus.families.choices.responses';

export interface ChoiceCase {
  readonly model: string;
  /** C. */
  readonly choices: number;
  readonly error: number;
  /** Mass outside of R_c: IDK and invalid strings. */
  readonly outside: number;
  /** 2(1 − 1/C)·err_iiv, of the mean over thresholds and of the best one. */
  readonly lower: number;
  readonly leastLower: number;
}

/** All measured steps of all runs; of counted models there is one. */
export function choiceCases({ runs, curves }: ReportTables): readonly ChoiceCase[] {
  const ofRun = new Map(
    rowsOf(runs).map((row) => [
      textAt(runs, 'run', row),
      { model: modelName(runs, row), choices: numberAt(runs, CHOICES, row) },
    ]),
  );
  return rowsOf(curves).flatMap((row) => {
    const { model, choices } = ofRun.get(textAt(curves, 'run', row)) ?? { model: '', choices: null };
    const at = (path: string): number => numberAt(curves, `${FAMILY}.${path}`, row) ?? NaN;
    if (choices === null || Number.isNaN(at('theorem4.lower'))) return [];
    return [
      {
        model,
        choices,
        error: at('errorRate'),
        outside: at('invalidMass') + at('abstentionRate'),
        lower: at('theorem4.lower'),
        leastLower: 2 * (1 - 1 / choices) * at('theorem4.leastIivError'),
      },
    ];
  });
}
