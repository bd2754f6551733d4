/**
 * Makes the learning curve of src/foretold anew: trains the random configs of design.yaml (an interrupted training goes
 * on where it stopped), writes what was measured as runs.csv, and fits the curve.
 *
 *   npm run foretold:fit                     trains, tabulates, fits: about twenty minutes on one core
 *   npm run foretold:fit -- --out FOLDER     keeps the runs there; by default in runs/
 *   npm run foretold:fit -- --from-table     fits to runs.csv as it is
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadTasks } from '../../dist/cli/experiment/loadTasks.js';
import { checkLexicon } from '../../dist/corpus/lexicon.js';
import { crossValidated } from '../../dist/foretold/crossValidation.js';
import { fittedCurveOf, fittedCurveSource } from '../../dist/foretold/curveFile.js';
import { fittedRunsCsv, readFittedRuns } from '../../dist/foretold/fittedRuns.js';
import { trainingSetting } from '../../dist/foretold/foretell.js';
import { promptClasses } from '../../dist/foretold/promptClasses.js';
import { loadLexicon } from '../../dist/store/loadLexicon.js';
import { corpusOf } from '../../dist/sweep/run/executeRun.js';
import { readRun } from '../../dist/sweep/run/storedRun.js';

const DESIGN = 'scripts/foretold/design.yaml';
const TABLE = 'scripts/foretold/runs.csv';
const SOURCE = 'src/foretold/fittedCurve.ts';

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'runs' }, 'from-table': { type: 'boolean', default: false } },
});

if (!values['from-table']) {
  const command = ['dist/cli/main.js', 'run', DESIGN, '--out', values.out, '--workers', '1'];
  const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
  const runs = measuredRuns(values.out);
  const predicted = crossValidated(runs, (fold, folds) =>
    process.stderr.write(`fitted without part ${fold} of ${folds}\n`),
  );
  writeFileSync(TABLE, fittedRunsCsv(predicted));
}
const curve = fittedCurveOf(readFittedRuns(readFileSync(TABLE, 'utf8')), new Date().toISOString().slice(0, 10));
writeFileSync(SOURCE, fittedCurveSource(curve));
process.stdout.write(`${JSON.stringify({ ...curve, members: curve.members.length }, null, 2)}\n`);

/** The runs of the design that are in the store, a row for each family of arbitrary facts. */
function measuredRuns(out) {
  const lexicon = checkLexicon(loadLexicon());
  const { name, tasks } = loadTasks(DESIGN, []);
  const directory = join(out, name);
  const rows = tasks
    .filter(({ id }) => existsSync(join(directory, id, 'result.json')))
    .flatMap((task) => rowsOf(task, readRun(directory, task).result, corpusOf(task.config, lexicon)));
  // The table's digits are those that the fit sees.
  return readFittedRuns(fittedRunsCsv(rows));
}

function rowsOf({ config }, { families }, corpus) {
  return corpus.world.families.flatMap((family, index) => {
    const measured = families[family.name];
    if (measured.nature !== 'arbitrary') return [];
    const shares = wrongShares(measured);
    return [
      {
        seed: config.seed,
        setting: trainingSetting(config, corpus, index),
        classes: promptClasses(family, corpus.counts[index]).map((each, place) => ({ ...each, wrong: shares[place] })),
        wrong: measured.errorRate + measured.invalidMass,
        foretold: Number.NaN,
        steepness: Number.NaN,
      },
    ];
  });
}

/** Wrong shares of the classes: never shown, only with IDK, and the strata of answered prompts. */
function wrongShares({ byCount: [unanswered, ...answered], onlyAbstained }) {
  const wrong = ({ mass, errorRate, invalidMass }) => (mass > 0 ? errorRate + invalidMass : 0);
  const never = unanswered.mass - onlyAbstained.mass;
  const ofNever = unanswered.mass * wrong(unanswered) - onlyAbstained.mass * wrong(onlyAbstained);
  return [never > 0 ? ofNever / never : 0, wrong(onlyAbstained), ...answered.map(wrong)];
}
