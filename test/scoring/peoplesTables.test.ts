/** Hand-graded tables as people's programs write them: every way gives the same answers to both commands. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withDatabase } from '../../src/data/database.js';
import { openTables } from '../../src/data/openTables.js';
import { UserError } from '../../src/errors/userError.js';
import { type GivenOptions, readGraded } from '../../src/scoring/read/readGraded.js';
import { scoreReport } from '../../src/scoring/scoreReport.js';
import { zipped } from './zipArchive.js';

const MADE = path.resolve('test/external/tables');

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'tables-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function report(files: string | readonly string[], options: GivenOptions = {}) {
  const graded = await readGraded([files].flat(), Readable.from([]), options);
  return scoreReport(graded, { targets: [0, 0.5], bins: 10, resamples: 50, level: 0.95, seed: 1 });
}

async function refusal(files: string | readonly string[], options: GivenOptions = {}): Promise<string> {
  const error: unknown = await report(files, options).then(
    () => undefined,
    (each: unknown) => each,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

/** Rows of the question and the outcome as `estimate` reads them. */
function rowsOf(file: string, sheet?: string): Promise<readonly unknown[]> {
  return withDatabase(async (database) => {
    const tables = await openTables(database, [file], Readable.from([]), { sheet });
    await tables.require(['question', 'outcome'], '--prompt');
    return database.rows(await tables.select({ q: 'question', o: 'outcome' }));
  });
}

describe('files of pandas, pyarrow and openpyxl', () => {
  let expected: Awaited<ReturnType<typeof report>>;
  let rows: readonly unknown[];
  beforeAll(async () => {
    expected = await report(path.join(MADE, 'records.json'));
    rows = await rowsOf(path.join(MADE, 'records.json'));
  });

  test('the answers are those that were written', () => {
    expect(expected.models).toMatchObject([
      { model: 'a', n: 12, accuracy: 6 / 12, errorRate: 3 / 12, abstentionRate: 3 / 12 },
      { model: 'b', n: 12, accuracy: 3 / 12, errorRate: 4 / 12, abstentionRate: 5 / 12 },
    ]);
    expect(expected.models[0].calibration).toBeDefined();
    expect(rows).toHaveLength(24);
  });

  test.each([
    'lz4.feather',
    'zstd.feather',
    'categories.feather',
    'columns.json',
    'index.json',
    'split.json',
    'table.json',
    'lists.json',
    'german.csv',
    'index.tsv',
    'utf16.csv',
    'lines.jsonl.zst',
    'pandas.xlsx',
  ])('%s', async (name) => {
    expect(await report(path.join(MADE, name))).toEqual(expected);
    expect(await rowsOf(path.join(MADE, name))).toEqual(rows);
  });

  test('a workbook of several sheets: one is named', async () => {
    const file = path.join(MADE, 'sheets.xlsx');
    expect(await refusal(file)).toMatch(/several sheets[^]*"Graded" \(25 rows\), "Notes"[^]*--sheet "Graded"/);
    expect(await refusal(file, { sheet: 'Grade' })).toMatch(/no sheet "Grade"[^]*did you mean Graded/);
    expect(await report(file, { sheet: 'graded' })).toEqual(expected);
    expect(await rowsOf(file, 'Graded')).toEqual(rows);
  });

  test('a list without names is refused with the shape', async () => {
    expect(await refusal(path.join(MADE, 'values.json'))).toMatch(/does not hold objects[^]*orient="records"/);
  });
});

