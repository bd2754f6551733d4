import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RecordBatchReader } from 'apache-arrow';
import { openBatchWriter } from '../../src/store/batchWriter.js';
import { gatherTables } from '../../src/store/gatherTables.js';
import { readTable, writeTable } from '../../src/store/tables.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gather-'));
});
afterEach(() => rm(dir, { recursive: true }));

/** Three batches of unequal length: rows 0 … 19. */
function writeBatches(path: string, dictionary: readonly string[]): void {
  const writer = openBatchWriter(path, {
    word: { type: 'category', dictionary },
    value: { type: 'float64' },
    even: { type: 'bool' },
    at: { type: 'int32' },
  });
  let row = 0;
  for (const rows of [9, 1, 10]) {
    const at = Int32Array.from({ length: 16 }, (_, place) => row + place);
    writer.write(rows, {
      word: at.map((place) => place % dictionary.length),
      value: Float64Array.from(at, (place) => place / 4),
      even: Uint8Array.from(at, (place) => (place + 1) % 2),
      at,
    });
    row += rows;
  }
  writer.close();
}

describe('batches', () => {
  test('make one file whose arrays may be used again between batches', async () => {
    const path = join(dir, 'a.arrow');
    writeBatches(path, ['x', 'y', 'z']);
    const { rows, columns } = await readTable(path);
    const places = Array.from({ length: 20 }, (_, place) => place);
    expect(rows).toBe(20);
    expect(columns).toEqual({
      word: places.map((place) => 'xyz'[place % 3]),
      value: places.map((place) => place / 4),
      even: places.map((place) => place % 2 === 0),
      at: places,
    });
  });

  test('none at all make a file that can be read', async () => {
    const path = join(dir, 'a.arrow');
    openBatchWriter(
      path,
      { word: { type: 'category', dictionary: ['x'] }, value: { type: 'float64' } },
      { a: 'b' },
    ).close();
    expect(await readTable(path)).toEqual({ rows: 0, metadata: { a: 'b' }, columns: { word: [], value: [] } });
  });

  test('with a missing or short column are refused, by name', () => {
    const writer = openBatchWriter(join(dir, 'a.arrow'), { value: { type: 'float64' } });
    expect(() => writer.write(2, { value: Float64Array.of(1) })).toThrow(/column value has 1 rows of 2/);
    expect(() => writer.write(2, {})).toThrow(/column value has no rows of 2/);
    writer.close();
  });
});

describe('gathering', () => {
  test('keeps rows and their order, with the words of all files', async () => {
    const paths = ['a', 'b', 'c'].map((name) => join(dir, `${name}.arrow`));
    const dictionaries = [['x', 'y', 'z'], ['z', 'q'], ['only']];
    paths.forEach((path, at) => writeBatches(path, dictionaries[at]!));
    const out = join(dir, 'all.arrow');
    await gatherTables(paths, out, { made: 'here' });
    const [all, ...parts] = await Promise.all([out, ...paths].map(readTable));
    expect(all!.rows).toBe(60);
    expect(all!.metadata).toEqual({ made: 'here' });
    for (const name of ['word', 'value', 'even', 'at'])
      expect(all!.columns[name]).toEqual(parts.flatMap((part) => part.columns[name]!));
    const batches = [...RecordBatchReader.from(await readFile(out))];
    expect(batches.map(({ numRows }) => numRows)).toEqual([9, 1, 10, 9, 1, 10, 9, 1, 10]);
    for (const { data, numRows } of batches)
      expect(data.children.map(({ length }) => length)).toEqual([numRows, numRows, numRows, numRows]);
  });

  test('keeps nulls, also in tables without rows', async () => {
    const paths = ['a', 'b'].map((name) => join(dir, `${name}.arrow`));
    await writeTable(paths[0]!, {
      word: { type: 'category', values: ['u', null, 'v'] },
      value: { type: 'float64', values: [null, 1, 2] },
    });
    await writeTable(paths[1]!, { word: { type: 'category', values: [] }, value: { type: 'float64', values: [] } });
    await gatherTables([paths[1]!, paths[0]!], join(dir, 'all.arrow'));
    expect((await readTable(join(dir, 'all.arrow'))).columns).toEqual({ word: ['u', null, 'v'], value: [null, 1, 2] });
  });

  test('twice gives equal bytes', async () => {
    const paths = ['a', 'b'].map((name) => join(dir, `${name}.arrow`));
    paths.forEach((path) => writeBatches(path, [path, 'y']));
    for (const name of ['1', '2']) await gatherTables(paths, join(dir, name));
    expect((await readFile(join(dir, '1'))).equals(await readFile(join(dir, '2')))).toBe(true);
  });

  test('refuses tables of other columns, and none; no file appears', async () => {
    const paths = ['a', 'b'].map((name) => join(dir, `${name}.arrow`));
    writeBatches(paths[0]!, ['x']);
    await writeTable(paths[1]!, { other: { type: 'float64', values: [1] } });
    await expect(gatherTables(paths, join(dir, 'all.arrow'))).rejects.toThrow(
      /b\.arrow: columns other: Float64, expected word/,
    );
    await expect(gatherTables([], join(dir, 'all.arrow'))).rejects.toThrow(/no tables/);
    expect((await readdir(dir)).sort()).toEqual(['a.arrow', 'b.arrow']);
  });
});
