/** Slurm's programs, run for what they print. */
import { execFile } from 'node:child_process';
import { UserError } from '../../errors/userError.js';

/** Rows of squeue for ten thousand array tasks take a megabyte. */
const MOST_BYTES = 2 ** 28;

/**
 * @param args handed over as they are: no shell reads them
 * @returns what the program prints on stdout
 * @throws UserError where there is no such program, or with what it says where it fails
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
          summary: `${program} fails`,
          found: said === '' ? error.message : said,
          hint: 'sbatch takes the options of --slurm as --key=value; sinfo shows whether Slurm answers',
        }),
      );
    });
  });
}

function noSlurm(program: string): UserError {
  return new UserError({
    code: 'no-slurm',
    summary: 'Slurm is not on this machine',
    where: '--executor slurm',
    found: `no program ${program} on the PATH`,
    hint: 'run it on a machine from which jobs are submitted, or leave --executor slurm out: the runs are then made here',
  });
}
