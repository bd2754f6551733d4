/** Runs one experiment into its folder of a store, with tables and a report: what `run` and `reproduce` share. */
import { rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checkClaims } from '../claims/checkClaims.js';
import type { ExperimentClaims } from '../claims/claim.js';
import { claimSection } from '../claims/report/reportSection.js';
import { reportHtml } from '../report/page/experimentReport.js';
import type { MissingRun } from '../report/page/provenance.js';
import type { ReportTables } from '../results/reportTables.js';
import { writeFileAtomically } from '../store/atomicFile.js';
import { writeManifest } from '../store/manifest.js';
import { readTable } from '../store/tables.js';
import type { FailedRun } from '../sweep/failedRuns.js';
import { lockFolder } from '../sweep/folderLock.js';
import type { RunTask } from '../sweep/run/executeRun.js';
import type { StoredRun } from '../sweep/run/storedRun.js';
import { runSweep } from '../sweep/runSweep.js';
import { refuseBesideJobs } from '../sweep/slurm/ownership.js';
import { environment } from './environment.js';
import { EXIT } from './errors.js';
import type { SweepFlags } from './options/sweepOptions.js';
import { quoted } from './options/typedCommand.js';
import type { ProgressDisplay } from './screen/progress.js';
import { VERSION } from './version.js';

export interface ExperimentToRun {
  readonly name: string;
  readonly tasks: readonly RunTask[];
  /** Text of its file, for the report. */
  readonly source: string;
  /** The command that makes the runs, for the report. */
  readonly command: string;
  /** Where results go. */
  readonly directory: string;
  readonly responses: boolean;
  readonly sweep: SweepFlags;
  readonly progress: ProgressDisplay;
  /** That these runs answer, where they are those of an experiment that ships. */
  readonly claims?: ExperimentClaims | undefined;
  /** Whether this is the job that gathers what Slurm's other jobs have made. */
  readonly ofJobs?: boolean;
}

export interface ExperimentResult {
  readonly runs: readonly StoredRun[];
  readonly failures: readonly FailedRun[];
  /** Runs that were not begun, because too many others failed. */
  readonly unmade: readonly RunTask[];
  /** Null where no run is complete. */
  readonly tables: ReportTables | null;
  /** Tables and report that were written. */
  readonly files: readonly string[];
}

/** @throws UserError for a store that cannot be written, or that another process is writing to */
export async function runExperiment(experiment: ExperimentToRun): Promise<ExperimentResult> {
  const release = await lockFolder(experiment.directory);
  process.once('exit', release); // an interruption waits for nothing
  try {
    if (!experiment.ofJobs) await refuseBesideJobs(experiment.directory);
    return await runLocked(experiment);
  } finally {
    process.off('exit', release);
    release();
    await rmdir(experiment.directory).catch(() => {}); // if it was made for nothing
  }
}

async function runLocked({
  name,
  tasks,
  source,
  command,
  directory,
  responses,
  sweep,
  progress,
  claims,
}: ExperimentToRun): Promise<ExperimentResult> {
  const { files, ...outcome } = await runSweep(tasks, {
    experiment: name,
    workerModule: new URL('./processes/worker.js', import.meta.url),
    ...sweep,
    store: { directory, responses, checkpointSeconds: sweep.checkpointSeconds },
    progress,
  }).finally(() => progress.stop());
  if (outcome.runs.length === 0) return { ...outcome, tables: null, files: [] };
  const tables = {
    runs: await readTable(join(directory, 'runs.arrow')),
    curves: await readTable(join(directory, 'curves.arrow')),
  };
  const reportFile = join(directory, 'report.html');
  const checked =
    claims &&
    claimSection(checkClaims({ claims, tables, runs: tasks.length, failed: tasks.length - outcome.runs.length }));
  const provenance = { source, command, version: VERSION, environment: environment(), missing: missingRuns(outcome) };
  await writeFileAtomically(reportFile, await reportHtml(tables, provenance, checked));
  const written = [...files, reportFile];
  await writeManifest(
    directory,
    written.map((file) => basename(file)),
  );
  return { ...outcome, tables, files: written };
}

function settingOf({ parameters, config }: RunTask): string {
  return [...Object.entries(parameters).map(([path, value]) => `${path}=${value}`), `seed=${config.seed}`].join(' ');
}

function missingRuns({ failures, unmade }: Pick<ExperimentResult, 'failures' | 'unmade'>): readonly MissingRun[] {
  return [
    ...failures.map(({ task, message }) => ({ run: task.id, setting: settingOf(task), reason: message })),
    ...unmade.map((task) => ({
      run: task.id,
      setting: settingOf(task),
      reason: 'not begun, because too many others failed',
    })),
  ];
}

/** Runs that failed, each with its parameters and what went wrong; nothing where none did. */
export function printFailures({
  runs,
  failures,
  unmade,
}: Pick<ExperimentResult, 'runs' | 'failures' | 'unmade'>): void {
  if (failures.length === 0) return;
  const total = runs.length + failures.length + unmade.length;
  process.stderr.write(
    `\n${failures.length} of ${total} runs failed${runs.length > 0 ? '; the tables hold the others' : ''}.\n`,
  );
  for (const { task, message, stack, earlier } of failures) {
    const when = earlier ? ' (before; --retry-failed makes it again)' : '';
    process.stderr.write(
      `  ${task.id} ${settingOf(task)}: ${message}${when}\n${stack === undefined ? '' : `${stack}\n`}`,
    );
  }
  if (unmade.length > 0)
    process.stderr.write(
      `Stopped after as many failures as --max-failures allows: ${unmade.length} runs were not begun; the same command goes on with them.\n`,
    );
}

/** On Ctrl-C: puts away what is shown, and says how to go on. */
export function onInterruption(stop: () => void): void {
  const interrupted = (): never => {
    stop();
    const command = ['npx hallucination-rate', ...process.argv.slice(2).map(quoted)].join(' ');
    process.stderr.write(
      `\nInterrupted. Complete runs are kept, and nothing is left half done. To continue:\n  ${command}\n`,
    );
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
}
