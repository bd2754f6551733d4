/** The estimate from counts, and from tables against a count in a few lines of JavaScript. */
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withDatabase } from '../../src/data/database.js';
import { literal } from '../../src/data/sql.js';
import type { PromptCounts } from '../../src/estimate/countPrompts.js';
import { estimate } from '../../src/estimate/estimate.js';
import { type EstimateRequest, estimateFiles } from '../../src/estimate/estimateFiles.js';
import { frequencyCounts } from '../../src/theory/frequencyCounts.js';
import { goodToulmin } from '../../src/theory/goodToulmin.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'estimate-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function run(file: string, options: Partial<EstimateRequest> = {}) {
  return (await estimateFiles({ files: [file], stdin: Readable.from([]), level: 0.95, ...options })).estimate;
}

function counted(pairs: readonly (readonly [number, number])[], more: Partial<PromptCounts> = {}): PromptCounts {
  const frequencies = frequencyCounts(pairs);
  const answeredRows = frequencies.reduce((sum, [r, f]) => sum + r * f, 0);
  return {
    rows: answeredRows,
    answeredRows,
    emptyPrompts: 0,
    prompts: frequencies.reduce((sum, [, f]) => sum + f, 0),
    frequencies,
    conflictingPrompts: null,
    distinctAnswers: null,
    ...more,
  };
}

