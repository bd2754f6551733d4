/** Parquet: columns of any type, given as text. */
import type { Database } from './database.js';
import { identifier, literalList } from './sql.js';
import type { TableFile } from './tableFile.js';

/** Returns whether values are lists or structures, such as chat messages, which are given as JSON. */
function isNested(type: string): boolean {
  return /\]$|^(?:STRUCT|MAP|UNION)\b|^JSON$/.test(type);
}

/** @throws UserError where the file is damaged */
export async function parquetFile(database: Database, shown: string, path: string): Promise<TableFile> {
  const from = (paths: readonly string[]): string =>
    `read_parquet(${literalList(paths)}, binary_as_string = true, hive_partitioning = false)`;
  const described = await database.rows(`DESCRIBE SELECT * FROM ${from([path])}`);
  const types = new Map(described.map((row) => [String(row.column_name), String(row.column_type)]));
  return {
    shown,
    path,
    columns: [...types.keys()],
    nested: [...types].filter(([, type]) => isNested(type)).map(([column]) => column),
    parsed: true,
    group: JSON.stringify(['parquet', ...types]),
    select: async (paths, wanted) => {
      const text = (column: string): string =>
        isNested(types.get(column)!) ? `to_json(${identifier(column)})::VARCHAR` : `${identifier(column)}::VARCHAR`;
      const picked = wanted.map(
        ([column, name]) => `${column === null ? 'NULL::VARCHAR' : text(column)} AS ${identifier(name)}`,
      );
      return `SELECT ${picked.join(', ')} FROM ${from(paths)}`;
    },
  };
}
