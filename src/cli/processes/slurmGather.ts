/** The last job of a submitted sweep: gathers the runs of the array into tables and a report, and gives the folder back. */

import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../errors/userError.js';
import { removeAllTemporary } from '../../store/temporaryFolder.js';
import { forgetJobs, readJobs, readSweep, runsOf } from '../../sweep/slurm/submission.js';
import { EXIT, guardProcess, report } from '../errors.js';
import { runExperiment } from '../experiment/runExperiment.js';
import { shippedClaims } from '../experiment/shipped.js';
import { printMissing } from '../experiment/submitToSlurm.js';
import { GATHERING } from '../options/sweepFlags.js';
import { printFailures } from '../screen/failures.js';
import { tell } from '../screen/print.js';
import { progressDisplay } from '../screen/progress.js';
import { endInOrder } from './interruption.js';

guardProcess();
endInOrder();
const [directory = '.'] = process.argv.slice(2);

/** Tries to lock the folder: another command that looks for jobs holds the lock for a moment. */
const TRIES = 20;

async function gather(): Promise<void> {
  const sweep = readSweep(directory);
  if (sweep === undefined || readJobs(directory)?.jobName !== process.env.SLURM_JOB_NAME) {
    tell('This folder no longer belongs to this job: nothing is done.\n');
    process.exitCode = EXIT.users;
    return;
  }
  const tasks = runsOf(directory, sweep).map(({ task }) => task);
  const claims = sweep.claimed
    ? (await shippedClaims()).find(({ experiment }) => experiment === sweep.name)
    : undefined;
  await removeAllTemporary(directory); // the array has ended, and any other writer is refused
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await runExperiment(
        { ...sweep, tasks },
        {
          directory,
          flags: GATHERING,
          progress: progressDisplay(process.stderr),
          claims,
          isGatheringJob: true,
        },
      );
      printMissing(result.unmade.length);
      printFailures({ ...result, unmade: [] });
      tell(`${result.runs.length} of ${tasks.length} runs gathered\n`);
      await forgetJobs(directory);
      return;
    } catch (error) {
      if (!(error instanceof UserError && error.code === 'locked') || attempt === TRIES) throw error;
      await setTimeout(3000);
    }
  }
}

await gather().catch(report);
