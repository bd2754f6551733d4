import { basename, join, relative } from 'node:path';
import type { CommandModule } from 'yargs';
import type { ExperimentOutcome } from '../../claims/checkClaims.js';
import type { ExperimentClaims } from '../../claims/claim.js';
import { claimsJson } from '../../claims/claimsJson.js';
import { claimTable } from '../../claims/claimTable.js';
import { outOfScopeClaims } from '../../claims/listedClaims.js';
import { claimsReportHtml } from '../../claims/report/claimsReport.js';
import { selectClaims } from '../../claims/selectClaims.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { removeManifest, writeManifest } from '../../store/manifest.js';
import type { Sweep } from '../../sweep/sweep.js';
import { EXIT } from '../errors.js';
import { dryRun, dryRunText } from '../experiment/dryRun.js';
import { environment } from '../experiment/environment.js';
import { loadSweep } from '../experiment/loadTasks.js';
import { runExperiment } from '../experiment/runExperiment.js';
import { experimentFile, shippedClaims } from '../experiment/shipped.js';
import { examples } from '../options/examples.js';
import { makeOutputFolder, oneFolder } from '../options/outputFolder.js';
import { type SweepFlags, sweepFlags } from '../options/sweepFlags.js';
import { quoted, typedRun } from '../options/typedCommand.js';
import { onInterruption, printFailures } from '../screen/failures.js';
import { type ProgressDisplay, progressDisplay } from '../screen/progress.js';
import { terminalColours } from '../screen/terminal.js';
import { wholeClock } from '../screen/wholeClock.js';
import { VERSION } from '../version.js';

interface ReproduceArguments extends SweepFlags {
  quick: boolean;
  only: string[];
  out: string | undefined;
  json: boolean;
}

export const reproduceCommand: CommandModule<object, ReproduceArguments> = {
  command: 'reproduce',
  describe: 'run every experiment of the paper, check its claims and write one report',
  builder: (yargs) =>
    sweepFlags(yargs)
      .option('quick', {
        type: 'boolean',
        default: false,
        describe: 'smaller forms of the experiments: about a fifth of the time, wider intervals',
      })
      .option('only', {
        type: 'string',
        array: true,
        nargs: 1,
        default: [] as string[],
        describe: 'ids of claims, rows of the list of claims, or experiments; with commas, or repeated',
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        coerce: (out: unknown) => (out === undefined ? undefined : oneFolder(out)),
        defaultDescription: 'runs/reproduce, with --quick runs/reproduce-quick',
        describe: 'folder for results',
      })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print the claims as one JSON object on stdout, and nothing else there',
      })
      .epilogue(
        examples(
          ['reproduce', 'all experiments: half an hour on two cores; report.html and claims.json'],
          ['reproduce --quick', 'a look at all of them in about 6 minutes'],
          ['reproduce --only T2prop,trigram --only theorem-2', 'a row of the list of claims and two experiments'],
          ['reproduce --json > claims.json', 'for other programs'],
        ),
      )
      .epilogue(
        'Runs in the store are not made again: the same command continues an interrupted reproduction. A refuted claim is a result: the exit code is 1 only if a run failed.',
      ),
  handler: async (args) => {
    const { quick, only, out = join('runs', quick ? 'reproduce-quick' : 'reproduce'), json } = args;
    const plans = selectClaims(await shippedClaims(), only).map(
      (claims): Plan => ({
        claims,
        sweep: loadSweep({ file: experimentFile(claims.experiment), quick }, false),
        directory: join(out, claims.experiment),
      }),
    );
    if (args.dryRun) return await printPlans(plans, json);
    await makeOutputFolder(out);
    const outcomes = await runPlans(plans, args);
    if (outcomes.some(({ failed }) => failed > 0)) process.exitCode = EXIT.ours;
    const claims = `${JSON.stringify(claimsJson(outcomes))}\n`;
    const files = await writeResults(out, claims, outcomes, { quick, only });
    if (json) process.stdout.write(claims);
    else
      process.stdout.write(
        `\n${claimTable(outcomes, { colour: terminalColours(process.stdout) })}\n${files.map((file) => `wrote ${relative('.', file)}\n`).join('')}`,
      );
  },
};

/** An experiment that is run for its claims. */
interface Plan {
  readonly claims: ExperimentClaims;
  readonly sweep: Sweep;
  readonly directory: string;
}

async function printPlans(plans: readonly Plan[], json: boolean): Promise<void> {
  const planned = await Promise.all(plans.map(({ sweep, directory }) => dryRun(sweep, directory)));
  process.stdout.write(
    json
      ? `${JSON.stringify({ experiments: planned })}\n`
      : planned.map((each, place) => dryRunText(each, plans[place].sweep.tasks)).join('\n'),
  );
}

/** Runs the experiments one after the other. */
async function runPlans(plans: readonly Plan[], flags: SweepFlags): Promise<readonly ExperimentOutcome[]> {
  let shown: ProgressDisplay | undefined;
  onInterruption(() => shown?.stop());
  const outcomes: ExperimentOutcome[] = [];
  const clock = wholeClock(plans.map(({ sweep }) => sweep));
  for (const [index, { claims, sweep, directory }] of plans.entries()) {
    process.stderr.write(
      `Experiment ${index + 1} of ${plans.length}: ${claims.experiment}${clock.timeBefore(index)}\n`,
    );
    shown = clock.counting(progressDisplay(process.stderr));
    await makeOutputFolder(directory);
    const result = await runExperiment(sweep, { directory, flags, progress: shown, claims });
    printFailures(result);
    outcomes.push(result.claims!);
  }
  return outcomes;
}

/** @returns paths of the report and of `claims.json` */
async function writeResults(
  out: string,
  claims: string,
  outcomes: readonly ExperimentOutcome[],
  { quick, only }: Pick<ReproduceArguments, 'quick' | 'only'>,
): Promise<readonly string[]> {
  const [reportFile, jsonFile] = [join(out, 'report.html'), join(out, 'claims.json')];
  const report = await claimsReportHtml({
    outcomes,
    unanswered: outOfScopeClaims,
    command: [
      'npx hallucination-rate reproduce',
      ...(quick ? ['--quick'] : []),
      ...only.map((name) => `--only ${quoted(name)}`),
    ].join(' '),
    commandOf: (experiment) => typedRun({ file: experimentFile(experiment), quick }),
    quick,
    version: VERSION,
    environment: environment(),
  });
  await removeManifest(out);
  await writeFileAtomically(reportFile, report);
  await writeFileAtomically(jsonFile, claims);
  await writeManifest(out, [basename(reportFile), basename(jsonFile)]);
  return [reportFile, jsonFile];
}
