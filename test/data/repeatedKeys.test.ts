/** Keys that occur twice in a JSON object: `score` would take the last value, and `estimate` the first. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { repeatedKey } from '../../src/data/repeatedKeys.js';
import { UserError } from '../../src/errors/userError.js';
import { estimateFiles } from '../../src/estimate/estimateFiles.js';
import { readJsonFile } from '../../src/models/checkpoints/jsonFile.js';
import { type GivenOptions, readGraded } from '../../src/scoring/read/readGraded.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(path.join(tmpdir(), 'twice-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | Buffer): string {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}
async function refusal(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.catch((each: unknown) => each);
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}
const estimated = (file: string, prompt?: string) =>
  estimateFiles({ files: [file], stdin: Readable.from([]), level: 0.95, prompt });
const scored = (file: string, options: GivenOptions = {}) => readGraded([file], Readable.from([]), options);

describe('the first repeated key of a text', () => {
  test.each([
    ['{"a":1,"a":2}', 'a', 7],
    ['{"b":{"c":1, "c" :2}}', 'c', 13],
    ['[{"a":1},{"a":2,"b":[{"a":1}]}]', null, 0],
    ['{"a":"\\"a\\": 1","b":"\\\\","c":"\\\\\\":"}', null, 0],
    ['{"a":"{\\"a\\":1,\\"a\\":2}"}', null, 0],
    ['{"a":1,"\\u0061":2}', 'a', 7],
    ['{"__proto__":1,"__proto__":2}', '__proto__', 15],
    ['{"a\\\\":1,"a\\\\":2}', 'a\\', 9],
    ['{"":1, "":2}', '', 7],
  ] as const)('%s', (text, key, at) => {
    expect(repeatedKey(text, JSON.parse(text))).toEqual(key === null ? null : { key, at });
  });

  test('what JSON.stringify writes has none; a member that is written again is one', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.boolean(), (value, spaced) => {
        const text = JSON.stringify(value, null, spaced ? 2 : undefined);
        expect(repeatedKey(text, JSON.parse(text))).toBeNull();
        const [key] = Object.keys(value);
        const twice = `${text.slice(0, -1)},${JSON.stringify(key)}:0}`;
        expect(repeatedKey(twice, JSON.parse(twice))).toMatchObject({ key });
      }),
    );
  });

  test('a text that is a hundred thousand lists deep is followed without recursion', () => {
    const text = `{"a":${'['.repeat(1e5)}${']'.repeat(1e5)},"a":0}`;
    expect(repeatedKey(text, JSON.parse(text))).toMatchObject({ key: 'a' });
  });
});

describe('readers refuse them by name', () => {
  const sound = { prompt: 'a', response: 'x' };
  const rows = [JSON.stringify(sound), '{"prompt":"b","prompt":"c","response":"y"}'];

  test.each([
    ['lines.jsonl', rows.join('\n'), /lines\.jsonl[^]*"prompt\\?" in \{/],
    ['list.json', `[${rows.join(',\n')}]`, /list\.json[^]*"prompt\\?" in \{/],
    ['objects.json', rows.join('\n'), /objects\.json[^]*"prompt\\?" in \{/],
    ['lines.jsonl.gz', gzipSync(rows.join('\n')), /lines\.jsonl\.gz/],
    ['document.json', `{"version":1,"data":[${rows.join(',\n')}]}`, /document\.json:2/],
  ] as const)('estimate: %s', async (name, text, place) => {
    const message = await refusal(estimated(write(name, text)));
    expect(message).toMatch(/a JSON object has a key twice/);
    expect(message).toMatch(place);
    expect(message).toMatch(/keep the one that counts/);
  });

  test.each([
    ['a path into a column', '{"q":{"text":"b","text":"c"},"response":"y"}', 'q.text'],
    ['a key beyond ASCII', '{"fr\u00e5ga":"b","fr\u00e5ga":"c","response":"y"}', 'fr\u00e5ga'],
    ['a key that is written in two ways', '{"fr\u00e5ga":"b","fr\\u00e5ga":"c","response":"y"}', 'fr\u00e5ga'],
    ['a key with signs of patterns', '{"100%_a":"b","100%_a":"c","response":"y"}', '100%_a'],
  ])('estimate: %s', async (_, row, prompt) => {
    const file = write('rows.jsonl', `${row.replace(/,"(?:text|fr[^"]*|100%_a)":"c"/, '')}\n${row}\n`);
    expect(await refusal(estimated(file, prompt))).toMatch(/a key twice/);
  });

  test('estimate: texts that look like keys, and keys that are not read, are none', async () => {
    const texts = write(
      'texts.jsonl',
      '{"prompt":"\\"prompt\\":\\"prompt\\":","response":"\\"prompt\\":"}\n{"prompt":"b","response":"prompt","x":1,"x":2}\n',
    );
    expect((await estimated(texts)).estimate.rows).toBe(2);
  });

  test('estimate: a message with a key twice is a row of unknown shape', async () => {
    const message = (more: string) =>
      `{"messages":[{"role":"user","content":"a"${more}},{"role":"assistant","content":"x"}]}\n`;
    const file = write('chat.jsonl', `${message('').repeat(3)}${message(',"content":"b"')}`);
    const { estimate } = await estimated(file);
    expect(estimate.rows).toBe(3);
    expect(estimate.warnings.join()).toMatch(/1 of 4 \([^]*the key "content" twice/);
  });

  const graded = '{"model":"m","question":"q","outcome":"correct"}';
  const doubled = '{"model":"m","question":"r","outcome":"correct","outcome":"incorrect"}';

  test('score: a line is a bad row, which may be left out; a document is refused with its line', async () => {
    const file = write('graded.jsonl', `${graded}\n\n${doubled}\n`);
    expect(await refusal(scored(file))).toMatch(/graded\.jsonl:3: a JSON object has a key twice: "outcome"/);
    const { skipped, answers } = await scored(file, { skipBadRows: true });
    expect([skipped.rows, answers.model.length]).toEqual([1, 1]);
    for (const [name, text] of [
      ['list.json', `[${graded},\n${doubled}]`],
      ['beside.json', `${graded}\n${doubled}`],
    ] as const)
      expect(await refusal(scored(write(name, text)))).toMatch(/\.json:2[^]*"outcome"/);
  });

  test('score: a distribution that names an answer twice is none', async () => {
    const cell = '"{""Rome"": 0.5, ""Rome"": 0.2}"';
    const file = write('forecast.csv', `model,question,outcome,forecast,truth\nm,q,correct,${cell},Rome\n`);
    const extras = { forecast: 'forecast', truth: 'truth' };
    expect(await refusal(scored(file, { extras }))).toMatch(/no distribution over answers/);
  });

  test('a model: its settings are read once', () => {
    const file = write('config.json', '{"n_layer": 1,\n "n_layer": 2}');
    expect(() => readJsonFile(file)).toThrow(/config\.json:2/);
  });
});
