/** Workers that die, hang or cannot be started. Each is a small program that stands for the real one. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { RunTask } from '../../src/sweep/run/executeRun.js';
import { executeInWorkers, workerPool } from '../../src/sweep/workers.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';

/** A worker that makes each run in a moment, but first does `before` with the run's id and a path that tells of this run. */
function program(before: string, start = ''): string {
  return `
    import { existsSync, writeFileSync } from 'node:fs';
    ${start}
    process.on('message', ({ task: { id }, store }) => {
      const mark = store.directory + '/tried-' + id;
      ${before}
      setTimeout(() => process.send({ kind: 'done' }), 100);
    });
    process.on('disconnect', () => process.exit());
    process.send({ kind: 'ready' });`;
}

async function sweep(source: string, workers = 2) {
  const folder = temporaryFolder();
  const workerModule = pathToFileURL(path.join(folder, 'worker.mjs'));
  writeFileSync(workerModule, source);
  const [done, again]: [string[], [string, string, number][]] = [[], []];
  const executed = await executeInWorkers(tasksOf(['a', 'b', 'c']), {
    workerModule,
    workers,
    maxFailures: Infinity,
    startSeconds: 3,
    store: { directory: folder, responses: false },
    memory: () => ({ available: 1, total: 1 }),
    progress: {
      onPlan: () => {},
      onStart: () => {},
      onStep: () => {},
      onEnd: ({ id }, failed) => void done.push(failed ? `${id} failed` : id),
      onAgain: ({ id }, why, left) => void again.push([id, why, left]),
    },
  });
  return {
    executed,
    done: done.sort(),
    again,
    records: existsSync(path.join(folder, 'failed')) ? readdirSync(path.join(folder, 'failed')) : [],
  };
}

function tasksOf(ids: readonly string[]): readonly RunTask[] {
  return ids.map((id) => ({ id, parameters: {}, config: { seed: 1 } }) as unknown as RunTask);
}

describe('workers that two sweeps share', () => {
  /** Executes two sweeps in two workers. @returns the ends of runs in their order, and the worker of each run */
  async function twoSweeps(source: string, first: readonly string[], second: readonly string[]) {
    const folder = temporaryFolder();
    const workerModule = pathToFileURL(path.join(folder, 'worker.mjs'));
    writeFileSync(workerModule, source);
    const pool = workerPool({ workerModule, workers: 2, memory: () => ({ available: 1, total: 1 }) });
    const [ends, again]: [string[], [string, number][]] = [[], []];
    const execute = (ids: readonly string[]) =>
      pool.execute(tasksOf(ids), {
        maxFailures: Infinity,
        store: { directory: folder, responses: false },
        progress: {
          onPlan: () => {},
          onStart: () => {},
          onStep: () => {},
          onEnd: ({ id }) => void ends.push(id),
          onAgain: ({ id }, _why, left) => void again.push([id, left]),
        },
      });
    const executed = await Promise.all([execute(first), execute(second)]);
    pool.close();
    const workerOf = (id: string): string => readFileSync(path.join(folder, `tried-${id}`), 'utf8');
    return { executed, ends, again, workerOf };
  }
  const complete = [
    { failures: [], unmade: [] },
    { failures: [], unmade: [] },
  ];

  test('go on with the second where the first leaves one without a run', async () => {
    const source = program(`
      writeFileSync(mark, String(process.pid));
      if (id === 'long') { setTimeout(() => process.send({ kind: 'done' }), 2500); return; }`);
    const { executed, ends, workerOf } = await twoSweeps(source, ['long', 'a'], ['b', 'c']);
    expect({ executed, ends }).toEqual({ executed: complete, ends: ['a', 'b', 'c', 'long'] });
    expect(['b', 'c'].map(workerOf)).toEqual([workerOf('a'), workerOf('a')]);
    expect(workerOf('long')).not.toBe(workerOf('a'));
  });

  test('make a run of the first again whose worker was killed, before those of the second that have not begun', async () => {
    const source = program(`
      if (id === 'killed' && !existsSync(mark)) { setTimeout(() => { writeFileSync(mark, ''); process.kill(process.pid, 'SIGKILL'); }, 50); return; }`);
    const { executed, ends, again } = await twoSweeps(source, ['killed'], ['a', 'b', 'c', 'd']);
    expect({ executed, again }).toEqual({ executed: complete, again: [['killed', 1]] });
    expect([...ends].sort()).toEqual(['a', 'b', 'c', 'd', 'killed']);
  });

  test('begin no further run once they are stopped', async () => {
    const folder = temporaryFolder();
    const workerModule = pathToFileURL(path.join(folder, 'worker.mjs'));
    writeFileSync(workerModule, program(''));
    const pool = workerPool({ workerModule, workers: 1, memory: () => ({ available: 1, total: 1 }) });
    const executed = await pool.execute(tasksOf(['a', 'b', 'c']), {
      maxFailures: Infinity,
      store: { directory: folder, responses: false },
      progress: { onPlan: () => {}, onStart: () => {}, onStep: () => {}, onEnd: () => pool.stop() },
    });
    pool.close();
    expect([executed.failures, executed.unmade.map(({ id }) => id)]).toEqual([[], ['b', 'c']]);
  });
});

