/** Reading what a kind of model does with facts that training showed, and with those that it never showed. */
import { type MeasuredFamily, measured, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';

/** Kinds of models that are compared. */
export const KINDS = ['transformer', 'lstm', 'gru', 'mlp', 'ngram'] as const;

/** Reads a number of the only family of the experiment from a row of the runs table. */
export function ofBirthdays({ runs }: ReportTables, read: (birthdays: MeasuredFamily) => number | null) {
  return (row: number): number | null => read(measured(runs, row, 'birthdays'));
}

/** Share of the mass on dates that lies on wrong ones, on prompts that training never answered. */
export function wrongShareOfUnseenDates(birthdays: MeasuredFamily): number | null {
  const { errorRate: err, abstentionRate: idk, invalidMass: invalid } = stratum(birthdays, 0);
  return err === null || idk === null || invalid === null || idk + invalid >= 1 ? null : err / (1 - idk - invalid);
}

/** err + invalid mass on prompts that training answered. */
export function wrongOnAnswered({ byCount }: MeasuredFamily): number | null {
  let [mass, wrong] = [0, 0];
  for (const answered of byCount.slice(1)) {
    // A stratum without a rate holds no prompts.
    if (answered.mass === null || answered.wrong === null) continue;
    mass += answered.mass;
    wrong += answered.mass * answered.wrong;
  }
  return mass > 0 ? wrong / mass : null;
}

export function deltaOf({ delta }: MeasuredFamily): number | null {
  return delta;
}
