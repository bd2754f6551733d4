/** Arguments for Slurm and output of Slurm, without Slurm. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toJson } from '../../src/store/specialNumbers.js';
import type { RunTask } from '../../src/sweep/run/executeRun.js';
import { arrayArguments, batchScript, gatherArguments, slurmOptions } from '../../src/sweep/slurm/batch.js';
import { parseQueue } from '../../src/sweep/slurm/queue.js';
import { runStates } from '../../src/sweep/slurm/states.js';
import { placesByTask, readSweep, runsOf, runsOfTask, writeSweep } from '../../src/sweep/slurm/submission.js';
import { largestArray } from '../../src/sweep/slurm/submit.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';

describe('batch scripts', () => {
  test('pass paths unchanged, whatever characters they contain', () => {
    const names = fc.string({
      unit: fc.constantFrom(' ', "'", '"', '$', '`', '\\', '%', '!', '*', '~', ';', '\n', '#', 'a', 'ü'),
      minLength: 1,
      maxLength: 12,
    });
    const folder = temporaryFolder();
    const module = path.join(folder, 'it\'s "printed".cjs');
    writeFileSync(module, 'process.stdout.write(JSON.stringify(process.argv.slice(2)))');
    fc.assert(
      fc.property(names, (name) => {
        const directory = path.join('/', 'store', name);
        const script = path.join(folder, 'script.sh');
        writeFileSync(script, batchScript(process.execPath, module, directory));
        expect(JSON.parse(execFileSync('bash', [script], { encoding: 'utf8' }))).toEqual([directory]);
      }),
      { numRuns: 20 },
    );
  });

  test('sbatch gets the options of the user, and writes logs into the store', () => {
    const batch = {
      directory: '/my runs/100%/small',
      jobName: 'small-1a2b3c4d',
      options: slurmOptions(['partition=short', 'time=1:00:00', 'comment=a b=c', 'exclusive']),
      threads: 1,
    };
    expect(arrayArguments(batch, 12, 3)).toEqual([
      '--parsable',
      '--job-name=small-1a2b3c4d',
      '--requeue',
      '--open-mode=append',
      '--output=/my runs/100%%/small/slurm/logs/%A_%a.txt',
      '--array=0-11%3',
      '--partition=short',
      '--time=1:00:00',
      '--comment=a b=c',
      '--exclusive',
      '/my runs/100%/small/slurm/array.sh',
    ]);
    expect(arrayArguments({ ...batch, threads: 4 }, 1, undefined)).toEqual(
      expect.arrayContaining(['--array=0-0', '--cpus-per-task=4']),
    );
    expect(gatherArguments(batch, '41')).toEqual(
      expect.arrayContaining([
        '--dependency=afterany:41',
        '--requeue',
        '--time=1:00:00',
        '/my runs/100%/small/slurm/gather.sh',
      ]),
    );
  });

  test.each([
    ['array=0-3', 'sets this option'],
    ['output=/etc/x', 'sets this option'],
    ['job-name=x', 'sets this option'],
    ['-p=short', 'long name'],
    ['Partition', 'did you mean partition'],
    ['=x', 'long name'],
    ['', 'long name'],
  ])('--slurm %p is refused', (word, message) => {
    expect(() => slurmOptions([word])).toThrow(message);
  });
});

describe('array tasks', () => {
  test('together make each run once, and no task has two more than another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }), (runs, limit) => {
        const submitted = Array.from({ length: runs }, (_, place) => 2 * place);
        const tasks = placesByTask(submitted, Math.min(runs, limit));
        expect(tasks.flat().sort((a, b) => a - b)).toEqual(submitted);
        const sizes = tasks.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        expect(Math.min(...sizes)).toBeGreaterThan(0);
      }),
    );
  });

  test('are as many as the cluster allows', () => {
    expect(largestArray('MaxArraySize            = 1001\nSchedulerParameters     = sched_interval=1\n')).toBe(1001);
    expect(
      largestArray('MaxArraySize            = 40001\nSchedulerParameters     = bf_continue,max_array_tasks=500\n'),
    ).toBe(500);
    expect(largestArray('')).toBe(1001);
    expect(largestArray('MaxArraySize            = 40001\nMaxJobCount             = 10000\n')).toBe(2500);
    expect(largestArray('MaxArraySize            = 1001\nMaxJobCount             = 10000\n')).toBe(1001);
  });
});

function runNamed(id: string): RunTask {
  return { id, parameters: {}, config: { study: { kind: 'leaderboards' }, seed: 1 } as unknown as RunTask['config'] };
}

describe('the files of a submitted sweep', () => {
  const about = {
    name: 'x',
    arrayTasks: 3,
    responses: false,
    checkpointSeconds: 60,
    claimed: false,
    source: '',
    command: '',
    typed: '',
  };
  const tasks = Array.from({ length: 2010 }, (_, place) => runNamed(String(place)));
  const submitted = new Set(['3', '5', '6', '7', '2000']);

  test('give all runs in order, and each array task its own from one file', async () => {
    const folder = temporaryFolder();
    await writeSweep(folder, { ...about, tasks }, submitted);
    const sweep = readSweep(folder)!;
    expect(sweep).toMatchObject(about);
    expect(runsOf(folder, sweep).map(({ task: { id } }) => id)).toEqual(tasks.map(({ id }) => id));
    expect(runsOf(folder, sweep).flatMap(({ task, arrayTask }) => (arrayTask === null ? [] : [task.id]))).toEqual([
      ...submitted,
    ]);
    const own = [0, 1, 2].map((arrayTask) => runsOfTask(folder, sweep, arrayTask).map(({ id }) => id));
    expect(own).toEqual([['3', '7'], ['5', '2000'], ['6']]);
    expect(runsOfTask(folder, sweep, 3)).toEqual([]); // a task of an array that is longer than was asked for
    const files = path.join(folder, 'slurm', sweep.folder);
    for (const file of readdirSync(files)) if (file !== '1.json') rmSync(path.join(files, file));
    expect(runsOfTask(folder, sweep, 1)).toHaveLength(2);
    expect(() => runsOfTask(folder, sweep, 2)).toThrow(/cannot be read/);
  });

  test('of an earlier version are refused in words', () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'slurm'));
    const content = { ...about, tasks: [], submitted: [] };
    const sha256 = createHash('sha256').update(toJson(content)).digest('hex');
    writeFileSync(path.join(folder, 'slurm', 'sweep.json'), toJson({ ...content, sha256 }));
    expect(() => readSweep(folder)).toThrow(/earlier version/);
  });

  test('are refused when they are altered, and leave nothing of an earlier submission', async () => {
    const folder = temporaryFolder();
    await writeSweep(folder, { ...about, tasks }, submitted);
    const { folder: earlier } = readSweep(folder)!;
    await writeSweep(folder, { ...about, tasks }, new Set(['5']));
    const sweep = readSweep(folder)!;
    expect(readdirSync(path.join(folder, 'slurm')).sort()).toEqual([sweep.folder, 'sweep.json']);
    expect(sweep.folder).not.toBe(earlier);
    const file = path.join(folder, 'slurm', sweep.folder, '0.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seed": 1', '"seed": 2'));
    expect(() => runsOfTask(folder, sweep, 0)).toThrow(/not as it was written/);
    expect(() => runsOf(folder, sweep)).toThrow(/not as it was written/);
  });
});

/** Printed by Slurm 22.05.8 for an array of two at a time and a job that depends on it. */
const QUEUE = `41|3|PENDING|JobArrayTaskLimit
41|4|PENDING|BeginTime
42|N/A|PENDING|Dependency
41|1|RUNNING|None
41|0|COMPLETING|NonZeroExitCode
`;

