/** A mapping of plain data, as YAML gives it. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Steps from the root of a config: keys, and positions in lists. */
export type KeyPath = readonly (string | number)[];

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a mapping's own key; inherited names such as `constructor` are not found. */
export function own(mapping: Mapping, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** The value at a path; undefined if the path leads nowhere. */
export function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return at[Number(key)];
    return isMapping(at) ? own(at, String(key)) : undefined;
  }, value);
}

/** True if `path` is `start`, or leads to a part of it. */
export function startsWith(path: KeyPath, start: KeyPath): boolean {
  return start.length <= path.length && start.every((key, i) => String(key) === String(path[i]));
}

/** The path as text: `a.b[2].c` */
export function dotted(path: KeyPath): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');
}
