/** Studies in the table of runs. What their figures mean stands in the tables' metadata, so that a reader needs no study. */
import type { Cell, StoredTable } from '../store/tables.js';
import { cellAt, rowsOf, textAt } from './reportTables.js';
import { bySetting, NOTHING, type RunBlock, settingColumns } from './runColumns.js';

/** A column of the table of runs that shows a figure of a study. */
export interface StudyColumn {
  /** Of one of the figures, e.g. `oracle.error`. */
  readonly path: string;
  /** Short: a symbol or a word. */
  readonly heading: string;
  readonly meaning: string;
}

export interface StudyWords {
  readonly kind: string;
  /** What is computed, in a sentence or two. */
  readonly description: string;
  /** What the table of runs shows; all figures are in `runs.arrow`. */
  readonly columns: readonly StudyColumn[];
}

/** The studies that the runs are of; none for runs of models. */
export function studiesOf(runs: StoredTable): readonly StudyWords[] {
  return JSON.parse(runs.metadata.studies ?? '[]') as StudyWords[];
}

/** A block a study. */
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
