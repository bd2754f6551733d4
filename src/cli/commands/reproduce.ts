import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { CommandModule } from 'yargs';
import { checkClaims, type ExperimentOutcome } from '../../claims/checkClaims.js';
import type { ExperimentClaims } from '../../claims/claim.js';
import { claimsJson } from '../../claims/claimsJson.js';
import { claimTable } from '../../claims/claimTable.js';
import { outOfScopeClaims } from '../../claims/listedClaims.js';
import { claimsReportHtml } from '../../claims/report/claimsReport.js';
import { selectClaims } from '../../claims/selectClaims.js';
import { experimentClaims } from '../../experiments/index.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { removeManifest, writeManifest } from '../../store/manifest.js';
import type { RunTask } from '../../sweep/run/executeRun.js';
import { dryRun, dryRunText } from '../dryRun.js';
import { environment } from '../environment.js';
import { EXIT } from '../errors.js';
import { examples } from '../options/examples.js';
import { loadTasks, makeOutputFolder, oneFolder } from '../options/experimentArguments.js';
import { type SweepArguments, type SweepFlags, sweepFlags, sweepOptions } from '../options/sweepOptions.js';
import { quoted, typedRun } from '../options/typedCommand.js';
import { onInterruption, printFailures, runExperiment } from '../runExperiment.js';
import { type ProgressDisplay, progressDisplay } from '../screen/progress.js';
import { terminalColours } from '../screen/terminal.js';
import { wholeClock } from '../screen/wholeClock.js';
import { experimentFile } from '../shipped.js';
import { VERSION } from '../version.js';

interface ReproduceArguments extends SweepArguments {
  quick: boolean;
  only: string[];
  out: string | undefined;
  json: boolean;
}

export const reproduceCommand: CommandModule<object, ReproduceArguments> = {
  command: 'reproduce',
  describe: 'run every experiment of the paper, check its claims and write one report',
  builder: (yargs) =>
    sweepOptions(yargs)
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
        describe: 'ids of claims, rows of the list of claims, or experiments; again, or with commas, for several',
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
        'Runs that are in the store are not made again: the same command continues what was interrupted. A refuted claim is a result: the exit code is 1 only where a run failed.',
      ),
  handler: async ({ quick, only, out = join('runs', quick ? 'reproduce-quick' : 'reproduce'), json, ...typed }) => {
    const plans = selectClaims(experimentClaims, only).map((claims) => planOf(claims, quick));
    if (typed['dry-run']) return await printPlans(plans, out, json);
    await makeOutputFolder(out);
    let shown: ProgressDisplay | undefined;
    onInterruption(() => shown?.stop());

    const outcomes: ExperimentOutcome[] = [];
    const clock = wholeClock(plans);
    for (const [index, plan] of plans.entries()) {
      process.stderr.write(
        `Experiment ${index + 1} of ${plans.length}: ${plan.claims.experiment}${clock.told(index)}\n`,
      );
      shown = clock.counting(progressDisplay(process.stderr));
      outcomes.push(await outcomeOf(plan, { out, sweep: sweepFlags(typed), progress: shown }));
    }

    if (outcomes.some(({ failed }) => failed > 0)) process.exitCode = EXIT.ours;
    const [reportFile, jsonFile] = [join(out, 'report.html'), join(out, 'claims.json')];
    const result = `${JSON.stringify(claimsJson(outcomes))}\n`;
    const command = [
      'npx hallucination-rate reproduce',
      ...(quick ? ['--quick'] : []),
      ...only.map((name) => `--only ${quoted(name)}`),
    ].join(' ');
    const commandOf = (experiment: string): string => typedRun({ file: experimentFile(experiment), quick });
    await removeManifest(out);
    await writeFileAtomically(
      reportFile,
      await claimsReportHtml({
        outcomes,
        unanswered: outOfScopeClaims,
        command,
        commandOf,
        quick,
        version: VERSION,
        environment: environment(),
      }),
    );
    await writeFileAtomically(jsonFile, result);
    await writeManifest(out, [basename(reportFile), basename(jsonFile)]);
    if (json) process.stdout.write(result);
    else
      process.stdout.write(
        `\n${claimTable(outcomes, { colour: terminalColours(process.stdout) })}\nwrote ${relative('.', reportFile)}\nwrote ${relative('.', jsonFile)}\n`,
      );
  },
};

/** An experiment that is to be run for its claims. */
interface Plan {
  readonly claims: ExperimentClaims;
  readonly file: string;
  readonly command: string;
  readonly tasks: readonly RunTask[];
}

function planOf(claims: ExperimentClaims, quick: boolean): Plan {
  const file = experimentFile(claims.experiment);
  return { claims, file, command: typedRun({ file, quick }), tasks: loadTasks(file, [], quick).tasks };
}

async function printPlans(plans: readonly Plan[], out: string, json: boolean): Promise<void> {
  const planned = await Promise.all(
    plans.map(({ claims: { experiment }, tasks }) =>
      dryRun(experiment, tasks, { directory: join(out, experiment), responses: false }),
    ),
  );
  process.stdout.write(
    json
      ? `${JSON.stringify({ experiments: planned })}\n`
      : planned.map((each, place) => dryRunText(each, plans[place].tasks)).join('\n'),
  );
}

interface Surroundings {
  readonly out: string;
  readonly sweep: SweepFlags;
  readonly progress: ProgressDisplay;
}

async function outcomeOf(
  { claims, file, command, tasks }: Plan,
  { out, sweep, progress }: Surroundings,
): Promise<ExperimentOutcome> {
  const directory = join(out, claims.experiment);
  await makeOutputFolder(directory);
  const result = await runExperiment({
    name: claims.experiment,
    tasks,
    source: readFileSync(file, 'utf8'),
    command,
    directory,
    responses: false,
    sweep,
    progress,
    claims,
  });
  printFailures(result);
  return checkClaims({
    claims,
    tables: result.tables,
    runs: tasks.length,
    failed: result.failures.length + result.unmade.length,
  });
}
