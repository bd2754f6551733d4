/** Runs one experiment into its folder of a store, with tables and a report: what `run` and `reproduce` share. */
import { readFileSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { reportHtml } from '../report/html.js';
import type { ReportTables } from '../report/rows.js';
import { writeFileAtomically } from '../store/atomicFile.js';
import { readTable } from '../store/tables.js';
import type { RunTask } from '../sweep/executeRun.js';
import { runSweep } from '../sweep/runSweep.js';
import type { StoredRun } from '../sweep/storedRun.js';
import type { FailedRun } from '../sweep/workers.js';
import { EXIT } from './errors.js';
import type { ProgressDisplay } from './progress.js';
import { VERSION } from './version.js';

export interface ExperimentToRun {
  readonly name: string;
  readonly tasks: readonly RunTask[];
  /** Path of its file. */
  readonly config: string;
  /** The command that makes the runs, for the report. */
  readonly command: string;
  /** Where results go. */
  readonly directory: string;
  readonly responses: boolean;
  readonly workers: number;
  readonly progress: ProgressDisplay;
}

export interface ExperimentResult {
  readonly runs: readonly StoredRun[];
  readonly failures: readonly FailedRun[];
  /** Null where no run is complete. */
  readonly tables: ReportTables | null;
  /** Tables and report that were written. */
  readonly files: readonly string[];
}

/** @throws UserError for a store that cannot be read */
export const runExperiment = async ({ name, tasks, config, command, directory, responses, workers, progress }: ExperimentToRun): Promise<ExperimentResult> => {
  const { runs, failures, files } = await runSweep(tasks, {
    experiment: name,
    workerModule: new URL('./worker.js', import.meta.url),
    workers,
    store: { directory, responses },
    progress,
  }).finally(() => progress.stop());
  if (runs.length === 0) {
    await rmdir(directory).catch(() => {}); // made for nothing, unless earlier runs are in it
    return { runs, failures, tables: null, files: [] };
  }
  const tables = { runs: await readTable(join(directory, 'runs.arrow')), curves: await readTable(join(directory, 'curves.arrow')) };
  const reportFile = join(directory, 'report.html');
  await writeFileAtomically(reportFile, await reportHtml(tables, { config: readFileSync(config, 'utf8'), command, version: VERSION }));
  return { runs, failures, tables, files: [...files, reportFile] };
};

/** Runs that failed, each with its parameters and what went wrong; nothing where none did. */
export const printFailures = (failures: readonly FailedRun[], complete: number): void => {
  if (failures.length === 0) return;
  process.stderr.write(`\n${failures.length} of ${failures.length + complete} runs failed${complete > 0 ? '; the tables hold the others' : ''}.\n`);
  for (const { task, message, stack } of failures) {
    const parameters = Object.entries(task.parameters).map(([path, value]) => `${path}=${value}`);
    process.stderr.write(`  ${task.id} ${[...parameters, `seed=${task.options.seed}`].join(' ')}: ${message}\n${stack === undefined ? '' : `${stack}\n`}`);
  }
};

/** On Ctrl-C: puts away what is shown, and says how to go on. */
export const onInterruption = (stop: () => void): void => {
  const interrupted = (): never => {
    stop();
    process.stderr.write('\nInterrupted. Complete runs are kept: the same command continues.\n');
    process.exit(EXIT.interrupted);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
};