describe('a worker that is killed, as the system does when memory runs out', () => {
  const once = program(
    `if (id === 'b' && !existsSync(mark)) { writeFileSync(mark, ''); process.kill(process.pid, 'SIGKILL'); }`,
  );
  const always = program(`if (id === 'b') process.kill(process.pid, 'SIGKILL');`);

  test('is told by name, and its run is made again at once, with fewer workers', async () => {
    const { executed, done, again } = await sweep(once);
    expect({ executed, done }).toEqual({ executed: { failures: [], unmade: [] }, done: ['a', 'b', 'c'] });
    expect(again).toEqual([['b', expect.stringMatching(/^its worker process \d+ was killed \(SIGKILL\).*memory/), 1]]);
  });

  test('costs no other run, and leaves no record, so that the same command makes the run again', async () => {
    for (const workers of [1, 2]) {
      const { executed, done, again, records } = await sweep(always, workers);
      expect(executed.failures.map(({ task, message, usersMistake }) => [task.id, message, usersMistake])).toEqual([
        ['b', expect.stringMatching(/killed \(SIGKILL\).*tried twice, and the same command tries it again/), true],
      ]);
      expect([done, again.length, records]).toEqual([['a', 'b failed', 'c'], 1, []]);
    }
  });
});

test('a worker that hangs at its start is ended, told by name, and its run is made again', async () => {
  const { executed, done, again } = await sweep(
    program(
      '',
      `
      const mark = ${JSON.stringify(path.join(temporaryFolder(), 'stuck'))};
      if (!existsSync(mark)) { writeFileSync(mark, ''); while (true); }`,
    ),
    1,
  );
  expect({ executed, done }).toEqual({ executed: { failures: [], unmade: [] }, done: ['a', 'b', 'c'] });
  expect(again).toEqual([['a', expect.stringMatching(/^its worker process \d+ did not start within 3 seconds/), 1]]);
});

test('a worker that ends by itself is told with what it said', async () => {
  const { executed } = await sweep(
    program(`if (id === 'c') { console.error('a library says why'); process.exit(7); }`),
    1,
  );
  expect(executed.failures).toEqual([
    expect.objectContaining({
      message: expect.stringMatching(/ended \(exit code 7\); it was tried twice/) as unknown,
      usersMistake: false,
      stack: expect.stringContaining('a library says why') as unknown,
    }),
  ]);
});

test('where the system starts no process, the sweep ends in words', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { executeInWorkers } from ${JSON.stringify(path.resolve('dist/sweep/workers.js'))};
       process.execPath = '/nowhere/node';
       const none = () => {};
       await executeInWorkers([{ id: 'a' }, { id: 'b' }], {
         workerModule: new URL('file:///nowhere.js'), workers: 2, maxFailures: Infinity,
         store: { directory: process.argv[1], responses: false },
         progress: { onPlan: none, onStart: none, onStep: none, onEnd: none },
       }).catch((error) => console.log(error.name, error.code, error.message));`,
      temporaryFolder(),
    ],
    { encoding: 'utf8' },
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^UserError no-process the system starts no worker process[\s\S]*spawn \/nowhere\/node[\s\S]*ulimit -u/,
  );
});
