/** Tables of probabilities in every format: the same numbers, and the same words where a row is wrong. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  Dictionary,
  Field,
  Float32,
  Float64,
  Int32,
  Int64,
  LargeUtf8,
  List,
  Table,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { tokensText } from '../../src/corpus/vocabulary.js';
import { withDatabase } from '../../src/data/database.js';
import { literal } from '../../src/data/sql.js';
import type { UserError } from '../../src/errors/userError.js';
import { readProbabilities } from '../../src/models/imported/readProbabilities.js';
import { brackets, facts, worldOf } from '../corpus/worlds.js';

const folder = mkdtempSync(path.join(tmpdir(), 'probabilities-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const world = worldOf({ facts: facts({ prompts: 12, responses: 5 }), brackets: brackets({ prompts: 4 }) });
interface Row {
  readonly family: string | null;
  readonly promptId: number | string | null;
  readonly prompt: string;
  readonly responseId: number;
  readonly response: string;
  readonly logProbability: number | string | null;
}
/** Some logarithm of its own for each pair; halves and quarters alone, which float32 holds too. */
function logOf(family: number, prompt: number, response: number): number {
  return -(1 + ((family + 7 * prompt + 3 * response) % 90) / 4);
}
const rows: readonly Row[] = world.families.flatMap(({ name, prompts, responseTexts }, family) =>
  prompts.flatMap((tokens, promptId) =>
    responseTexts.map((response, responseId) => ({
      family: name,
      promptId,
      prompt: tokensText(world.vocabulary, tokens),
      responseId,
      response,
      logProbability: logOf(family, promptId, responseId),
    })),
  ),
);
const expected = world.families.map(({ prompts, responseTexts }, family) =>
  prompts.flatMap((_, prompt) => responseTexts.map((__, response) => logOf(family, prompt, response))),
);

function put(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}
type Columns = readonly (keyof Row)[];
const IDS: Columns = ['family', 'promptId', 'responseId', 'logProbability'];
const TEXTS: Columns = ['family', 'prompt', 'response', 'logProbability'];
type Writer = (name: string, of: readonly Row[], columns: Columns) => string | Promise<string>;

const csv: Writer = (name, of, columns) =>
  put(
    `${name}.csv`,
    [columns, ...of.map((row) => columns.map((column) => row[column] ?? ''))]
      .map((cells) => `${cells.map((cell) => `"${String(cell)}"`).join(',')}\n`)
      .join(''),
  );
const jsonl: Writer = (name, of, columns) =>
  put(
    `${name}.jsonl`,
    of.map((row) => `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]])))}\n`).join(''),
  );
function parquet(types: Partial<Record<keyof Row, string>>): Writer {
  return async (name, of, columns) => {
    const from = await jsonl(name, of, columns);
    const file = path.join(folder, `${name}.parquet`);
    const typed = columns.map((column) => `${column}: ${literal(types[column] ?? 'VARCHAR')}`).join(', ');
    await withDatabase((database) =>
      database.rows(
        `COPY (SELECT * FROM read_json(${literal(from)}, columns = {${typed}})) TO ${literal(file)} (FORMAT parquet)`,
      ),
    );
    return file;
  };
}
function arrow(types: Partial<Record<keyof Row, Int32 | Int64 | Float32 | Float64 | Dictionary | LargeUtf8>>): Writer {
  return (name, of, columns) => {
    const vectors = columns.map((column): readonly [string, Vector] => {
      const type = types[column] ?? new Utf8();
      const cells = of.map((row) => row[column]);
      const values =
        type instanceof Int64
          ? cells.map((cell) => (cell === null ? null : BigInt(cell)))
          : type instanceof Utf8 || type instanceof LargeUtf8
            ? cells.map((cell) => (cell === null ? null : String(cell)))
            : cells;
      return [column, vectorFromArray(values as never, type as never) as Vector];
    });
    return put(`${name}.arrow`, tableToIPC(new Table(Object.fromEntries(vectors) as never), 'file'));
  };
}
const category = (): Dictionary => new Dictionary(new Utf8(), new Int32());

