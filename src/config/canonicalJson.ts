/**
 * JSON that is equal for equal values, whatever the order of their keys, so that it can be hashed.
 *
 * Keys are sorted by UTF-16 code units (integer-like ones first, as JavaScript orders them), numbers are the shortest
 * decimals that read back as the same double, −0 is 0, undefined properties are left out.
 *
 * @throws TypeError for values that JSON cannot hold: NaN, ±Infinity, functions, bigints, undefined in a list
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(canonical(value));
}

/** A copy with its keys in canonical order. @throws TypeError as `canonicalJson` does */
export function canonical<T>(value: T): T {
  return sorted(value) as T;
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value === 0 ? 0 : value;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]));
  }
  throw new TypeError(`not plain JSON: ${String(value)}`);
}
