import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../../errors/userError.js';
import { removeAllTemporary } from '../../../store/temporaryFolder.js';
import { cancelJobs, jobsOf, refuseBesideJobs } from '../../../sweep/slurm/ownership.js';
import { seeSweep } from '../../../sweep/slurm/states.js';
import { readSweep, runsOf } from '../../../sweep/slurm/submission.js';
import type { Command } from '../../listedCommand.js';
import { examples } from '../../options/examples.js';
import { JSON_OPTION } from '../../options/jsonOption.js';
import { EXPERIMENT_FOLDER } from '../../options/textOptions.js';
import { lockWhile } from '../../processes/lockWhile.js';
import { countedRuns } from '../../screen/counted.js';
import { print } from '../../screen/print.js';

interface CancelArguments {
  directory: string;
  json: boolean;
}

/** Seconds to wait: Slurm kills a job half a minute after asking it to end (KillWait). */
const PATIENCE_SECONDS = 90;

export const cancelCommand: Command<CancelArguments> = {
  builder: (yargs) =>
    yargs
      .positional('directory', EXPERIMENT_FOLDER)
      .option('json', JSON_OPTION)
      .epilogue(
        examples(['cancel runs/singleton-rate', 'the command that submitted the jobs continues the sweep later']),
      ),
  handler: async ({ directory, json }) => {
    const folder = resolve(directory);
    const sweep = readSweep(folder) ?? noSweep(directory);
    const jobs = await jobsOf(folder);
    await cancelJobs(jobs);
    if (!(await haveEnded(folder)))
      throw new UserError({
        code: 'slurm-refuses',
        summary: `the jobs have not ended after ${PATIENCE_SECONDS} seconds`,
        where: directory,
        found: (await jobsOf(folder)).map(({ id, state }) => `${id} ${state}`).join(', '),
        hint: 'try the command again later',
      });
    await lockWhile(folder, async () => {
      await refuseBesideJobs(folder); // another command may have submitted the sweep again meanwhile
      await removeAllTemporary(folder);
    });
    const { runs } = await seeSweep(folder, runsOf(folder, sweep));
    const complete = runs.filter(({ state }) => state === 'complete').length;
    if (json)
      print(
        `${JSON.stringify({ experiment: sweep.name, directory, ended: jobs.map(({ id }) => id), complete, runs: runs.length })}\n`,
      );
    else
      print(
        `${jobs.length === 0 ? 'No jobs were left' : `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs and array tasks'} ended`}; ${complete} of ${countedRuns(runs.length)} ${runs.length === 1 ? 'is' : 'are'} complete.\n${complete < runs.length ? `To continue:\n  ${sweep.typed}\n` : ''}`,
      );
  },
};

async function haveEnded(folder: string): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_SECONDS; waited += 0.5) {
    if ((await jobsOf(folder)).length === 0) return true;
    await setTimeout(500);
  }
  return false;
}

/** @throws UserError always */
export function noSweep(directory: string): never {
  throw new UserError({
    code: 'no-sweep',
    summary: 'no sweep of this folder was submitted to Slurm',
    where: directory,
    allowed: "an experiment's folder whose sweep was submitted by run --executor slurm",
    hint: '`hallucination-rate runs` lists the runs of any experiment',
  });
}
