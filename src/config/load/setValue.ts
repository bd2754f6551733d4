import { isMapping, type Mapping, own } from '../paths.js';
import { alternatives, childAt, foreignOptions, kindsOf, type SchemaNode } from '../schema/jsonSchema.js';

/** Expands the name of a kind to a mapping: `model: ngram` is `model: {kind: ngram}`. */
export function expandShorthand(node: SchemaNode | undefined, value: unknown): unknown {
  if (node === undefined) return value;
  if (typeof value === 'string') return kindsOf(node).size > 0 ? { kind: value } : value;
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, expandShorthand(childAt(node, key, value), each)]),
  );
}

/**
 * A copy of `target` with `value` at the path. Missing mappings on the way are made. If a value on the way is not a mapping,
 * `target` stays as it is, and the check of the whole experiment reports it.
 */
export function setValue(
  node: SchemaNode | undefined,
  target: unknown,
  path: readonly string[],
  value: unknown,
): unknown {
  if (path.length === 0) return value;
  const [key, ...rest] = path;
  const before = spreadNumber(node, expandShorthand(node, target ?? {}));
  if (!isMapping(before)) return target;
  const child = node && childAt(node, key, before);
  const after = { ...before, [key]: setValue(child, own(before, key), rest, value) };
  return node !== undefined && key === 'kind' && rest.length === 0 ? withoutForeignOptions(node, before, after) : after;
}

/** A number in place of a mapping of numbers, as in `seed: 5`, stands for the mapping with that number at each key. */
function spreadNumber(node: SchemaNode | undefined, value: unknown): unknown {
  if (node === undefined || typeof value !== 'number') return value;
  const mapping = alternatives(node).find(({ properties }) => properties !== undefined);
  return mapping === undefined
    ? value
    : Object.fromEntries(Object.keys(mapping.properties ?? {}).map((key) => [key, value]));
}

/**
 * Drops the options of the old kind when another kind is chosen, so that `--set model.kind=ngram` works on a file with a
 * transformer's width. A key that no kind knows is a typo, which stays and is reported.
 */
function withoutForeignOptions(node: SchemaNode, before: Mapping, after: Mapping): Mapping {
  if (before.kind === after.kind) return after;
  const foreign = foreignOptions(node, after.kind);
  return Object.fromEntries(Object.entries(after).filter(([key]) => !foreign.includes(key)));
}
