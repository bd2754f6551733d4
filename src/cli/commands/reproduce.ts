import { randomInt } from 'node:crypto';
import { basename, join, relative } from 'node:path';
import { type ExperimentOutcome, isIncomplete } from '../../claims/checkClaims.js';
import type { ExperimentClaims } from '../../claims/claim.js';
import { claimsJson } from '../../claims/claimsJson.js';
import { claimTable, quickWords } from '../../claims/claimTable.js';
import { freshSeed, SHIPPED_NUMBER } from '../../claims/freshSeeds.js';
import { outOfScopeClaims } from '../../claims/listedClaims.js';
import { claimsReportHtml } from '../../claims/report/claimsReport.js';
import { selectClaims } from '../../claims/selectClaims.js';
import { wrap } from '../../report/terminal/wrap.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { removeManifest, writeManifest } from '../../store/manifest.js';
import { VERSION } from '../../store/version.js';
import { refuseForeignExperiment, refuseForeignReproduction } from '../../sweep/ownFiles.js';
import type { Sweep } from '../../sweep/sweep.js';
import { workerPool } from '../../sweep/workers.js';
import { EXIT } from '../errors.js';
import { dryRun, dryRunText } from '../experiment/dryRun.js';
import { environment } from '../experiment/environment.js';
import { loadSweep } from '../experiment/loadTasks.js';
import { runExperiment, workersOf } from '../experiment/runExperiment.js';
import { experimentFile, shippedClaims } from '../experiment/shipped.js';
import {
  hasJobs,
  printMissing,
  submit,
  submittedJson,
  submittedLine,
  waitForJobs,
} from '../experiment/submitToSlurm.js';
import type { Command } from '../listedCommand.js';
import { examples } from '../options/examples.js';
import { INTEGER_FROM, numberOption } from '../options/numbers.js';
import { makeOutputFolder, oneFolder } from '../options/outputFolder.js';
import { checkExecutor, type SlurmFlags, slurmFlags } from '../options/slurmFlags.js';
import { GATHERING, type SweepFlags, sweepFlags } from '../options/sweepFlags.js';
import { quoted, type RunFlags, typedRun } from '../options/typedCommand.js';
import { lockWhile } from '../processes/lockWhile.js';
import { onInterruption, printFailures } from '../screen/failures.js';
import { print, printScreen, tell, wroteLines } from '../screen/print.js';
import { type ProgressDisplay, progressDisplay } from '../screen/progress.js';
import { terminalColours } from '../screen/terminal.js';
import { waitingDisplay } from '../screen/waitingDisplay.js';
import { wholeClock } from '../screen/wholeClock.js';

interface ReproduceArguments extends SweepFlags, SlurmFlags {
  quick: boolean;
  only: string[];
  fresh: boolean;
  seed: number | undefined;
  out: string | undefined;
  json: boolean;
}

