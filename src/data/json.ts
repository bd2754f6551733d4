/** JSON: an object a line (JSONL), a list of objects, or objects one after the other. */
import type { Database } from './database.js';
import type { FileFormat } from './recognise.js';
import { identifier, literal, literalList } from './sql.js';
import type { TableFile } from './tableFile.js';

const FORMATS = { jsonl: 'newline_delimited', 'json-array': 'array', 'json-objects': 'unstructured' } as const;

/** Objects whose keys are taken as the file's columns; a column that comes later is found when it is asked for. */
const LOOKED_AT = 1000;

const LONGEST_ROW = 32 * 2 ** 20;

/** @throws UserError where the beginning is not JSON */
export async function jsonFile(
  database: Database,
  shown: string,
  path: string,
  format: keyof typeof FORMATS & FileFormat,
  gzip: boolean,
): Promise<TableFile> {
  const from = (paths: readonly string[]): string =>
    `read_json_objects(${literalList(paths)}, format = '${FORMATS[format]}', compression = '${gzip ? 'gzip' : 'uncompressed'}', maximum_object_size = ${LONGEST_ROW}, hive_partitioning = false)`;
  const rows = await database.rows(
    `SELECT key, bool_or(coalesce(json_type(json, '/' || replace(replace(key, '~', '~0'), '/', '~1')) IN ('ARRAY', 'OBJECT'), false)) AS nested FROM (SELECT json, unnest(json_keys(json)) AS key FROM (SELECT json FROM ${from([path])} LIMIT ${LOOKED_AT})) GROUP BY key ORDER BY key`,
  );
  const columns = rows.map(({ key }) => String(key));
  return {
    shown,
    path,
    columns,
    nested: rows.filter(({ nested }) => nested === true).map(({ key }) => String(key)),
    parsed: false,
    group: JSON.stringify([format, gzip]),
    select: async (paths, wanted) => {
      const picked = wanted.map(
        ([column, name]) =>
          `${column === null ? 'NULL::VARCHAR' : `json_extract_string(json, ${pointer(column)})`} AS ${identifier(name)}`,
      );
      return `SELECT ${picked.join(', ')} FROM ${from(paths)}`;
    },
    findColumn: async (column) =>
      (await database.rows(`SELECT 1 FROM ${from([path])} WHERE json_exists(json, ${pointer(column)}) LIMIT 1`))
        .length > 0,
  };
}

/** RFC 6901: a pointer to a key of the object, whatever its characters. */
function pointer(key: string): string {
  return literal(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}