describe('workbooks of other programs', () => {
  const archive = (files: readonly (readonly [string, string])[]): Uint8Array =>
    zipped(files.map(([name, text]) => [name, Buffer.from(text)]));
  const SHEET = (rows: string): Uint8Array =>
    archive([
      ['[Content_Types].xml', '<Types/>'],
      [
        'xl/workbook.xml',
        '<x:workbook xmlns:x="x"><x:sheets><x:sheet name="A&amp;B" r:id="rId7"/></x:sheets></x:workbook>',
      ],
      [
        'xl/_rels/workbook.xml.rels',
        '<Relationships><Relationship Id="rId7" Target="/xl/sheets/one.xml"/></Relationships>',
      ],
      [
        'xl/sharedStrings.xml',
        `<sst><si><t>model</t></si><si><r><t>ques</t></r><r><t xml:space="preserve">tion</t></r><rPh><t>no</t></rPh></si><si><t>out_x0063_ome</t></si></sst>`,
      ],
      ['xl/sheets/one.xml', `<worksheet><!-- <row> --><sheetData>${rows}</sheetData></worksheet>`],
    ]);
  const HEAD = '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="s"><v>2</v></c></row>';

  test('shared, rich and inline texts, numbers, formulas, prefixes, gaps, and rows with the numbers that Excel shows', async () => {
    const file = put(
      'other.xlsx',
      SHEET(
        `${HEAD}<row r="4"><c r="B4" t="inlineStr"><is><t>a</t></is></c><c r="C4"><v>1</v></c><c r="D4" t="str"><f>"cor"&amp;"rect"</f><v>correct</v></c></row>` +
          '<row r="9"><c r="B9" t="inlineStr"><is><t>a</t></is></c><c r="C9"><v>2</v></c><c r="D9" t="inlineStr"><is><t>&#x77;rong &lt;</t></is></c></row><row r="12"><c r="C12"/></row>',
      ),
    );
    expect(await refusal(file)).toMatch(/1 of 2 rows[^]*row 9: unknown outcome: "wrong <"/);
    expect(await rowsOf(file)).toEqual([
      { q: '1', o: 'correct' },
      { q: '2', o: 'wrong <' },
    ]);
  });

  test('one that was made to take time or memory', async () => {
    for (const text of [
      '<'.repeat(10 ** 6),
      `<${'a'.repeat(10 ** 6)}`,
      '<b "<b" '.repeat(10 ** 6),
      '<!--'.repeat(10 ** 6),
    ])
      expect(await refusal(put('slow.xlsx', SHEET(text)))).toMatch(/does not end|no cells/);
    const wide = '<row><c r="XFD1"><v>1</v></c></row>'.repeat(10_000);
    expect(await refusal(put('wide.xlsx', SHEET(HEAD + wide)))).toMatch(/more than \d+ cells/);
    const long = '<row><c r="B1"><v>1</v></c></row>'.repeat(200_000);
    expect(await refusal(put('long.xlsx', SHEET(HEAD + long)))).toMatch(/200000 of 200000 rows/);
  }, 20_000);

  test('one that is empty, cut, or of another program', async () => {
    expect(await refusal(put('empty.xlsx', SHEET('')))).toMatch(/no cells/);
    expect(await refusal(put('cut.xlsx', SHEET(HEAD).subarray(0, 300)))).toMatch(/no end/);
    const opened = archive([['mimetype', 'application/vnd.oasis.opendocument.spreadsheet']]);
    expect(await refusal(put('book.ods', opened))).toMatch(/LibreOffice[^]*\.xlsx/);
    expect(await refusal(put('open.xlsx', SHEET(`${HEAD}<row r="3`)))).toMatch(/damaged[^]*does not end[^]*CSV UTF-8/);
    const old = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    expect(await refusal(put('book.xls', Buffer.concat([old, Buffer.alloc(600)])))).toMatch(/\.xls\)[^]*CSV UTF-8/);
  });
});

const HEADER = 'model,question,outcome,confidence\n';