const FORMS: readonly (readonly [string, Writer, Columns])[] = [
  ['csv-ids', csv, IDS],
  ['csv-texts', csv, TEXTS],
  ['jsonl-texts', jsonl, TEXTS],
  ['parquet-ids', parquet({ promptId: 'BIGINT', responseId: 'SMALLINT', logProbability: 'DOUBLE' }), IDS],
  ['parquet-floats', parquet({ promptId: 'DOUBLE', responseId: 'BIGINT', logProbability: 'FLOAT' }), IDS],
  ['parquet-all-texts', parquet({}), IDS],
  ['parquet-texts', parquet({ logProbability: 'DOUBLE' }), TEXTS],
  [
    'arrow-ids',
    arrow({ family: category(), promptId: new Int32(), responseId: new Int32(), logProbability: new Float64() }),
    IDS,
  ],
  ['arrow-pandas', arrow({ promptId: new Int64(), responseId: new Int64(), logProbability: new Float32() }), IDS],
  ['arrow-all-texts', arrow({}), IDS],
  ['arrow-large-texts', arrow({ family: new LargeUtf8(), prompt: new LargeUtf8(), response: new LargeUtf8() }), TEXTS],
  ['arrow-texts', arrow({ logProbability: new Float64() }), TEXTS],
  ['arrow-categories', arrow({ family: category(), prompt: category(), response: category() }), TEXTS],
];

function read(file: string, digest = 'none'): Promise<readonly Float64Array[]> {
  return readProbabilities(file, world, 'refuse', () => digest);
}
async function problem(file: string, digest?: string): Promise<string> {
  const error = await read(file, digest).then(
    () => undefined,
    (thrown: unknown) => thrown as UserError,
  );
  expect(error?.constructor.name).toBe('UserError');
  const { summary, where, found, allowed } = (error as UserError).problems[0];
  return [summary, where, found, allowed].join(' | ').replace(folder, '');
}

describe.each(FORMS)('%s', (name, write, columns) => {
  const byTexts = columns === TEXTS;
  const change = (at: number, row: Partial<Row>): readonly Row[] =>
    rows.map((each, i) => (i === at ? { ...each, ...row } : each));

  test('gives the numbers, in any order', async () => {
    const logs = await read(await write(`${name}-all`, [...rows].reverse(), columns));
    expect(logs.map((own) => [...own])).toEqual(expected);
  });

  test('names a row that is wrong, and the pair that is missing', async () => {
    const wrong = async (of: readonly Row[], words: RegExp): Promise<void> => {
      expect(await problem(await write(`${name}-wrong`, of, columns))).toMatch(words);
    };
    await wrong([...rows, rows[5]], new RegExp(`stands in the table twice .* row ${rows.length + 1} `));
    await wrong(rows.slice(1), /lacks 1 pairs of the family facts .* promptId 0, responseId 0/);
    await wrong(change(70, { family: 'elves' }), /no such family .* row 71 \| elves \| one of facts, brackets/);
    await wrong(change(3, { family: null }), /no such family .* row 4 \| nothing/);
    await wrong(change(2, { logProbability: 0.25 }), /not a probability .* row 3 \| 0.25 \| a natural logarithm/);
    await wrong(change(2, { logProbability: null }), /not a probability .* row 3 \| nothing/);
    if (byTexts) {
      const first = rows[9].response.replace(' .', '');
      await wrong(change(9, { response: first }), new RegExp(`no such response .* row 10 \\| "${first}"`));
      await wrong(
        change(9, { prompt: 'Who is' }),
        /no such prompt in the family facts .* row 10 \| "Who is" \| a text among the prompts/,
      );
      await wrong(
        change(9, { response: world.families[1].responseTexts[0] }),
        /no such response in the family facts .* row 10/,
      );
    } else {
      await wrong(
        change(9, { promptId: 12 }),
        /no such prompt in the family facts .* row 10 \| 12(?:\.0)? \| a whole number from 0 to 11/,
      );
      await wrong(
        change(9, { responseId: -1 }),
        /no such response in the family facts .* row 10 \| -1 \| a whole number from 0 to 5/,
      );
      await wrong(change(9, { promptId: null }), /no such prompt in the family facts .* row 10 \| nothing/);
    }
  });
});

