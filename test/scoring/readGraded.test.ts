import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { withDatabase } from '../../src/data/database.js';
import { openTables } from '../../src/data/openTables.js';
import { literal } from '../../src/data/sql.js';
import { UserError } from '../../src/errors/userError.js';
import { FORMATS } from '../../src/scoring/read/formats/registry.js';
import {
  type GivenOptions,
  type GradedFiles,
  type ReadOptions,
  readGraded,
} from '../../src/scoring/read/readGraded.js';
import { scoreReport } from '../../src/scoring/scoreReport.js';
import { scoreText } from '../../src/scoring/show/scoreText.js';
import {
  CSV,
  delimited,
  inspectArchive,
  inspectLogOf,
  JSONL,
  RENAMED,
  ROWS,
  SIMPLEQA,
  simpleqaOf,
} from './gradedFiles.js';

const folder = mkdtempSync(path.join(tmpdir(), 'hallucination-rate-'));
function write(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const NAMES = { model: 'model', question: 'question', outcome: 'outcome', confidence: 'confidence', epoch: 'epoch' };
const OPTIONS: ReadOptions = {
  format: 'auto',
  columns: NAMES,
  named: [],
  words: { right: [], error: [], abstention: [] },
  where: [],
  incomplete: false,
  unit: 'auto',
  skipBadRows: false,
};
function read(files: string | readonly string[], options: GivenOptions = {}): Promise<GradedFiles> {
  return readGraded([files].flat(), Readable.from([]), { ...OPTIONS, ...options });
}
function report(graded: GradedFiles) {
  return scoreReport(graded, { targets: [0, 0.5, 0.75, 0.9], bins: 10, resamples: 50, level: 0.95, seed: 1 });
}

/** The message with which a file is refused. */
async function refusal(file: string | readonly string[], options: GivenOptions = {}): Promise<string> {
  const error: unknown = await read(file, options).then(
    () => undefined,
    (each: unknown) => each,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

describe('the same answers in every format', () => {
  let expected: ReturnType<typeof report>;
  beforeAll(async () => {
    expected = report(await read(write('answers.csv', CSV)));
  });

  test.each([
    ['semicolons, CRLF, a byte order mark, blank lines', 'excel.csv', `\ufeff${delimited(';', '\r\n')}\r\n\r\n`],
    ['TSV', 'answers.tsv', delimited('\t')],
    ['quoted cells', 'quoted.csv', CSV.replaceAll('q1', '"a ""question"",\nof two lines"')],
    ['JSON Lines', 'answers.jsonl', JSONL],
    ['JSON Lines of another name', 'answers.txt', JSONL],
    ['a list in JSON', 'answers.json', JSON.stringify(ROWS)],
    [
      'other names and values, confidences in per cent',
      'renamed.csv',
      RENAMED,
      {
        columns: { model: 'System', question: 'Prompt', outcome: 'Grade', confidence: 'P' },
        words: { right: ['A'], error: ['B'], abstention: ['C'] },
        confidenceScale: 100,
      },
    ],
    ['as SimpleQA has them', 'simpleqa.csv', SIMPLEQA],
    ['UTF-16', 'utf16.csv', Buffer.from(`\ufeff${CSV}`, 'utf16le')],
    ['UTF-16 without a mark', 'bare16.csv', Buffer.from(CSV, 'utf16le')],
    ['UTF-16 of the other order without a mark', 'bare16be.csv', Buffer.from(CSV, 'utf16le').swap16()],
    ['bars', 'bars.csv', delimited('|')],
    ['line ends of two systems', 'ends.csv', CSV.replace('\n', '\r\n')],
    ['line ends of old Macs', 'mac.csv', delimited(',', '\r')],
    ['compressed CSV', 'answers.csv.gz', gzipSync(CSV)],
    ['compressed JSON Lines of another name', 'answers.gz', gzipSync(JSONL)],
    ['a compressed list in JSON', 'answers.json.gz', gzipSync(JSON.stringify(ROWS))],
    ['compressed UTF-16', 'utf16.csv.gz', gzipSync(Buffer.from(`\ufeff${CSV}`, 'utf16le'))],
    ['objects one after the other', 'objects.json', ROWS.map((row) => JSON.stringify(row, null, 2)).join('\n')],
    [
      'an Arrow table',
      'answers.arrow',
      tableToIPC(
        tableFromArrays(
          Object.fromEntries(
            (['model', 'question', 'outcome', 'confidence'] as const).map((key) => [key, ROWS.map((row) => row[key])]),
          ),
        ),
        'file',
      ),
    ],
    [
      'an Arrow stream',
      'stream.arrow',
      tableToIPC(
        tableFromArrays(
          Object.fromEntries(
            (['model', 'question', 'outcome', 'confidence'] as const).map((key) => [key, ROWS.map((row) => row[key])]),
          ),
        ),
        'stream',
      ),
    ],
  ] satisfies (readonly [string, string, string | Uint8Array, GivenOptions?])[])(
    '%s',
    async (_name: string, file: string, content: string | Uint8Array, options: GivenOptions = {}) => {
      expect(report(await read(write(file, content), options))).toEqual(expected);
    },
  );

  test('several files by a glob', async () => {
    const [header, ...rows] = CSV.trimEnd().split('\n');
    for (const [place, row] of rows.entries()) write(`part-${place}.csv`, `${header}\n${row}\n`);
    expect(report(await read(path.join(folder, 'part-*.csv')))).toEqual(expected);
  });

  test('Parquet in a folder whose name looks like a column', async () => {
    mkdirSync(path.join(folder, 'outcome=correct'));
    const file = path.join(folder, 'outcome=correct', 'answers.parquet');
    await withDatabase((database) =>
      database.rows(`COPY (FROM read_csv(${literal(write('answers.csv', CSV))})) TO ${literal(file)} (FORMAT parquet)`),
    );
    expect(report(await read(file))).toEqual(expected);
  });

  test('compressed files of a model, which name no model', async () => {
    const files = ['b', 'a'].map((model) => write(`${model}.csv.gz`, gzipSync(simpleqaOf(model))));
    expect(report(await read(files))).toEqual(expected);
  });

  test('one file per model, which names no model', async () => {
    expect(report(await read(['b', 'a'].map((model) => write(`${model}.csv`, simpleqaOf(model)))))).toEqual(expected);
  });

  test('logs of Inspect AI, as .json and as .eval', async () => {
    const files = [
      write('log-a.json', JSON.stringify(inspectLogOf('a'), null, 2)),
      write('log-b.eval', inspectArchive(inspectLogOf('b'))),
    ];
    expect(report(await read(files))).toEqual(expected);
  });

  test('epochs of an Inspect log are asks of one question; of several scorers one is named', async () => {
    const sample = (epoch: number, value: string) => ({
      id: 'q',
      epoch,
      scores: { s: { value }, other: { value: 1 } },
    });
    const file = write(
      'epochs.json',
      JSON.stringify({ eval: { model: 'a' }, samples: [sample(1, 'C'), sample(2, 'I')] }),
    );
    expect(await refusal(file)).toMatch(/several scores a sample[^]*"s", "other"/);
    expect(report(await read(file, { scorer: 's' })).models).toMatchObject([{ n: 1, accuracy: 0.5 }]);
  });
});

describe('totals of models', () => {
  test.each([
    ['percentages', 'a,22,26,52', { n: null, accuracy: 0.22 }],
    ['percentages that round to 99', 'a,33,33,33', { n: null, accuracy: 1 / 3 }],
    ['percent signs', 'a,22 %,26%,52%', { n: null, accuracy: 0.22 }],
    ['shares', 'a,0.22,0.26,0.52', { n: null, accuracy: 0.22 }],
    ['counts', 'a,220,260,520', { n: 1000, accuracy: 0.22 }],
  ])('%s', async (_name, row, expected) => {
    const graded = await read(write('totals.csv', `model,correct,incorrect,abstained\n${row}\n`));
    expect(report(graded).models[0]).toMatchObject(expected);
    expect(report(graded).models[0].intervals === null).toBe(expected.n === null);
  });

  test('a column n, or the number of questions, gives percentages their intervals', async () => {
    const [fromColumn] = report(
      await read(write('n.csv', 'model,correct,incorrect,abstained,n\na,22,26,52,4326\n')),
    ).models;
    const [fromOption] = report(
      await read(write('p.csv', 'model,correct,incorrect,abstained\na,22,26,52\n'), { questions: 4326 }),
    ).models;
    expect(fromColumn).toEqual(fromOption);
    expect(fromColumn.intervals!.accuracy.lower).toBeGreaterThan(0.2);
  });

  test('hundred questions each: counts, if the user says so or a column n does', async () => {
    const file = write('hundred.csv', 'model,correct,incorrect,abstained\na,22,26,52\n');
    expect(report(await read(file, { unit: 'counts' })).models[0].n).toBe(100);
    expect(
      report(await read(write('hundred.csv', 'model,correct,incorrect,abstained,n\na,22,26,52,100\n'))).models[0].n,
    ).toBe(100);
  });
});

describe('runs of the same models, and columns that tell abstentions', () => {
  test('files of runs are repeated asks, if the user says so', async () => {
    const files = [write('run1.csv', CSV), write('run2.csv', CSV)];
    expect(await refusal(files)).toMatch(/are alike[^]*each file is a run of the same models, --runs/);
    const [once, twice] = [report(await read(files[0])), report(await read(files, { runs: true }))];
    expect(twice.models.map(({ n, answers }) => [n, answers])).toEqual([
      [3, 6],
      [3, 6],
    ]);
    expect(twice.models.map(({ intervals }) => intervals)).toEqual(once.models.map(({ intervals }) => intervals));
  });

  test('runs with epochs of their own, and runs of models that differ', async () => {
    const log = {
      ...inspectLogOf('a'),
      samples: inspectLogOf('a').samples.flatMap((each) => [each, { ...each, epoch: 2 }]),
    };
    const files = [write('one.json', JSON.stringify(log)), write('two.json', JSON.stringify(log))];
    expect(await refusal(files)).toMatch(/two files hold one run, name one of them; [^]*--runs/);
    expect(report(await read(files, { runs: true })).models).toMatchObject([{ n: 3, answers: 12 }]);
    const other = [write('b.csv', simpleqaOf('b')), write('a.csv', simpleqaOf('a'))];
    expect(await refusal(other, { runs: true })).toMatch(
      /no model has answers to one question in two files[^]*--model NAME/,
    );
    expect(report(await read(other, { runs: true, model: 'x' })).models).toMatchObject([{ n: 3, answers: 6 }]);
  });

  test('a column that is true where the model abstained counts first', async () => {
    const file = write(
      'refused.csv',
      'model,question,outcome,refused_flag\na,q1,correct,no\na,q2,incorrect,yes\na,q3,,1\n',
    );
    expect(await refusal(write('refused.csv', 'model,question,grade,declined\na,q1,1,0\na,q2,0,1\n'))).toMatch(
      /unknown outcome/,
    );
    write('refused.csv', 'model,question,outcome,refused_flag\na,q1,correct,no\na,q2,incorrect,yes\na,q3,,1\n');
    const graded = await read(file, { abstention: 'refused_flag' });
    expect(report(graded).models).toMatchObject([{ n: 3, accuracy: 1 / 3, errorRate: 0, abstentionRate: 2 / 3 }]);
    expect(await refusal(file, { abstention: 'outcome' })).toMatch(/neither yes nor no in "outcome"/);
    expect(await refusal(file, { abstention: 'refuse' })).toMatch(/missing column: "refuse"/);
  });

  test('such a column that is not read is named', async () => {
    const rows = 'a,q1,correct,0\na,q2,incorrect,1\n';
    const graded = await read(write('hedged.csv', `model,question,outcome,hedged\n${rows}`));
    const { doubts = [] } = graded.files[0];
    expect(doubts).toEqual([expect.stringMatching(/"hedged" is not read[^]*--abstention-column hedged$/)]);
    expect(scoreText(report(graded), { doubts }).replaceAll(/\s+/g, ' ')).toMatch(
      /what to do First: the column "hedged" is not read[^]*What follows holds only if[^]*Finding:/,
    );
    const unlike = await read(write('asked.csv', `model,question,outcome,should_abstain\n${rows}`));
    expect(unlike.files[0].doubts).toBeUndefined();
    expect(await refusal(write('flag.csv', `model,question,is_correct,refusal_flag\n${rows}`))).toMatch(
      /--outcome-column is_correct --abstention-column refusal_flag/,
    );
  });

  test('rows that differ in a column of the question are told how to name it', async () => {
    const rows = 'a,Who?,Ana,correct\na,Who?,Bo,incorrect\n';
    expect(await refusal(write('context.csv', `model,question,context,outcome\n${rows}`))).toMatch(
      /differ in "context"[^]*--question-column QUESTION,context/,
    );
  });

  test('flags of right and wrong answers alone: rows that are neither are asked about', async () => {
    const file = write('two.csv', 'model,question,correct,incorrect\na,q1,1,0\na,q2,0,1\na,q3,0,0\n');
    expect(await refusal(file)).toMatch(/two\.csv:4: neither correct nor incorrect[^]*--abstained ''/);
    const words = { right: [], error: [], abstention: [''] };
    expect(report(await read(file, { words })).models).toMatchObject([{ n: 3, abstentionRate: 1 / 3 }]);
    expect(await refusal(write('two.csv', 'model,question,correct,incorrect\na,q1,1,1\n'))).toMatch(/not exactly one/);
  });

  test('names that hold another name inside a word are no suggestion', async () => {
    const file = write('words.csv', 'model,confidence,videos,outcome\na,0.5,x,correct\n');
    expect(await refusal(file)).not.toMatch(/perhaps/);
    expect(await refusal(write('words.csv', 'model,itemId,outcome\na,1,correct\n'))).toMatch(
      /perhaps --question-column itemId/,
    );
  });
});

describe('bad rows: refused with the line, or skipped and listed', () => {
  const HEADER = 'model,question,outcome,confidence\na,q1,correct,0.5\n';
  const TOTALS = 'model,correct,incorrect,abstained\na,22,26,52\n';
  test.each([
    ['unknown outcome', 'x.csv', `${HEADER}a,q2,perhaps,0.5\n`, /x\.csv:3: unknown outcome: "perhaps"/],
    ['confidence above 1', 'x.csv', `${HEADER}a,q2,correct,1.01\n`, /x\.csv:3: confidence outside \[0, 1\]: "1\.01"/],
    ['confidence that is not a number', 'x.csv', `${HEADER}a,q2,correct,high\n`, /x\.csv:3: confidence outside/],
    [
      'confidence Infinity as Python writes it',
      'x.jsonl',
      '{"model":"a","question":1,"outcome":"correct"}\n{"model":"a","question":2,"outcome":"correct","confidence":Infinity}\n',
      /x\.jsonl:2: confidence outside/,
    ],
    ['a pair twice', 'x.csv', `${HEADER}a,q1,incorrect,0.5\n`, /x\.csv:3: duplicate model–question pair: "a", "q1"/],
    ['no model', 'x.csv', `${HEADER},q2,correct,0.5\n`, /x\.csv:3: empty model/],
    ['no question', 'x.csv', `${HEADER}a,,correct,0.5\n`, /x\.csv:3: empty question/],
    [
      'a cell too few, after a row of two lines',
      'x.csv',
      `${HEADER}a,"q\n2",correct,0.5\na,q3,correct\n`,
      /x\.csv:5: wrong number of cells: 3 instead of 4/,
    ],
    ['no JSON', 'x.jsonl', '{"model":"a","question":1,"outcome":"correct"}\n{"model":\n', /x\.jsonl:2: unreadable row/],
    [
      'no outcome',
      'x.jsonl',
      '{"model":"a","question":1,"outcome":"correct"}\n\n{"model":"a","question":2}\n',
      /x\.jsonl:3: unknown outcome: none/,
    ],
    [
      'two flags',
      'x.csv',
      'question,is_correct,is_incorrect,is_not_attempted\nq1,1,0,0\nq2,1,1,0\n',
      /x\.csv:3: not exactly one of is_correct/,
    ],
    [
      'partial credit of Inspect',
      'x.json',
      JSON.stringify({
        eval: { model: 'a' },
        samples: ['C', 'P'].map((value, id) => ({ id, epoch: 1, scores: { s: { value } } })),
      }),
      /x\.json, sample 2: unknown outcome: "P"/,
    ],
    [
      'percentages that do not sum',
      'x.csv',
      `${TOTALS}b,24,75,4\n`,
      /x\.csv:3: percentages that don't sum to 100 ± 1: "b" "24", "75", "4" sum to 103/,
    ],
    ['a model twice', 'x.csv', `${TOTALS}a,24,75,1\n`, /x\.csv:3: duplicate model: "a"/],
    ['a count below 0', 'x.csv', `${TOTALS}b,-1,100,1\n`, /x\.csv:3: not a count/],
    [
      'counts that do not sum to n',
      'x.csv',
      'model,correct,incorrect,abstained,n\na,2,3,5,10\nb,2,3,5,11\n',
      /x\.csv:3: counts that don't sum to n/,
      { unit: 'counts' },
    ],
  ] satisfies (readonly [string, string, string, RegExp, GivenOptions?])[])(
    '%s',
    async (_name: string, name: string, content: string, pattern: RegExp, options: GivenOptions = {}) => {
      const file = write(name, content);
      const message = await refusal(file, options);
      expect(message).toMatch(/^1 of \d+ rows is bad/);
      expect(message).toMatch(pattern);
      const graded = await read(file, { ...options, skipBadRows: true });
      expect(graded.skipped.rows).toBe(1);
      expect(Object.values(graded.skipped.byKind)).toEqual([1]);
      expect(report(graded).models).toHaveLength(1);
    },
  );

  test('nothing is left: an error even where bad rows are skipped', async () => {
    expect(await refusal(write('x.csv', 'model,question,outcome\na,q,perhaps\n'), { skipBadRows: true })).toMatch(
      /no row is left/,
    );
  });
});

describe('hostile and mistaken files: one message in words', () => {
  test.each([
    ['binary', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 197 + 131) % 256)), /neither text nor Parquet/],
    ['NUL', 'model,question,outcome\na,q\0,correct\n', /NUL character\n.*x\.csv:2/],
    [
      'Latin-1',
      Buffer.from('model,question,outcome\na,q1,correct\na,café,correct\n', 'latin1'),
      /not in UTF-8\n.*x\.csv:3/,
    ],
    ['a quote that is never closed', 'model,question,outcome\na,q1,correct\na,"q2,correct\n', /x\.csv:3/],
    ['a quote in the middle of a cell', 'model,question,outcome\na,5" pipe,correct\n', /x\.csv:2/],
    ['a row of nine million characters', `model,question,outcome\na,"${'x'.repeat(9e6)}`, /more than 4 million/],
    ['six million letters without an end of line', 'x'.repeat(6e6), /missing columns/],
    ['empty', '', /empty/],
    ['blank', '\n\n \n', /empty/],
    ['a header alone', 'model,question,outcome\n', /no rows/],
    ['a missing column', 'model,question\na,q\n', /missing column: "outcome"/],
    [
      'answers that nobody has graded',
      'question,model,answer,expected\nq1,a,Rome,Paris\n',
      /not graded yet: compare "answer" with "expected", and write correct, incorrect or abstained/,
    ],
    ['a column twice', 'model,model,question,outcome\n', /twice/],
    ['cut Parquet', 'PAR1 and no more', /Parquet/],
    ['cut Arrow', 'ARROW1 and no more', /Arrow/],
    ['cut zip', 'PK\x03\x04 and no more', /zip/],
    ['cut gzip', Buffer.from([0x1f, 0x8b, 8, 0]), /gzip file is damaged/],
    ['a log without samples', '{"eval": {"model": "a"}, "samples": []}', /no samples/],
    ['JSON that is not a list', '[1', /not JSON/],
  ] satisfies (readonly [string, string | Uint8Array, RegExp])[])(
    '%s',
    async (name: string, content: string | Uint8Array, pattern: RegExp) => {
      const message = await refusal(write(name.includes('log') || name.includes('JSON') ? 'x.json' : 'x.csv', content));
      expect(message).toMatch(pattern);
      expect(message.length).toBeLessThan(1000);
    },
  );

  test('files that are not there', async () => {
    expect(await refusal(path.join(folder, 'none.csv'))).toMatch(/no such file/);
    expect(await refusal(folder)).toMatch(/a folder/);
    expect(await refusal('/dev/null')).toMatch(/empty/);
  });

  test('a column that was named must be there; a format that was named must fit', async () => {
    const file = write('answers.csv', CSV);
    expect(await refusal(file, { columns: { ...NAMES, confidence: 'p' }, named: ['confidence'] })).toMatch(
      /missing column: "p"/,
    );
    expect(await refusal(file, { format: 'models' })).toMatch(/missing columns: "correct", "incorrect", "abstained"/);
    expect(await refusal(file, { format: 'inspect' })).toMatch(/is not a log of Inspect/);
    expect(await refusal(file, { words: { right: ['correct'], error: ['Correct'], abstention: [] } })).toMatch(
      /two outcomes/,
    );
  });

  test('objects one after the other, of which the last is cut off: a bad row', async () => {
    const objects = ROWS.map((row) => JSON.stringify(row, null, 2)).join('\n');
    expect(await refusal(write('cut.json', objects.slice(0, -9)))).toMatch(/cut\.json, row 6: unreadable row/);
  });

  test('an archive with a flipped byte, an encrypted file or a name twice is refused', async () => {
    const sound = inspectArchive(inspectLogOf('b'));
    const directory = sound.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    const changed = (change: (archive: Buffer) => void): string => {
      const archive = Buffer.from(sound);
      change(archive);
      return write('changed.eval', archive);
    };
    expect(await refusal(changed((archive) => archive.writeUInt32LE(7, directory + 16)))).toMatch(/checksum is wrong/);
    expect(await refusal(changed((archive) => archive.writeUInt16LE(1, directory + 8)))).toMatch(/encrypted/);
    const second = sound.indexOf('samples/q2', directory);
    expect(await refusal(changed((archive) => void archive.write('samples/q1', second)))).toMatch(/the same name/);
  });

  test('an archive whose files share bytes, or unpack to far more than its size, is refused with the way past it', async () => {
    const sound = inspectArchive(inspectLogOf('b'));
    const [first, second] = [sound.indexOf('PK\x01\x02'), sound.lastIndexOf('PK\x01\x02')];
    const shared = Buffer.from(sound);
    shared.writeUInt32LE(sound.readUInt32LE(first + 42), second + 42);
    expect(await refusal(write('shared.eval', shared))).toMatch(/not what the list of files says/);
    const longer = Buffer.from(sound);
    longer.writeUInt32LE(sound.readUInt32LE(first + 20) + 40, first + 20);
    expect(await refusal(write('longer.eval', longer))).toMatch(/share bytes/);
    const bomb = Buffer.from(sound);
    bomb.writeUInt32LE(65 * 2 ** 20, first + 24);
    expect(await refusal(write('ratio.eval', bomb))).toMatch(/200 times its size[^]*inspect log convert/);
  });

  test('an archive whose file unpacks to more than it says is refused', async () => {
    const archive = inspectArchive(inspectLogOf('b'));
    const directory = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    archive.writeUInt32LE(3, directory + 24);
    expect(await refusal(write('bomb.eval', archive))).toMatch(/cannot be unpacked/);
  });
});

