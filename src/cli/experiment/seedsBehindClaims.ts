/** The seeds behind the verdicts of a shipped experiment: whether they are the shipped ones, and the power at their number. */
import type { ExperimentRuns } from '../../claims/checkClaims.js';
import { canonicalJson } from '../../config/canonicalJson.js';
import { seedsOf } from '../../config/schema/seeds.js';
import { CLAIM_POWER } from '../../experiments/claimPower.js';
import type { RunTask } from '../../sweep/run/executeRun.js';
import { loadTasks } from './loadTasks.js';
import { experimentFile } from './shipped.js';

/** @param name of a shipped experiment. @param tasks its runs, perhaps with other seeds or in the quick form */
export function seedsBehindClaims(
  name: string,
  tasks: readonly RunTask[],
): Pick<ExperimentRuns, 'otherSeeds' | 'powerOf'> {
  const shipped = loadTasks(experimentFile(name), []).tasks;
  const [worlds, known] = [worldSeeds(tasks), worldSeeds(shipped)];
  const isFull = canonicalJson(settingsOf(tasks)) === canonicalJson(settingsOf(shipped));
  return {
    otherSeeds: worlds.every((seed) => known.includes(seed))
      ? undefined
      : `on ${seedsInWords(worlds)}; the shipped ${known.length === 1 ? 'one is' : 'ones are'} ${rangeOf(known)}`,
    powerOf: (id) => {
      const power = CLAIM_POWER[id];
      return isFull && power?.seeds === worlds.length ? power : undefined;
    },
  };
}

/** The seeds of the worlds of some runs, each once, ascending. */
export function worldSeeds(tasks: readonly RunTask[]): readonly number[] {
  return [...new Set(tasks.map(({ config }) => seedsOf(config.seed).world))].sort((a, b) => a - b);
}

/** The settings of the runs without their seeds, each once, in an order of their own. */
export function settingsOf(tasks: readonly RunTask[]): readonly string[] {
  return [...new Set(tasks.map(({ config: { seed: _seed, ...setting } }) => canonicalJson(setting)))].sort();
}

function seedsInWords(seeds: readonly number[]): string {
  return `${seeds.length === 1 ? 'seed' : `${seeds.length} seeds,`} ${rangeOf(seeds)}`;
}

function rangeOf(seeds: readonly number[]): string {
  const [first, last] = [seeds[0], seeds[seeds.length - 1]];
  if (seeds.length === 1) return String(first);
  return last - first === seeds.length - 1 ? `${first} to ${last}` : seeds.join(', ');
}