describe('lists, a row for each prompt', () => {
  const wide = world.families.flatMap(({ name }, family) =>
    world.families[family].prompts.map((_, promptId) => ({
      family: name,
      promptId,
      logs: rows.filter((row) => row.family === name && row.promptId === promptId).map((row) => row.logProbability),
    })),
  );
  type Wide = readonly (Omit<(typeof wide)[number], 'logs'> & { readonly logs: readonly (number | string | null)[] })[];
  const asJsonl = (of: Wide): string =>
    put('wide.jsonl', of.map(({ logs, ...row }) => `${JSON.stringify({ ...row, logProbabilities: logs })}\n`).join(''));
  const asParquet =
    (type: string) =>
    async (of: Wide): Promise<string> => {
      const file = path.join(folder, 'wide.parquet');
      await withDatabase((database) =>
        database.rows(
          `COPY (SELECT * FROM read_json(${literal(asJsonl(of))}, columns = {family: 'VARCHAR', promptId: 'INTEGER', logProbabilities: '${type}'})) TO ${literal(file)} (FORMAT parquet)`,
        ),
      );
      return file;
    };
  const asArrow = (of: Wide): string =>
    put(
      'wide.arrow',
      tableToIPC(
        new Table({
          family: vectorFromArray(
            of.map(({ family }) => family),
            new Utf8(),
          ),
          promptId: vectorFromArray(
            of.map(({ promptId }) => promptId),
            new Int32(),
          ),
          logProbabilities: vectorFromArray(
            of.map(({ logs }) => logs) as never,
            new List(new Field('item', new Float64(), true)) as never,
          ),
        } as never),
        'file',
      ),
    );
  const FORMATS: readonly (readonly [string, (of: Wide) => string | Promise<string>])[] = [
    ['JSON Lines', asJsonl],
    ['Parquet', asParquet('DOUBLE[]')],
    ['Parquet of float32', asParquet('FLOAT[]')],
    ['Parquet of texts', asParquet('VARCHAR')],
    ['Arrow', asArrow],
  ];

  test.each(FORMATS)('%s gives the numbers, and names a row that is wrong', async (_, write) => {
    expect((await read(await write(wide))).map((own) => [...own])).toEqual(expected);
    const change = (at: number, logs: Wide[number]['logs']): Wide =>
      wide.map((row, i) => (i === at ? { ...row, logs } : row));
    const short = await problem(await write(change(4, wide[4].logs.slice(1))));
    expect(short).toMatch(/not one value for each response .* row 5 \| 5 \| 6/);
    const empty = await problem(await write(change(4, [null, ...wide[4].logs.slice(1)])));
    expect(empty).toMatch(/not a probability .* row 5 /);
    const above = await problem(await write(change(4, [0.5, ...wide[4].logs.slice(1)])));
    expect(above).toMatch(/not a probability .* row 5 \| 0.5 /);
    expect(await problem(await write([...wide, wide[3]]))).toMatch(/stands in the table twice .* row 17 /);
    expect(await problem(await write(wide.map((row) => ({ ...row, family: 'x' }))))).toMatch(
      /no such family .* row 1 /,
    );
  });
});

test.each([
  ['arrow', arrow({ promptId: new Int32(), responseId: new Int32() })],
  ['parquet', parquet({ promptId: 'INTEGER', responseId: 'INTEGER' })],
  ['csv', csv],
] as const)('a table of another corpus is known by its digest (%s)', async (name, write) => {
  const bound = rows.map((row) => ({ ...row, corpus: 'abc' })) as readonly Row[];
  const columns = [...IDS, 'corpus'] as unknown as Columns;
  expect((await read(await write(`bound-${name}`, bound, columns), 'abc')).map((own) => [...own])).toEqual(expected);
  const strayed = bound.map((row, i) => (i === 7 ? { ...row, corpus: 'abd' } : row)) as readonly Row[];
  expect(await problem(await write(`strayed-${name}`, strayed, columns), 'abc')).toMatch(
    /made for another corpus .*column corpus \| abd \| abc/,
  );
});

test('infinite logarithms are written in several ways', async () => {
  for (const word of ['-inf', '-Infinity', '-INF', ' -inf '])
    for (const [name, write] of [
      ['inf-csv', csv],
      ['inf-arrow', arrow({ promptId: new Int32(), responseId: new Int32() })],
    ] as const) {
      const of = rows.map((row, i) => (i === 0 ? { ...row, logProbability: word } : row));
      expect([word, (await read(await write(name, of, IDS)))[0][0]]).toEqual([word, -Infinity]);
    }
});