describe('the same mistakes as in `estimate`, in the same words', () => {
  const arrow = tableToIPC(tableFromArrays({ model: ['a'] }), 'file');
  test.each([
    ['empty.csv', ''],
    ['binary.csv', Uint8Array.from({ length: 400 }, (_, i) => i % 20)],
    ['cut.csv.gz', gzipSync(CSV).subarray(0, 40)],
    ['parquet.gz', gzipSync('PAR1 and more')],
    ['rows.bz2', Buffer.from('425a68393141592653590102030405060708', 'hex')],
    ['cut.parquet', 'PAR1 and no more PAR1'],
    ['cut.arrow', arrow.subarray(0, 20)],
    ['latin1.csv', Buffer.from('model,outcome,question\na,correct,caf\xe9\n', 'latin1')],
  ] satisfies (readonly [string, string | Uint8Array])[])('%s', async (name: string, content: string | Uint8Array) => {
    const file = write(name, content);
    const words = (message: string): string =>
      message.replace(/^ {2}found: .*\n?|, logs of evaluation programs/gm, '').trimEnd();
    const estimated: unknown = await withDatabase(async (database) => {
      const tables = await openTables(database, [file], Readable.from([]));
      await database.rows(await tables.select(Object.fromEntries(tables.columns.map((name) => [name, name]))));
    }).catch((error: unknown) => error);
    expect(estimated).toBeInstanceOf(UserError);
    expect(words(await refusal(file))).toBe(words((estimated as UserError).message));
  });

  test.each([
    ['a missing file', ['none.csv']],
    ['a folder', ['.']],
    ['a glob without a match', ['none-*.csv']],
    ['an address', ['https://127.0.0.1:9/x.csv']],
    ['a file twice', ['package.json', './package.json']],
    ['stdin twice', ['-', '-']],
  ])('%s', async (_name, files) => {
    const estimated: unknown = await withDatabase((database) => openTables(database, files, Readable.from([]))).catch(
      (error: unknown) => error,
    );
    await expect(read(files)).rejects.toEqual(estimated);
  });
});

test('the documentation lists every format', () => {
  const listed = [...readFileSync('docs/score.md', 'utf8').matchAll(/^\| ([^|]*) \|.*\| `(\w[\w-]*)` \|$/gm)];
  expect(listed.map(([, description, name]) => ({ name, description }))).toEqual(
    FORMATS.map(({ name, description }) => ({ name, description })),
  );
});