describe('squeue', () => {
  test('lists the jobs that are left', () => {
    expect(parseQueue(QUEUE)).toEqual([
      { id: '41_3', arrayTask: 3, running: false, state: 'PENDING', reason: 'JobArrayTaskLimit' },
      { id: '41_4', arrayTask: 4, running: false, state: 'PENDING', reason: 'BeginTime' },
      { id: '42', arrayTask: null, running: false, state: 'PENDING', reason: 'Dependency' },
      { id: '41_1', arrayTask: 1, running: true, state: 'RUNNING', reason: null },
      { id: '41_0', arrayTask: 0, running: true, state: 'COMPLETING', reason: null },
    ]);
    expect(parseQueue('')).toEqual([]);
    expect(parseQueue('slurm_load_jobs error: Unable to contact slurm controller\n')).toEqual([]);
  });

  test('and the store give the state of every run', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'];
    // a was in the store before; task 0 makes b, g; 1: c, h; 2: d, i; 3: e, j; 4: f, k.
    const runs = ids.map((id, place) => ({ task: runNamed(id), arrayTask: place === 0 ? null : (place - 1) % 5 }));
    const seen = runStates(runs, parseQueue(QUEUE), new Set(['a', 'b', 'd']), new Map([['c', 'loss is not finite']]));
    expect(Object.fromEntries(seen.map(({ task: { id }, state, job }) => [id, [state, job]]))).toEqual({
      a: ['complete', undefined],
      b: ['complete', undefined],
      g: ['running', '41_0'],
      c: ['failed', undefined],
      h: ['running', '41_1'],
      d: ['complete', undefined],
      i: ['missing', undefined],
      e: ['pending', '41_3'],
      j: ['pending', '41_3'],
      f: ['pending', '41_4'],
      k: ['pending', '41_4'],
    });
    expect(seen.find(({ state }) => state === 'failed')?.message).toBe('loss is not finite');
  });
});
