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
    'pandas.ods',
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
  }, 60_000);

  test('a formula without its value is refused: its cell would look empty', async () => {
    const row = (formula: string): string =>
      `${HEAD}<row r="3"><c r="B3" t="inlineStr"><is><t>a</t></is></c><c r="C3"><v>1</v></c>${formula}</row>`;
    const file = put('formula.xlsx', SHEET(row('<c r="D3"><f>A1</f><v></v></c>')));
    expect(await refusal(file)).toMatch(/formula without its value[^]*formula\.xlsx, row 3[^]*save it/);
    const empty = put('empty-formula.xlsx', SHEET(row('<c r="D3" t="str"><f>A1</f><v></v></c>')));
    expect(await refusal(empty)).toMatch(/an empty cell/);
  });

  test('one that is empty, cut, or of another program', async () => {
    expect(await refusal(put('empty.xlsx', SHEET('')))).toMatch(/no cells/);
    expect(await refusal(put('cut.xlsx', SHEET(HEAD).subarray(0, 300)))).toMatch(/no end/);
    expect(await refusal(put('open.xlsx', SHEET(`${HEAD}<row r="3`)))).toMatch(/damaged[^]*does not end[^]*CSV UTF-8/);
    const letter = archive([['mimetype', 'application/vnd.oasis.opendocument.text']]);
    expect(await refusal(put('letter.odt', letter))).toMatch(/LibreOffice[^]*\.xlsx/);
    const old = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    expect(await refusal(put('book.xls', Buffer.concat([old, Buffer.alloc(600)])))).toMatch(/\.xls\)[^]*CSV UTF-8/);
  });
});

