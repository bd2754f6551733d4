/** The first rows of a table, which are looked at to learn what it holds, before all rows are read. */
import type { Table, TableRow } from '../../contents.js';

/** Rows that are looked at. */
const LOOKED_AT = 100;

export interface LookedAt {
  readonly first: readonly TableRow[];
  /** All rows, the first ones included. */
  readonly rows: AsyncIterable<TableRow>;
}

export async function firstRows({ rows }: Table, most = LOOKED_AT): Promise<LookedAt> {
  const first: TableRow[] = [];
  const each = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  while (first.length < most) {
    const next = await each.next();
    if (next.done === true) break;
    first.push(next.value);
  }
  async function* all(): AsyncGenerator<TableRow> {
    yield* first;
    for (let next = await each.next(); next.done !== true; next = await each.next()) yield next.value;
  }
  return { first, rows: all() };
}
