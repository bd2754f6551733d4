/** Runs one experiment into its folder of a store, with tables and a report: for `run`, `reproduce` and Slurm's gathering job. */
import { rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checkClaims, type ExperimentOutcome } from '../../claims/checkClaims.js';
import type { ExperimentClaims } from '../../claims/claim.js';
import { claimSection } from '../../claims/report/reportSection.js';
import { reportHtml } from '../../report/page/experimentReport.js';
import type { MissingRun } from '../../report/page/provenance.js';
import type { SpokenRun } from '../../report/page/spokenHtml.js';
import { readResults } from '../../results/readResults.js';
import type { ReportTables } from '../../results/reportTables.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { writeManifest } from '../../store/manifest.js';
import { VERSION } from '../../store/version.js';
import { requireEngine } from '../../sweep/checkDevices.js';
import { refuseForeignExperiment } from '../../sweep/ownFiles.js';
import { runSweep, type SweepOutcome } from '../../sweep/runSweep.js';
import { refuseBesideJobs } from '../../sweep/slurm/ownership.js';
import type { Sweep } from '../../sweep/sweep.js';
import { type PoolOptions, poolOfOne, type WorkerPool } from '../../sweep/workers.js';
import type { SweepFlags } from '../options/sweepFlags.js';
import { lockWhile } from '../processes/lockWhile.js';
import { settingOf } from '../screen/failures.js';
import type { ProgressDisplay } from '../screen/progress.js';
import { environment } from './environment.js';
import { seedsBehindClaims } from './seedsBehindClaims.js';

export interface ExperimentOptions {
  /** The experiment's folder. */
  readonly directory: string;
  readonly flags: SweepFlags;
  readonly progress: ProgressDisplay;
  /** Workers that several experiments share; by default this one has its own. */
  readonly pool?: WorkerPool;
  /** The claims to check, if these are the runs of a shipped experiment. */
  readonly claims?: ExperimentClaims | undefined;
  /** This process is the gathering job of the sweep's Slurm jobs, which own the folder. */
  readonly isGatheringJob?: boolean;
}

/** The outcome of a sweep; `files` holds the report too. */
export interface ExperimentResult extends SweepOutcome {
  /** Null if no run is complete. */
  readonly tables: ReportTables | null;
  /** The checked claims, if there were claims to check. */
  readonly claims: ExperimentOutcome | undefined;
}

/** @throws UserError for a store that cannot be written, or that another process is writing to */
export async function runExperiment(sweep: Sweep, options: ExperimentOptions): Promise<ExperimentResult> {
  const { directory } = options;
  await refuseForeignExperiment(directory);
  try {
    requireEngine(sweep.tasks);
    return await lockWhile(directory, async () => {
      if (!options.isGatheringJob) await refuseBesideJobs(directory);
      return await runLocked(sweep, options);
    });
  } finally {
    await rmdir(directory).catch(() => {}); // it is empty if it was made for nothing
  }
}

/** The worker processes for the runs of experiments. */
export function workersOf({ workers }: Pick<SweepFlags, 'workers'>): PoolOptions {
  return { workerModule: new URL('../processes/worker.js', import.meta.url), workers };
}

async function runLocked(
  { name, tasks, source, command, responses }: Sweep,
  { directory, flags, progress, pool, claims }: ExperimentOptions,
): Promise<ExperimentResult> {
  const outcome = await runSweep(tasks, {
    experiment: name,
    pool: pool ?? poolOfOne(workersOf(flags)),
    maxFailures: flags.maxFailures,
    retryFailed: flags.retryFailed,
    store: { directory, responses, checkpointSeconds: flags.checkpointEvery },
    progress,
  }).finally(() => progress.stop());
  const { runs, files } = outcome;
  const tables = runs.length === 0 ? null : await readResults(directory);
  const checked =
    claims &&
    checkClaims({
      claims,
      tables,
      runs: tasks.length,
      failed: tasks.length - runs.length,
      ...seedsBehindClaims(name, tasks),
    });
  if (tables === null) return { ...outcome, tables, claims: checked, files: [] };

  const provenance = {
    source,
    command,
    version: VERSION,
    environment: environment(runs.map(({ machine }) => machine)),
    missing: missingRuns(outcome),
    remarks: [...new Set(runs.flatMap(({ result }) => result.model.remarks ?? []))],
  };
  const reportFile = join(directory, 'report.html');
  await writeFileAtomically(
    reportFile,
    await reportHtml(tables, provenance, checked && claimSection(checked), spokenRun(runs, tasks)),
  );
  const written = [...files, reportFile];
  await writeManifest(
    directory,
    written.map((file) => basename(file)),
  );
  return { ...outcome, tables, claims: checked, files: written };
}

/** Words of the first network that spoke. */
function spokenRun(runs: SweepOutcome['runs'], tasks: Sweep['tasks']): SpokenRun | undefined {
  for (const { result } of runs) {
    const steps = result.curves.flatMap(({ step, spoken }) => (spoken === undefined ? [] : [{ step, ...spoken }]));
    if (steps.length === 0) continue;
    const task = tasks.find(({ id }) => id === result.id);
    if (task !== undefined) return { setting: settingOf(task), steps };
  }
  return undefined;
}

function missingRuns({ failures, unmade }: SweepOutcome): readonly MissingRun[] {
  return [
    ...failures.map(({ task, message }) => ({ run: task.id, setting: settingOf(task), reason: message })),
    ...unmade.map((task) => ({
      run: task.id,
      setting: settingOf(task),
      reason: 'not begun, because too many others failed',
    })),
  ];
}
