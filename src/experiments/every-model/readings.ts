/** What the runs of `every-model` measure, row by row; null where a column is missing. */
import { numberAt } from '../../results/reportTables.js';
import type { StoredTable } from '../../store/tables.js';

function facts(path: string): string {
  return `families.birthdays.${path}`;
}

/** Of the mass on dates, the share on wrong ones, on prompts that training never answered. */
export function unseenRatio(runs: StoredTable, row: number): number | null {
  const [err, idk, invalid] = ['errorRate', 'abstentionRate', 'invalidMass'].map((path) =>
    numberAt(runs, facts(`byCount.0.${path}`), row),
  );
  return err === null || idk === null || invalid === null || idk + invalid >= 1 ? null : err / (1 - idk - invalid);
}

/** err + invalid mass on prompts that training answered. */
export function seenError(runs: StoredTable, row: number): number | null {
  let [mass, wrong] = [0, 0];
  for (const stratum of [1, 2, 3, 4, 5]) {
    const [weight, err, invalid] = ['mass', 'errorRate', 'invalidMass'].map((path) =>
      numberAt(runs, facts(`byCount.${stratum}.${path}`), row),
    );
    if (weight === null || err === null || invalid === null) continue; // no prompt was answered so often
    mass += weight;
    wrong += weight * (err + invalid);
  }
  return mass > 0 ? wrong / mass : null;
}

export function deltaOf(runs: StoredTable, row: number): number | null {
  return numberAt(runs, facts('delta'), row);
}
