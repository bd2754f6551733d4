/** The last job of a submitted sweep: joins the runs that its array has made into tables and a report, and gives the folder back. */
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../errors/userError.js';
import { experimentClaims } from '../../experiments/index.js';
import { removeAllTemporary } from '../../store/temporaryFolder.js';
import { forgetJobs, readJobs, readSweep } from '../../sweep/slurm/submission.js';
import { EXIT, report } from '../errors.js';
import { printMissing } from '../options/executor.js';
import { GATHERING } from '../options/sweepOptions.js';
import { printFailures, runExperiment } from '../runExperiment.js';
import { progressDisplay } from '../screen/progress.js';

const [directory = '.'] = process.argv.slice(2);

/** Somebody who only looks whether the folder is free has it for a moment. */
const TRIES = 20;

async function gather(): Promise<void> {
  const sweep = readSweep(directory);
  if (sweep === undefined || readJobs(directory)?.jobName !== process.env.SLURM_JOB_NAME) {
    process.stderr.write("This folder is no longer the job's: nothing is done.\n");
    process.exitCode = EXIT.users;
    return;
  }
  const claims = sweep.claimed ? experimentClaims.find(({ experiment }) => experiment === sweep.name) : undefined;
  await removeAllTemporary(directory); // the array has ended, and whoever else would write is refused
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await runExperiment({
        ...sweep,
        directory,
        sweep: GATHERING,
        progress: progressDisplay(process.stderr),
        claims,
        ofJobs: true,
      });
      printMissing(result.unmade.length);
      printFailures({ ...result, unmade: [] });
      process.stderr.write(`${result.runs.length} of ${sweep.tasks.length} runs gathered\n`);
      await forgetJobs(directory);
      return;
    } catch (error) {
      if (!(error instanceof UserError && error.code === 'locked') || attempt === TRIES) throw error;
      await setTimeout(3000);
    }
  }
}

await gather().catch(report);