describe('spreadsheets of LibreOffice', () => {
  const book = (sheets: string): Uint8Array =>
    zipped(
      [
        ['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'],
        [
          'content.xml',
          `<office:document-content><office:body><office:spreadsheet><table:tracked-changes><table:table-cell><text:p>old</text:p></table:table-cell></table:tracked-changes>${sheets}</office:spreadsheet></office:body></office:document-content>`,
        ],
      ].map(([name, text]) => [name, Buffer.from(text)] as const),
    );
  const text = (...paragraphs: readonly string[]): string =>
    `<table:table-cell office:value-type="string">${paragraphs.map((each) => `<text:p>${each}</text:p>`).join('')}</table:table-cell>`;
  const row = (cells: string, repeated = ''): string => `<table:table-row${repeated}>${cells}</table:table-row>`;
  const sheet = (rows: string, name = 'Graded'): string => `<table:table table:name="${name}">${rows}</table:table>`;
  const HEAD = row([text('model'), text('question'), text('outcome'), text('confidence')].join(''));
  const EMPTY = row(
    '<table:table-cell table:number-columns-repeated="16384"/>',
    ' table:number-rows-repeated="1048570"',
  );

  test('values, comments, blanks, repeated cells and rows, and numbers of rows as they are shown', async () => {
    const cells =
      text('a<text:s text:c="2"/>b') +
      '<table:table-cell office:value-type="float" office:value="1"><text:p>1,00</text:p></table:table-cell>' +
      '<table:table-cell office:value-type="string"><office:annotation><text:p>sure?</text:p></office:annotation><text:p>cor<text:span>rect</text:span></text:p></table:table-cell>' +
      '<table:table-cell office:value-type="percentage" office:value="0.75"><text:p>75 %</text:p></table:table-cell>' +
      '<table:table-cell table:number-columns-repeated="16380"/>';
    const file = put('one.ods', book(sheet(HEAD + row(cells) + EMPTY)));
    const { models } = await report(file);
    expect(models).toMatchObject([{ model: 'a  b', n: 1, accuracy: 1 }]);
    expect(models[0].calibration!.brier).toBeCloseTo(0.0625, 12);
    expect(await rowsOf(file)).toEqual([{ q: '1', o: 'correct' }]);
    const twice = row(text('a') + text('q', 'in two lines') + text('wrong'), ' table:number-rows-repeated="2"');
    const alike = put(
      'two.ods',
      book(sheet(HEAD + row('<table:table-cell/>', ' table:number-rows-repeated="3"') + twice)),
    );
    expect(await refusal(alike)).toMatch(/2 of 2 rows[^]*row 5: unknown outcome[^]*row 6: unknown outcome/);
    expect(await rowsOf(alike)).toEqual(Array(2).fill({ q: 'q\nin two lines', o: 'wrong' }));
  });

  test('a formula without its value is refused', async () => {
    const cell = '<table:table-cell table:formula="of:=[.A1]"/>';
    expect(await refusal(put('formula.ods', book(sheet(HEAD + row(cell)))))).toMatch(/without its value[^]*row 2/);
  });

  test('one of several sheets is named, and a sheet beyond all measure is refused', async () => {
    const file = put('several.ods', book(sheet(HEAD) + sheet(row(text('x')), 'Notes') + sheet(EMPTY, 'Empty')));
    expect(await refusal(file)).toMatch(/several sheets[^]*"Graded" \(1 rows\), "Notes" \(1 rows\)\n/);
    const bomb = row(
      `<table:table-cell table:number-columns-repeated="16384" office:value="1"/>`,
      ' table:number-rows-repeated="1048576"',
    );
    expect(await refusal(put('bomb.ods', book(sheet(bomb))))).toMatch(/too many cells/);
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

  test.each(["2'163", '2’163', '2 163', '2\u00a0163', '2\u202f163'])('a total %p is a count', async (cell) => {
    const file = put('groups.csv', `model;correct;incorrect;abstained\na;${cell};1000;500\n`);
    expect((await report(file)).models[0]).toMatchObject({ n: 3663, accuracy: 2163 / 3663 });
  });

  test('totals under other names', async () => {
    const shares = put('shares.csv', 'Model,Accuracy,Error rate,Abstention rate\na,0.22,0.26,0.52\n');
    expect((await report(shares)).models[0]).toMatchObject({ n: null, accuracy: 0.22, abstentionRate: 0.52 });
    const counts = put('counts.csv', 'model,right,wrong,not attempted\na,2,3,5\n');
    expect((await report(counts)).models[0]).toMatchObject({ n: 10, errorRate: 0.3 });
  });

  test('flags without a column of questions are no totals', async () => {
    const file = put('bare.csv', 'model,correct,incorrect,abstained\na,1,0,0\na,0,1,0\n');
    expect(await refusal(file)).toMatch(/duplicate model[^]*a column must name its question/);
    const skipped = await refusal(file).catch(() => '');
    expect(skipped).not.toMatch(/--skip-bad-rows/);
  });

  test('confidences of another scale are not left out as if they were broken', async () => {
    const file = put('five.csv', `${HEADER}a,q1,correct,1\na,q2,incorrect,5\n`);
    const message = await refusal(file);
    expect(message).toMatch(
      /--confidence-scale 100 if the column "confidence" is in per cent; 5 or 10 if its scale ends there/,
    );
    expect(message).not.toMatch(/--skip-bad-rows/);
  });

  test.each([
    ['model,question,outcome,confidence (%)\na,q1,correct,80\n', "'confidence (%)' --confidence-scale 100"],
    ['model,question,outcome,Confidence %\na,q1,correct,80\n', "'Confidence %' --confidence-scale 100"],
    ['model,question,correct,abstained,confidence_pct\na,q1,true,false,80\n', 'confidence_pct --confidence-scale 100'],
    ['is_correct,is_incorrect,is_not_attempted,p_true\ntrue,false,false,0.8\n', 'p_true'],
  ])('a column that may hold confidences is named: %j', async (content, flags) => {
    const { files } = await readGraded([put('conf.csv', content)], Readable.from([]));
    expect(files[0].notes).toEqual([expect.stringMatching(/ is not read; if it holds stated confidences: /)]);
    expect(files[0].notes?.[0]).toMatch(new RegExp(`: --confidence-column ${flags.replace(/[()]/g, '\\$&')}$`));
  });

  test('rows of empty cells above the names, and the rule of a table of Markdown', async () => {
    const file = put('top.csv', `\n,,,\n ; ;\n${HEADER}a,q1,correct,0.5\n`);
    expect((await report(file)).models[0].n).toBe(1);
    expect(await rowsOf(file)).toEqual([{ q: 'q1', o: 'correct' }]);
    const ruled = put('table.md', '| model | question | outcome |\n|:---|---|---:|\n| a | q1 | correct |\n');
    expect((await report(ruled)).models[0].n).toBe(1);
    expect(await rowsOf(ruled)).toHaveLength(1);
  });

  test('labels of rows in JSON by columns are the column key', async () => {
    const file = put(
      'labels.json',
      '{"a":{"q1":"correct","q2":"incorrect","q3":"incorrect"},"b":{"q1":"correct","q2":"abstained","q3":"abstained"}}',
    );
    const { models } = await report(file, { columns: { question: 'key' }, named: ['question'] });
    expect(models).toMatchObject([
      { model: 'a', n: 3, errorRate: 2 / 3 },
      { model: 'b', n: 3, abstentionRate: 2 / 3 },
    ]);
  });

  test('a version at the end of a name is no ending of a file', async () => {
    const content = 'question,outcome\nq1,correct\n';
    expect((await report([put('gpt-4.1', content), put('gpt-4.5', content)])).models).toMatchObject([
      { model: 'gpt-4.1' },
      { model: 'gpt-4.5' },
    ]);
  });

  test.each([
    [
      ['1', '0', '-1'],
      /"1" is right, "-1" is wrong, "0" is an abstention[^]*--correct '?1'? --incorrect '?-1'? --abstained '?0'?/,
    ],
    [['✓', '✗', 'skip'], /--correct '✓' --incorrect '✗' --abstained 'skip'/],
    [['2', '1', '0'], /^(?![^]*--correct \S+ --incorrect \S)[^]*name each in --correct/],
  ])('outcomes %p: a command that makes no wrong number', async (words, message) => {
    const rows = words.map((word, at) => `a,q${at},${word},\n`);
    expect(await refusal(put('words.csv', HEADER + rows.join('')))).toMatch(message);
  });

  test('rows of a header that is known are not taken for a row', async () => {
    const file = put('named.csv', 'model,question,correct\na,q1,1\n');
    expect(await refusal(file)).not.toMatch(/--no-header/);
  });

  test('rows of empty cells are no rows', async () => {
    expect((await report(put('e.csv', `${HEADER}a,q,correct,\n,,,\n , ,,\n`))).models[0].n).toBe(1);
  });
});
