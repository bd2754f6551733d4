// @ts-check
/**
 * Tries faults on a small sweep and prints how many it tried: `npm run test:faults`, with numbers such as `-- --kills 10 --damages 3
 * --disks 1 --mutations 20 --workers 1 --seed 7`. A fault of the program ends it with exit code 1 and what happened.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stream } from '../../dist/random/stream.js';
import { uniform } from '../../dist/random/uniform.js';
import { tryDamage } from './damage.js';
import { tryFullDisks } from './fullDisk.js';
import { tryKills } from './kills.js';
import { tryMutations } from './mutations.js';
import { undisturbed } from './sweep.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' }, damages: { type: 'string', default: '60' }, disks: { type: 'string', default: '20' },
    mutations: { type: 'string', default: '300' }, workers: { type: 'string', default: '2' }, seed: { type: 'string', default: '1' },
  },
});
const [kills, damages, disks, mutations, workers, seed] = [values.kills, values.damages, values.disks, values.mutations, values.workers, values.seed].map(Number);
const randomOf = (/** @type {string} */ name) => {
  const own = stream(seed, `sample/faults/${name}`);
  return () => uniform(own);
};

const whole = await undisturbed(workers);
console.log(`an undisturbed sweep takes ${(whole.milliseconds / 1000).toFixed(1)} s; seed ${seed}`);
if (kills > 0) {
  const counts = await tryKills({ kills, workers, whole, random: randomOf('kills') });
  console.log(`kill -9: ${counts.kills} (${counts.ofTheSweep} of the sweep, ${counts.ofAll} of it and its workers, ${counts.ofAWorker} of a worker); ${counts.sweeps} sweeps ended with the tables of an undisturbed one; complete runs found again ${counts.runsKept} times, none lost, none made twice`);
}
if (damages > 0) {
  const counts = await tryDamage({ damages, workers, ...whole, random: randomOf('damage') });
  console.log(`damage: ${counts.truncated} files truncated, ${counts.flipped} with a bit flipped, ${counts.removed} removed: all named; ${counts.runsMadeAgain} runs and ${counts.tablesMadeAgain} tables made again, the tables the same`);
}
if (disks > 0) {
  const counts = await tryFullDisks({ disks, workers, ...whole, random: randomOf('disks') });
  console.log(typeof counts === 'string' ? `full disk: SKIPPED: ${counts}` : `full disk: ${counts.filled} of ${counts.disks} disks were full before the end: clear errors, no damage, the tables the same once there was room`);
}
if (mutations > 0) {
  const counts = await tryMutations({ mutations, random: randomOf('mutations') });
  console.log(`mutated configs: ${counts.refused} refused with one clear message, ${counts.valid} valid`);
}
rmSync(whole.store, { recursive: true });