export const reproduceCommand: Command<ReproduceArguments> = {
  builder: (yargs) =>
    slurmFlags(sweepFlags(yargs))
      .option('quick', {
        type: 'boolean',
        default: false,
        describe: 'smaller forms of the experiments: about a quarter of the time, wider intervals',
      })
      .option('only', {
        type: 'string',
        array: true,
        nargs: 1,
        default: [] as string[],
        describe: 'ids of claims, rows of the list of claims, or experiments; with commas, or repeated',
      })
      .option('fresh', {
        type: 'boolean',
        default: false,
        describe: 'seeds that nobody has used: they are derived from a random number, which is printed',
      })
      .option(
        'seed',
        numberOption(
          'seed',
          INTEGER_FROM(0),
          'derive the seeds from this number: --fresh once more, or on your own number',
        ),
      )
      .option('out', {
        type: 'string',
        requiresArg: true,
        coerce: (out: unknown) => (out === undefined ? undefined : oneFolder(out)),
        defaultDescription: 'runs/reproduce; with --quick, --seed 7: runs/reproduce-quick-seed-7',
        describe: 'folder for results',
      })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print the claims as one JSON object on stdout, and nothing else there',
      })
      .epilogue(
        examples(
          ['reproduce', 'all experiments: about 40 minutes on two cores; report.html and claims.json'],
          ['reproduce --quick', 'a look at all of them in about 10 minutes'],
          ['reproduce --only T2prop,trigram --only theorem-2', 'a row of the list of claims and two experiments'],
          ['reproduce --executor slurm --wait', 'on a cluster: a job array for each experiment'],
          ['reproduce --fresh', 'on seeds that nobody has used: do the verdicts stay?'],
          ['reproduce --json > claims.json', 'for other programs'],
        ),
      )
      .epilogue(
        'Runs in the store are not made again: the same command continues an interrupted reproduction. A refuted claim is a result: the exit code is 1 only if a run failed or a check broke.',
      ),
  handler: async (args) => {
    const { quick, only, json } = args;
    await checkExecutor(args);
    const number = args.seed ?? (args.fresh ? randomInt(1, 2 ** 31) : undefined);
    const out = args.out ?? defaultFolder(quick, number);
    const plans = selectClaims(await shippedClaims(), only).map(
      (claims): Plan => ({
        claims,
        sweep: loadSweep(runFlags(claims.experiment, quick, number), false),
        directory: join(out, claims.experiment),
      }),
    );
    if (number !== undefined) tell(`${freshWords(number)}\n`);
    if (args.dryRun) return await printPlans(plans, json);
    refuseForeignReproduction(out);
    for (const { directory } of plans) await refuseForeignExperiment(directory);
    await makeOutputFolder(out);
    const withSlurm = args.executor === 'slurm';
    if (withSlurm && !(await submitPlans(plans, args, reportCommand(args, number)))) return;
    // Two reproductions in one folder would overwrite each other's report.
    const { outcomes, claims, files, unmade } = await lockWhile(out, async () => {
      const reproduced = await runPlans(plans, withSlurm ? GATHERING : args);
      const json = `${JSON.stringify(claimsJson(reproduced.outcomes, number ?? SHIPPED_NUMBER))}\n`;
      const written = await writeResults(out, json, reproduced, { quick, only, seed: number });
      return { outcomes: reproduced.outcomes, claims: json, files: written, unmade: reproduced.unmade };
    });
    if (isIncomplete(outcomes)) process.exitCode = EXIT.ours;
    if (withSlurm && printMissing(unmade)) process.exitCode = EXIT.ours;
    if (json) print(claims);
    else
      printScreen(
        `\n${claimTable(outcomes, { colour: terminalColours(process.stdout) })}\n${quick ? `${wrap(quickWords(outcomes), 80)}\n\n` : ''}${wroteLines(files.map((file) => relative('.', file)))}`,
      );
  },
};

function defaultFolder(quick: boolean, number: number | undefined): string {
  return join('runs', `reproduce${quick ? '-quick' : ''}${number === undefined ? '' : `-seed-${number}`}`);
}

/** The flags of `run` that make an experiment's runs. @param number from which its seed is derived; undefined for the shipped seeds */
function runFlags(experiment: string, quick: boolean, number: number | undefined): RunFlags {
  const set = number === undefined ? [] : [`seed=${freshSeed(number, experiment)}`];
  return { file: experimentFile(experiment), quick, set };
}

function freshWords(number: number): string {
  return `The seeds of every experiment are derived from the number ${number}, not those that ship: --seed ${number} gives the same again.`;
}

/** An experiment that is run for its claims. */
interface Plan {
  readonly claims: ExperimentClaims;
  readonly sweep: Sweep;
  readonly directory: string;
}

async function printPlans(plans: readonly Plan[], json: boolean): Promise<void> {
  const planned = await Promise.all(plans.map(({ sweep, directory }) => dryRun(sweep, directory)));
  print(
    json
      ? `${JSON.stringify({ experiments: planned })}\n`
      : planned.map((each, place) => dryRunText(each, plans[place].sweep.tasks)).join('\n'),
  );
}

interface Reproduced {
  readonly outcomes: readonly ExperimentOutcome[];
  /** The machine of each run. */
  readonly machines: readonly string[];
  /** Number of runs that were not begun. */
  readonly unmade: number;
}

/**
 * Submits what the store does not hold to Slurm, the jobs of each experiment by themselves.
 * @param again the command that writes the report
 * @returns true if there is nothing to wait for, or it was waited for
 */
async function submitPlans(plans: readonly Plan[], args: ReproduceArguments, again: string): Promise<boolean> {
  const lines: string[] = [];
  const submitted: object[] = [];
  for (const { claims, sweep, directory } of plans) {
    if (await hasJobs(directory)) {
      lines.push(`${claims.experiment}: its jobs have not ended.`);
      continue;
    }
    await makeOutputFolder(directory);
    const result = await submit(sweep, directory, true, args);
    if (result.jobs === undefined) continue;
    lines.push(submittedLine(claims.experiment, result));
    submitted.push(submittedJson(claims.experiment, directory, result));
  }
  if (lines.length === 0) return true;
  if (args.wait) {
    tell(`${lines.join('\n')}\n`);
    for (const { directory } of plans) await waitForJobs(directory);
    return true;
  }
  print(
    args.json
      ? `${JSON.stringify({ experiments: submitted })}\n`
      : `${[...lines, ...afterwards(plans, again)].join('\n')}\n`,
  );
  return false;
}

