/** Tables made up for the tests of claims. */
import type { ReportTables } from '../../src/results/reportTables.js';
import type { Cell, StoredTable } from '../../src/store/tables.js';

export type Row = Readonly<Record<string, Cell>>;

/**
 * Tables as a sweep leaves them: one row per run and, where given, one row per measured step (`run`, `step`, `loss`, …).
 * `run` and `seed` are filled in where a row leaves them out; families and swept paths are read from the columns' names.
 */
export function tablesOf(rows: readonly Row[], curves: readonly Row[] = []): ReportTables {
  const numbered = rows.map((row, i): Row => ({ run: `run-${i}`, seed: i + 1, ...row }));
  const names = [...new Set(numbered.flatMap((row) => Object.keys(row)))];
  const after = (prefix: string): string[] =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const metadata = {
    experiment: 'fake',
    families: JSON.stringify([...new Set(after('families.').map((name) => name.split('.')[0]))]),
    parameters: JSON.stringify(after('parameters.')),
  };
  return { runs: tableOf(numbered, metadata), curves: tableOf(curves, metadata) };
}

function tableOf(rows: readonly Row[], metadata: Readonly<Record<string, string>>): StoredTable {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return {
    rows: rows.length,
    metadata,
    columns: Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)])),
  };
}
