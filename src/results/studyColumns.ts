/** Studies in the table of runs. The tables' metadata explain their values, so that a reader needs no study. */
import type { Cell, StoredTable } from '../store/tables.js';
import { cellAt, rowsOf, textAt } from './reportTables.js';
import { bySetting, NOTHING, type RunBlock, settingColumns } from './runColumns.js';

/** A column of the table of runs that shows a value of a study. */
export interface StudyColumn {
  /** Path of one of the values, e.g. `oracle.error`. */
  readonly path: string;
  /** A symbol or a short word. */
  readonly heading: string;
  readonly meaning: string;
}

export interface StudyWords {
  readonly kind: string;
  /** A sentence or two on what is computed. */
  readonly description: string;
  /** Columns of the table of runs; `runs.arrow` has all values. */
  readonly columns: readonly StudyColumn[];
}

/** The studies of the runs; none where the runs are of models. */
export function studiesOf(runs: StoredTable): readonly StudyWords[] {
  return JSON.parse(runs.metadata.studies ?? '[]') as StudyWords[];
}

/** A block of the table of runs for each study. */
export function studyBlocks(runs: StoredTable): readonly RunBlock[] {
  return studiesOf(runs).map(({ kind, columns }) => ({
    title: runs.metadata.experiment ?? kind,
    nature: 'study',
    columns: [
      ...settingColumns(runs),
      ...columns.map(({ path, heading, meaning }) => ({
        heading,
        meaning,
        cell: (row: number) => shown(cellAt(runs, `study.${path}`, row)),
      })),
    ],
    groups: [
      {
        kind,
        rows: bySetting(
          runs,
          rowsOf(runs).filter((row) => textAt(runs, 'model.kind', row) === kind),
        ),
      },
    ],
  }));
}

/** Three decimals, or a power of ten where they would show nothing. */
function shown(cell: Cell): string {
  if (cell === null) return NOTHING;
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell !== 'number' || Number.isInteger(cell) || !Number.isFinite(cell)) return String(cell);
  return Math.abs(cell) < 0.0005 ? cell.toExponential(1) : cell.toFixed(3);
}