/** Commands for the time while jobs run, and after them. */
function afterwards([{ directory }]: readonly Plan[], again: string): readonly string[] {
  const folder = quoted(relative('.', directory));
  return [
    'To see the progress of one, or to end it:',
    `  npx hallucination-rate status ${folder}`,
    `  npx hallucination-rate cancel ${folder}`,
    'When the jobs have ended, this writes the report:',
    `  ${again}`,
  ];
}

/** Experiments that may have begun while the one that is shown has not ended. */
const AHEAD = 2;

/** Runs the experiments in their order. Where one leaves a worker without a run, the next begins. */
async function runPlans(plans: readonly Plan[], flags: SweepFlags): Promise<Reproduced> {
  let shown: ProgressDisplay | undefined;
  onInterruption(() => shown?.stop());
  const outcomes: ExperimentOutcome[] = [];
  const machines: string[] = [];
  let unmade = 0;
  const clock = wholeClock(plans.map(({ sweep }) => sweep));
  const pool = workerPool(workersOf(flags));
  /** @param before resolves when the experiment before it has asked for workers, so that its runs come first */
  const begin = ({ claims, sweep, directory }: Plan, before: Promise<unknown> | undefined) => {
    const progress = waitingDisplay(clock.counting(progressDisplay(process.stderr)));
    const result = Promise.resolve(before)
      .then(() => makeOutputFolder(directory))
      .then(() => runExperiment(sweep, { directory, flags, progress, pool, claims }));
    const isUnderWay = Promise.race([progress.planned, result.catch(() => {})]); // an error is told in its turn
    return { progress, result, isUnderWay };
  };
  const begun: ReturnType<typeof begin>[] = [];
  try {
    for (const [index, { claims }] of plans.entries()) {
      for (const plan of plans.slice(begun.length, index + 1 + AHEAD))
        begun.push(begin(plan, begun.at(-1)?.isUnderWay));
      tell(`Experiment ${index + 1} of ${plans.length}: ${claims.experiment}${clock.timeBefore(index)}\n`);
      const { progress, result } = begun[index]!;
      shown = progress;
      progress.show();
      const made = await result;
      // Runs that jobs of Slurm left are told once, at the end.
      printFailures(flags === GATHERING ? { ...made, unmade: [] } : made);
      unmade += made.unmade.length;
      outcomes.push(made.claims!);
      machines.push(...made.runs.map(({ machine }) => machine));
    }
  } finally {
    pool.stop();
    await Promise.allSettled(begun.map(({ result }) => result));
    pool.close();
  }
  return { outcomes, machines, unmade };
}

/** The command that makes the same results. */
function reproduceCommandOf({ quick, only, seed }: Pick<ReproduceArguments, 'quick' | 'only' | 'seed'>): string {
  return [
    'npx hallucination-rate reproduce',
    ...(quick ? ['--quick'] : []),
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...only.map((name) => `--only ${quoted(name)}`),
  ].join(' ');
}

/** The command that writes the report of runs that jobs of Slurm have made. */
function reportCommand({ quick, only, out }: ReproduceArguments, seed: number | undefined): string {
  return `${reproduceCommandOf({ quick, only, seed })}${out === undefined ? '' : ` --out ${quoted(out)}`} --executor slurm`;
}

/** @returns paths of the report and of `claims.json` */
async function writeResults(
  out: string,
  claims: string,
  { outcomes, machines }: Omit<Reproduced, 'unmade'>,
  { quick, only, seed }: Pick<ReproduceArguments, 'quick' | 'only' | 'seed'>,
): Promise<readonly string[]> {
  const [reportFile, jsonFile] = [join(out, 'report.html'), join(out, 'claims.json')];
  const report = await claimsReportHtml({
    outcomes,
    unanswered: outOfScopeClaims,
    command: reproduceCommandOf({ quick, only, seed }),
    commandOf: (experiment) => typedRun(runFlags(experiment, quick, seed)),
    quick,
    seeds: seed === undefined ? null : freshWords(seed),
    version: VERSION,
    environment: environment(machines),
  });
  await removeManifest(out);
  await writeFileAtomically(reportFile, report);
  await writeFileAtomically(jsonFile, claims);
  await writeManifest(out, [basename(reportFile), basename(jsonFile)]);
  return [reportFile, jsonFile];
}
