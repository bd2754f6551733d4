import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { type Memory, memoryNow, memoryVerdict } from '../../src/sweep/memoryWatch.js';
import type { RunTask } from '../../src/sweep/run/executeRun.js';
import { executeInWorkers } from '../../src/sweep/workers.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';

const total = 100;

describe('memoryVerdict', () => {
  test.each([
    [{ available: 4, total }, [1, 1, 1], 'enough'],
    [{ available: 3, total }, [], 'enough'],
    [{ available: 3, total }, [30, 60], 'fewer'],
    [{ available: 3, total }, [60], 'too large'],
    [{ available: 3, total }, [20], 'enough'], // other programs hold the rest
    [{ available: -5, total }, [50], 'too large'],
  ] as const)('%j with workers of %j: %s', (memory, bytes, verdict) => {
    expect(
      memoryVerdict(
        memory,
        bytes.map((each) => ({ bytes: each })),
      ),
    ).toBe(verdict);
  });
});

test("this machine's memory is a part of what it has", () => {
  const { available, total } = memoryNow([process.pid]);
  expect(available).toBeGreaterThan(0);
  expect(available).toBeLessThan(total);
});

/** A worker that takes two seconds for each run. */
const SLOW =
  "process.on('message', () => setTimeout(() => process.send({ kind: 'done' }), 2000)); process.on('disconnect', () => process.exit());";

async function sweep(memory: (pids: readonly number[]) => Memory, workers: number) {
  const folder = temporaryFolder();
  const workerModule = pathToFileURL(path.join(folder, 'worker.mjs'));
  writeFileSync(workerModule, SLOW);
  const [begun, ended, waited]: [string[], string[], [string, number][]] = [[], [], []];
  let most = 0;
  const tasks = ['a', 'b', 'c'].map((id) => ({ id, parameters: {}, config: { seed: 1 } }) as unknown as RunTask);
  const executed = await executeInWorkers(tasks, {
    workerModule,
    workers,
    maxFailures: Infinity,
    store: { directory: folder, responses: false },
    memory: (pids) => {
      most = Math.max(most, pids.length);
      return memory(pids);
    },
    progress: {
      onPlan: () => {},
      onStart: ({ id }) => void begun.push(id),
      onStep: () => {},
      onEnd: ({ id }) => void ended.push(id),
      onFewer: ({ id }, left) => void waited.push([id, left]),
    },
  });
  return { executed, begun, ended, waited, most };
}

describe('a sweep on a machine whose memory is short', () => {
  test('makes fewer runs at once, and all of them', async () => {
    // There is room for one worker.
    const { executed, begun, ended, waited } = await sweep(
      (pids) => ({ available: pids.length > 1 ? 1 : 50, total }),
      3,
    );
    expect(executed).toEqual({ failures: [], unmade: [] });
    expect([...ended].sort()).toEqual(['a', 'b', 'c']);
    expect(waited.map(([, left]) => left)).toEqual([2, 1]);
    expect(begun).toHaveLength(3 + 2);
  }, 60_000);

  test('gives up a single run that is too large, with a message', async () => {
    const { executed } = await sweep(() => ({ available: 0, total: 2 }), 1);
    expect(executed.failures.map(({ message, usersMistake }) => [message, usersMistake])).toEqual(
      Array(3).fill(['it needs more memory than this machine has: use a smaller model, batch or corpus', true]),
    );
    expect(executed.unmade).toEqual([]);
  }, 60_000);
});
