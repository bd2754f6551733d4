// @ts-check
/**
 * Measures the time to read run folders, check their checksums and join them into runs.arrow and curves.arrow.
 *
 *     node bench/gather.js [runs=10000] [folder]     keeps the folder, and uses it again if it exists
 *
 * The runs are copies of those of a small experiment (a trained model with three measured steps and three counted ones,
 * two families).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hexDigest } from '../dist/store/hexDigest.js';
import { manifestText } from '../dist/store/manifest.js';
import { planRuns } from '../dist/sweep/plan.js';
import { readRun } from '../dist/sweep/run/storedRun.js';
import { gather } from '../dist/sweep/tables/gather.js';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const EXPERIMENT = `
name: small
corpus:
  examples: 300
  families:
    birthdays: { kind: arbitrary-facts, weight: 2, prompts: 200, answerProbability: 0.8, frequency: { kind: zipf, exponent: 0.7 } }
    brackets: { kind: brackets, prompts: 30, kinds: 2, depth: 2, length: 4 }
model: { kind: transformer, layers: 1, width: 16 }
training: { steps: 60, batchSize: 32, warmupSteps: 5 }
measurement: { curvePoints: 2 }
sweep: { model.kind: [transformer, ngram, calibrated-learner, abstainer] }
`;

/** @param {string} directory @param {number} runs */
function copies(directory, runs) {
  const work = mkdtempSync(path.join(os.tmpdir(), 'hallucination-rate-bench-'));
  writeFileSync(path.join(work, 'small.yaml'), EXPERIMENT);
  execFileSync(process.execPath, [PROGRAM, 'run', path.join(work, 'small.yaml'), '--workers', '1', '--out', work], {
    stdio: 'ignore',
  });
  const models = readdirSync(path.join(work, 'small'))
    .filter((name) => /^[0-9a-f]{12}$/.test(name))
    .map((name) => {
      const text = (/** @type {string} */ file) => readFileSync(path.join(work, 'small', name, file), 'utf8');
      return { name, result: text('result.json'), config: text('config.json'), timing: text('timing.json') };
    });
  for (let at = 0; at < runs; at++) {
    const model = models[at % models.length];
    const id = idOf(at);
    const files = {
      'config.json': model.config,
      'result.json': model.result.replace(model.name, id),
      'timing.json': model.timing,
    };
    mkdirSync(path.join(directory, id), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, id, name), text);
    const seals = Object.entries(files).map(([name, text]) => [
      name,
      { bytes: Buffer.byteLength(text), sha256: hexDigest(text) },
    ]);
    writeFileSync(path.join(directory, id, 'manifest.json'), manifestText(Object.fromEntries(seals)));
  }
  rmSync(work, { recursive: true });
}

function idOf(/** @type {number} */ at) {
  return hexDigest(String(at)).slice(0, 12);
}

const runs = Number(process.argv[2] ?? 10_000);
const kept = process.argv[3];
const directory = kept ?? mkdtempSync(path.join(os.tmpdir(), 'hallucination-rate-bench-'));
if (kept === undefined || !existsSync(kept)) copies(directory, runs);

const tasks = Array.from({ length: runs }, (_, at) => ({
  id: idOf(at),
  parameters: { place: at },
  config: /** @type {any} */ ({ seed: at }),
}));
const store = { directory, responses: false };
/** @template T @param {string} name @param {() => T | Promise<T>} work @returns {Promise<T>} */
async function timed(name, work) {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${name.padEnd(28)} ${((performance.now() - start) / 1000).toFixed(2)} s, ${((user + system) / 1e6).toFixed(2)} s of processor time`,
  );
  return result;
}
await timed('all', async () => {
  const plan = await timed('plan, checksums', () => planRuns(tasks, store));
  if (plan.some(({ state }) => state !== 'stored'))
    throw new Error('every run must have the state "stored", got one that differs from what was written');
  const read = await timed('read', () => tasks.map((task) => readRun(directory, task)));
  await timed('runs.arrow, curves.arrow', () => gather('small', read, store));
});
console.log(`${runs} runs, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
if (kept === undefined) rmSync(directory, { recursive: true });
