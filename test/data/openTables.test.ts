/** Tables in every format read the same, and the error for a file that cannot be read names it. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Table, tableFromArrays, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import fc from 'fast-check';
import { withDatabase } from '../../src/data/database.js';
import { openTables } from '../../src/data/openTables.js';
import { literal } from '../../src/data/sql.js';
import { UserError } from '../../src/errors/userError.js';

type Texts = readonly (readonly [string | null, string | null])[];

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'tables-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

function read(
  files: readonly string[],
  columns: Readonly<Record<string, string>> = { p: 'prompt', r: 'response' },
  stdin = '',
): Promise<unknown[][]> {
  return withDatabase(async (database) => {
    const tables = await openTables(database, files, Readable.from([Buffer.from(stdin)]));
    await tables.require(Object.values(columns), '--prompt');
    const rows = await database.rows(await tables.select(columns));
    return rows.map((row) => Object.keys(columns).map((name) => row[name]));
  });
}

async function failure(...files: string[]): Promise<UserError> {
  const error = await read(files).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

function quote(text: string | null): string {
  return text === null ? '' : `"${text.replaceAll('"', '""')}"`;
}
function csv(rows: Texts, delimiter = ','): string {
  return `prompt${delimiter}response\n${rows.map(([p, r]) => `${quote(p)}${delimiter}${quote(r)}\n`).join('')}`;
}
function jsonl(rows: Texts): string {
  return rows.map(([prompt, response]) => `${JSON.stringify({ prompt, response })}\n`).join('');
}
function arrow(rows: Texts, kind: 'file' | 'stream'): Uint8Array {
  return tableToIPC(
    new Table({
      prompt: vectorFromArray(
        rows.map(([p]) => p),
        new Utf8(),
      ),
      response: vectorFromArray(
        rows.map(([, r]) => r),
        new Utf8(),
      ),
    }),
    kind,
  );
}
function parquet(name: string, rows: Texts): Promise<string> {
  return withDatabase(async (database) => {
    const file = path.join(folder, name);
    const value = (text: string | null): string => (text === null ? 'NULL' : literal(text));
    await database.rows(
      `COPY (SELECT * FROM (VALUES ${rows.map(([p, r]) => `(${value(p)}, ${value(r)})`).join(', ')}) AS t(prompt, response)) TO ${literal(file)} (FORMAT parquet)`,
    );
    return file;
  });
}

const text = fc.string({
  unit: fc.constantFrom('a', 'B', '"', "'", ',', ';', '\t', ' ', '\n', '{', '\\', 'é', '漢', '🙂', '-', '='),
  minLength: 1,
  maxLength: 12,
});

describe('every format', () => {
  test('gives the same rows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, fc.option(text)), { minLength: 1, maxLength: 20 }), async (rows) => {
        const files = [
          put('t.csv', csv(rows)),
          put('t.tsv', csv(rows, '\t')),
          put('semicolons.csv', csv(rows, ';')),
          put('t.csv.gz', gzipSync(csv(rows))),
          put('t.jsonl', jsonl(rows)),
          put('t.jsonl.gz', gzipSync(jsonl(rows))),
          put(
            't.json',
            JSON.stringify(
              rows.map(([prompt, response]) => ({ prompt, response })),
              null,
              1,
            ),
          ),
          put(
            'pretty.json',
            rows.map(([prompt, response]) => JSON.stringify({ prompt, response }, null, 2)).join('\n'),
          ),
          put('t.arrow', arrow(rows, 'file')),
          put('t.arrows', arrow(rows, 'stream')),
          await parquet('t.parquet', rows),
          put('utf16.csv', Buffer.from(`\ufeff${csv(rows)}`, 'utf16le')),
          put('bom.jsonl', `\ufeff${jsonl(rows)}`),
        ];
        for (const file of files)
          expect([path.basename(file), await read([file])]).toEqual([path.basename(file), rows]);
      }),
      { numRuns: 8 },
    );
  });

  test('several files, of several formats, a glob and standard input', async () => {
    const files = [
      put('many-1.csv', 'prompt,response\na,1\n'),
      put('many-2.csv', 'response,prompt\n2,b\n'),
      put('many-3.jsonl', '{"prompt":"c","response":3}\n'),
    ];
    const rows = [
      ['a', '1'],
      ['b', '2'],
      ['c', '3'],
    ];
    expect(await read(files)).toEqual(rows);
    expect(await read([path.join(folder, 'many-*')])).toEqual(rows);
    expect(await read(['-', files[2]], undefined, 'prompt\tresponse\nz\t0\n')).toEqual([
      ['z', '0'],
      ['c', '3'],
    ]);
  });

  test('a pipe by its name: all rows, though a pipe can be read only once', async () => {
    const [pipe, content] = [
      path.join(folder, 'pipe.csv'),
      put('large.csv', `prompt,response\n${'a,b\n'.repeat(700_000)}`),
    ];
    execFileSync('mkfifo', [pipe]);
    const writer = spawn('cp', [content, pipe]);
    expect(await read([pipe])).toHaveLength(700_000);
    writer.kill();
  });

  test('names of folders such as prompt=x are not columns', async () => {
    const inside = path.join(folder, 'prompt=x', 'response=y');
    mkdirSync(inside, { recursive: true });
    const rows = [['a', '1']] as const;
    for (const file of [
      put(path.join('prompt=x', 'response=y', 't.csv'), csv(rows)),
      put(path.join('prompt=x', 'response=y', 't.jsonl'), jsonl(rows)),
      await parquet(path.join('prompt=x', 'response=y', 't.parquet'), rows),
    ])
      expect(await read([file])).toEqual(rows);
  });

  test('names that look like SQL or globs', async () => {
    const column = `x"; DROP TABLE y; --'`;
    expect(
      await read([put(`it's "[1]*.csv`, `${quote(column)},response\na,b\n`)], { p: column, r: 'response' }),
    ).toEqual([['a', 'b']]);
    expect(
      await read([put('keys.jsonl', `${JSON.stringify({ [column]: 'a', 'b/~c': 'd', Prompt: 'P', prompt: 'p' })}\n`)], {
        x: column,
        y: 'b/~c',
        z: 'Prompt',
        w: 'prompt',
      }),
    ).toEqual([['a', 'd', 'P', 'p']]);
  });

  test('texts stay as they are: no dates, no numbers, no formulas, NUL bytes kept', async () => {
    const rows: Texts = [
      ['2020-01-01', '007'],
      ['=1+1', 'NaN'],
      ['a\0b', '1e3'],
      ['x'.repeat(5_000_000), 'long'],
    ];
    for (const file of [put('as.csv', csv(rows)), put('as.jsonl', jsonl(rows))])
      expect(await read([file])).toEqual(rows);
  });

  test('structures are given as JSON', async () => {
    const file = put('nested.jsonl', '{"messages":[{"role":"user","content":"é"}]}\n');
    expect(await read([file], { m: 'messages' })).toEqual([['[{"role":"user","content":"é"}]']]);
    const made = path.join(folder, 'nested.parquet');
    await withDatabase((database) =>
      database.rows(
        `COPY (SELECT [{'role': 'user', 'content': 'é'}] AS messages) TO ${literal(made)} (FORMAT parquet)`,
      ),
    );
    expect(await read([made], { m: 'messages' })).toEqual([['[{"role":"user","content":"é"}]']]);
    const numbers = put('numbers.arrow', tableToIPC(tableFromArrays({ prompt: Int32Array.from([1, 2]) }), 'file'));
    expect(await read([numbers], { p: 'prompt' })).toEqual([['1'], ['2']]);
  });

  test('a column that the first thousand rows lack', async () => {
    const file = put('late.jsonl', `${'{"prompt":"a"}\n'.repeat(1500)}{"prompt":"b","response":"late"}\n`);
    expect((await read([file])).at(-1)).toEqual(['b', 'late']);
  });
});

test('the database leaves nothing behind, whatever happens', async () => {
  const folders: string[] = [];
  const onFolder = (made: string): void => void folders.push(made);
  await withDatabase(async (database) => expect(existsSync(database.folder)).toBe(true), { onFolder });
  await expect(withDatabase(() => Promise.reject(new Error('stopped')), { onFolder })).rejects.toThrow('stopped');
  expect(folders.map((each) => existsSync(each))).toEqual([false, false]);
});

/** Compressed rows: the first MiB is whole even where half of the file is missing. */
const LARGE = gzipSync(`prompt,response\n${Array.from({ length: 150_000 }, (_, i) => `${i},${i % 7}\n`).join('')}`);
function altered(bytes: Uint8Array, at: number): Uint8Array {
  return Uint8Array.from(bytes, (byte, place) => (place === at ? byte ^ 1 : byte));
}

