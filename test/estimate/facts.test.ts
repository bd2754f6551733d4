/** Facts in raw text (`--extract`) and in files of triples. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withDatabase } from '../../src/data/database.js';
import { literal } from '../../src/data/sql.js';
import { type EstimateRequest, estimateFiles } from '../../src/estimate/estimateFiles.js';
import { factPattern } from '../../src/estimate/facts/factPattern.js';
import { day, FORTY, FORTY_COUNTS } from './forty.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'facts-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function run(files: readonly string[], options: Partial<EstimateRequest> = {}) {
  return estimateFiles({ files, stdin: Readable.from([]), level: 0.95, ...options });
}

const BORN = '(?<prompt>Person \\d+) was born on (?<response>Day \\d+)';
const SENTENCES = FORTY.map((i) => `Person ${i} was born on ${day(i)}.`);

describe('patterns', () => {
  test('groups are numbered as RE2 numbers them', () => {
    expect(factPattern('(a)(?:b)(?P<prompt>\\(c)[(?<x>)](?<response>d)', '')).toEqual({
      expression: '(a)(?:b)(?P<prompt>\\(c)[(?P<x>)](?P<response>d)',
      groups: 3,
      prompt: [2],
      response: 3,
    });
    expect(factPattern('(?<object>a)(?<relation>b)(?<subject>[]()]c)\\Q(\\E(?i:d)', '')).toMatchObject({
      groups: 3,
      prompt: [3, 2],
      response: 1,
    });
  });

  test.each(['(?<prompt>a)', 'a(b)', '(?<prompt>a)(?<prompt>b)(?<response>c)', '(?<subject>a)(?<response>b)'])(
    '%s lacks a group or has one twice',
    (text) => expect(() => factPattern(text, '--extract')).toThrow(/does not name the groups of a fact/),
  );

  test('what RE2 does not know is named', async () => {
    const file = put('re2.txt', 'x\n');
    await expect(run([file], { extract: ['(?<prompt>a)(?=b)(?<response>c)'] })).rejects.toThrow(
      /not a regular expression of RE2[^]*\(\?=/,
    );
  });
});

describe('raw text', () => {
  const shapes: readonly (readonly [name: string, content: string | Buffer])[] = [
    ['lines.txt', SENTENCES.join('\n')],
    ['windows.txt', `\r\n${SENTENCES.join('\r\n')}\r\n`],
    ['commas, "quotes" and bars.txt', SENTENCES.map((each) => `a, "b | ${each}\t\u001f;\n`).join('')],
    ['packed.txt.gz', gzipSync(SENTENCES.join('\n'))],
    ['two a line.txt', SENTENCES.map((each, at) => each + (at % 2 === 0 ? ' ' : '\n')).join('')],
    [
      'documents.jsonl',
      `${JSON.stringify({ text: SENTENCES.slice(0, 20).join('\n') })}\n${JSON.stringify({ text: SENTENCES.slice(20).join(' ') })}\n`,
    ],
    ['ended by others.jsonl', SENTENCES.map((text, id) => `${JSON.stringify({ id, raw_content: text })}\n`).join('')],
  ];
  test.each(shapes)('%s', async (name, content) => {
    const { estimate, read } = await run([put(name, content)], { extract: [BORN] });
    expect(estimate).toMatchObject(FORTY_COUNTS);
    expect(read).toMatch(/40 matches/);
  });

  test('Parquet, shards, a column of one’s own, one thread and two', async () => {
    const json = put('shard.jsonl', SENTENCES.map((body) => `${JSON.stringify({ page: body })}\n`).join(''));
    const file = path.join(folder, 'shard.parquet');
    await withDatabase((database) =>
      database.rows(`COPY (SELECT * FROM read_json(${literal(json)})) TO ${literal(file)} (FORMAT parquet)`),
    );
    for (const threads of [1, 2]) {
      const { estimate } = await run(
        [file, put('more.jsonl', readFileSync(json, 'utf8').replaceAll('Person', 'Person 9'))],
        {
          extract: [BORN, '(?<prompt>9 \\d+) was born on (?<response>Day \\d+)'],
          textColumn: 'page',
          database: { threads },
        },
      );
      expect(estimate).toMatchObject({ rows: 80, prompts: 20, singletons: 4, doubletons: 6 });
    }
    await expect(run([file], { extract: [BORN] })).rejects.toThrow(
      /no column of text is recognised[^]*"page"[^]*--text-column/,
    );
  });

  test('wordings of one kind do not count a fact twice; kinds of a file are told apart', async () => {
    const file = put(
      'kinds.txt',
      'Ada was born in Rome.\nAda died in Rome.\nRome is the birthplace of Ada.\nBob was born in Oslo, where Bob died in May.\n',
    );
    const both = ['(?<prompt>\\w+) was born in (?<response>\\w+)', '(?<prompt>\\w+) was (?<response>\\w+) in'];
    expect((await run([file], { extract: both })).estimate).toMatchObject({ rows: 2, prompts: 2 });
    const yaml = put(
      'kinds.yaml',
      "born:\n  - '(?<prompt>\\w+) was born in (?<response>\\w+)'\n  - '(?<response>\\w+) is the birthplace of (?<prompt>\\w+)'\ndied: '(?<prompt>\\w+) died in (?<response>\\w+)'\n",
    );
    const list = path.join(folder, 'kinds.csv');
    const { estimate } = await run([file], { extract: [yaml], singletonsFile: list });
    expect(estimate).toMatchObject({ rows: 5, prompts: 4, singletons: 3, doubletons: 1, conflictingPrompts: 0 });
    expect(readFileSync(list, 'utf8')).toBe('prompt,answer\n"born\nBob",Oslo\n"died\nAda",Rome\n"died\nBob",May\n');
    await expect(run([file], { extract: [put('bad.yaml', 'born: 3\n')] })).rejects.toThrow(
      /bad.yaml:1:1[^]*pattern in single quotes/,
    );
    await expect(run([file], { extract: [put('none.yaml', '- a\n')] })).rejects.toThrow(/names no kinds of facts/);
    await expect(run([file], { extract: ['missing.yaml'] })).rejects.toThrow(/no such file of patterns/);
  });

  test('subject and relation ask for the object', async () => {
    const file = put('relations.txt', 'Ada likes tea\nAda fears cats\nBob likes tea\nBob likes tea\n');
    const { estimate } = await run([file], { extract: ['(?<subject>\\w+) (?<relation>likes|fears) (?<object>\\w+)'] });
    expect(estimate).toMatchObject({ rows: 4, prompts: 3, singletons: 2, doubletons: 1 });
  });

  test('repetitions in a document are told, and may count once', async () => {
    const text = 'Person 1 was born on Day 2. As said, Person 1 was born on Day 2.\nPerson 1 was born on Day 3.';
    const file = put(
      'repeated.jsonl',
      `${JSON.stringify({ text })}\n${JSON.stringify({ text: 'Person 4 was born on Day 5' })}\n`,
    );
    const all = (await run([file], { extract: [BORN] })).estimate;
    expect(all).toMatchObject({ rows: 4, prompts: 2, singletons: 1, conflictingPrompts: 1 });
    expect(all.warnings.join()).toMatch(/2 of the 4 matches.*--once-per-document/);
    const once = (await run([file], { extract: [BORN], oncePerDocument: true })).estimate;
    expect(once).toMatchObject({ rows: 2, prompts: 2, singletons: 2, conflictingPrompts: 0 });
  });

  test('groups and documents of the texts go with their facts', async () => {
    const file = put(
      'sources.jsonl',
      SENTENCES.map(
        (text, at) => `${JSON.stringify({ text, source: at % 2 === 0 ? 'book' : 'press', id: at % 4 })}\n`,
      ).join(''),
    );
    for (const oncePerDocument of [false, true]) {
      const { estimate } = await run([file], { extract: [BORN], by: 'source', document: 'id', oncePerDocument });
      expect(estimate).toMatchObject(FORTY_COUNTS);
      expect(estimate.groups!.groups.map(({ group, rows }) => [group, rows]).sort()).toEqual([
        ['book', 20],
        ['press', 20],
      ]);
      expect(estimate.documents).toMatchObject({ documents: 4 });
    }
  });

  test('lines without a match are counted, and the first is shown; no match at all is refused', async () => {
    const file = put('some.txt', `Title\n${SENTENCES.join('\n')}\nThe end\n`);
    const { estimate, read } = await run([file], { extract: [BORN], normalize: true });
    expect(estimate).toMatchObject(FORTY_COUNTS);
    expect(read).toBe('facts in text: 40 matches in 40 of 42 lines');
    expect(estimate.warnings.join()).toMatch(/first line without a match is "Title"/);
    await expect(
      run([file], {
        extract: [
          BORN.toUpperCase().replace('PROMPT', 'prompt').replace('RESPONSE', 'response').replaceAll('\\D', '\\d'),
        ],
      }),
    ).rejects.toThrow(/no line matches[^]*42 lines, the first: Title/);
  });
});

describe('triples', () => {
  const iri = (name: string): string => `<http://www.wikidata.org/${name}>`;
  const triple = (i: number): string =>
    `${iri(`entity/Q${i}`)} ${iri('prop/direct/P569')} "19${10 + i}-01-01"^^${iri('XSD#date')}`;

  test.each([
    ['truthy.nt', FORTY.map((i) => `${triple(i)} .\n`).join('')],
    ['quads.nq', FORTY.map((i) => `${triple(i)} ${iri('graph')} .\n`).join('')],
    ['truthy.nt.gz', gzipSync(FORTY.map((i) => `${triple(i)} .\n`).join(''))],
    ['named as text', `# comment\n${FORTY.map((i) => `${triple(i)} .\n`).join('')}`],
  ])('%s', async (name, content) => {
    const { estimate } = await run([put(name, content)]);
    expect(estimate).toMatchObject(FORTY_COUNTS);
    expect(estimate.warnings.join()).not.toMatch(/no triples/);
  });

  test('objects of every kind, labels of languages among them; broken lines are counted', async () => {
    const nodes = ['<http://x/a b>', '_:b0', '"plain"', '"a \\" quote and . dot"@en-GB', `"1"^^${iri('int')}`];
    const file = put(
      'objects.nt',
      `${nodes.map((node, at) => `_:s${at % 2} <http://x/p> ${node} . # said\n`).join('')}_:s <p> .\n`,
    );
    const list = path.join(folder, 'objects.jsonl');
    const { estimate } = await run([file], { conflictsFile: list });
    expect(estimate).toMatchObject({ rows: 5, prompts: 2, conflictingPrompts: 2 });
    expect(estimate.warnings.join()).toMatch(/no triples were left out: 1 of 6/);
    expect(readFileSync(list, 'utf8')).toContain('a \\\\\\" quote and . dot\\"@en-GB');
  });

  test('triples and tables are not read at once', async () => {
    const table = put('t.csv', 'prompt,response\na,b\n');
    await expect(run([table, put('t.nt', `${triple(1)} .\n`)])).rejects.toThrow(
      /some files hold triples and others are tables/,
    );
  });
});
