/** Files are read whole, or refused by name: archives that were cut or lost a part, cells that swallow rows, line ends of two kinds. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { withDatabase } from '../../src/data/database.js';
import { openTables } from '../../src/data/openTables.js';
import { lz4Unpacked } from '../../src/data/packed/lz4.js';
import type { TableOptions } from '../../src/data/tableOptions.js';
import { UserError } from '../../src/errors/userError.js';
import { readGraded } from '../../src/scoring/read/readGraded.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'whole-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const COLUMNS = { model: 'model', question: 'question', outcome: 'outcome' };
type Rows = readonly (readonly (string | null)[])[];

/** Rows as `estimate` reads them. */
function estimated(file: string, options: TableOptions = {}): Promise<Rows> {
  return withDatabase(async (database) => {
    const tables = await openTables(database, [file], Readable.from([]), options);
    await tables.require(Object.values(COLUMNS), '--prompt');
    const rows = await database.rows(await tables.select(COLUMNS));
    return rows.map((row) => Object.keys(COLUMNS).map((name) => row[name] as string | null));
  });
}

/** Rows as `score` reads them. */
async function scored(file: string, options: TableOptions = {}): Promise<Rows> {
  const { answers } = await readGraded([file], Readable.from([]), options);
  const outcomes = ['correct', 'incorrect', 'abstained'];
  return Array.from(answers.model, (model, row) => [
    answers.models[model],
    String(answers.question[row]),
    outcomes[answers.outcome[row]],
  ]);
}

const COMMANDS = [
  ['estimate', estimated],
  ['score', scored],
] as const;

