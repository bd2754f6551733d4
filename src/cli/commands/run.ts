import { join, resolve } from 'node:path';
import { isIncomplete } from '../../claims/checkClaims.js';
import type { ExperimentClaims } from '../../claims/claim.js';
import { claimsJson } from '../../claims/claimsJson.js';
import { checkLexicon } from '../../corpus/lexicon.js';
import { DEVICES } from '../../engine/device.js';
import { ENGINE_KINDS } from '../../engine/engine.js';
import { UserError } from '../../errors/userError.js';
import { loadLexicon } from '../../store/loadLexicon.js';
import { EXPERIMENT_FILES, MANIFEST_FILE } from '../../store/manifest.js';
import { checkDevices } from '../../sweep/checkDevices.js';
import { checkTasks } from '../../sweep/checkTasks.js';
import { isStudy } from '../../sweep/experimentSchemas.js';
import { refuseForeignExperiment } from '../../sweep/ownFiles.js';
import { inputFiles } from '../../sweep/run/factFiles.js';
import type { Sweep } from '../../sweep/sweep.js';
import { resultJson } from '../../sweep/tables/resultTables.js';
import { EXIT, setFailureCode } from '../errors.js';
import { dryRun, dryRunText } from '../experiment/dryRun.js';
import { loadSweep, withPlace } from '../experiment/loadTasks.js';
import { runExperiment } from '../experiment/runExperiment.js';
import { experimentFile, shippedClaims } from '../experiment/shipped.js';
import { printMissing, submit, submittedJson, submittedText, waitForJobs } from '../experiment/submitToSlurm.js';
import { openExperiment } from '../experiment/usePlugins.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { experimentArguments } from '../options/experimentArguments.js';
import { refuseOverwriting } from '../options/outputFiles.js';
import { makeOutputFolder, oneFolder } from '../options/outputFolder.js';
import { checkExecutor, type SlurmFlags, slurmFlags } from '../options/slurmFlags.js';
import { GATHERING, type SweepFlags, sweepFlags } from '../options/sweepFlags.js';
import { choiceOption, textOption } from '../options/textOptions.js';
import { triedApart } from '../processes/triedApart.js';
import { onInterruption, printFailures } from '../screen/failures.js';
import { print, printScreen, tell } from '../screen/print.js';
import { progressDisplay } from '../screen/progress.js';
import { resultText } from '../screen/resultText.js';

interface RunArguments extends SweepFlags, SlurmFlags {
  file: string;
  out: string;
  set: string[];
  plugin: string[];
  quick: boolean;
  json: boolean;
  responses: boolean;
  engine: string | undefined;
  device: string | undefined;
  threads: string | undefined;
}

