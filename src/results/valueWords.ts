/** Words for swept values: of mappings and lists only what tells them apart. */
import type { Cell } from '../store/tables.js';

/**
 * Returns the words for each value of a swept path.
 * @param values all values of the path; mappings and lists as JSON
 * @example valueWords(['{"kind":"gru","width":32}', '{"kind":"gru","width":64}'])('{"kind":"gru","width":32}') // => 'width = 32'
 */
export function valueWords(values: readonly Cell[]): (value: Cell) => string {
  const distinct = [...new Set(values)];
  const leaves = new Map(distinct.map((value) => [value, leavesOf(value)]));
  const structures = [...leaves.values()].filter((each) => each !== null);
  const differs = (path: string): boolean => new Set(structures.map((each) => each.get(path))).size > 1;
  const telling = [...new Set(structures.flatMap((each) => [...each.keys()]))].filter(differs);
  const words = new Map(
    distinct.map((value): [Cell, string] => {
      const own = leaves.get(value);
      if (own === null || own === undefined || telling.length === 0) return [value, plain(value, own)];
      const parts = telling.flatMap((path) => (own.has(path) ? [leafWords(path, own.get(path)!)] : []));
      const missing = telling.filter((path) => !own.has(path)).map((path) => `no ${nameOf(path)}`);
      return [value, (parts.length > 0 ? parts : missing).join(', ')];
    }),
  );
  // Two values that these words do not tell apart keep their whole text.
  const counts = new Map<string, number>();
  for (const text of words.values()) counts.set(text, (counts.get(text) ?? 0) + 1);
  return (value) => {
    const text = words.get(value);
    return text === undefined || counts.get(text)! > 1 ? String(value) : text;
  };
}

/** Paths and texts of the scalars in a mapping or a list; null for a scalar. */
function leavesOf(value: Cell): ReadonlyMap<string, string> | null {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return null;
  try {
    const leaves = new Map<string, string>();
    collect(JSON.parse(value), '', leaves);
    return leaves;
  } catch {
    return null; // a text that only begins like JSON
  }
}

function collect(part: unknown, path: string, leaves: Map<string, string>): void {
  if (typeof part !== 'object' || part === null) leaves.set(path, String(part));
  else for (const [key, each] of Object.entries(part)) collect(each, path === '' ? key : `${path}.${key}`, leaves);
}

/** A mapping by its kind, where nothing but it is to be told; everything else as it is. */
function plain(value: Cell, leaves: ReadonlyMap<string, string> | null | undefined): string {
  return leaves?.get('kind') ?? String(value);
}

function leafWords(path: string, text: string): string {
  return path === 'kind' ? text : `${nameOf(path)} = ${text}`;
}

/** The last name of a path; of an item of a list, the list's name. */
function nameOf(path: string): string {
  const names = path.split('.').filter((name) => !/^\d+$/.test(name));
  return names.at(-1) ?? path;
}