async function refusal(read: Promise<unknown>): Promise<string> {
  const error: unknown = await read.then(
    () => undefined,
    (each: unknown) => each,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

const ROWS = Array.from({ length: 4000 }, (_, i) => ['a', `q${i}`, ['correct', 'incorrect', 'abstained'][i % 3]]);
const HEADER = ['model', 'question', 'outcome'];
function lines(rows: readonly (readonly string[])[], delimiter = ',', end = '\n'): string {
  return rows.map((row) => `${row.join(delimiter)}${end}`).join('');
}
const CSV = lines([HEADER, ...ROWS]);
const JSONL = ROWS.map(([model, question, outcome]) => `${JSON.stringify({ model, question, outcome })}\n`).join('');
/** Made by python-zstandard: see test/external/tables. */
const ZSTD = readFileSync('test/external/tables/lines.jsonl.zst');
/** Such a frame with a checksum at its end. */
const CHECKED = readFileSync('test/external/tables/checked.jsonl.zst');

describe.each(COMMANDS)('%s', (_name, read) => {
  test.each([
    ['a gzip file that was cut', 'cut.csv.gz', gzipSync(CSV).subarray(0, -9), /gzip[^]*not complete[^]*gzip -t/],
    [
      'a cut member',
      'member.jsonl.gz',
      Buffer.concat([gzipSync(JSONL), gzipSync(JSONL).subarray(0, 99)]),
      /not complete/,
    ],
    [
      'a member whose beginning is lost',
      'lost.jsonl.gz',
      Buffer.concat([gzipSync(JSONL), Buffer.alloc(8), gzipSync(JSONL).subarray(8)]),
      /bytes behind its end are not read/,
    ],
    ['a Zstandard file that was cut', 'cut.jsonl.zst', ZSTD.subarray(0, -2), /Zstandard[^]*inside a frame[^]*zstd -t/],
    ['a cut frame', 'frame.jsonl.zst', Buffer.concat([ZSTD, ZSTD.subarray(0, 20)]), /inside a frame/],
    ['bytes behind a frame', 'behind.jsonl.zst', Buffer.concat([ZSTD, Buffer.from('more')]), /no frame/],
  ] satisfies (readonly [string, string, Uint8Array, RegExp])[])(
    '%s is refused',
    async (_case, name, content, words) => {
      const message = await refusal(read(put(name, content)));
      expect(message).toMatch(words);
      expect(message).toContain(name);
    },
  );

  test('a damaged checksum of gzip, and of Zstandard', async () => {
    const damaged = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    const packed = gzipSync(CSV);
    expect(await refusal(read(put('sum.csv.gz', damaged(packed, packed.length - 6))))).toMatch(
      /sum\.csv\.gz[^]*data check/,
    );
    expect(await refusal(read(put('sum.jsonl.zst', damaged(CHECKED, CHECKED.length - 1))))).toMatch(
      /sum\.jsonl\.zst[^]*checksum is wrong[^]*zstd -t/,
    );
    // The descriptor of a frame of 24 rows tells two bytes of its size, less 256.
    expect(await refusal(read(put('size.jsonl.zst', damaged(ZSTD, 5))))).toMatch(
      /size\.jsonl\.zst[^]*which states \d+/,
    );
  });

  test('members of gzip and frames of Zstandard, one after the other', async () => {
    const half = CSV.length / 2;
    const members = Buffer.concat([gzipSync(CSV.slice(0, half)), gzipSync(CSV.slice(half))]);
    expect(await read(put('members.csv.gz', members))).toHaveLength(ROWS.length);
    expect(await read(put('one.jsonl.zst', ZSTD))).toHaveLength(24);
    if (_name === 'estimate') expect(await read(put('two.jsonl.zst', Buffer.concat([ZSTD, ZSTD])))).toHaveLength(48);
  });

  const swallowing = [
    ['a', '"Star Voyage', 'correct'],
    ['a', 'Who wrote it?', 'incorrect'],
    ['a', 'Red Planet"', 'abstained'],
  ];
  test('TSV knows no quotes: titles in half a pair of them swallow no row', async () => {
    const rows = [...swallowing, ['a', 'q', 'correct']];
    expect(await read(put('titles.tsv', lines([HEADER, ...rows], '\t')))).toHaveLength(4);
  });

  test.each([
    ['three rows', [...swallowing, ['a', 'q', 'correct']], /lines 2 to 4/],
    ['two rows', [['a', 'q', 'correct'], swallowing[0], swallowing[2]], /lines 3 to 4/],
    [
      'rows beside a cell with commas',
      [['a', '"Oh, no"', 'correct'], ['a', '"x\n y"', 'correct'], ...swallowing],
      /lines 5 to 7/,
    ],
    [
      'many rows in a large file',
      [...ROWS, ...swallowing, ...ROWS.map(([m, q, o]) => [m, `${q}'`, o])],
      /lines 4002 to 4004/,
    ],
  ] satisfies (readonly [string, string[][], RegExp])[])(
    'a cell of CSV that has swallowed %s is refused',
    async (_case, rows, words) => {
      expect(await refusal(read(put('swallowed.csv', lines([HEADER, ...rows]))))).toMatch(words);
    },
  );

  test('texts with line ends and commas are no swallowed rows', async () => {
    const texts = ['"one,\ntwo"', '"a poem, of\ntwo lines, and\nmore"', '"x\n,,"', '"say ""yes"", or\n\n""no"""'];
    const rows = texts.map((text) => ['a', text, 'correct']);
    for (const delimiter of [',', ';', '\t'])
      expect(await read(put('texts.csv', lines([HEADER, ...rows], delimiter)))).toHaveLength(4);
  });

  test.each([
    [
      'rows of Linux below those of Windows',
      `${lines([HEADER, ...ROWS], ',', '\r\n')}${lines([['b', 'q', 'correct']])}`,
    ],
    ['rows of Windows below those of Linux', `${CSV}${lines([['b', 'q', 'correct']], ',', '\r\n')}`],
    ['a \\r inside a cell', `${CSV}b,q\ra,correct\n`],
    ['empty lines in front', `\n \n${CSV}b,q,correct\n`],
    ['the delimiter in front', `sep=,\r\n${CSV}b,q,correct\n`],
    ['old Macs', `${lines([HEADER, ...ROWS, ['b', 'q', 'correct']], ',', '\r')}`],
    [
      "R's names of rows",
      `${lines([HEADER])}${lines([...ROWS, ['b', 'q', 'correct']].map((row, i) => [String(i), ...row]))}`,
    ],
    [
      'a delimiter at the end of each row',
      `${lines([HEADER])}${lines([...ROWS, ['b', 'q', 'correct']].map((row) => [...row, '']))}`,
    ],
  ])('%s', async (_case, content) => {
    const rows = await read(put('ends.csv', content));
    expect(rows).toHaveLength(ROWS.length + 1);
    expect([rows[0][0], rows.at(-1)![0], rows.at(-1)![2]]).toEqual(['a', 'b', 'correct']);
  });

  test('lines that end in \\r, and others in \\n, are refused by line', async () => {
    const mixed = `${lines([HEADER, ...ROWS.slice(0, 5)], ',', '\r')}${lines([
      ['b', 'q', 'correct'],
      ['b', 'r', 'correct'],
    ])}`;
    expect(await refusal(read(put('mac.csv', mixed)))).toMatch(/end in two ways[^]*mac\.csv:7/);
  });

  test('JSON objects in a row, of one line or of several', async () => {
    const objects = ROWS.slice(0, 9).map(([model, question, outcome]) => ({ model, question, outcome }));
    for (const text of [
      objects.map((row) => JSON.stringify(row)).join(''),
      objects.map((row) => JSON.stringify(row)).join(' '),
      objects.map((row) => JSON.stringify(row, null, 2)).join('\n'),
    ]) {
      expect(await read(put('objects.json', text))).toHaveLength(9);
      expect(await refusal(read(put('objects.json', text.slice(0, -3))))).toMatch(/not JSON|unreadable row/);
    }
  });

  test('a cell more in each row that is no number of the row is not taken for one', async () => {
    const rows = ROWS.slice(0, 9).map((row) => [...row, 'a note']);
    expect(await refusal(read(put('notes.csv', lines([HEADER, ...rows]))))).toMatch(/notes\.csv:2/);
  });

  test.each([
    ['{"question": ["a", "b"], "outcome": ["correct"]}', /"question": a list of 2, "outcome": a list of 1/],
    ['{"train": [{"a": 1}], "test": [{"a": 2}]}', /"train": a list of 1, "test": a list of 1/],
    ['{"meta": {"a": 1}, "results": {"b": {}, "c": {}}}', /"meta": an object of 1, "results": an object of 2/],
    ['[["a", "q", "correct"]]', /./],
  ])('JSON of another shape, %p, is refused with it', async (text, words) => {
    expect(await refusal(read(put('shape.json', text)))).toMatch(words);
  });

  test('without a header columns are known by their places', async () => {
    const file = put('bare.tsv', lines(ROWS, '\t'));
    expect(await refusal(read(file))).toMatch(/"q0"/);
    const [first] = await refusal(read(file, { header: false })).then((message) => [message]);
    expect(first).toMatch(/"1", "2", "3"/);
  });
});

test('a file that unpacks to far more than its size is refused, whatever packed it', async () => {
  const bomb = gzipSync(Buffer.alloc(300 * 2 ** 20, 'model,question,outcome\n'));
  expect(await refusal(scored(put('bomb.csv.gz', bomb)))).toMatch(/more than 200 times its size/);
  // Blocks of Zstandard that repeat one byte 128 KiB times, in a frame without a size.
  const block = Buffer.from([
    0x02 | (((2 ** 17) << 3) & 0xff),
    ((2 ** 17) >> 5) & 0xff,
    ((2 ** 17) >> 13) & 0xff,
    0x61,
  ]);
  // In front of them a stored block with a header, so that its columns are known.
  const header = Buffer.from('model,question,outcome\n');
  const stored = Buffer.concat([Buffer.from([(header.length << 3) & 0xff, header.length >> 5, 0]), header]);
  const frame = Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50]),
    stored,
    ...Array<Buffer>(3000).fill(block),
  ]);
  expect(await refusal(scored(put('bomb.csv.zst', frame)))).toMatch(/more than 200 times its size/);
}, 60_000);

