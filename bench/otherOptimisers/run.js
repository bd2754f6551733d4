// @ts-check
/**
 * Compares how soon the network of the main job knows its rows with optimisers and schedules that this project does not have, in PyTorch, on two
 * design seeds. Needs a Python with torch and schedulefree; takes ten minutes.
 *
 *     npx tsc && node bench/otherOptimisers/run.js [python3]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { networksOfMainJob } from '../stages/mainJob.js';
import { writeNetworks } from '../wholeJob/cases.js';

const SEEDS = [131, 132];
const folder = mkdtempSync(path.join(os.tmpdir(), 'hallucination-rate-bench-'));
const cases = path.join(folder, 'cases');
mkdirSync(cases);
writeNetworks(
  cases,
  SEEDS.flatMap((seed) =>
    networksOfMainJob([
      `seed=${seed}`,
      'seeds=1',
      'corpus.families.birthdays.frequency.target=[0.2]',
      'model.kind=[transformer]',
    ]),
  ),
);
const script = fileURLToPath(new URL('train.py', import.meta.url));
const { status } = spawnSync(process.argv[2] ?? 'python3', [script, '--case', cases], { stdio: 'inherit' });
rmSync(folder, { recursive: true });
process.exitCode = status ?? 1;
