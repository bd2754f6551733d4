/** Arguments for Slurm and output of Slurm, without Slurm. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RunTask } from '../../src/sweep/run/executeRun.js';
import { arrayArguments, batchScript, gatherArguments, slurmOptions } from '../../src/sweep/slurm/batch.js';
import { parseQueue } from '../../src/sweep/slurm/queue.js';
import { runStates } from '../../src/sweep/slurm/states.js';
import { runsOfTask } from '../../src/sweep/slurm/submission.js';
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
        const submitted = Array.from({ length: runs }, (_, place) => `run ${place}`);
        const arrayTasks = Math.min(runs, limit);
        const tasks = Array.from({ length: arrayTasks }, (_, task) => runsOfTask({ submitted, arrayTasks }, task));
        expect(tasks.flat().sort()).toEqual([...submitted].sort());
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
    const tasks = ids.map(
      (id): RunTask => ({
        id,
        parameters: {},
        config: { study: { kind: 'leaderboards' }, seed: 1 } as unknown as RunTask['config'],
      }),
    );
    // a was in the store before; task 0 makes b, g; 1: c, h; 2: d, i; 3: e, j; 4: f, k.
    const sweep = {
      name: 'x',
      tasks,
      submitted: ids.slice(1),
      arrayTasks: 5,
      responses: false,
      checkpointSeconds: 60,
      claimed: false,
      source: '',
      command: '',
      typed: '',
    };
    const seen = runStates(sweep, parseQueue(QUEUE), new Set(['a', 'b', 'd']), new Map([['c', 'loss is not finite']]));
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
