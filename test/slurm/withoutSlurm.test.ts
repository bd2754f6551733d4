/** The flags of --executor slurm, on a machine without Slurm. */
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
    [['--executor', 'slurm'], /^Slurm is not installed on this machine\n[\s\S]*no program sbatch on the PATH\n.*hint/],
    [['--executor', 'slurm', '--slurm', 'output=/etc/x'], /^--executor slurm sets this option of sbatch itself\n/],
    [['--executor', 'slurm', '--max-failures', '3'], /^--max-failures is not supported with --executor slurm\n/],
    [['--executor', 'slurm', '--array-concurrency', '0'], /^not an allowed value\n[\s\S]*--array-concurrency\n/],
    [['--slurm', 'time=5'], /^--slurm needs --executor slurm\n[\s\S]*--slurm\n/],
    [['--wait'], /^--wait needs --executor slurm\n[\s\S]*--wait\n/],
  ])('run %p ends with exit code 2 and one message, and writes nothing', async (flags, message) => {
    const store = path.join(temporaryFolder(), 'store');
    const { code, stdout, stderr } = await hallucinationRate('run', experimentFile(), '--out', store, ...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(existsSync(store)).toBe(false);
  });

  test.each(['status', 'cancel'])('%s of a folder from which nothing was submitted', async (command) => {
    const { code, stderr } = await hallucinationRate(command, temporaryFolder());
    expect({ code, says: stderr.startsWith('no sweep of this folder was submitted to Slurm\n') }).toEqual({
      code: 2,
      says: true,
    });
  });
});
