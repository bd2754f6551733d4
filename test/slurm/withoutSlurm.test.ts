/** The flags of the executor slurm, on a machine that has none. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { experimentFile, type Outcome, temporaryFolder } from '../end-to-end/commandLine.js';

function hallucinationRate(...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.resolve('dist/cli/main.js'), ...args],
      { env: { PATH: '/nowhere' } },
      (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

describe('without Slurm', () => {
  test.each<[readonly string[], RegExp]>([
    [['--executor', 'slurm'], /^Slurm is not on this machine\n[\s\S]*no program sbatch on the PATH\n.*hint/],
    [['--executor', 'slurm', '--slurm', 'output=/etc/x'], /^the executor sets this option of sbatch itself\n/],
    [['--executor', 'slurm', '--max-failures', '3'], /^nobody counts the failures/],
    [['--executor', 'slurm', '--array-concurrency', '0'], /^not a number of array tasks/],
    [['--slurm', 'time=5'], /^a flag of the executor slurm\n[\s\S]*--slurm\n/],
    [['--wait'], /^a flag of the executor slurm\n[\s\S]*--wait\n/],
  ])('run %p ends with exit code 2 and one message, and writes nothing', async (flags, message) => {
    const store = path.join(temporaryFolder(), 'store');
    const { code, stdout, stderr } = await hallucinationRate('run', experimentFile(), '--out', store, ...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(existsSync(store)).toBe(false);
  });

  test.each(['status', 'cancel'])('%s of a folder from which nothing was submitted', async (command) => {
    const { code, stderr } = await hallucinationRate(command, temporaryFolder());
    expect({ code, told: stderr.startsWith('no sweep of this folder was handed to Slurm\n') }).toEqual({
      code: 2,
      told: true,
    });
  });
});
