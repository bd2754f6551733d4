/**
 * Makes the tables of the notebooks again from the shipped experiments, or from those named:
 * `npm run notebooks:results [-- wordings …]`. It trains for a quarter of an hour.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FOLDER, PROJECT } from './kernel.js';

/** Experiments in their quick form, and overrides for a better picture: more seeds, settings or steps. */
const QUICK = {
  'singleton-rate': [
    'seeds=3',
    'corpus.families.birthdays.frequency.target=[0.1, 0.3, 0.5]',
    'training.steps=500',
    'measurement.curvePoints=4',
  ],
  calibration: ['seeds=3'],
  'inevitable-or-not': ['seeds=3'],
  'patterns-vanish-facts-stay': ['seeds=3', 'measurement.curvePoints=3'],
  'confidence-targets': [],
  'guess-or-abstain': [],
};

/** Experiments whose quick form shows too little. Their whole form takes some minutes each. */
const WHOLE = ['facts-in-prose', 'wordings', 'new-facts-later'];

/** Flags of `run` by experiment. */
const FLAGS = {
  ...Object.fromEntries(
    Object.entries(QUICK).map(([name, overrides]) => [
      name,
      ['--quick', ...overrides.flatMap((each) => ['--set', each])],
    ]),
  ),
  ...Object.fromEntries(WHOLE.map((name) => [name, []])),
};

// With --out the store is kept, and the same command goes on where it was interrupted.
const {
  values: { out, workers },
  positionals,
} = parseArgs({ options: { out: { type: 'string' }, workers: { type: 'string' } }, allowPositionals: true });
const unknown = positionals.filter((name) => !Object.keys(FLAGS).includes(name));
if (unknown.length > 0) {
  console.error(`Experiments must be among ${Object.keys(FLAGS).join(', ')}, got ${unknown.join(', ')}`);
  process.exit(2);
}
const store = out ?? mkdtempSync(path.join(tmpdir(), 'notebooks-results-'));
try {
  for (const experiment of positionals.length > 0 ? positionals : Object.keys(FLAGS)) {
    const flags = [...FLAGS[experiment], '--out', store, ...(workers === undefined ? [] : ['--workers', workers])];
    execFileSync(process.execPath, [path.join(PROJECT, 'dist/cli/main.js'), 'run', experiment, ...flags], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const into = path.join(FOLDER, 'results', experiment);
    mkdirSync(into, { recursive: true });
    for (const table of ['runs.arrow', 'curves.arrow'])
      copyFileSync(path.join(store, experiment, table), path.join(into, table));
    console.log(path.relative(process.cwd(), into));
  }
} finally {
  if (out === undefined) rmSync(store, { recursive: true, force: true });
}
