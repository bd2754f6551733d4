// @ts-check
/**
 * Measures what `measure --table` takes: `node bench/measure.js [prompts] [rounds] [dist]`, 4,100 prompts by default, whose 366
 * responses make 1.5 million pairs. It exports a corpus, makes up a model whose probabilities all differ, writes them as tables
 * of several forms, and measures each as a user would, by turns. The time is that of the whole command by the clock; the memory
 * is the sum of the peaks of its processes. With the `dist` folder of another version, both are measured side by side.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, execPath, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';
import { withDatabase } from '../dist/data/database.js';
import { literal } from '../dist/data/sql.js';
import { stream } from '../dist/random/stream.js';
import { uniform } from '../dist/random/uniform.js';
import { openBatchWriter } from '../dist/store/batchWriter.js';
import { terminalTable } from './table.js';
import { median } from './timing.js';

const prompts = Number(argv[2] ?? 4100);
const rounds = Number(argv[3] ?? 3);
const OWN = new URL('../dist', import.meta.url).pathname;
const programs = [OWN, ...argv.slice(4).map((dist) => resolve(dist))];
const [ANSWERS, BATCH] = [365, 64];

const folder = mkdtempSync(join(tmpdir(), 'bench-measure-'));
/** @param {string} name */
const inFolder = (name) => join(folder, name);

/** Has each process write its peak, MiB, into a file of its own. */
const PEAKS = `import { mkdirSync, writeFileSync } from 'node:fs';
import { peakMiB } from ${JSON.stringify(new URL('memory.js', import.meta.url).href)};
process.on('exit', () => {
  mkdirSync(process.env.PEAKS, { recursive: true });
  writeFileSync(process.env.PEAKS + '/' + process.pid, String(peakMiB()));
});
`;

/**
 * @param {string} dist
 * @param {readonly string[]} words
 */
function command(dist, words) {
  const peaks = inFolder('peaks');
  rmSync(peaks, { recursive: true, force: true });
  const start = performance.now();
  const { status, stderr } = spawnSync(execPath, [join(dist, 'cli/main.js'), ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, PEAKS: peaks, NODE_OPTIONS: `--import=${pathToFileURL(inFolder('peaks.mjs')).href}` },
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  const mib = readdirSync(peaks).map((process) => Number(readFileSync(join(peaks, process), 'utf8')));
  return { seconds, mib: mib.reduce((sum, each) => sum + each, 0) };
}

/** Log-probabilities of a model that nobody trained: e^(3u) before scaling, and a hundredth of invalid mass. */
function writeTables() {
  const random = stream(1, 'sample');
  const arrow = openBatchWriter(inFolder('ids.arrow'), {
    family: { type: 'category', dictionary: ['facts'] },
    promptId: { type: 'int32' },
    responseId: { type: 'int32' },
    logProbability: { type: 'float64' },
  });
  const width = ANSWERS + 1;
  const lines = ['family,promptId,responseId,logProbability\n'];
  for (let from = 0; from < prompts; from += BATCH) {
    const rows = Math.min(BATCH, prompts - from) * width;
    const logs = Float64Array.from({ length: rows }, () => 3 * uniform(random));
    for (let at = 0; at < rows; at += width) {
      const own = logs.subarray(at, at + width);
      const total = Math.log(own.reduce((sum, log) => sum + Math.exp(log), 0) / 0.99);
      for (let r = 0; r < width; r++) own[r] -= total;
    }
    const promptId = Int32Array.from({ length: rows }, (_, row) => from + Math.floor(row / width));
    const responseId = Int32Array.from({ length: rows }, (_, row) => row % width);
    arrow.write(rows, { family: new Int32Array(rows), promptId, responseId, logProbability: logs });
    logs.forEach((log, row) => {
      lines.push(`facts,${promptId[row]},${responseId[row]},${log}\n`);
    });
  }
  arrow.close();
  writeFileSync(inFolder('ids.csv'), lines.join(''));
}

/** The same numbers in other forms, by the database. */
async function rewriteTables() {
  const ids = `read_csv(${literal(inFolder('ids.csv'))})`;
  const texts = (/** @type {string} */ name) => `read_json(${literal(inFolder(`corpus/${name}.jsonl`))})`;
  const forms = {
    'ids.parquet': `SELECT * FROM ${ids}`,
    'wide.parquet': `SELECT family, promptId, list(logProbability ORDER BY responseId) AS logProbabilities FROM ${ids} GROUP BY family, promptId ORDER BY promptId`,
    'texts.parquet': `SELECT family, p.prompt, r.response, logProbability FROM ${ids} JOIN ${texts('prompts')} AS p USING (family, promptId) JOIN ${texts('responses')} AS r USING (family, responseId) ORDER BY promptId, responseId`,
  };
  await withDatabase(async (database) => {
    for (const [name, sql] of Object.entries(forms))
      await database.rows(`COPY (${sql}) TO ${literal(inFolder(name))} (FORMAT parquet)`);
  });
  return ['ids.arrow', 'ids.csv', ...Object.keys(forms)];
}

try {
  writeFileSync(inFolder('peaks.mjs'), PEAKS);
  writeFileSync(
    inFolder('facts.yaml'),
    `corpus: { examples: ${2 * prompts}, families: { facts: { kind: arbitrary-facts, prompts: ${prompts}, responses: ${ANSWERS} } } }\nmodel: ngram\n`,
  );
  command(OWN, ['corpus', inFolder('facts.yaml'), '--out', inFolder('corpus'), '--format', 'jsonl']);
  writeTables();
  const tables = await rewriteTables();
  stdout.write(`${(prompts * (ANSWERS + 1)).toLocaleString('en')} pairs, median of ${rounds} rounds\n`);
  /** @type {Map<string, { seconds: number, mib: number }[]>} */
  const taken = new Map();
  for (let round = 0; round < rounds; round++)
    for (const table of tables)
      for (const dist of programs) {
        const out = inFolder('runs');
        rmSync(out, { recursive: true, force: true });
        const key = `${table} ${dist}`;
        const words = ['measure', inFolder('corpus'), '--table', inFolder(table), '--out', out];
        taken.set(key, [...(taken.get(key) ?? []), command(dist, words)]);
      }
  const figures = (/** @type {string} */ key) => {
    const runs = taken.get(key) ?? [];
    return [median(runs.map(({ seconds }) => seconds)).toFixed(2), Math.max(...runs.map(({ mib }) => mib)).toFixed(0)];
  };
  const rows = tables.map((table) => [
    table,
    (statSync(inFolder(table)).size / 1e6).toFixed(1),
    ...programs.flatMap((dist) => figures(`${table} ${dist}`)),
  ]);
  const header = ['table', 'MB', 's', 'MiB', ...programs.slice(1).flatMap(() => ['s, other', 'MiB, other'])];
  stdout.write(`${terminalTable({ header, rows })}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
