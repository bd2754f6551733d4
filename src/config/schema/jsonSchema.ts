/**
 * Walking the schema of an experiment, in its JSON Schema form: a public format that editors read too, where zod's
 * own structures are private to zod.
 */
import { isMapping, type KeyPath, own } from '../paths.js';

/** The part of JSON Schema that zod writes for experiments. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

export function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return (node.oneOf ?? node.anyOf)?.flatMap(alternatives) ?? [node];
}

/** Values that a node lists one by one. */
export function choicesOf(node: SchemaNode): string[] {
  return alternatives(node).flatMap((each) =>
    (each.const === undefined ? (each.enum ?? []) : [each.const]).map(String),
  );
}

/** Kinds that may be chosen at a node, with each one's schema; empty where there is nothing to choose. */
export function kindsOf(node: SchemaNode): ReadonlyMap<string, SchemaNode> {
  const known = kindsOfNode.get(node);
  if (known !== undefined) return known;
  const kinds = new Map(
    alternatives(node).flatMap((each) => {
      const kind = each.properties?.kind;
      return kind === undefined ? [] : choicesOf(kind).map((name) => [name, each] as const);
    }),
  );
  kindsOfNode.set(node, kinds);
  return kinds;
}

// Asked for at every key of every run of a sweep; nodes never change.
const kindsOfNode = new WeakMap<SchemaNode, ReadonlyMap<string, SchemaNode>>();

/** Options that other kinds know and this one doesn't; empty for an unknown kind. */
export function foreignOptions(node: SchemaNode, kind: unknown): readonly string[] {
  const kinds = kindsOf(node);
  const options = kinds.get(String(kind))?.properties;
  if (options === undefined) return [];
  return [...kinds.values()]
    .flatMap((each) => Object.keys(each.properties ?? {}))
    .filter((key) => !Object.hasOwn(options, key));
}

/** Keys that may stand at a node; those of the value's own kind alone, where it has one. */
export function keysAt(node: SchemaNode, value: unknown): string[] {
  return [...new Set(narrowed(node, value).flatMap((each) => Object.keys(each.properties ?? {})))];
}

/** Schema of what stands at a key, undefined where no such key may be. */
export function childAt(node: SchemaNode, key: string | number, value: unknown): SchemaNode | undefined {
  const children = narrowed(node, value).flatMap((each) => {
    if (typeof key === 'number') return each.items ?? [];
    if (each.properties !== undefined && Object.hasOwn(each.properties, key)) return each.properties[key];
    return typeof each.additionalProperties === 'object' ? each.additionalProperties : [];
  });
  return children.length > 1 ? { anyOf: children } : children[0];
}

export function nodeAt(root: SchemaNode, path: KeyPath, value: unknown): SchemaNode | undefined {
  let node: SchemaNode | undefined = root;
  let at = value;
  for (const key of path) {
    node = node && childAt(node, key, at);
    at = Array.isArray(at) ? at[Number(key)] : isMapping(at) ? own(at, String(key)) : undefined;
  }
  return node;
}

function narrowed(node: SchemaNode, value: unknown): readonly SchemaNode[] {
  const chosen = isMapping(value) ? kindsOf(node).get(String(own(value, 'kind'))) : undefined;
  return chosen === undefined ? alternatives(node) : [chosen];
}
