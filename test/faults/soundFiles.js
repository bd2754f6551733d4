// @ts-check
/** The same few rows in every format that `score` and `estimate` read. The hostile files are made from them. */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromJSON, tableToIPC } from 'apache-arrow';
import { xxh64 } from '../../dist/data/packed/xxh64.js';
import { zipped } from '../scoring/zipArchive.js';
import { temporaryFolder } from './sweep.js';

/** @typedef {Readonly<Record<string, string | number>>} Row */

const OUTCOMES = ['correct', 'incorrect', 'abstained'];
/** @type {Row[]} */
const GRADED = Array.from({ length: 24 }, (_, i) => ({
  model: 'ab'[i % 2],
  question: `q${i >> 1}`,
  outcome: OUTCOMES[i % 3],
  confidence: i / 24,
}));
/** @type {Row[]} */
const TRAINING = Array.from({ length: 24 }, (_, i) => ({
  prompt: `who is ${i % 17}?`,
  response: `name ${i % 5}`,
  count: 1 + (i % 2),
}));
/** @type {Row[]} */
const TOTALS = ['a', 'b', 'c'].map((model, i) => ({ model, correct: 10 + i, incorrect: 5, abstained: 5 - i }));

/** @param {readonly Row[]} rows @param {string} delimiter */
function delimited(rows, delimiter) {
  return Buffer.from(
    [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))].map((cells) => cells.join(delimiter)).join('\n') +
      '\n',
  );
}

/** @param {readonly Row[]} rows */
export async function formatsOf(rows) {
  const jsonl = Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));
  const table = tableFromJSON([...rows]);
  return {
    csv: delimited(rows, ','),
    tsv: delimited(rows, '\t'),
    jsonl,
    json: Buffer.from(JSON.stringify(rows)),
    'jsonl.gz': gzipSync(jsonl),
    arrow: Buffer.from(tableToIPC(table, 'file')),
    arrows: Buffer.from(tableToIPC(table, 'stream')),
    parquet: await parquetOf(jsonl),
    'jsonl.zst': storedZstandard(jsonl),
    xlsx: workbookOf(rows),
  };
}

/** @param {Buffer} jsonl objects in lines */
export async function parquetOf(jsonl) {
  const folder = temporaryFolder();
  const file = path.join(folder, 'rows.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = jsonl
    .toString()
    .split('\n')
    .map((line) => `'${line.replaceAll("'", "''")}'`);
  const columns = Object.keys(JSON.parse(jsonl.toString().split('\n')[0])).map(
    (name) => `row->>'${name}' AS "${name}"`,
  );
  await connection.run(
    `COPY (SELECT ${columns.join(', ')} FROM (SELECT unnest([${rows.join(', ')}])::JSON AS row)) TO '${file}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  const bytes = readFileSync(file);
  rmSync(folder, { recursive: true });
  return bytes;
}

/**
 * A frame of Zstandard (RFC 8878) whose blocks are stored as they are, with the size of the content and its checksum.
 * @param {Buffer} bytes
 */
export function storedZstandard(bytes) {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0b10100100, 0, 0, 0, 0]);
  header.writeUInt32LE(bytes.length, 5);
  const blocks = [];
  for (let at = 0; at < bytes.length; at += 2 ** 17) {
    const block = bytes.subarray(at, at + 2 ** 17);
    const own = Buffer.alloc(3);
    own.writeUIntLE((block.length << 3) | Number(at + block.length === bytes.length), 0, 3);
    blocks.push(own, block);
  }
  const [hash, sum] = [xxh64(), Buffer.alloc(4)];
  hash.add(bytes);
  sum.writeUInt32LE(hash.checksum());
  return Buffer.concat([header, ...blocks, sum]);
}

/** A workbook of Excel with texts in its cells. @param {readonly Row[]} rows */
function workbookOf(rows) {
  const cells = [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))];
  const sheet = cells.map(
    (row, at) =>
      `<row r="${at + 1}">${row.map((cell, c) => `<c r="${String.fromCharCode(65 + c)}${at + 1}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`,
  );
  return zipped(
    Object.entries({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': '<workbook><sheets><sheet name="Rows" sheetId="1" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet.join('')}</sheetData></worksheet>`,
    }).map(([name, text]) => /** @type {const} */ ([name, Buffer.from(text)])),
  );
}

/** Files that other programs wrote (test/external). @param {string} name */
function external(name) {
  return readFileSync(new URL(`../external/${name}`, import.meta.url));
}

/** Outcomes in the letters of Inspect. @type {Record<string, string>} */
const VALUES = { correct: 'C', incorrect: 'I', abstained: 'N' };
const SAMPLES = GRADED.filter(({ model }) => model === 'a').map(({ question, outcome }) => ({
  id: question,
  epoch: 1,
  scores: { grader: { value: VALUES[String(outcome)] } },
}));
const LOG = { version: 2, status: 'success', eval: { task: 't', model: 'a' } };

/** Files by command and extension. @type {{ score: Record<string, Buffer>, estimate: Record<string, Buffer> }} */
export const SOUND = {
  score: {
    ...(await formatsOf(GRADED)),
    'totals.csv': delimited(TOTALS, ','),
    'log.json': Buffer.from(JSON.stringify({ ...LOG, samples: SAMPLES })),
    eval: zipped([
      ['header.json', LOG],
      ...SAMPLES.map((sample) => /** @type {const} */ ([`samples/${sample.id}_epoch_1.json`, sample])),
    ]),
    'zst.eval': external('evaluations/inspect-letters.eval'),
    'zst.feather': external('tables/zstd.feather'),
    'lz4.feather': external('tables/lz4.feather'),
    'checked.jsonl.zst': external('tables/checked.jsonl.zst'),
    'eee.jsonl.gz': external('evaluations/every-eval-ever/inspect-epochs_samples.jsonl.gz'),
    'eee.jsonl': gunzipSync(external('evaluations/every-eval-ever/inspect-epochs_samples.jsonl.gz')),
  },
  estimate: await formatsOf(TRAINING),
};
