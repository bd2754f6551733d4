/** Sentences about networks whose training ended before they knew what they were shown. */
import type { StoredTable } from '../store/tables.js';
import { type MeasuredFamily, measured } from './measured.js';
import { modelKindsOf, NETWORK_KINDS } from './modelKinds.js';
import { type Family, rowsOf, textAt } from './reportTables.js';
import { meanOf } from './seedMeans.js';

/** A network has memorised its rows if it is wrong on at most this share of the facts that it was shown. */
export const MEMORISED = 0.02;

/** Probability of asking for a fact that training answered, and of a wrong response then; null where nothing was shown. */
export function wrongOnShown({ byCount }: MeasuredFamily): { readonly mass: number; readonly wrong: number } | null {
  const shown = byCount
    .slice(1)
    .flatMap(({ mass, wrong }) => (mass !== null && wrong !== null ? [{ mass, wrong }] : []));
  const mass = shown.reduce((sum, each) => sum + each.mass, 0);
  return mass > 0 ? { mass, wrong: shown.reduce((sum, each) => sum + each.mass * each.wrong, 0) } : null;
}

/** A sentence for each kind of network of which some runs have not memorised their rows, with means over these runs. */
export function notMemorised(runs: StoredTable, family: Family): readonly string[] {
  return modelKindsOf(runs)
    .filter((kind) => NETWORK_KINDS.includes(kind))
    .flatMap((kind) => {
      const all = rowsOf(runs)
        .filter((row) => textAt(runs, 'model.kind', row) === kind)
        .map((row) => measured(runs, row, family.name))
        .filter(({ wrong }) => wrong !== null);
      const unready = all.filter((each) => {
        const shown = wrongOnShown(each);
        return shown !== null && shown.wrong > MEMORISED * shown.mass;
      });
      if (unready.length === 0) return [];
      const mean = (value: (each: MeasuredFamily) => number | null): number | undefined =>
        meanOf(unready.map(value).filter((each) => each !== null))?.mean;
      const once = mean(({ byCount }) => byCount[1]?.wrong ?? null);
      const shown = mean((each) => wrongOnShown(each)?.wrong ?? null) ?? 0;
      const total = mean(({ wrong }) => wrong) ?? 0;
      const where = all.length === 1 ? '' : ` in ${unready.length} of ${all.length} runs`;
      const share = once === undefined ? '' : `it is wrong on ${Math.round(100 * once)} % of facts shown once, and `;
      return [
        `${kind} has not memorised its rows${where}: ${share}${shown.toFixed(2)} of the ${total.toFixed(2)} that is wrong is about facts that it was shown; train longer.`,
      ];
    });
}