describe('numbers, ids and columns', () => {
  test.each(['NA', 'NaN', 'nan', 'N/A', '<NA>', 'null', 'None', '', ' '])('a confidence %p is none', async (cell) => {
    const [model] = (await report(put('na.csv', `${HEADER}a,q1,correct,0.5\na,q2,correct,${cell}\n`))).models;
    expect(model.calibration).toMatchObject({ answered: 1, withoutConfidence: 1 });
  });

  test.each([
    ['0,75', 0.75],
    ['75 %', 0.75],
    ['75%', 0.75],
    ['12,5 %', 0.125],
    ['.75', 0.75],
    ['1,000', 1],
  ])('a confidence %p', async (cell, value) => {
    const file = put('german.csv', `${HEADER.replaceAll(',', ';')}a;q1;correct;${cell}\n`);
    expect((await report(file)).models[0].calibration!.brier).toBeCloseTo((1 - value) ** 2, 12);
  });

  test('per cent signs say per cent, whatever the scale of the other numbers', async () => {
    const file = put('scale.csv', `${HEADER}a,q1,correct,80\na,q2,correct,80 %\n`);
    expect((await report(file, { confidenceScale: 100 })).models[0].calibration!.brier).toBeCloseTo(0.04, 12);
  });

  test('the hint of a scale comes only where it helps', async () => {
    expect(await refusal(put('p.csv', `${HEADER}a,q1,correct,80\n`))).toMatch(/--confidence-scale 100/);
    expect(await refusal(put('p.csv', `${HEADER}a,q1,correct,high\n`))).not.toMatch(/--confidence-scale/);
    expect(await refusal(put('p.csv', `${HEADER}a,q1,correct,800\n`))).not.toMatch(/--confidence-scale/);
  });

  test('ids 1, 1.0 and "1" are one question, alone and beside others', async () => {
    const other = `[{"model":"b","question":1,"outcome":"correct"},{"model":"b","question":"2","outcome":"incorrect"}]`;
    const files = [put('a.csv', 'model,question,outcome\na,1.0,correct\na,2.0,incorrect\n'), put('b.json', other)];
    const { differences } = await report(files);
    expect(differences['0']).toMatchObject([{ difference: 0, interval: { lower: 0, upper: 0 } }]);
    const [split] = [put('c.csv', 'model,t,id,outcome\na,x,1.0,correct\nb,x,1,correct\n')];
    const two = await report(split, { columns: { question: 't,id' }, named: ['question'] });
    expect(two.differences['0']).toMatchObject([{ interval: { lower: 0, upper: 0 } }]);
  });

  test('totals with decimal commas are percentages; commas that may group thousands are asked about', async () => {
    const header = 'model;correct;incorrect;abstained;n\n';
    const [model] = (await report(put('t.csv', `${header}a;52,5 %;30,0 %;17,5 %;4,000\n`))).models;
    expect(model).toMatchObject({ n: 4000, accuracy: 0.525 });
    expect(await refusal(put('t.csv', `${header}a;2,163;1,500;663;\n`))).toMatch(/group thousands[^]*write 2163/);
  });

  test('a name that occurs twice matters where it is asked for alone', async () => {
    const rows = 'a,q,correct,x,y\n';
    expect((await report(put('d.csv', `model,question,outcome,note,note\n${rows}`))).models).toHaveLength(1);
    const file = put('d.csv', `model,question,outcome,outcome,y\n${rows}`);
    expect(await refusal(file)).toMatch(/"outcome" occurs twice[^]*"outcome 3" or "outcome 4"/);
    expect((await report(file, { columns: { outcome: 'outcome 3' }, named: ['outcome'] })).models[0].accuracy).toBe(1);
  });

  test('a table without names: the message says how to read it', async () => {
    const file = put('bare.tsv', 'a\tq1\tcorrect\na\tq2\tincorrect\n');
    expect(await refusal(file)).toMatch(/--no-header --model-column 1 --question-column 2 --outcome-column 3/);
    const columns = { model: '1', question: '2', outcome: '3' };
    const { models } = await report(file, { header: false, columns, named: ['model', 'question', 'outcome'] });
    expect(models).toMatchObject([{ model: 'a', n: 2, accuracy: 0.5 }]);
  });

  test('files that name no model have the names of their files, or of their folders where those are alike', async () => {
    const content = 'question,outcome\nq1,correct\n';
    for (const name of ['gpt', 'claude']) mkdirSync(path.join(folder, name), { recursive: true });
    const files = [put('gpt/graded.csv', content), put('claude/graded.csv', content), put('v1.5.csv', content)];
    expect((await report(files)).models.map(({ model }) => model)).toEqual(['claude', 'gpt', 'v1.5']);
  });

  test('rows of empty cells are no rows', async () => {
    expect((await report(put('e.csv', `${HEADER}a,q,correct,\n,,,\n , ,,\n`))).models[0].n).toBe(1);
  });
});
