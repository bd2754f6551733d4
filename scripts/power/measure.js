// @ts-check
/**
 * The power of the claims about trained models, and how often their verdicts flip, from reproductions on other seeds:
 *
 *   for n in 14159 26535 89793 23846 26433 83279 50288 41971 69399 37510; do npx hallucination-rate reproduce --seed $n; done
 *   npm run power -- runs/reproduce-seed-*
 *
 * It writes src/experiments/claimPower.ts, and prints a line for each claim: its class, the verdict on the worlds of all folders
 * together, the power at the shipped number of seeds, and the verdicts in each folder that differ from the most frequent one.
 */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pooledTables, resampledPower, worldsOf } from '../../dist/claims/resampledPower.js';
import { loadTasks } from '../../dist/cli/experiment/loadTasks.js';
import { worldSeeds } from '../../dist/cli/experiment/seedsBehindClaims.js';
import { experimentFile } from '../../dist/cli/experiment/shipped.js';
import { experimentClaims } from '../../dist/experiments/index.js';
import { readResults } from '../../dist/results/readResults.js';
import { flipsOf } from './flips.js';

/** @typedef {import('../../dist/claims/claim.js').Power} Power */

const TRIALS = 400;
const FILE = fileURLToPath(new URL('../../src/experiments/claimPower.ts', import.meta.url));

/** @param {readonly string[]} folders of `reproduce`, each with a folder for each experiment */
async function measure(folders) {
  /** @type {Record<string, Power>} */
  const powers = {};
  let [verdicts, flipped] = [0, 0];
  for (const { experiment, claims } of experimentClaims) {
    const there = folders.filter((folder) => existsSync(path.join(folder, experiment, 'runs.arrow')));
    if (there.length === 0) continue;
    const parts = await Promise.all(there.map((folder) => readResults(path.join(folder, experiment))));
    const pool = pooledTables(parts);
    const { tasks } = loadTasks(experimentFile(experiment), []);
    const seeds = worldSeeds(tasks).length;
    console.log(`${experiment}: ${there.length} reproductions, ${worldsOf(pool).length} worlds, ships ${seeds} seeds`);
    for (const claim of claims) {
      const flips = flipsOf(parts.map((tables) => claim.check(tables).verdict));
      const shown = flips.others.length === 0 ? 'never' : flips.others.join(', ');
      if (claim.evidence !== 'trained') {
        console.log(`  ${claim.id} (${claim.evidence}): ${flips.usual}; flips: ${shown}`);
        continue;
      }
      verdicts += parts.length;
      flipped += flips.others.length;
      const { verdict, ...power } = resampledPower(claim, pool, { seeds, trials: TRIALS });
      if (worldsOf(pool).length >= 2 * seeds) powers[claim.id] = power;
      console.log(`  ${claim.id} (trained): all worlds ${verdict}; power ${power.power.toFixed(3)}; flips: ${shown}`);
    }
  }
  console.log(`Trained models: ${flipped} of ${verdicts} verdicts differ from the most frequent one of their claim.`);
  writeFileSync(FILE, sourceOf(powers));
}

/** @param {Readonly<Record<string, Power>>} powers */
function sourceOf(powers) {
  const lines = Object.entries(powers).map(
    ([id, { power, worlds, seeds }]) => `  '${id}': { power: ${power}, worlds: ${worlds}, seeds: ${seeds} },`,
  );
  return `/** The power of claims about trained models, by their ids. \`npm run power\` writes this file. */
import type { Power } from '../claims/claim.js';

export const CLAIM_POWER: Readonly<Record<string, Power>> = {${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}};
`;
}

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('Name the folders of reproductions on other seeds: npm run power -- runs/reproduce-seed-*');
  process.exitCode = 2;
} else await measure(folders);