test('Zstandard: frames of their own checksums, skippable and tiny ones between, and a window that is too wide', async () => {
  const tiny = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x24, 0, 1, 0, 0, 0x99, 0xe9, 0xd8, 0x51]); // nothing, and its checksum
  const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  const rows = await scored(put('frames.jsonl.zst', Buffer.concat([tiny, skippable, CHECKED, tiny])));
  expect(rows).toHaveLength(24);
  const wrong = tiny.map((byte, at) => (at === 12 ? byte ^ 1 : byte));
  expect(await refusal(scored(put('tiny.jsonl.zst', Buffer.concat([CHECKED, wrong]))))).toMatch(/checksum is wrong/);
  const wide = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x90, 0x0b, 0, 0, 0x7b]); // 2^28 bytes for one
  expect(await refusal(scored(put('wide.jsonl.zst', wide)))).toMatch(/window of 256 MiB[^]*--long=31/);
});

describe.each(COMMANDS)('%s of columns', (_name, read) => {
  test('Parquet whose numbers of rows were altered is refused, or keeps all its rows', async () => {
    const [csv, parquet] = [put('rows.csv', CSV), path.join(folder, 'rows.parquet')];
    await withDatabase(({ rows }) => rows(`COPY (FROM '${csv}') TO '${parquet}' (FORMAT parquet)`));
    const bytes = readFileSync(parquet);
    expect(await read(parquet)).toHaveLength(ROWS.length);
    const stated = Buffer.from([0xc0, 0x3e]); // 4000, as Thrift writes it
    let refused = 0;
    for (let at = bytes.indexOf(stated); at >= 0; at = bytes.indexOf(stated, at + 1)) {
      const changed = Buffer.from(bytes);
      changed[at + 1] = 0x1f; // 2016
      const found = await read(put(`altered-${at}.parquet`, changed)).catch((error: unknown) => error);
      if (found instanceof UserError) refused++;
      else expect([at, (found as Rows).length]).toEqual([at, ROWS.length]);
    }
    expect(refused).toBeGreaterThan(1);
  });

  test('an Arrow stream with bytes in its middle, or without its last part, is refused and never waits', async () => {
    const half = tableFromArrays({
      model: ['a', 'a'],
      question: ['q1', 'q2'],
      outcome: ['correct', 'incorrect'],
    });
    const other = tableFromArrays({ model: ['a', 'a'], question: ['q3', 'q4'], outcome: ['correct', 'abstained'] });
    const bytes = Buffer.from(tableToIPC(half.concat(other), 'stream'));
    const name = `parts-${_name}.arrow`;
    expect(await read(put(name, bytes))).toHaveLength(4);
    for (let at = 8; at < bytes.length; at += 40) {
      const longer = Buffer.concat([bytes.subarray(0, at), Buffer.alloc(24, 7), bytes.subarray(at)]);
      const found = await read(put(name, longer)).catch((error: unknown) => error);
      if (!(found instanceof UserError)) expect([at, (found as Rows).length]).toEqual([at, 4]);
    }
    const last = bytes.lastIndexOf(Buffer.from([0xff, 0xff, 0xff, 0xff]), bytes.length - 9);
    const early = Buffer.from(bytes);
    early.writeInt32LE(0, last + 4); // the end of a stream
    expect(await refusal(read(put(name, early)))).toMatch(/bytes behind its end are not read/);
  });
});

test('LZ4: literals, matches that overlap themselves, stored blocks, and damage', () => {
  const frame = (...blocks: number[][]): Uint8Array =>
    Uint8Array.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, ...blocks.flat(), 0, 0, 0, 0]);
  const text = (bytes: Uint8Array): string => Buffer.from(lz4Unpacked(bytes)).toString();
  // "ab", then 8 bytes from 2 back; the last sequence is "c".
  expect(text(frame([7, 0, 0, 0, 0x24, 0x61, 0x62, 2, 0, 0x10, 0x63]))).toBe('abababababc');
  expect(text(frame([3, 0, 0, 0x80, 0x78, 0x79, 0x7a]))).toBe('xyz');
  expect(() => text(frame([4, 0, 0, 0, 0x14, 0x61, 9, 0]))).toThrow(/before the beginning/);
  expect(() => text(frame([99, 0, 0, 0, 0x14]))).toThrow(/too early/);
});
