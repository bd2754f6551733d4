// @ts-check
/** The same few rows in every format that `score` and `estimate` read. The hostile files are made from them. */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromJSON, tableToIPC } from 'apache-arrow';
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
async function formatsOf(rows) {
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
  };
}

/** @param {Buffer} jsonl */
async function parquetOf(jsonl) {
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
  },
  estimate: await formatsOf(TRAINING),
};
