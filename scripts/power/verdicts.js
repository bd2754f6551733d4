// @ts-check
/**
 * Verdicts of reproductions on other seeds, kept in scripts/power/verdicts: a file for each number, named by it. Those of an experiment
 * are bound to its settings, so that verdicts of earlier settings do not count.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadTasks } from '../../dist/cli/experiment/loadTasks.js';
import { settingsOf, worldSeeds } from '../../dist/cli/experiment/seedsBehindClaims.js';
import { experimentFile } from '../../dist/cli/experiment/shipped.js';
import { canonicalJson } from '../../dist/config/canonicalJson.js';
import { readResults } from '../../dist/results/readResults.js';
import { hexDigest } from '../../dist/store/hexDigest.js';

/** @typedef {{ readonly settings: string, readonly verdicts: Readonly<Record<string, string>> }} ExperimentVerdicts */
/** @typedef {{ readonly seed: number, readonly experiments: Readonly<Record<string, ExperimentVerdicts>> }} Reproduction */

const FOLDER = fileURLToPath(new URL('verdicts/', import.meta.url));

/**
 * A digest of what a shipped experiment runs, its seeds apart, and of the number of its worlds.
 * @param {string} experiment
 */
export function settingsDigest(experiment) {
  return digestOf(loadTasks(experimentFile(experiment), []).tasks);
}

/**
 * Whether the runs of a folder's tables are those that ship, but for their seeds: an earlier version may have had other settings.
 * @param {string} folder of an experiment
 * @param {string} experiment
 * @param {{ readonly anyNumber?: boolean }} [options] anyNumber: also with another number of seeds
 */
export async function isAsShipped(folder, experiment, { anyNumber = false } = {}) {
  const { runs } = await readResults(folder);
  const ran = (runs.columns.run ?? []).map((run) => ({
    config: JSON.parse(readFileSync(path.join(folder, String(run), 'config.json'), 'utf8')),
  }));
  const seeds = ran.map(({ config }) => config.seed);
  // Settings that are drawn depend on the seed.
  const own = seeds.every((seed) => typeof seed === 'number') ? [`seed=${Math.min(...seeds)}`] : [];
  const { tasks } = loadTasks(experimentFile(experiment), own);
  return anyNumber ? settingsText(ran) === settingsText(tasks) : digestOf(ran) === digestOf(tasks);
}

/** @typedef {Parameters<typeof settingsOf>[0] | readonly { readonly config: any }[]} Ran */

/** @param {Ran} tasks */
function settingsText(tasks) {
  return canonicalJson(settingsOf(/** @type {Parameters<typeof settingsOf>[0]} */ (tasks)));
}

/** @param {Ran} tasks */
function digestOf(tasks) {
  const ran = /** @type {Parameters<typeof settingsOf>[0]} */ (tasks);
  return hexDigest(canonicalJson([worldSeeds(ran).length, settingsOf(ran)])).slice(0, 16);
}

/**
 * Keeps the verdicts of a folder that `reproduce --seed` wrote. Those of its experiments replace what was kept for the same number.
 * @param {string} folder
 * @returns {Promise<readonly string[]>} experiments that ran with other settings than those that ship, whose verdicts are left out
 */
export async function keepVerdicts(folder) {
  const file = path.join(folder, 'claims.json');
  if (!existsSync(file)) throw new Error(`${file}: not found; the reproduction has not ended. Give its command again.`);
  /** @type {{ seed: number, claims: { id: string, experiment: string, verdict: string }[] }} */
  const { seed, claims } = JSON.parse(readFileSync(file, 'utf8'));
  /** @type {Record<string, { settings: string, verdicts: Record<string, string> }>} */
  const experiments = { ...kept().find((each) => each.seed === seed)?.experiments };
  const others = new Set();
  for (const experiment of new Set(claims.map((claim) => claim.experiment))) {
    if (await isAsShipped(path.join(folder, experiment), experiment))
      experiments[experiment] = { settings: settingsDigest(experiment), verdicts: {} };
    else others.add(experiment);
  }
  for (const { id, experiment, verdict } of claims)
    if (!others.has(experiment)) experiments[experiment].verdicts[id] = verdict;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${seed}.json`), `${JSON.stringify({ seed, experiments }, null, 2)}\n`);
  return [...others];
}

/** @returns {readonly Reproduction[]} in the order of their numbers */
export function kept() {
  if (!existsSync(FOLDER)) return [];
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  return files
    .map((name) => JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8')))
    .sort((one, other) => one.seed - other.seed);
}

/**
 * The verdicts under the present settings of an experiment: for the id of a claim one for each number.
 * @param {readonly Reproduction[]} reproductions
 * @param {string} experiment
 * @returns {(id: string) => readonly string[]}
 */
export function verdictsOf(reproductions, experiment) {
  const settings = settingsDigest(experiment);
  const present = reproductions
    .map(({ experiments }) => experiments[experiment])
    .filter((each) => each?.settings === settings);
  return (id) => present.map(({ verdicts }) => verdicts[id]).filter((verdict) => verdict !== undefined);
}
