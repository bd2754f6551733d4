/**
 * Walks the schema of an experiment in its JSON Schema form, which is public and which editors read too. zod's own
 * structures are private.
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

/** The alternatives of a node, or the node itself. */
export function alternatives(node: SchemaNode): readonly SchemaNode[] {
  return (node.oneOf ?? node.anyOf)?.flatMap(alternatives) ?? [node];
}

/** Values that a node allows one by one. */
export function choicesOf(node: SchemaNode): string[] {
  return alternatives(node).flatMap((each) =>
    (each.const === undefined ? (each.enum ?? []) : [each.const]).map(String),
  );
}

/** Kinds that can be chosen at a node, each with its schema; empty if the node is not a choice of kinds. */
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

// A cache: kinds are needed at every key of every run of a sweep, and nodes never change.
const kindsOfNode = new WeakMap<SchemaNode, ReadonlyMap<string, SchemaNode>>();

/** Options that other kinds know and this kind does not; empty for an unknown kind. */
export function foreignOptions(node: SchemaNode, kind: unknown): readonly string[] {
  const kinds = kindsOf(node);
  const options = kinds.get(String(kind))?.properties;
  if (options === undefined) return [];
  return [...kinds.values()]
    .flatMap((each) => Object.keys(each.properties ?? {}))
    .filter((key) => !Object.hasOwn(options, key));
}

/** Keys that are allowed at a node; if the value has a kind, only the keys of that kind. */
export function keysAt(node: SchemaNode, value: unknown): string[] {
  return [...new Set(narrowed(node, value).flatMap((each) => Object.keys(each.properties ?? {})))];
}

/** Schema of the value at a key; undefined if the key is not allowed. */
export function childAt(node: SchemaNode, key: string | number, value: unknown): SchemaNode | undefined {
  const children = narrowed(node, value).flatMap((each) => {
    if (typeof key === 'number') return each.items ?? [];
    if (each.properties !== undefined && Object.hasOwn(each.properties, key)) return each.properties[key];
    return typeof each.additionalProperties === 'object' ? each.additionalProperties : [];
  });
  return children.length > 1 ? { anyOf: children } : children[0];
}

/** Schema of the value at a path; undefined if the path is not allowed. */
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
