import { readFileSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import type { CommandModule } from 'yargs';
import { UserError } from '../config/userError.js';
import { checkLexicon } from '../corpus/lexicon.js';
import { ENGINE_KINDS } from '../engine/engine.js';
import { reportHtml } from '../report/html.js';
import { runTable } from '../report/runTable.js';
import { writeFileAtomically } from '../store/atomicFile.js';
import { loadLexicon } from '../store/loadLexicon.js';
import { readTable } from '../store/tables.js';
import { isStudy } from '../sweep/experiment.js';
import { resultJson } from '../sweep/resultTables.js';
import { checkTasks, runSweep } from '../sweep/runSweep.js';
import type { FailedRun } from '../sweep/workers.js';
import { EXIT } from './errors.js';
import { examples } from './examples.js';
import { experimentArguments, loadTasks, makeOutputFolder, oneFolder, withPlaces } from './experimentArguments.js';
import { progressDisplay } from './progress.js';
import { VERSION } from './version.js';

interface RunArguments {
  config: string;
  out: string;
  set: string[];
  quick: boolean;
  json: boolean;
  responses: boolean;
  engine: string | undefined;
  workers: number | undefined;
}

export const runCommand: CommandModule<object, RunArguments> = {
  command: 'run <config>',
  describe: 'run an experiment: corpora, models, measurements, tables and a report',
  builder: (yargs) =>
    experimentArguments(yargs)
      .option('out', { type: 'string', default: 'runs', requiresArg: true, coerce: oneFolder, describe: 'run store; results go to its folder <experiment>/' })
      .option('quick', { type: 'boolean', default: false, describe: "the experiment's own smaller form: its quick overrides, before those of --set" })
      .option('responses', { type: 'boolean', default: false, describe: 'also write p̂ of every prompt × response: responses.arrow' })
      .option('engine', { type: 'string', choices: ENGINE_KINDS, describe: 'the same as --set engine.kind=…' })
      .option('workers', { type: 'number', requiresArg: true, describe: 'runs at a time, a process each (default: the number of cores)' })
      .check(({ workers }) => {
        if (workers === undefined || (Number.isInteger(workers) && workers >= 1)) return true;
        throw new UserError({ code: 'out-of-range', summary: 'not a number of workers', where: '--workers', found: String(workers), allowed: 'a whole number from 1' });
      })
      .epilogue(
        examples(
          ['run experiments/singleton-rate.yaml', 'the main job: about three minutes on two cores'],
          ['run my.yaml --set corpus.families.birthdays.answerProbability=0.8', 'overrides a key'],
          ['run my.yaml --set training.learningRate=[0.001,0.003] --set seeds=4', 'sweeps a key'],
          ['run my.yaml --responses --json --out store > result.json', 'for other programs'],
        ),
      )
      .epilogue('Runs that are in the store are not made again: the same command continues what was\ninterrupted.'),
  handler: async ({ config, out, set, quick, json, responses, engine, workers }) => {
    const { name, tasks } = loadTasks(config, engine === undefined ? set : [...set, `engine.kind=${engine}`], quick);
    withPlaces(config, set, () => checkTasks(tasks, checkLexicon(loadLexicon())));
    if (responses && tasks.some(({ options }) => isStudy(options))) {
      throw new UserError({ code: 'no-responses', summary: 'a study asks no prompts', where: '--responses', hint: 'leave --responses out' });
    }
    const directory = join(out, name);
    await makeOutputFolder(directory);

    const progress = progressDisplay(process.stderr);
    const interrupted = (): never => {
      progress.stop();
      process.stderr.write('\nInterrupted. Complete runs are kept: the same command continues.\n');
      process.exit(EXIT.interrupted);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const { runs, failures, files } = await runSweep(tasks, {
      experiment: name,
      workerModule: new URL('./worker.js', import.meta.url),
      workers: workers ?? availableParallelism(),
      store: { directory, responses },
      progress,
    }).finally(() => progress.stop());

    printFailures(failures, runs.length);
    if (runs.length === 0) {
      await rmdir(directory).catch(() => {}); // made for nothing, unless earlier runs are in it
      return;
    }
    const tables = { runs: await readTable(join(directory, 'runs.arrow')), curves: await readTable(join(directory, 'curves.arrow')) };
    const reportFile = join(directory, 'report.html');
    const provenance = { config: readFileSync(config, 'utf8'), command: commandLine({ config, set, quick, engine }), version: VERSION };
    await writeFileAtomically(reportFile, await reportHtml(tables, provenance));
    if (json) process.stdout.write(`${JSON.stringify(resultJson(name, directory, runs))}\n`);
    else printOutcome(runTable(tables.runs, { bold: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined }), [...files, reportFile]);
  },
};

const printOutcome = (table: string, files: readonly string[]): void => {
  process.stdout.write(`\n${table}\n${files.map((file) => `wrote ${relative('.', file)}\n`).join('')}`);
};

const printFailures = (failures: readonly FailedRun[], complete: number): void => {
  if (failures.length === 0) return;
  process.exitCode = failures.every(({ usersMistake }) => usersMistake) ? EXIT.users : EXIT.ours;
  process.stderr.write(`\n${failures.length} of ${failures.length + complete} runs failed${complete > 0 ? '; the tables hold the others' : ''}.\n`);
  for (const { task, message, stack } of failures) {
    const parameters = Object.entries(task.parameters).map(([path, value]) => `${path}=${value}`);
    process.stderr.write(`  ${task.id} ${[...parameters, `seed=${task.options.seed}`].join(' ')}: ${message}\n${stack === undefined ? '' : `${stack}\n`}`);
  }
};

/** As a reader would type it to make the same runs. */
const commandLine = ({ config, set, quick, engine }: Pick<RunArguments, 'config' | 'set' | 'quick' | 'engine'>): string =>
  [
    `npx hallucination-rate run ${quoted(relative('.', config))}`,
    ...(quick ? ['--quick'] : []),
    ...set.map((override) => `--set ${quoted(override)}`),
    ...(engine === undefined ? [] : [`--engine ${engine}`]),
  ].join(' ');

const quoted = (text: string): string => (/^[\w./=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
