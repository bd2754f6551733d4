/** JSON: an object a line (JSONL), a list of objects, or objects one after the other. */
import type { Database } from './database.js';
import type { FileFormat } from './recognise.js';
import { TWICE } from './repeatedKeys.js';
import { identifier, literal, literalList } from './sql.js';
import { pathOf, type TableFile } from './tableFile.js';

const FORMATS = { jsonl: 'newline_delimited', 'json-array': 'array', 'json-objects': 'unstructured' } as const;

export type JsonFormat = keyof typeof FORMATS & FileFormat;

/** Objects whose keys are taken as the file's columns; a column that comes later is found when it is asked for. */
const LOOKED_AT = 1000;

const LONGEST_ROW = 32 * 2 ** 20;

/** Characters of a row that a message shows. */
const SHOWN = 80;

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
    `read_json_objects(${literalList(paths)}, format = '${FORMATS[format]}', compression = '${compression === 'none' ? 'uncompressed' : compression}', maximum_object_size = ${LONGEST_ROW}, hive_partitioning = false, filename = true)`;
  const rows = await database.rows(
    `SELECT key, bool_or(coalesce(json_type(json, '/' || replace(replace(key, '~', '~0'), '/', '~1')) IN ('ARRAY', 'OBJECT'), false)) AS nested FROM (SELECT json, unnest(json_keys(json)) AS key FROM (SELECT json FROM ${from([path])} LIMIT ${LOOKED_AT})) GROUP BY key ORDER BY key`,
  );
  const columns = rows.map(({ key }) => String(key));
  /** Paths to a column: its key, or where no key looks so the path that it is. */
  const partsOf = (column: string): readonly (readonly string[])[] => {
    const parts = columns.includes(column) ? null : pathOf(column);
    return parts === null ? [[column]] : [[column], parts];
  };
  const pointers = (column: string): readonly string[] => partsOf(column).map(pointer);
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
      const asked = wanted.flatMap(([column]) => (column === null ? [] : partsOf(column)));
      return `SELECT ${picked.join(', ')} FROM ${from(paths)}${keysOnce(asked)}`;
    },
    findColumn: async (column) => {
      const some = pointers(column).map((each) => `json_exists(json, ${each})`);
      return (await database.rows(`SELECT 1 FROM ${from([path])} WHERE ${some.join(' OR ')} LIMIT 1`)).length > 0;
    },
  };
}

/**
 * A condition that every row meets, with an error where a key on one of the paths stands in its object twice: the database would take
 * the first value, where JSON.parse takes the last. To look for the key's text twice costs little, and keys are listed only behind that.
 */
function keysOnce(paths: readonly (readonly string[])[]): string {
  const keys = paths.flatMap((parts) => parts.map((key, depth) => ({ key, above: parts.slice(0, depth) })));
  const distinct = [...new Map(keys.map((each) => [JSON.stringify(each), each])).values()];
  const cases = distinct.map(({ key, above }) => {
    const all = above.length === 0 ? 'json_keys(json)' : `json_keys(json, ${pointer(above)})`;
    const told = literal(`${TWICE} ${JSON.stringify(key)} in `);
    return `WHEN ${maybeTwice(key)} THEN CASE WHEN len(list_filter(${all}, lambda k: k = ${literal(key)})) > 1 THEN error(${told} || filename || ': ' || substr(json::VARCHAR, 1, ${SHOWN})) ELSE true END`;
  });
  return cases.length === 0 ? '' : ` WHERE ${cases.map((each) => `CASE ${each} ELSE true END`).join(' AND ')}`;
}

/**
 * A condition that texts with the key twice meet, among others: `%` and `_` of the key match more, and an escape of LIKE would take
 * three times as long. Letters beyond ASCII may be written as escapes, so that nothing is known of their text.
 */
function maybeTwice(key: string): string {
  const text = JSON.stringify(key);
  return /^[ -~]*$/.test(key) ? `json::VARCHAR LIKE ${literal(`%${text}%${text}%`)}` : 'true';
}

/** RFC 6901: a pointer to a key of the object, or along a path, whatever its characters. */
export function pointer(parts: readonly string[]): string {
  return literal(parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
}
