// @ts-check
/** A small exported corpus, a table of a model's probabilities in every format, and the figures that `measure` gives for it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { tableFromJSON, tableToIPC } from 'apache-arrow';
import { bash, program } from './command.js';
import { parquetOf, storedZstandard } from './soundFiles.js';
import { temporaryFolder } from './sweep.js';

/** @param {number} seed */
const experiment = (seed) => `
name: exported
corpus:
  examples: 100
  families:
    facts: { kind: arbitrary-facts, prompts: 20, responses: 6, answerProbability: 0.8 }
model: ngram
seed: ${seed}
`;

/** @typedef {Record<string, string | number>} Row */
/** @typedef {{ folder: string, corpus: string, digest: string, rows: Row[] }} Exported */

/** Exports a corpus, and makes up what a model says of it. @param {number} [seed] @returns {Promise<Exported>} */
export async function exported(seed = 3) {
  const folder = temporaryFolder();
  const [file, corpus] = [path.join(folder, 'exported.yaml'), path.join(folder, 'corpus')];
  writeFileSync(file, experiment(seed));
  const made = await bash(program('corpus', file, '--out', corpus, '--format', 'arrow,jsonl'), { longest: 60_000 });
  if (made.code !== 0) throw new Error(`the corpus is not exported: ${made.stderr}`);
  const rowsIn = (/** @type {string} */ name) =>
    readFileSync(path.join(corpus, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const responses = rowsIn('responses.jsonl');
  const rows = rowsIn('prompts.jsonl').flatMap(({ family, promptId }) => {
    const weights = responses.map(({ responseId }) => 1 + ((7 * promptId + 3 * responseId) % 5));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return responses.map(({ responseId }, r) => ({
      family,
      promptId,
      responseId,
      logProbability: Math.log((0.9 * weights[r]) / sum),
    }));
  });
  const { digest } = JSON.parse(readFileSync(path.join(corpus, 'corpus.json'), 'utf8'));
  return { folder, corpus, digest, rows };
}

/** The same rows in every format. @param {readonly Row[]} rows @returns {Promise<Record<string, Buffer>>} */
export async function tablesOfModel(rows) {
  const jsonl = Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));
  const csv = Buffer.from(
    `${Object.keys(rows[0]).join(',')}\n${rows.map((row) => `${Object.values(row).join(',')}\n`).join('')}`,
  );
  return {
    csv,
    jsonl,
    parquet: await parquetOf(jsonl),
    arrow: Buffer.from(tableToIPC(tableFromJSON([...rows]), 'file')),
    'csv.gz': gzipSync(csv),
    'csv.zst': storedZstandard(csv),
  };
}

/** @param {string} corpus @param {string} table @param {readonly string[]} [flags] */
export function measureLine(corpus, table, flags = []) {
  const store = temporaryFolder();
  mkdirSync(store, { recursive: true });
  return program('measure', corpus, '--table', table, '--json', '--out', store, '--workers', '1', ...flags);
}

/** Figures of the first model, without the name of its file. @param {{ code: number | null, stdout: string }} ending @returns {string | undefined} undefined for a refusal */
export function figuresOfModel({ code, stdout }) {
  return code === 0 ? JSON.stringify(JSON.parse(stdout).runs[0].families) : undefined;
}
