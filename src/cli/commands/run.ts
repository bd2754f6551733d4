import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { checkLexicon } from '../../corpus/lexicon.js';
import { DEVICES } from '../../engine/device.js';
import { ENGINE_KINDS } from '../../engine/engine.js';
import { UserError } from '../../errors/userError.js';
import { experimentClaims } from '../../experiments/index.js';
import { runPlots } from '../../report/terminal/runPlots.js';
import { runTable } from '../../report/terminal/runTable.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { checkDevices } from '../../sweep/checkDevices.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import { checkTasks } from '../../sweep/runSweep.js';
import { resultJson } from '../../sweep/tables/resultTables.js';
import { dryRun, dryRunText } from '../dryRun.js';
import { EXIT } from '../errors.js';
import { examples } from '../options/examples.js';
import {
  checkExecutor,
  type ExecutorArguments,
  executorOptions,
  printMissing,
  submit,
  submittedJson,
  submittedText,
  waitForJobs,
} from '../options/executor.js';
import {
  experimentArguments,
  loadTasks,
  makeOutputFolder,
  oneFolder,
  withPlaces,
} from '../options/experimentArguments.js';
import { GATHERING, type SweepArguments, sweepFlags, sweepOptions } from '../options/sweepOptions.js';
import { typedRun } from '../options/typedCommand.js';
import { onInterruption, printFailures, runExperiment } from '../runExperiment.js';
import { progressDisplay } from '../screen/progress.js';
import { screenOptions } from '../screen/terminal.js';
import { experimentFile } from '../shipped.js';

interface RunArguments extends SweepArguments, ExecutorArguments {
  file: string;
  out: string;
  set: string[];
  quick: boolean;
  json: boolean;
  responses: boolean;
  engine: string | undefined;
  device: string | undefined;
  threads: number | undefined;
}

export const runCommand: CommandModule<object, RunArguments> = {
  command: 'run <file>',
  describe: 'run an experiment: corpora, models, measurements, tables and a report',
  builder: (yargs) =>
    executorOptions(sweepOptions(experimentArguments(yargs)))
      .option('out', {
        type: 'string',
        default: 'runs',
        requiresArg: true,
        coerce: oneFolder,
        describe: 'run store; results go to its folder <experiment>/',
      })
      .option('quick', {
        type: 'boolean',
        default: false,
        describe: "the experiment's own smaller form: its quick overrides, before those of --set",
      })
      .option('responses', {
        type: 'boolean',
        default: false,
        describe: 'also write p̂ of every prompt × response: responses.arrow',
      })
      .option('engine', { type: 'string', choices: ENGINE_KINDS, describe: 'the same as --set engine.kind=…' })
      .option('device', { type: 'string', choices: DEVICES, describe: 'the same as --set engine.device=…' })
      .option('threads', {
        type: 'number',
        requiresArg: true,
        describe: 'of one run; the same as --set engine.threads=…',
      })
      .epilogue(
        examples(
          ['run experiments/singleton-rate.yaml', 'the main job: about three minutes on two cores'],
          ['run my.yaml --set corpus.families.birthdays.answerProbability=0.8', 'overrides a key'],
          ['run my.yaml --set training.learningRate=[0.001,0.003] --set seeds=4', 'sweeps a key'],
          ['run my.yaml --dry-run', 'which runs there are, and which are in the store'],
          ['run my.yaml --executor slurm --slurm partition=short --slurm time=30', 'on a cluster: a job array'],
          ['run my.yaml --responses --json --out store > result.json', 'for other programs'],
        ),
      )
      .epilogue('Runs that are in the store are not made again: the same command continues what was interrupted.'),
  handler: async ({ file, out, set, quick, json, responses, engine, device, threads, ...typed }) => {
    await checkExecutor(typed);
    const flags = Object.entries({ kind: engine, device, threads }).flatMap(([key, value]) =>
      value === undefined ? [] : [`engine.${key}=${value}`],
    );
    const { name, tasks } = loadTasks(file, [...set, ...flags], quick);
    withPlaces(file, set, () => checkTasks(tasks, checkLexicon(loadLexicon())));
    if (typed.executor === 'local') await checkDevices(tasks); // the machines of Slurm's jobs have their own
    if (responses && tasks.some(({ config: run }) => isStudy(run))) {
      throw new UserError({
        code: 'no-responses',
        summary: 'a study asks no prompts',
        where: '--responses',
        hint: 'leave --responses out',
      });
    }
    const directory = join(out, name);
    if (typed['dry-run']) {
      const planned = await dryRun(name, tasks, { directory, responses });
      process.stdout.write(json ? `${JSON.stringify(planned)}\n` : dryRunText(planned, tasks));
      return;
    }
    await makeOutputFolder(directory);
    const experiment = {
      name,
      tasks,
      source: readFileSync(file, 'utf8'),
      command: typedRun({ file, set, quick, engine, device, threads }),
      directory,
      responses,
    };
    // What was changed is not what the claims are of.
    const claims =
      set.length === 0 && resolve(file) === resolve(experimentFile(name))
        ? experimentClaims.find((each) => each.experiment === name)
        : undefined;
    let sweep = sweepFlags(typed);
    if (typed.executor === 'slurm') {
      const submitted = await submit({ ...experiment, claimed: claims !== undefined }, typed);
      // Where nothing was to do, the tables are made here.
      if (submitted.jobs !== undefined && !typed.wait) {
        process.stdout.write(
          json
            ? `${JSON.stringify(submittedJson(name, directory, submitted))}\n`
            : submittedText(name, directory, submitted),
        );
        return;
      }
      if (submitted.jobs !== undefined) process.stderr.write(submittedText(name, directory, submitted));
      await waitForJobs(directory);
      sweep = GATHERING;
    }

    const progress = progressDisplay(process.stderr);
    onInterruption(() => progress.stop());
    const result = await runExperiment({ ...experiment, sweep, progress, claims });
    const { runs, failures, tables, files } = result;

    if (sweep === GATHERING && printMissing(result.unmade.length)) process.exitCode = EXIT.ours;
    printFailures(sweep === GATHERING ? { ...result, unmade: [] } : result);
    if (failures.length > 0)
      process.exitCode = failures.every(({ usersMistake }) => usersMistake) ? EXIT.users : EXIT.ours;
    if (tables === null) return;
    if (json) process.stdout.write(`${JSON.stringify(resultJson(name, directory, runs))}\n`);
    else {
      const screen = screenOptions(process.stdout);
      const plots = runPlots(tables.runs, screen);
      process.stdout.write(
        `\n${runTable(tables.runs, screen)}\n${plots === '' ? '' : `${plots}\n`}${files.map((file) => `wrote ${relative('.', file)}\n`).join('')}`,
      );
    }
  },
};
