/** Runs Slurm's programs. */
import { execFile } from 'node:child_process';
import { UserError } from '../../errors/userError.js';

/** Most output that is read; squeue prints a megabyte for ten thousand array tasks. */
const MOST_BYTES = 2 ** 28;

/**
 * @param args passed as they are: no shell reads them
 * @returns the program's stdout
 * @throws UserError if the program is missing, or with its stderr if it fails
 */
export function slurm(program: 'sbatch' | 'squeue' | 'scancel' | 'scontrol', args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: MOST_BYTES }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      if (error.code === 'ENOENT') return reject(noSlurm(program));
      const said = stderr
        .trim()
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join('; ');
      reject(
        new UserError({
          code: 'slurm-refuses',
          summary: `${program} failed`,
          found: said === '' ? error.message : said,
          hint: 'sbatch gets each --slurm key=value as --key=value; sinfo shows whether Slurm answers',
        }),
      );
    });
  });
}

function noSlurm(program: string): UserError {
  return new UserError({
    code: 'no-slurm',
    summary: 'Slurm is not installed on this machine',
    where: '--executor slurm',
    found: `no program ${program} on the PATH`,
    hint: 'use a machine from which jobs can be submitted, or leave --executor slurm out to make the runs here',
  });
}
