// @ts-check
/**
 * Jobs of Slurm whose files are damaged, or that are killed and started again. Slurm's programs are played by scripts: what is tried is what
 * this program does in a job, not Slurm.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writePlayedSlurm } from '../../bench/scale/playedSlurm.js';
import { mutant } from './changes.js';
import { bash, endsClean, program, quoted } from './command.js';
import { command, folderOf, RUNS, runsOf, tablesOf, temporaryFolder } from './sweep.js';
import { tally } from './tally.js';

const [TASK, GATHER] = ['slurmTask', 'slurmGather'].map((name) =>
  fileURLToPath(new URL(`../../dist/cli/processes/${name}.js`, import.meta.url)),
);
/** Milliseconds of processor time of a job. */
const LONGEST = 120_000;

/** @param {{ jobs: number, random: () => number, tables: string[] }} options changed files of each name */
export async function trySlurmJobs({ jobs, random, tables }) {
  const counts = tally('jobs of Slurm');
  const integer = (/** @type {number} */ below) => Math.floor(random() * below);
  const programs = temporaryFolder();
  writePlayedSlurm(programs, 4);
  const env = { PATH: `${programs}:${process.env.PATH}` };
  const submitted = temporaryFolder();
  const words = (/** @type {string} */ store) => [
    ...command(store, 1).slice(0, 4),
    '--responses',
    '--executor',
    'slurm',
  ];
  const first = await bash(program(...words(submitted)), { env, longest: LONGEST });
  if (first.code !== 0) throw new Error(`nothing is submitted: ${first.stderr}`);
  const slurm = (/** @type {string} */ store, name = '') => path.join(folderOf(store), 'slurm', name);
  const { jobName } = JSON.parse(readFileSync(slurm(submitted, 'jobs.json'), 'utf8'));
  const { folder } = JSON.parse(readFileSync(slurm(submitted, 'sweep.json'), 'utf8'));
  const names = ['sweep.json', 'jobs.json', path.join(folder, '0.json')];
  const copy = () => {
    const store = temporaryFolder();
    cpSync(submitted, store, { recursive: true });
    return store;
  };
  const job = (/** @type {string} */ module, /** @type {string} */ store, /** @type {number} */ task, killed = 0) =>
    bash([process.execPath, module, folderOf(store)].map(quoted).join(' '), {
      env: { ...env, SLURM_JOB_NAME: jobName, SLURM_ARRAY_TASK_ID: String(task) },
      longest: LONGEST,
      ...(killed > 0 && { killed }),
    });

  // Undisturbed, and killed and started again.
  for (const killed of [0, 700, 1500]) {
    const store = copy();
    for (const task of [0, 1, 2, 3]) {
      if (killed > 0) await job(TASK, store, task, killed);
      counts.check(
        endsClean(`array task ${task}, killed after ${killed} ms before`, await job(TASK, store, task), [0]),
      );
    }
    counts.check(endsClean('the gathering job', await job(GATHER, store, 0), [0]));
    const same = runsOf(store).size === RUNS && tablesOf(store).join() === tables.join();
    counts.check(same ? undefined : `jobs killed after ${killed} ms: the tables differ`);
    rmSync(store, { recursive: true });
  }

  /** @type {Map<string, string>} */
  const sound = new Map();
  const whole = copy();
  for (const task of [0, 1, 2, 3]) await job(TASK, whole, task);
  for (const id of runsOf(whole).keys()) sound.set(id, resultOf(whole, id));
  for (const name of names)
    for (let at = 0; at < jobs; at++) {
      const store = copy();
      const { what, changed } = mutant(readFileSync(slurm(submitted, name)), 'json', integer);
      writeFileSync(slurm(store, name), changed);
      const told = `${name}, ${what}`;
      counts.check(endsClean(`a task beside ${told}`, await job(TASK, store, 0), [0, 2]));
      counts.check(endsClean(`the gathering job beside ${told}`, await job(GATHER, store, 0), [0, 2]));
      counts.check(endsClean(`status beside ${told}`, await bash(program('status', folderOf(store)), { env }), [0, 2]));
      const strange = [...runsOf(store).keys()].filter((id) => resultOf(store, id) !== sound.get(id));
      counts.check(strange.length === 0 ? undefined : `${told}: other figures in ${strange.join(', ')}`);
      rmSync(store, { recursive: true });
    }

  const instead = { 'a FIFO': 'mkfifo', 'a folder': 'mkdir', 'a link to /dev/zero': 'ln -s /dev/zero' };
  for (const name of names)
    for (const [what, line] of Object.entries(instead)) {
      const store = copy();
      rmSync(slurm(store, name));
      await bash(`${line} ${quoted(slurm(store, name))}`);
      const told = `${name} is ${what}`;
      counts.check(endsClean(`a task where ${told}`, await job(TASK, store, 0), [2]));
      counts.check(endsClean(`the gathering job where ${told}`, await job(GATHER, store, 0), [2]));
      counts.check(endsClean(`status where ${told}`, await bash(program('status', folderOf(store)), { env }), [2]));
      rmSync(store, { recursive: true });
    }

  // Files of people's own under the names of the jobs' folder.
  const store = temporaryFolder();
  mkdirSync(folderOf(store), { recursive: true });
  writeFileSync(slurm(store).replace(/\/$/, ''), 'mine');
  counts.check(endsClean('a file named slurm', await bash(program(...words(store)), { env, longest: LONGEST }), [2]));
  counts.check(
    readFileSync(slurm(store).replace(/\/$/, ''), 'utf8') === 'mine' ? undefined : 'a file named slurm was replaced',
  );
  return counts;
}

/** @param {string} store @param {string} id */
function resultOf(store, id) {
  return readFileSync(path.join(folderOf(store), id, 'result.json'), 'utf8');
}
