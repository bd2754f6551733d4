/**
 * Nested objects, one for each row, split into columns by the dotted paths of their leaves. The tree of paths is built
 * once, and no path is built for a cell: a sweep's curves have millions of cells.
 */
import type { Cell } from '../../store/tables.js';

export interface Leaf {
  readonly path: string;
  /** [rows], up to the last row that has the leaf. */
  readonly cells: Cell[];
}

interface Node {
  readonly path: string;
  readonly members: Map<string, Node>;
  leaf: Leaf | null;
}

/** A place in the tree, and the leaves of the whole tree in the order of their first occurrence. */
export interface TreeTable {
  readonly node: Node;
  readonly leaves: Leaf[];
}

export function emptyTree(): TreeTable {
  return { node: nodeAt(''), leaves: [] };
}

/** The place of a member, even if no row has it. */
export function member({ node, leaves }: TreeTable, key: string): TreeTable {
  return { node: memberOf(node, key), leaves };
}

/** Puts the leaves of an object into a row; a member of an array is named by its position. Rows must come in order. */
export function put({ node, leaves }: TreeTable, value: object, row: number): void {
  putInto(node, leaves, value as Readonly<Record<string, Cell | object | undefined>>, row);
}

/** A column's cells with null in the rows that did not have it. */
export function padded(cells: Cell[], rows: number): readonly Cell[] {
  while (cells.length < rows) cells.push(null);
  return cells;
}

function putInto(
  node: Node,
  leaves: Leaf[],
  value: Readonly<Record<string, Cell | object | undefined>>,
  row: number,
): void {
  for (const key of Object.keys(value)) {
    const child = memberOf(node, key);
    const each = value[key];
    if (typeof each === 'object' && each !== null) {
      putInto(child, leaves, each as Readonly<Record<string, Cell | object>>, row);
      continue;
    }
    if (child.leaf === null) leaves.push((child.leaf = { path: child.path, cells: [] }));
    padded(child.leaf.cells, row);
    child.leaf.cells[row] = each ?? null;
  }
}

function memberOf({ path, members }: Node, key: string): Node {
  const known = members.get(key);
  if (known !== undefined) return known;
  const made = nodeAt(path === '' ? key : `${path}.${key}`);
  members.set(key, made);
  return made;
}

function nodeAt(path: string): Node {
  return { path, members: new Map(), leaf: null };
}
