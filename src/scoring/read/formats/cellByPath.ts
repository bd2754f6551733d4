/** Values inside the cells of JSON and Parquet. */
import { isObject, type TableRow } from '../contents.js';

/** A value by its column, or by a path into it: `judge.correct`. Undefined where there is none. */
export function cellByPath(row: TableRow, path: string): unknown {
  const whole = row.cell(path);
  if (whole !== undefined) return whole;
  const [column, ...keys] = path.split('.');
  return keys.length === 0 ? undefined : valueInside(row.cell(column), keys);
}

/** A value inside a value, by keys of objects and numbers of lists. */
export function valueInside(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((at, key) => {
    const inner = plainValue(at);
    if (Array.isArray(inner)) return inner[Number(key)];
    return isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
  }, value);
}

/** A nested value of Parquet as the object or the list that it is; any other value as it is. */
export function plainValue(value: unknown): unknown {
  if (!isObject(value)) return value;
  // DuckDB keeps structs under `entries` and lists under `items`.
  const { entries, items } = value;
  const proto = Object.getPrototypeOf(value) as object | null;
  if (proto === Object.prototype || proto === null) return value;
  if (Array.isArray(items)) return items;
  return isObject(entries) ? entries : value;
}
