// @ts-check
/**
 * The power of the claims about trained models, and how often their verdicts flip, from reproductions on other seeds:
 *
 *   for n in 26535 89793 23846; do npx hallucination-rate reproduce --seed $n; done
 *   npm run power -- runs/reproduce-seed-*
 *
 * It keeps the verdicts of each folder in scripts/power/verdicts, writes src/experiments/claimPower.ts and docs/flips.md, and prints a
 * line for each claim: its class, the verdict on the worlds of all folders together, the power at the shipped number of seeds, and the
 * verdicts, of these folders and of those kept before, that differ from the most frequent one. Powers of experiments that no folder holds
 * stay as they are, where the settings do.
 */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pooledTables, resampledPower, worldsOf } from '../../dist/claims/resampledPower.js';
import { loadTasks } from '../../dist/cli/experiment/loadTasks.js';
import { worldSeeds } from '../../dist/cli/experiment/seedsBehindClaims.js';
import { experimentFile } from '../../dist/cli/experiment/shipped.js';
import { CLAIM_POWER } from '../../dist/experiments/claimPower.js';
import { experimentClaims } from '../../dist/experiments/index.js';
import { readResults } from '../../dist/results/readResults.js';
import { flipsOf } from './flips.js';
import { writeFlipsPage } from './flipsPage.js';
import { isAsShipped, keepVerdicts, kept, verdictsOf } from './verdicts.js';

/** @typedef {import('../../dist/claims/claim.js').Power} Power */

const TRIALS = 400;
const FILE = fileURLToPath(new URL('../../src/experiments/claimPower.ts', import.meta.url));

/** @param {readonly string[]} folders of `reproduce`, each with a folder for each experiment */
async function measure(folders) {
  for (const folder of folders) {
    const others = await keepVerdicts(folder);
    if (others.length > 0)
      console.log(`${folder}: not kept, for they ran with other settings than those that ship: ${others.join(', ')}`);
  }
  const reproductions = kept();
  /** @type {Record<string, Power>} */
  const powers = {};
  for (const { experiment, claims } of experimentClaims) {
    const there = [];
    for (const folder of folders) {
      if (!existsSync(path.join(folder, experiment, 'runs.arrow'))) continue;
      if (await isAsShipped(path.join(folder, experiment), experiment, { anyNumber: true })) there.push(folder);
      else
        console.log(`${folder}: its runs of ${experiment} are left out: they have other settings than those that ship`);
    }
    const parts = await Promise.all(there.map((folder) => readResults(path.join(folder, experiment))));
    const pool = parts.length === 0 ? undefined : pooledTables(parts);
    const worlds = pool === undefined ? 0 : worldsOf(pool).length;
    const { tasks } = loadTasks(experimentFile(experiment), []);
    const seeds = worldSeeds(tasks).length;
    // Worlds of two reproductions share no sample, so that sets of them cannot stand for crossed seeds.
    const isCrossed = tasks.some(({ config }) => typeof config.seed !== 'number');
    console.log(`${experiment}: ${worlds} worlds, ships ${seeds} seeds`);
    const verdictsFor = verdictsOf(reproductions, experiment);
    for (const claim of claims) {
      const verdicts = verdictsFor(claim.id);
      if (verdicts.length === 0) continue;
      const { usual, others } = flipsOf(verdicts);
      let words = `${usual}; flips: ${others.join(', ') || 'never'}`;
      if (claim.evidence === 'trained') {
        const power =
          pool && !isCrossed && worlds >= 2 * seeds
            ? resampledPower(claim, pool, { seeds, trials: TRIALS })
            : undefined;
        if (power !== undefined) {
          const { verdict, ...measured } = power;
          powers[claim.id] = measured;
          words += `; all worlds ${verdict}, power ${measured.power.toFixed(3)}`;
        } else if (CLAIM_POWER[claim.id]?.seeds === seeds) powers[claim.id] = CLAIM_POWER[claim.id];
      }
      console.log(`  ${claim.id} (${claim.evidence}): ${words}`);
    }
  }
  writeFileSync(FILE, sourceOf(powers));
  writeFlipsPage(experimentClaims, powers);
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