describe('from counts', () => {
  const spider = counted(
    [
      [1, 12],
      [2, 4],
      [4, 1],
      [6, 2],
      [8, 1],
      [9, 1],
      [15, 2],
      [17, 1],
      [22, 1],
      [46, 1],
    ],
    { distinctAnswers: 365 },
  );

  test('definitions', () => {
    const e = estimate(spider, { level: 0.95 });
    expect(e).toMatchObject({
      rows: 168,
      answeredRows: 168,
      abstainedRows: 0,
      prompts: 26,
      singletons: 12,
      doubletons: 4,
      singletonRate: 12 / 168,
    });
    expect(e.goodTuring.standardError).toBeCloseTo(Math.sqrt(12 + 8 - 144 / 168) / 168, 12);
    expect(e.goodTuring.upper).toBeCloseTo(12 / 168 + 1 / 168 + 2.42 * Math.sqrt(Math.log(4 / 0.05) / 168), 12);
    expect(e.calibratedError).toMatchObject({
      errorRate: (12 / 168) * (1 - 1 / 365),
      responsesPerPrompt: 365,
      responsesFrom: 'distinct answers',
    });
    expect(e.theorem2.lower).toBeCloseTo(12 / 168 - 2 / 364 - (35 + 6 * Math.log(168)) / Math.sqrt(168), 12);
    expect(e.theorem2.vacuous).toBe(true);
    expect(e.coverage.chaoJost).toBeCloseTo(0.9288554, 7);
    expect(e.extrapolation.map(({ factor }) => factor)).toEqual([1.5, 2, 5, 10]);
    // Chao and Jost at double: (f_1/n) A^(n + 1)
    expect(e.extrapolation[1].missingMass).toBeCloseTo((12 / 168) * ((167 * 12) / (167 * 12 + 8)) ** 169, 12);
  });

  test('N holds the rows that abstain; coverage and Simple Good–Turing do not', () => {
    const e = estimate({ ...spider, rows: 336 }, { level: 0.95, responsesPerPrompt: 2 });
    expect(e.singletonRate).toBe(12 / 336);
    expect(e.goodTuring.missingMass).toBe(12 / 336);
    expect(e.goodTuring.upper).toBeCloseTo(Math.min(1, 12 / 336 + 4.42 * Math.sqrt(Math.log(5 / 0.05) / 336)), 12);
    expect(e.coverage.chaoJost).toBeCloseTo(0.9288554, 7);
    expect(e.simpleGoodTuring.p0).toBe(12 / 168);
    expect(e.calibratedError).toMatchObject({ errorRate: 6 / 336, responsesFrom: 'option' });
  });

  test('only singletons: words and nulls in place of 100 %', () => {
    const e = estimate(counted([[1, 300]], { distinctAnswers: 300 }), { level: 0.95 });
    expect(e.goodTuring).toEqual({
      missingMass: null,
      lower: null,
      upper: null,
      asymptoticLower: null,
      asymptoticUpper: null,
      standardError: null,
    });
    expect([
      e.calibratedError.errorRate,
      e.theorem2.lower,
      e.chao1.classic,
      e.coverage.chaoJost,
      e.simpleGoodTuring.slope,
    ]).toEqual([null, null, null, null, null]);
    expect([e.singletonRate, e.simpleGoodTuring.p0, e.extrapolation, e.dataNeeded]).toEqual([1, 1, [], []]);
    expect(e.warnings.join()).toMatch(/deduplicated/);
    expect(e.simpleGoodTuring.warning).toMatch(/every prompt is a singleton/);
    expect(JSON.stringify(e)).not.toMatch(/NaN|Infinity/);
  });

  test('no answers, one row, no singletons: finite numbers or null, and words', () => {
    for (const counts of [
      counted([], { rows: 5, prompts: 3 }),
      counted([[1, 1]]),
      counted([[3, 2]]),
      counted(
        [
          [1, 1],
          [2, 1],
        ],
        { distinctAnswers: 1 },
      ),
      counted(
        [
          [1, 2],
          [5, 1],
        ],
        { distinctAnswers: 4 },
      ),
    ]) {
      const e = estimate(counts, { level: 0.95 });
      expect(
        JSON.stringify(e, (_, value: unknown) =>
          typeof value === 'number' && !Number.isFinite(value) ? 'broken' : value,
        ),
      ).not.toMatch(/broken/);
      expect(e.warnings.length).toBeGreaterThan(0);
    }
  });

  test('new prompts are not cut to 0 where the sum of Good and Toulmin is negative', () => {
    const counts = counted([
      [1, 10],
      [2, 21],
      [3, 17],
      [4, 26],
      [5, 18],
    ]);
    expect(goodToulmin(counts.frequencies, 2).newPrompts).toBe(10 - 21 + 17 - 26 + 18);
    const [, double] = estimate(counts, { level: 0.95 }).extrapolation;
    // Equal frequencies (m_2 = m_1²): f_1 (1 − e^(−m_1))/m_1, m_1 = 2 · 21/10.
    expect(double).toMatchObject({
      newPromptsFrom: 'gamma-law',
      newPrompts: expect.closeTo((10 * -Math.expm1(-4.2)) / 4.2, 1),
    });
    expect(double.likelyMissingMass).toBeGreaterThan(0);
    expect(double.newPromptsLower).toBeLessThanOrEqual(double.newPrompts);
    expect(double.newPromptsUpper).toBeGreaterThanOrEqual(double.newPrompts);
    const usual = estimate(
      counted([
        [1, 30],
        [2, 9],
        [3, 3],
      ]),
      { level: 0.95 },
    ).extrapolation;
    expect(new Set(usual.map(({ newPromptsFrom }) => newPromptsFrom))).toEqual(new Set(['good-toulmin']));
  });

  test('the number of prompts has no upper end: it is a lower bound', () => {
    const { chao1 } = estimate(spider, { level: 0.95 });
    expect(Object.keys(chao1)).toEqual(['classic', 'biasCorrected', 'standardError', 'lower']);
    expect(chao1.lower!).toBeLessThan(chao1.classic!);
    expect(chao1.lower!).toBeGreaterThanOrEqual(26);
  });

  test('data needed: the likely curve reaches the error there', () => {
    const [five, one] = estimate(
      counted(
        [
          [1, 3000],
          [2, 1500],
          [3, 900],
          [8, 500],
        ],
        { distinctAnswers: 365 },
      ),
      { level: 0.95 },
    ).dataNeeded;
    expect(five.errorRate).toBe(0.05);
    expect(five.rowsLower!).toBeLessThan(five.rows!);
    expect(five.rows!).toBeLessThan(one.rows!);
    expect(five.rowsUpper === null || five.rowsUpper > five.rows!).toBe(true);
  });
});

