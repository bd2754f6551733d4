// @ts-check
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes programs that play Slurm: they accept every job and run none.
 * @param {string} folder where they are found if it stands first on the PATH
 * @param {number} largestArray MaxArraySize
 */
export function writePlayedSlurm(folder, largestArray) {
  const lines = {
    sbatch: 'echo 41',
    squeue: 'true',
    scancel: 'true',
    scontrol: `echo 'MaxArraySize = ${largestArray}'`,
  };
  for (const [name, line] of Object.entries(lines)) {
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${line}\n`);
    chmodSync(path.join(folder, name), 0o755);
  }
}
