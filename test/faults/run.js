// @ts-check
/**
 * Tries faults on a small sweep and prints how many it tried: `npm run test:faults`, `-- --quick` for a few of each, or with numbers
 * such as `-- --kills 10 --checkpoints 5 --damages 3 --disks 1 --mutations 20 --hostile 20 --workers 1 --seed 7`. A fault of the program ends it with
 * exit code 1 and what happened.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stream } from '../../dist/random/stream.js';
import { uniform } from '../../dist/random/uniform.js';
import { tryCheckpoints } from './checkpoints.js';
import { tryDamage } from './damage.js';
import { tryFullDisks } from './fullDisk.js';
import { tryHostileFiles } from './hostile.js';
import { tryKills } from './kills.js';
import { tryMutations } from './mutations.js';
import { undisturbed } from './sweep.js';

const NUMBERS = /** @type {const} */ ([
  'kills',
  'checkpoints',
  'damages',
  'disks',
  'mutations',
  'hostile',
  'workers',
  'seed',
]);
const WHOLE = {
  kills: 100,
  checkpoints: 20,
  damages: 60,
  disks: 20,
  mutations: 300,
  hostile: 200,
  workers: 2,
  seed: 1,
};
const QUICK = { ...WHOLE, kills: 5, checkpoints: 2, damages: 6, disks: 1, mutations: 20, hostile: 20 };

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    ...Object.fromEntries(NUMBERS.map((name) => [name, /** @type {const} */ ({ type: 'string' })])),
  },
});
const given = /** @type {Record<string, string | boolean | undefined>} */ (values);
const { kills, checkpoints, damages, disks, mutations, hostile, workers, seed } = /** @type {typeof WHOLE} */ (
  Object.fromEntries(NUMBERS.map((name) => [name, Number(given[name] ?? (given.quick ? QUICK : WHOLE)[name])]))
);
function randomOf(/** @type {string} */ name) {
  const own = stream(seed, `sample/faults/${name}`);
  return () => uniform(own);
}

const whole = await undisturbed(workers);
console.log(`an undisturbed sweep takes ${(whole.milliseconds / 1000).toFixed(1)} s; seed ${seed}`);
if (kills > 0) {
  const counts = await tryKills({ kills, workers, whole, random: randomOf('kills') });
  console.log(
    `kill -9: ${counts.kills} (${counts.ofTheSweep} of the sweep, ${counts.ofAll} of it and its workers, ${counts.ofAWorker} of a worker); ${counts.sweeps} sweeps ended with the tables of an undisturbed one; complete runs found again ${counts.runsKept} times, none lost, none made twice`,
  );
}
if (checkpoints > 0) {
  const counts = await tryCheckpoints({ checkpoints, random: randomOf('checkpoints') });
  console.log(
    `checkpoints: ${counts.kills} kills of trainings, which went on from their last checkpoint; ${counts.trainings} ended with the tables of an undisturbed one; ${counts.damaged} checkpoints damaged, ${counts.foreign} replaced by another run's: none taken`,
  );
}
if (damages > 0) {
  const counts = await tryDamage({ damages, workers, ...whole, random: randomOf('damage') });
  console.log(
    `damage: ${counts.truncated} files truncated, ${counts.flipped} with a bit flipped, ${counts.removed} removed: all named; ${counts.runsMadeAgain} runs and ${counts.tablesMadeAgain} tables made again, the tables the same`,
  );
}
if (disks > 0) {
  const counts = await tryFullDisks({ disks, workers, ...whole, random: randomOf('disks') });
  console.log(
    typeof counts === 'string'
      ? `full disk: SKIPPED: ${counts}`
      : `full disk: ${counts.filled} of ${counts.disks} disks were full before the end: clear errors, no damage, the tables the same once there was room`,
  );
}
if (mutations > 0) {
  const counts = await tryMutations({ mutations, random: randomOf('mutations') });
  console.log(`mutated configs: ${counts.refused} refused with one clear message, ${counts.valid} valid`);
}
if (hostile > 0) {
  const counts = await tryHostileFiles({ hostile, random: randomOf('hostile') });
  console.log(
    `hostile files: ${counts.refused} refused with one clear message, ${counts.read} read; ${counts.throughPipes} of them through a pipe, ${counts.kinds} kinds; no stack trace, no hang`,
  );
}
rmSync(whole.store, { recursive: true });
