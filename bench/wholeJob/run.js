// @ts-check
/** Runs `npm run bench:job`: the main job here and as a script in PyTorch, by turns, and compares time and errors. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readResults } from '../../dist/results/readResults.js';
import { numberAt, rowsOf } from '../../dist/results/reportTables.js';
import { findPeer } from '../pythonPeers.js';
import { networksOfMainJob } from '../stages/mainJob.js';
import { terminalTable } from '../table.js';
import { median } from '../timing.js';
import { writeNetworks } from './cases.js';

const USAGE = `Usage: npm run bench:job -- [flags]

Trains the transformers of the main job (experiments/singleton-rate.yaml) and
measures them exactly, here and in PyTorch, by turns, with two processes each.
Takes about ten minutes a round, during which the machine should do nothing
else. The corpora are drawn before PyTorch's time begins.

  --python PATH   a Python that has torch (default: environment variable PYTHON,
                  else python3)
  --rounds N      turns of each (default 1)
  --set a=b       smaller forms, as for \`run\`; repeated
  --help          prints this text
`;

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: process.env.PYTHON ?? 'python3' },
    rounds: { type: 'string', default: '1' },
    set: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

const FAMILIES = ['birthdays', 'brackets'];
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SCRIPT = fileURLToPath(new URL('mainJob.py', import.meta.url));

/** @param {string} text */
function say(text) {
  return process.stdout.write(`${text}\n`);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function timed(command, args) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0)
    throw new Error(`${path.basename(command)} failed: ${stderr.trim().split('\n').slice(-3).join(' ')}`);
  return { seconds: (performance.now() - start) / 1000, stdout };
}

/** @typedef {Readonly<Record<string, number>>} Errors err + invalid mass by family, a mean over networks */

/** @param {readonly Errors[]} networks @returns {Errors} */
function meanErrors(networks) {
  return Object.fromEntries(
    FAMILIES.map((family) => [family, networks.reduce((sum, each) => sum + each[family], 0) / networks.length]),
  );
}

/** @param {string} out @param {readonly string[]} set */
async function ours(out, set) {
  const flags = ['model.kind=[transformer]', ...set].flatMap((each) => ['--set', each]);
  const { seconds } = timed(process.execPath, [
    MAIN,
    'run',
    'singleton-rate',
    ...flags,
    '--workers',
    '2',
    '--out',
    out,
  ]);
  const { runs } = await readResults(path.join(out, 'singleton-rate'));
  const at = (/** @type {string} */ column, /** @type {number} */ row) => numberAt(runs, column, row) ?? Number.NaN;
  const networks = rowsOf(runs).map((row) =>
    Object.fromEntries(
      FAMILIES.map((family) => [
        family,
        at(`families.${family}.errorRate`, row) + at(`families.${family}.invalidMass`, row),
      ]),
    ),
  );
  return { seconds, errors: meanErrors(networks) };
}

/** @param {string} python @param {string} cases */
function pytorch(python, cases) {
  const { seconds, stdout } = timed(python, [SCRIPT, '--case', cases, '--processes', '2']);
  const networks = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const sum = (/** @type {string} */ key) => networks.reduce((total, each) => total + each[key], 0);
  return {
    seconds,
    measuring: sum('measuringSeconds') / (sum('measuringSeconds') + sum('trainingSeconds')),
    errors: meanErrors(
      networks.map(({ curve }) => Object.fromEntries(FAMILIES.map((family) => [family, curve.at(-1)[family].wrong]))),
    ),
  };
}

/** Largest difference of a mean error at which both programs count as having done the same. */
const TOLERANCE = 0.01;

async function compare() {
  const torch = findPeer('pytorch', values.python);
  if ('reason' in torch) return say(`PyTorch is not compared: ${torch.reason}`);
  const directory = mkdtempSync(path.join(os.tmpdir(), 'hallucination-rate-job-'));
  try {
    const cases = path.join(directory, 'cases');
    mkdirSync(cases);
    const configs = networksOfMainJob(values.set);
    writeNetworks(cases, configs);
    say(`${configs.length} networks, PyTorch ${torch.version}, load ${os.loadavg()[0].toFixed(1)} before`);
    const turns = [];
    for (let round = 1; round <= Number(values.rounds); round++) {
      const here = await ours(path.join(directory, `round-${round}`), values.set);
      const there = pytorch(values.python, cases);
      turns.push({ here, there });
      say(
        `round ${round}: here ${here.seconds.toFixed(1)} s, PyTorch ${there.seconds.toFixed(1)} s, of which ${(100 * there.measuring).toFixed(0)} % measuring`,
      );
    }
    const [{ here, there }] = turns;
    const ratio = median(turns.map((turn) => turn.there.seconds / turn.here.seconds));
    say(
      `\n${terminalTable({
        header: ['main job', 'seconds', ...FAMILIES.map((family) => `err + invalid, ${family}`), '× ours'],
        rows: [
          [
            'here',
            median(turns.map((turn) => turn.here.seconds)).toFixed(1),
            ...FAMILIES.map((family) => here.errors[family].toFixed(4)),
            '',
          ],
          [
            'PyTorch',
            median(turns.map((turn) => turn.there.seconds)).toFixed(1),
            ...FAMILIES.map((family) => there.errors[family].toFixed(4)),
            ratio.toFixed(2),
          ],
        ],
      })}`,
    );
    for (const family of FAMILIES)
      if (Math.abs(here.errors[family] - there.errors[family]) > TOLERANCE)
        throw new Error(`the errors on ${family} differ by more than ${TOLERANCE}: not the same job`);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

if (values.help) say(USAGE);
else await compare();
