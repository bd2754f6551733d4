import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import type { Columns } from '../../src/store/tables.js';
import { decodeTable, encodeTable, readTable, writeTable } from '../../src/store/tables.js';

const everything: Columns = {
  rate: { type: 'float64', values: Float64Array.of(0.1, Infinity, -0) },
  loss: { type: 'float64', values: [null, 2.5, NaN] },
  step: { type: 'int32', values: Int32Array.of(0, -1, 2 ** 31 - 1) },
  count: { type: 'int32', values: [null, null, 7] },
  holds: { type: 'bool', values: [true, null, false] },
  run: { type: 'text', values: ['a', 'δ p̂ – 🎂', null] },
  kind: { type: 'category', values: ['ngram', null, 'ngram'] },
};

describe('tables', () => {
  test('come back as they were written, metadata and order of columns included', () => {
    const table = decodeTable(encodeTable(everything, { experiment: 'singleton-rate', families: '["a"]' }));
    expect(table.rows).toBe(3);
    expect(table.metadata).toEqual({ experiment: 'singleton-rate', families: '["a"]' });
    expect(Object.keys(table.columns)).toEqual(Object.keys(everything));
    expect(table.columns).toEqual({
      rate: [0.1, Infinity, -0],
      loss: [null, 2.5, NaN],
      step: [0, -1, 2 ** 31 - 1],
      count: [null, null, 7],
      holds: [true, null, false],
      run: ['a', 'δ p̂ – 🎂', null],
      kind: ['ngram', null, 'ngram'],
    });
  });

  test('random columns survive', () => {
    const row = fc.record({
      number: fc.option(fc.double()),
      whole: fc.option(fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 })),
      flag: fc.option(fc.boolean()),
      word: fc.option(fc.string({ unit: 'grapheme' })),
      few: fc.option(fc.constantFrom('x', 'y', '')),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 150 }), (rows) => {
        const table = decodeTable(
          encodeTable({
            number: { type: 'float64', values: rows.map(({ number }) => number) },
            whole: { type: 'int32', values: rows.map(({ whole }) => whole) },
            flag: { type: 'bool', values: rows.map(({ flag }) => flag) },
            word: { type: 'text', values: rows.map(({ word }) => word) },
            few: { type: 'category', values: rows.map(({ few }) => few) },
          }),
        );
        expect(table.rows).toBe(rows.length);
        expect(
          rows.map((_, at) =>
            Object.fromEntries(Object.entries(table.columns).map(([name, cells]) => [name, cells[at]])),
          ),
        ).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test('equal input gives equal bytes, however many tables were written before', () => {
    const first = encodeTable(everything, { a: '1' });
    encodeTable({ other: { type: 'category', values: ['z'] } });
    expect(Buffer.from(encodeTable(everything, { a: '1' })).equals(Buffer.from(first))).toBe(true);
    expect(Buffer.from(encodeTable(everything, { a: '2' })).equals(Buffer.from(first))).toBe(false);
  });

  test('are Arrow IPC files, with repeated texts dictionary-encoded', () => {
    const bytes = encodeTable(everything);
    expect(Buffer.from(bytes.subarray(0, 6)).toString()).toBe('ARROW1');
    expect(Buffer.from(bytes.subarray(-6)).toString()).toBe('ARROW1');
    const types = Object.fromEntries(
      tableFromIPC(bytes).schema.fields.map((field) => [field.name, String(field.type)]),
    );
    expect(types).toEqual({
      rate: 'Float64',
      loss: 'Float64',
      step: 'Int32',
      count: 'Int32',
      holds: 'Bool',
      run: 'Utf8',
      kind: 'Dictionary<Int32, Utf8>',
    });
  });

  test('without rows or columns can be written and read', () => {
    const empty = decodeTable(
      encodeTable(
        { a: { type: 'float64', values: [] }, b: { type: 'category', values: [] }, c: { type: 'text', values: [] } },
        { x: 'y' },
      ),
    );
    expect(empty).toEqual({ rows: 0, metadata: { x: 'y' }, columns: { a: [], b: [], c: [] } });
    expect(decodeTable(encodeTable({}))).toEqual({ rows: 0, metadata: {}, columns: {} });
  });

  test('refuse columns of unequal length and int32 values that are none, naming the column', () => {
    expect(() => encodeTable({ a: { type: 'int32', values: [1] }, b: { type: 'int32', values: [1, 2] } })).toThrow(
      /column b has 2 rows, the first one has 1/,
    );
    expect(() => encodeTable({ a: { type: 'int32', values: [1.5] } })).toThrow(/column a is int32, found 1.5/);
    expect(() => encodeTable({ a: { type: 'int32', values: [2 ** 31] } })).toThrow(RangeError);
  });

  test('are written to missing folders and leave no other file', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'tables-'));
    try {
      const path = join(dir, 'deep', 'runs.arrow');
      await writeTable(path, everything);
      await writeTable(path, everything, { second: 'yes' });
      expect((await readTable(path)).metadata).toEqual({ second: 'yes' });
      expect(await readdir(join(dir, 'deep'))).toEqual(['runs.arrow']);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