export const runCommand: Command<RunArguments> = {
  builder: (yargs) =>
    slurmFlags(sweepFlags(experimentArguments(yargs)))
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
        describe: 'a smaller form: apply the `quick` overrides of the experiment before those of --set',
      })
      .option('responses', {
        type: 'boolean',
        default: false,
        describe: 'also write p̂ of every prompt × response: responses.arrow',
      })
      .option('engine', choiceOption('engine', ENGINE_KINDS, 'the same as --set engine.kind=…'))
      .option('device', choiceOption('device', DEVICES, 'the same as --set engine.device=…'))
      .option('threads', {
        ...textOption('threads', 'threads of one run; the same as --set engine.threads=…'),
        number: true,
      })
      .epilogue(
        examples(
          ['run experiments/singleton-rate.yaml', 'the main job: about three minutes on two cores'],
          ['run my.yaml --set corpus.families.birthdays.answerProbability=0.8', 'overrides a key'],
          ['run my.yaml --set training.learningRate=[0.001,0.003] --set seeds=4', 'sweeps a key'],
          ['run singleton-rate --set seed=7', 'a shipped experiment on other seeds: verdicts are marked so'],
          ['run my.yaml --plugin ./mine.mjs', 'with families and models of your own: docs/extending.md'],
          ['run my.yaml --dry-run', 'shows the runs, and which of them are in the store'],
          ['run my.yaml --executor slurm --slurm partition=short --slurm time=30', 'on a cluster: a job array'],
          ['run my.yaml --responses --json --out store > result.json', 'for other programs'],
        ),
      )
      .epilogue('Runs in the store are not made again: the same command continues an interrupted sweep.'),
  handler: async (args) => {
    const { file, out, set, json, responses } = args;
    await checkExecutor(args);
    const sweep = loadSweep(args, responses, await openExperiment(file, args.plugin));
    await checkSweep(sweep, args);
    const directory = join(out, sweep.name);
    if (args.dryRun) {
      const planned = await dryRun(sweep, directory, checkLexicon(loadLexicon()));
      print(json ? `${JSON.stringify(planned)}\n` : dryRunText(planned, sweep.tasks));
      return;
    }
    refuseOverwriting({ '--out': [...EXPERIMENT_FILES, MANIFEST_FILE].map((name) => join(directory, name)) }, [
      file,
      ...inputFiles(sweep.tasks.map(({ config }) => config)),
    ]);
    await refuseForeignExperiment(directory);
    await makeOutputFolder(directory);
    const claims = await claimsOf(sweep.name, file, set);
    const withSlurm = args.executor === 'slurm';
    if (withSlurm && !(await submitAndWait(sweep, directory, claims, args))) return;

    const progress = progressDisplay(process.stderr);
    onInterruption(() => progress.stop());
    const flags = withSlurm ? GATHERING : args;
    const result = await runExperiment(sweep, { directory, flags, progress, claims });
    if (result.claims !== undefined && isIncomplete([result.claims])) process.exitCode = EXIT.ours;
    if (withSlurm && printMissing(result.unmade.length)) process.exitCode = EXIT.ours;
    printFailures(withSlurm ? { ...result, unmade: [] } : result);
    setFailureCode(result.failures);
    if (json && result.tables !== null) {
      const checked = result.claims && { claims: claimsJson([result.claims], null).claims };
      print(`${JSON.stringify({ ...resultJson(sweep.name, directory, result.runs), ...checked })}\n`);
    } else printScreen(resultText(result));
  },
};

/** @throws UserError for impossible options, devices that are missing, and responses of a study */
async function checkSweep({ tasks }: Sweep, { file, set, executor, responses }: RunArguments): Promise<void> {
  await checkTasks(tasks, checkLexicon(loadLexicon())).catch((error: unknown) => {
    throw withPlace(error, file, set);
  });
  if (executor === 'local') await checkDevices(tasks, triedApart); // the machines of Slurm's jobs have devices of their own
  if (responses && tasks.some(({ config }) => isStudy(config))) {
    throw new UserError({
      code: 'no-responses',
      summary: 'a study has no prompts, so it has no responses',
      where: '--responses',
      hint: 'leave --responses out',
    });
  }
}

/** The claims of a shipped experiment. They apply to it as it is shipped, and on any seeds. */
async function claimsOf(name: string, file: string, set: readonly string[]): Promise<ExperimentClaims | undefined> {
  const isShipped =
    set.every((each) => /^\s*seeds?[.=\s]/.test(each)) && resolve(file) === resolve(experimentFile(name));
  return isShipped ? (await shippedClaims()).find(({ experiment }) => experiment === name) : undefined;
}

/** Submits a sweep to Slurm. @returns true if its results are ready to be gathered; false if its jobs do that later */
async function submitAndWait(
  sweep: Sweep,
  directory: string,
  claims: ExperimentClaims | undefined,
  args: RunArguments,
): Promise<boolean> {
  const submitted = await submit(sweep, directory, claims !== undefined, args);
  if (submitted.jobs === undefined) return true; // there was nothing to do
  if (args.wait) {
    tell(submittedText(sweep.name, directory, submitted));
    await waitForJobs(directory);
    return true;
  }
  print(
    args.json
      ? `${JSON.stringify(submittedJson(sweep.name, directory, submitted))}\n`
      : submittedText(sweep.name, directory, submitted),
  );
  return false;
}
