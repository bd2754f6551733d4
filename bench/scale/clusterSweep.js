// @ts-check
/**
 * Plays a large sweep on a cluster: submits it to programs that stand for Slurm, makes the runs of two array tasks as Slurm would start
 * them, puts copies of their results in the place of all other runs, and gathers. The copies carry checksums of their own, so that
 * the gathering job does all of its work; only their figures are those of other runs.
 *
 *     node bench/scale/clusterSweep.js [runs=100000] [folder]     a multiple of 20; Linux; a folder in memory leaves out the disk
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '../../dist/config/canonicalJson.js';
import { hexDigest } from '../../dist/store/hexDigest.js';
import { manifestText } from '../../dist/store/manifest.js';
import { readJobs, readSweep, runsOf, runsOfTask } from '../../dist/sweep/slurm/submission.js';
import { manyRunsYaml } from './manyRunsYaml.js';
import { costWords, measuredCommand, sizeWords } from './measuredCommand.js';
import { writePlayedSlurm } from './playedSlurm.js';

const [PROGRAM = '', TASK = '', GATHER = ''] = ['main', 'processes/slurmTask', 'processes/slurmGather'].map((name) =>
  fileURLToPath(new URL(`../../dist/cli/${name}.js`, import.meta.url)),
);
const runs = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(path.join(process.argv[3] ?? os.tmpdir(), 'hallucination-rate-bench-'));
const config = path.join(folder, 'many-runs.yaml');
const directory = path.join(folder, 'many-runs');
writeFileSync(config, manyRunsYaml(runs));
const programs = path.join(folder, 'slurm');
mkdirSync(programs);
writePlayedSlurm(programs, 1001);
const env = { PATH: `${programs}:${process.env.PATH}` };

const submitted = await measuredCommand([PROGRAM, 'run', config, '--executor', 'slurm', '--out', folder], env);
const sweep = readSweep(directory);
if (sweep === undefined) throw new Error('nothing was submitted');
console.log(`submission of ${runs} runs in ${sweep.arrayTasks} array tasks: ${costWords(submitted)}`);

const job = { ...env, SLURM_JOB_NAME: readJobs(directory)?.jobName };
const made = [];
// Tasks take their runs in turn, so that these are of different models.
for (const task of [0, Math.floor(sweep.arrayTasks / 2)]) {
  const own = runsOfTask(directory, sweep, task);
  made.push(...own.map(({ id }) => id));
  const cost = await measuredCommand([TASK, directory], { ...job, SLURM_ARRAY_TASK_ID: String(task) });
  console.log(`array task ${task}, ${own.length} runs: ${costWords(cost)}`);
}

const read = (/** @type {string} */ id, /** @type {string} */ file) =>
  readFileSync(path.join(directory, id, file), 'utf8');
const samples = made.map((id) => ({ id, result: read(id, 'result.json'), timing: read(id, 'timing.json') }));
for (const [at, { task }] of runsOf(directory, sweep).entries()) {
  const sample = samples[at % samples.length];
  if (sample === undefined || existsSync(path.join(directory, task.id))) continue;
  const files = {
    'config.json': `${canonicalJson(task.config)}\n`,
    'result.json': sample.result.replace(sample.id, task.id),
    'timing.json': sample.timing,
  };
  const seals = Object.entries(files).map(([name, text]) => [
    name,
    { bytes: Buffer.byteLength(text), sha256: hexDigest(text) },
  ]);
  mkdirSync(path.join(directory, task.id));
  for (const [name, text] of [...Object.entries(files), ['manifest.json', manifestText(Object.fromEntries(seals))]])
    writeFileSync(path.join(directory, task.id, /** @type {string} */ (name)), /** @type {string} */ (text));
}
console.log(
  `gathering of ${runs} runs: ${costWords(await measuredCommand([GATHER, directory], job))}; ${sizeWords(directory)}`,
);
rmSync(folder, { recursive: true });
