/** Plain data as it comes out of YAML. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Steps from the root of a config: keys, and positions in lists. */
export type KeyPath = readonly (string | number)[];

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own value of a mapping; `constructor` and the like are not found by accident. */
export function own(mapping: Mapping, key: string): unknown {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

export function valueAt(value: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return at[Number(key)];
    return isMapping(at) ? own(at, String(key)) : undefined;
  }, value);
}

export function startsWith(path: KeyPath, start: KeyPath): boolean {
  return start.length <= path.length && start.every((key, i) => String(key) === String(path[i]));
}

/** `a.b[2].c` */
export function dotted(path: KeyPath): string {
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');
}
