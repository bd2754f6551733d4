/** A task of Slurm's array: makes its runs of the submitted sweep, one after the other. A task that is started again makes the runs that are left. */

import { isOf, planRuns } from '../../sweep/plan.js';
import { readJobs, readSweep, runsOfTask } from '../../sweep/slurm/submission.js';
import { executeInWorkers } from '../../sweep/workers.js';
import { EXIT, guardProcess, report } from '../errors.js';
import { tell } from '../screen/print.js';
import { progressDisplay } from '../screen/progress.js';
import { endInOrder } from './interruption.js';

guardProcess();
endInOrder();
const [directory = '.'] = process.argv.slice(2);

async function work(): Promise<void> {
  const sweep = readSweep(directory);
  if (sweep === undefined || readJobs(directory)?.jobName !== process.env.SLURM_JOB_NAME) {
    tell('This folder no longer belongs to this job: nothing is done.\n');
    process.exitCode = EXIT.users;
    return;
  }
  const store = { directory, responses: sweep.responses, checkpointSeconds: sweep.checkpointSeconds };
  const tasks = runsOfTask(directory, sweep, Number(process.env.SLURM_ARRAY_TASK_ID));
  const plan = await planRuns(tasks, store);
  const todo = plan.filter(isOf('new')).map(({ task }) => task);
  const progress = progressDisplay(process.stderr);
  progress.onPlan({
    todo,
    stored: plan.filter(isOf('stored')).length,
    damaged: [],
    unseen: [],
    earlier: plan.filter(isOf('failed')).map(({ failure }) => failure),
  });
  const { failures } = await executeInWorkers(todo, {
    workerModule: new URL('./worker.js', import.meta.url),
    workers: 1,
    maxFailures: Infinity,
    store,
    progress,
  });
  for (const { task, message, stack } of failures)
    tell(`${task.id} failed: ${message}\n${stack === undefined ? '' : `${stack}\n`}`);
  if (failures.length > 0) process.exitCode = EXIT.ours;
}

await work().catch(report);