describe('from tables', () => {
  const prompt = fc.constantFrom('a', 'A', ' a', 'b', 'c', 'd', 'é', 'e\u0301', 'x, "y"', '', '  ');
  const response = fc.constantFrom('1', '2', "I don't know", 'i don’t KNOW.', 'IDK !', '', ' 1');
  const abstention = /^(i don't know|i do not know|idk)$/;
  const words = (r: string): string =>
    r
      .replace('’', "'")
      .toLowerCase()
      .trim()
      .replace(/[ .!]+$/, '');

  test('counts agree with a plain count', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(prompt, response, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 40 }),
        fc.boolean(),
        fc.boolean(),
        async (rows, weighted, normalize) => {
          fc.pre(rows.some(([p, , w]) => p.trim() !== '' && (!weighted || w > 0)));
          const form = (text: string): string => (normalize ? text.normalize('NFC').toLowerCase().trim() : text);
          const answers = new Map<string, string[]>();
          let [all, empty] = [0, 0];
          for (const [p, r, w] of rows) {
            const times = weighted ? w : 1;
            if (p.trim() === '') empty += times;
            else if (times > 0) {
              all += times;
              const of = answers.get(form(p)) ?? [];
              answers.set(form(p), of);
              if (r.trim() !== '' && !abstention.test(words(r))) for (let i = 0; i < times; i++) of.push(form(r));
            }
          }
          const seen = [...answers.values()];
          const expected = {
            rows: all,
            answeredRows: seen.flat().length,
            abstainedRows: all - seen.flat().length,
            emptyPrompts: empty,
            prompts: answers.size,
            singletons: seen.filter((each) => each.length === 1).length,
            doubletons: seen.filter((each) => each.length === 2).length,
            conflictingPrompts: seen.filter((each) => new Set(each).size > 1).length,
          };
          const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
          const csv = put(
            't.csv',
            `prompt,response,w\n${rows.map(([p, r, w]) => `${quote(p)},${quote(r)},${w}\n`).join('')}`,
          );
          const jsonl = put(
            't.jsonl',
            rows.map(([p, r, w]) => `${JSON.stringify({ prompt: p, completion: r, w })}\n`).join(''),
          );
          const options = { normalize, ...(weighted && { count: 'w' }) };
          const parquet = path.join(folder, 't.parquet');
          await withDatabase((database) =>
            database.rows(
              `COPY (SELECT * FROM read_csv(${literal(csv)}, all_varchar = true, header = true)) TO ${literal(parquet)} (FORMAT parquet)`,
            ),
          );
          // Parquet counts abstentions by their hashes.
          for (const file of [csv, jsonl, parquet]) {
            const e = await run(file, options);
            expect(e).toMatchObject(expected);
            expect(e.calibratedError.responsesPerPrompt).toBe(new Set(seen.flat()).size);
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  test('chat messages: the conversation before the last answer is the prompt', async () => {
    const chat = (...messages: readonly (readonly [string, unknown])[]): string =>
      `${JSON.stringify({ messages: messages.map(([role, content]) => ({ role, content })) })}\n`;
    const file = put(
      'chat.jsonl',
      [
        chat(['user', 'q1'], ['assistant', 'a']),
        chat(['user', [{ type: 'text', text: 'q1' }]], ['assistant', [{ type: 'text', text: 'a' }]]),
        chat(['system', 's'], ['user', 'q1'], ['assistant', 'a']),
        chat(['user', 'q1'], ['assistant', 'a'], ['user', 'q2'], ['assistant', 'b']),
        chat(['user', 'q1'], ['assistant', 'a'], ['user', 'q2'], ['assistant', 'IDK']),
        chat(['user', 'q3']),
        '{"messages": null}\n',
        '{"messages": "text"}\n',
        '{"messages": []}\n',
      ].join(''),
    );
    expect(await run(file)).toMatchObject({
      rows: 6,
      answeredRows: 4,
      prompts: 4,
      singletons: 2,
      doubletons: 1,
      emptyPrompts: 3,
      conflictingPrompts: 0,
    });
    const list = path.join(folder, 'rare.jsonl');
    await run(file, { singletonsFile: list });
    expect(
      readFileSync(list, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { prompt: 'system: s\nuser: q1', answer: 'a' },
      { prompt: 'user: q1\nassistant: a\nuser: q2', answer: 'b' },
    ]);
  });

  test('columns are recognised, or named; several make one prompt', async () => {
    const instruction = put(
      'i.jsonl',
      '{"instruction":"add","input":"1 2","output":"3"}\n{"instruction":"add","input":"2 3","output":"5"}\n{"instruction":"add","input":"2 3","output":"5"}\n',
    );
    expect(await run(instruction)).toMatchObject({ prompts: 2, singletons: 1, doubletons: 1 });
    expect(await run(instruction, { prompt: 'instruction' })).toMatchObject({ prompts: 1, conflictingPrompts: 1 });
    const named = put('n.csv', 'who,what\nx,1\nx,1\ny,2\n');
    await expect(run(named)).rejects.toThrow(/no column of prompts is recognised[^]*"who", "what"[^]*--prompt/);
    expect(await run(named, { prompt: 'who' })).toMatchObject({
      prompts: 2,
      conflictingPrompts: null,
      calibratedError: { responsesPerPrompt: null },
    });
    expect(await run(named, { prompt: 'who,what' })).toMatchObject({ prompts: 2 });
    await expect(run(named, { prompt: 'whoo' })).rejects.toThrow(/did you mean who\?/);
  });

  test('abstentions of one’s own replace the default ones', async () => {
    const file = put('ab.csv', 'prompt,response\na,No idea!\na,IDK\nb,1\nb,1\n');
    expect(await run(file, { abstentions: ['no  idea'] })).toMatchObject({ abstainedRows: 1, singletons: 1 });
    expect(await run(file)).toMatchObject({ abstainedRows: 1, answeredRows: 3 });
    expect(await run(file, { abstentions: ['?', "x'); DROP TABLE y; --"] })).toMatchObject({ abstainedRows: 0 });
  });

  test('counts made elsewhere', async () => {
    const file = put('f.csv', 'count,frequency\n1,12\n2,4\n0,3\n5,1\n');
    expect(await run(file, { frequencyCounts: true })).toMatchObject({
      rows: 25,
      answeredRows: 25,
      singletons: 12,
      prompts: 20,
    });
    expect(await run(file, { frequencyCounts: true, rows: 50 })).toMatchObject({
      rows: 50,
      abstainedRows: 25,
      singletonRate: 12 / 50,
    });
    await expect(run(file, { frequencyCounts: true, rows: 5 })).rejects.toThrow(/at least 25/);
    await expect(run(put('g.csv', 'count,frequency\n1,x\n'), { frequencyCounts: true })).rejects.toThrow(/frequency/);
    await expect(run(put('h.csv', 'prompt,frequencies\nwho,2\n'), { frequencyCounts: true })).rejects.toThrow(
      /not a count/,
    );
    const object = put('counter.json', '{"1": 12, "2": 4, "5": 1, "0": 3}');
    expect(await run(object, { frequencyCounts: true })).toMatchObject({ rows: 25, singletons: 12, prompts: 20 });
    const rows = put('f.jsonl', '{"n": 1, "prompts": 12}\n{"n": 2, "prompts": 4}\n{"n": 5, "prompts": 1}\n');
    expect(await run(rows, { frequencyCounts: true })).toMatchObject({ rows: 25, singletons: 12 });
  });

  test('counts as programs write them', async () => {
    const made = path.join('test', 'external', 'frequencyCounts');
    const files = readdirSync(made).filter((name) => name !== 'README.md');
    expect(files.length).toBeGreaterThan(15);
    for (const name of files) {
      const { rows, prompts, singletons, doubletons } = await run(path.join(made, name), { frequencyCounts: true });
      expect([name, rows, prompts, singletons, doubletons]).toEqual([name, 60, 25, 12, 6]);
    }
    const packed = path.join(folder, 'packed.txt.gz');
    writeFileSync(packed, gzipSync(readFileSync(path.join(made, 'uniqOfPrompts.txt'))));
    const piped = { frequencyCounts: true, stdin: createReadStream(path.join(made, 'pandas.json')) };
    expect(await run(packed, { frequencyCounts: true })).toMatchObject({ rows: 60, singletons: 12 });
    expect(await run('-', piped)).toMatchObject({ rows: 60, singletons: 12 });
  });

  test('conflicts are listed', async () => {
    const file = put('c.csv', 'prompt,response\na,1\na,2\na,1\nb,1\nb,1\n');
    const list = path.join(folder, 'conflicts.csv');
    await run(file, { conflictsFile: list });
    expect(readFileSync(list, 'utf8')).toBe('prompt,answers,rows,examples\na,2,3,1 | 2\n');
  });

  test('formulas are guarded in lists of CSV alone, and one apostrophe taken away gives the texts back', async () => {
    const texts = ['=1', '+1', '-1', '@x', "'=1", "''@x", "'quoted'", 'plain', '1=1'];
    const file = put('f.csv', `prompt,response\n${texts.map((text) => `${text},"${text}"\n`).join('')}`);
    const lists = ['csv', 'jsonl'].map((ending) => path.join(folder, `formulas.${ending}`));
    for (const singletonsFile of lists) await run(file, { singletonsFile });
    const [inCsv, inJson] = lists.map((list) => readFileSync(list, 'utf8').trimEnd().split('\n'));
    const cells = inCsv!.slice(1).flatMap((line) => line.split(','));
    expect(cells.filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    expect(cells.map((cell) => cell.replace(/^'(?='*[=+\-@\t\r\n])/, '')).sort()).toEqual([...texts, ...texts].sort());
    expect(inJson!.map((line) => (JSON.parse(line) as { prompt: string }).prompt).sort()).toEqual([...texts].sort());
  });

  test('six rows of CSV, and many answers, in 60 MB', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `p${i % 50_000},r${i}\n`).join('');
    const e = await run(put('many.csv', `prompt,response\n${rows}`), { database: { memory: '60MB' } });
    expect(e.singletons).toBe(40_000);
    expect(e.calibratedError.responsesFrom).toBe('about the distinct answers');
    const small = await run(put('six.csv', 'prompt,response\na,1\na,1\nb,2\n'), { database: { memory: '60MB' } });
    expect([small.rows, small.calibratedError.responsesFrom]).toEqual([3, 'distinct answers']);
  });

  test('bad counts, no rows', async () => {
    await expect(run(put('w.csv', 'prompt,w\na,1\nb,-1\nc,1.5\nd,\n'), { count: 'w' })).rejects.toThrow(
      /3 rows have no count/,
    );
    await expect(run(put('e.csv', 'prompt,response\n'))).rejects.toThrow(/no rows/);
    await expect(run(put('e2.csv', 'prompt,response\n"",a\n'))).rejects.toThrow(/no row has a prompt/);
  });

  test('held-out rows: the same ones on one thread and two, about the share asked for, in the interval', async () => {
    const rows = Array.from({ length: 4000 }, (_, i) => `p${((i * 7919) % 4001) % 1500},${i % 7 === 0 ? 'IDK' : 1}\n`);
    const file = put('holdout.csv', `prompt,response\n${rows.join('')}`);
    const [one, two] = [
      await run(file, { holdout: 0.2, database: { threads: 1 } }),
      await run(file, { holdout: 0.2, database: { threads: 2 } }),
    ];
    expect(one.holdout).toEqual(two.holdout);
    expect(one.holdout).toMatchObject({ rows: 4000, share: 0.2, within: true });
    expect(Math.abs(one.holdout!.heldOutRows - 800)).toBeLessThan(120);
    expect((await run(file, { holdout: 0.2, seed: 2 })).holdout).not.toEqual(one.holdout);
  });

  test('held-out rows of counts: a binomial draw of each, in seconds for counts of 10⁹ too', async () => {
    const few = Array.from({ length: 4000 }, (_, i) => `p${i},r,${1 + (i % 3)}\n`);
    const file = put('counts.csv', `prompt,response,n\n${few.join('')}`);
    const [one, two] = [
      await run(file, { count: 'n', holdout: 0.2, database: { threads: 1 } }),
      await run(file, { count: 'n', holdout: 0.2, database: { threads: 2 } }),
    ];
    expect(one.holdout).toEqual(two.holdout);
    expect(one.holdout).toMatchObject({ rows: 7999, within: true });
    expect(Math.abs(one.holdout!.heldOutRows - 1600)).toBeLessThan(5 * Math.sqrt(8000 * 0.16));
    const large = await run(put('large.csv', 'prompt,n\na,1000000000\nb,3000000000\nc,0\nd,1\n'), {
      count: 'n',
      holdout: 0.1,
    });
    expect(large.holdout).toMatchObject({ rows: 4_000_000_001 });
    expect(Math.abs(large.holdout!.heldOutRows / 4e8 - 1)).toBeLessThan(1e-3);
  }, 20_000);
});
