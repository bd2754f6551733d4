import { expect, test } from '@jest/globals';
import { RecordBatchFileWriter, Table, tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { checkBatch, namesOf } from '../../src/data/arrow/arrowCheck.js';
import { arrowRowsIn } from '../../src/data/arrow/arrowFrames.js';

const part = tableFromArrays({
  question: Array.from({ length: 24 }, (_, i) => `q${i}`),
  outcome: Array.from({ length: 24 }, (_, i) => ['correct', 'incorrect'][i % 2]),
  confidence: Array.from({ length: 24 }, (_, i) => i / 24),
});

const table = part.concat(part);

/** All cells; undefined where the bytes are refused. */
async function cellsOf(bytes: Uint8Array): Promise<string | undefined> {
  try {
    const rows = await arrowRowsIn(Buffer.from(bytes));
    const read = tableFromIPC(bytes);
    if (read.numRows !== rows) return undefined;
    for (const batch of read.batches) checkBatch(batch);
    return JSON.stringify(read.toArray());
  } catch {
    return undefined;
  }
}

test.each(['file', 'stream'] as const)(
  'a %s in which any number is made another one keeps all its rows or is refused, and never without end',
  async (form) => {
    const sound = tableToIPC(table, form);
    const whole = await cellsOf(sound);
    expect(whole).toHaveLength(JSON.stringify(table.toArray()).length);
    let refused = 0;
    for (let at = 0; at + 4 <= sound.length; at += 4)
      for (const value of [2 ** 31 - 1, 2 ** 24, -1, 1, 0]) {
        const changed = Uint8Array.from(sound);
        new DataView(changed.buffer).setInt32(at, value, true);
        const began = performance.now();
        const cells = await cellsOf(changed);
        if (cells === undefined) refused++;
        else expect([at, value, (JSON.parse(cells) as unknown[]).length]).toEqual([at, value, 48]);
        expect(performance.now() - began).toBeLessThan(5000);
      }
    expect(refused).toBeGreaterThan(20);
  },
  120_000,
);

test('a sound file of thousands of parts is read', () => {
  const parts = new Table(
    table.schema,
    Array.from({ length: 5000 }, () => table.batches[0]),
  );
  const read = tableFromIPC(RecordBatchFileWriter.writeAll(parts).toUint8Array(true));
  expect(read.numRows).toBe(5000 * 24);
});

test('a column whose name a damaged schema has lost is refused', () => {
  expect(namesOf([{ name: 'a' }, { name: '' }])).toEqual(['a', '']);
  expect(() => namesOf([{ name: null }])).toThrow(/without a name/);
});
