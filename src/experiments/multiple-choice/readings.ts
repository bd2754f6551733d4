/** The cases of Theorem 4: a model at a measured step, with its error and its bounds. */
import { combine, measured } from '../../results/measured.js';
import { numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { modelName } from '../../results/select.js';
import { theorem4Lower } from '../../theory/theorems/theorem4.js';

export const CHOICES = 'parameters.corpus.families.choices.responses';

export interface ChoiceCase {
  readonly model: string;
  /** C: the number of choices. */
  readonly choices: number;
  /** err and all mass outside of R_c (IDK and invalid strings), which Theorem 4 bounds; null, as below, if missing. */
  readonly wrong: number | null;
  /** The same with the mass outside R_c counted by 1 − 1/C, which equals the bound at the mean over thresholds. */
  readonly weighedWrong: number | null;
  /** 2(1 − 1/C)·err_iiv, of the mean over thresholds and of the best one. */
  readonly lower: number;
  readonly leastLower: number | null;
}

/** All measured steps of all runs; counted models have one. */
export function choiceCases({ runs, curves }: ReportTables): readonly ChoiceCase[] {
  const known = new Map(
    rowsOf(runs).map((row) => [
      textAt(runs, 'run', row),
      { model: modelName(runs, row), choices: numberAt(runs, CHOICES, row) },
    ]),
  );
  return rowsOf(curves).flatMap((row): readonly ChoiceCase[] => {
    const { model, choices } = known.get(textAt(curves, 'run', row)) ?? { model: '', choices: null };
    const { errorRate, invalidMass, abstentionRate, theorem4 } = measured(curves, row, 'choices');
    if (choices === null || theorem4.lower === null) return [];
    const outside = combine([invalidMass, abstentionRate], (invalid, idk) => invalid + idk);
    return [
      {
        model,
        choices,
        wrong: combine([errorRate, outside], (error, mass) => error + mass),
        weighedWrong: combine([errorRate, outside], (error, mass) => error + mass * (1 - 1 / choices)),
        lower: theorem4.lower,
        leastLower: combine([theorem4.leastIivError], (iivError) => theorem4Lower({ iivError, choices })),
      },
    ];
  });
}
