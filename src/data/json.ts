/** JSON: an object a line (JSONL), a list of objects, or objects one after the other. */
import type { Database } from './database.js';
import type { FileFormat } from './recognise.js';
import { identifier, literal, literalList } from './sql.js';
import { pathOf, type TableFile } from './tableFile.js';

const FORMATS = { jsonl: 'newline_delimited', 'json-array': 'array', 'json-objects': 'unstructured' } as const;

export type JsonFormat = keyof typeof FORMATS & FileFormat;

/** Objects whose keys are taken as the file's columns; a column that comes later is found when it is asked for. */
const LOOKED_AT = 1000;

const LONGEST_ROW = 32 * 2 ** 20;

/**
 * @param compression as the database names it
 * @throws UserError where the beginning is not JSON
 */
export async function jsonFile(
  database: Database,
  shown: string,
  path: string,
  format: JsonFormat,
  compression: 'gzip' | 'zstd' | 'none',
): Promise<TableFile> {
  const from = (paths: readonly string[]): string =>
    `read_json_objects(${literalList(paths)}, format = '${FORMATS[format]}', compression = '${compression === 'none' ? 'uncompressed' : compression}', maximum_object_size = ${LONGEST_ROW}, hive_partitioning = false)`;
  const rows = await database.rows(
    `SELECT key, bool_or(coalesce(json_type(json, '/' || replace(replace(key, '~', '~0'), '/', '~1')) IN ('ARRAY', 'OBJECT'), false)) AS nested FROM (SELECT json, unnest(json_keys(json)) AS key FROM (SELECT json FROM ${from([path])} LIMIT ${LOOKED_AT})) GROUP BY key ORDER BY key`,
  );
  const columns = rows.map(({ key }) => String(key));
  /** Pointers to a column: its key, or where no key looks so the path that it is. */
  const pointers = (column: string): readonly string[] => {
    const parts = columns.includes(column) ? null : pathOf(column);
    return parts === null ? [pointer([column])] : [pointer([column]), pointer(parts)];
  };
  return {
    shown,
    path,
    columns,
    nested: rows.filter(({ nested }) => nested === true).map(({ key }) => String(key)),
    parsed: false,
    group: JSON.stringify([format, compression, columns]),
    select: async (paths, wanted) => {
      const text = (column: string): string => {
        const texts = pointers(column).map((each) => `json_extract_string(json, ${each})`);
        return texts.length === 1 ? texts[0] : `coalesce(${texts.join(', ')})`;
      };
      const picked = wanted.map(
        ([column, name]) => `${column === null ? 'NULL::VARCHAR' : text(column)} AS ${identifier(name)}`,
      );
      return `SELECT ${picked.join(', ')} FROM ${from(paths)}`;
    },
    findColumn: async (column) => {
      const some = pointers(column).map((each) => `json_exists(json, ${each})`);
      return (await database.rows(`SELECT 1 FROM ${from([path])} WHERE ${some.join(' OR ')} LIMIT 1`)).length > 0;
    },
  };
}

/** RFC 6901: a pointer to a key of the object, or along a path, whatever its characters. */
export function pointer(parts: readonly string[]): string {
  return literal(parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
}
