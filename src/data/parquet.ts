/** Parquet: columns of any type, given as text. */

import { UserError } from '../errors/userError.js';
import type { Database } from './database.js';
import { pointer } from './json.js';
import { identifier, literal, literalList } from './sql.js';
import { pathOf, type TableFile } from './tableFile.js';

/** Returns whether values are lists or structures, such as chat messages, which are given as JSON. */
export function isNested(type: string): boolean {
  return /\]$|^(?:STRUCT|MAP|UNION)\b|^JSON$/.test(type);
}

/** Types of numbers, and of lists of them, each of which a DOUBLE holds or comes near to. */
const NUMBER = /^(?:U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL\([\d,]+\))(?<list>\[\d*\])?$/;

/** Pictures, sounds and films as Hugging Face keeps them: bytes and a path. */
const MEDIA = /\bSTRUCT\("?bytes"? (?:VARCHAR|BLOB), "?path"? VARCHAR\)/;

/**
 * A query that gives a row where the parts of a file do not hold the rows that the file states: the database reads the parts and does
 * not look.
 */
export function contradictionIn(path: string): string {
  const file = literal(path);
  return `SELECT stated, held FROM (
    SELECT (SELECT sum(num_rows) FROM parquet_file_metadata(${file})) AS stated, (
      SELECT coalesce(sum(rows), 0) FROM (SELECT DISTINCT row_group_id, row_group_num_rows AS rows FROM parquet_metadata(${file}))
    ) AS held
  ) WHERE stated <> held`;
}

/** The refusal of a file in which `contradictionIn` found a row. */
export function contradicted(file: string, { stated, held }: Readonly<Record<string, unknown>>): UserError {
  return new UserError({
    code: 'malformed',
    summary: 'the file is damaged, or is not Parquet',
    where: file,
    found: `${String(stated)} rows are stated, and ${String(held)} are in its parts`,
  });
}

/** @throws UserError where the file is damaged */
export async function parquetFile(database: Database, shown: string, path: string): Promise<TableFile> {
  const [contradiction] = await database.rows(contradictionIn(path));
  if (contradiction !== undefined) throw contradicted(shown, contradiction);
  const reading = (paths: readonly string[], asText: boolean): string =>
    `read_parquet(${literalList(paths)}, binary_as_string = ${asText}, hive_partitioning = false)`;
  const typesOf = async (asText: boolean): Promise<ReadonlyMap<string, string>> => {
    const described = await database.rows(`DESCRIBE SELECT * FROM ${reading([path], asText)}`);
    return new Map(described.map((row) => [String(row.column_name), String(row.column_type)]));
  };
  // Bytes are texts in files of older programs, but not those of pictures.
  const asTexts = await typesOf(true);
  const asText = ![...asTexts.values()].some((type) => MEDIA.test(type));
  const types = asText ? asTexts : await typesOf(false);
  const from = (paths: readonly string[]): string => reading(paths, asText);
  /** The path into a nested column; null for a column by its name. */
  const inside = (column: string): readonly string[] | null => {
    const parts = types.has(column) ? null : pathOf(column);
    return parts !== null && isNested(types.get(parts[0]) ?? '') ? parts : null;
  };
  const text = (column: string): string => {
    const parts = inside(column);
    if (parts !== null) return `json_extract_string(to_json(${identifier(parts[0])}), ${pointer(parts.slice(1))})`;
    if (types.get(column) === 'BLOB') return `decode(${identifier(column)})`;
    return isNested(types.get(column)!) ? `to_json(${identifier(column)})::VARCHAR` : `${identifier(column)}::VARCHAR`;
  };
  return {
    shown,
    path,
    columns: [...types.keys()],
    nested: [...types].filter(([, type]) => isNested(type)).map(([column]) => column),
    parsed: true,
    group: JSON.stringify(['parquet', ...types]),
    select: async (paths, wanted, numbers) => {
      const cell = (column: string, name: string): string => {
        const number = numbers?.has(name) ? NUMBER.exec(types.get(column) ?? '') : null;
        if (number === null) return text(column);
        return `${identifier(column)}::DOUBLE${number.groups?.list === undefined ? '' : '[]'}`;
      };
      const picked = wanted.map(
        ([column, name]) => `${column === null ? 'NULL::VARCHAR' : cell(column, name)} AS ${identifier(name)}`,
      );
      return `SELECT ${picked.join(', ')} FROM ${from(paths)}`;
    },
    findColumn: async (column) => {
      if (inside(column) === null) return false;
      return (
        (await database.rows(`SELECT 1 FROM ${from([path])} WHERE ${text(column)} IS NOT NULL LIMIT 1`)).length > 0
      );
    },
  };
}