describe('mistakes', () => {
  const cases: readonly (readonly [name: string, content: string | Uint8Array, code: string, words: RegExp])[] = [
    ['empty.csv', '', 'empty-file', /empty/],
    ['blank.csv', '\n\n', 'empty-file', /empty/],
    ['binary.csv', Uint8Array.from({ length: 400 }, (_, i) => i % 20), 'binary-file', /neither text nor Parquet/],
    ['png.dat', Buffer.from('89504e470d0a1a0a0000000d49484452000000010000', 'hex'), 'binary-file', /neither text/],
    ['ragged.csv', 'prompt,response\na,b\nc\n', 'wrong-columns', /ragged.csv:3/],
    ['latin1.csv', Buffer.from('prompt,response\na,b\nc\xe9,d\n', 'latin1'), 'encoding', /UTF-8/],
    ['windows.csv', Buffer.from('prompt,response\na,I don\x92t know\n', 'latin1'), 'encoding', /windows-1252/],
    ['utf32.csv', Buffer.from('fffe0000610000002c000000620000000a000000', 'hex'), 'unread-kind', /UTF-32[^]*iconv/],
    ['latin1-unused.csv', Buffer.from('prompt,response,source\na,\xe9,x\n', 'latin1'), 'encoding', /UTF-8/],
    ['latin1.jsonl', Buffer.from('{"prompt":"\xe9","response":"a"}\n', 'latin1'), 'encoding', /UTF-8/],
    ['open.csv', 'prompt,response\n"a,b\n', 'unterminated-quote', /not closed/],
    ['broken.jsonl', '{"prompt":"a","response":"b"}\n{"prompt":\n', 'malformed', /broken.jsonl:\d/],
    ['cut.json', '[{"prompt":"a"},{"prompt":', 'malformed', /JSON/],
    ['damaged.parquet', 'PAR1 nothing PAR1', 'malformed', /damaged.parquet/],
    ['damaged.arrow', 'ARROW1\0\0 nothing ARROW1', 'malformed', /damaged.arrow/],
    ['damaged.csv.gz', Buffer.from('1f8b0800000000000003ffff', 'hex'), 'malformed', /gzip/],
    ['cut.csv.gz', LARGE.subarray(0, LARGE.length / 2), 'malformed', /gzip file is damaged or not complete/],
    ['altered.csv.gz', altered(LARGE, LARGE.length - 6), 'malformed', /gzip file is damaged[^]*incorrect data check/],
    ['rows.csv.bz2', Buffer.from('425a6839314159265359', 'hex'), 'unread-kind', /bzip2[^]*bunzip2 -c/],
    [
      'rows.tar',
      Buffer.concat([Buffer.from('x.csv'), Buffer.alloc(252), Buffer.from('ustar\0'), Buffer.alloc(300)]),
      'unread-kind',
      /tar -xf/,
    ],
    ['long.csv', `prompt,response\n${'x'.repeat(70 * 2 ** 20)},b\n`, 'long-line', /too long/],
  ];
  test.each(cases)('%s', async (name, content, code, words) => {
    const error = await failure(put(name, content));
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(words)]);
    expect(error.message).toContain(name);
  });

  test('missing files, folders, globs without a match, a file twice', async () => {
    const file = put('once.csv', 'prompt,response\n');
    expect((await failure(path.join(folder, 'none.csv'))).code).toBe('no-file');
    expect((await failure(path.join(folder, 'none-*.csv'))).code).toBe('no-file');
    expect((await failure('x'.repeat(5000))).code).toBe('no-file');
    expect((await failure(folder)).code).toBe('folder');
    expect((await failure(file, file)).code).toBe('file-twice');
    const [link, hard] = [path.join(folder, 'link.csv'), path.join(folder, 'hard.csv')];
    symlinkSync(file, link);
    linkSync(file, hard);
    for (const other of [link, hard, path.relative('.', file)])
      expect((await failure(file, other)).code).toBe('file-twice');
  });

  test('a column that is not there: the nearest name', async () => {
    const error = await failure(put('names.csv', 'promt,response\na,b\n'));
    expect(error.code).toBe('no-column');
    expect(error.message).toMatch(/names\.csv \(--prompt\)[^]*"promt", "response"[^]*did you mean promt\?/);
  });
});
