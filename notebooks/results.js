/**
 * Makes the tables of the notebooks again from the shipped experiments, in their quick forms:
 * `npm run notebooks:results`. It trains for some minutes.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FOLDER, PROJECT } from './kernel.js';

/** Experiments, and overrides of the quick form for a better picture: more seeds, settings or steps. */
const RESULTS = {
  'singleton-rate': [
    'seeds=3',
    'corpus.families.birthdays.frequency.target=[0.1, 0.3, 0.5]',
    'training.steps=900',
    'measurement.curvePoints=4',
  ],
  calibration: ['seeds=3'],
  'inevitable-or-not': ['seeds=3'],
  'patterns-vanish-facts-stay': ['seeds=3', 'measurement.curvePoints=3'],
  'confidence-targets': [],
  'guess-or-abstain': [],
};

// With --out the store is kept, and the same command goes on where it was interrupted.
const {
  values: { out, workers },
} = parseArgs({ options: { out: { type: 'string' }, workers: { type: 'string' } } });
const store = out ?? mkdtempSync(path.join(tmpdir(), 'notebooks-results-'));
try {
  for (const [experiment, overrides] of Object.entries(RESULTS)) {
    const flags = [
      '--quick',
      ...overrides.flatMap((each) => ['--set', each]),
      '--out',
      store,
      ...(workers === undefined ? [] : ['--workers', workers]),
    ];
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
