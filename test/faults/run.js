// @ts-check
/**
 * Tries faults on the built program and prints how many it tried, how many the program held, and how many it failed: `npm run test:faults`,
 * `-- --quick` for a few of each, `-- --only kills,network` for some kinds, `-- --only mutants,imports,facts --formats arrow,parquet` for some formats, or
 * with numbers such as `-- --kills 10 --mutants 50 --seed 7`.
 * A failure ends it with exit code 1.
 */
import { parseArgs } from 'node:util';
import { stream } from '../../dist/random/stream.js';
import { uniform } from '../../dist/random/uniform.js';
import { ATTACKS } from './attacks.js';
import { tryCheckpoints } from './checkpoints.js';
import { tryDamage } from './damage.js';
import { tryElsewhere, tryLeftInAll, tryLeftovers, tryOrphans, tryTwoReproductions } from './elsewhere.js';
import { tryExports, tryFacts } from './facts.js';
import { tryFullDisks } from './fullDisk.js';
import { tryHostileFiles } from './hostile.js';
import { tryImports } from './imports.js';
import { tryKills } from './kills.js';
import { tryMutants } from './mutants.js';
import { tryMutations } from './mutations.js';
import { tryNetwork } from './network.js';
import { trySlurmJobs } from './slurmJobs.js';
import { undisturbed } from './sweep.js';
import { trySystemCalls } from './systemCalls.js';
import { shown, tally } from './tally.js';

/** Numbers of cases; `mutants`, `imports`, `facts` and `jobs` are for each format or file, `seconds` the length of the training without a network. */
const WHOLE = {
  seconds: 20,
  kills: 100,
  checkpoints: 20,
  damages: 60,
  disks: 20,
  calls: 100,
  mutations: 300,
  hostile: 200,
  mutants: 1000,
  imports: 60,
  facts: 60,
  jobs: 30,
  workers: 2,
  seed: 1,
};
const QUICK = {
  ...WHOLE,
  ...{
    seconds: 5,
    kills: 5,
    checkpoints: 3,
    damages: 6,
    disks: 1,
    calls: 8,
    mutations: 20,
    hostile: 20,
    mutants: 20,
    imports: 3,
    facts: 3,
    jobs: 2,
  },
};

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    formats: { type: 'string' },
    ...Object.fromEntries(Object.keys(WHOLE).map((name) => [name, /** @type {const} */ ({ type: 'string' })])),
  },
});
const given = /** @type {Record<string, string | boolean | undefined>} */ (values);
const numbers = /** @type {typeof WHOLE} */ (
  Object.fromEntries(
    Object.entries(given.quick ? QUICK : WHOLE).map(([name, number]) => [name, Number(given[name] ?? number)]),
  )
);
const { workers, seed } = numbers;
const formats = typeof given.formats === 'string' ? given.formats.split(',') : undefined;

function randomOf(/** @type {string} */ name) {
  const own = stream(seed, `sample/faults/${name}`);
  return () => uniform(own);
}

/** @typedef {import('./tally.js').Tally} Tally */

/** Counts of a trial that ends at its first failure. @param {string} kind @param {() => Promise<Record<string, number> | string>} attempt @param {(counts: Record<string, number>) => number} triedOf */
async function whole(kind, attempt, triedOf) {
  const counts = tally(kind);
  try {
    const made = await attempt();
    if (typeof made === 'string') counts.skipped.push(made);
    else {
      counts.tried = counts.held = triedOf(made);
      counts.kind += ` (${Object.entries(made)
        .filter(([, number]) => number > 0)
        .map(([name, number]) => `${name} ${number}`)
        .join(', ')})`;
    }
  } catch (error) {
    counts.check(/** @type {Error} */ (error).message);
  }
  return counts;
}

/** @type {Awaited<ReturnType<typeof undisturbed>> | undefined} */
let made;
/** The undisturbed sweep, made where a kind needs it. */
async function sweep() {
  if (made !== undefined) return made;
  made = await undisturbed(workers);
  console.log(`an undisturbed sweep takes ${(made.milliseconds / 1000).toFixed(1)} s; seed ${seed}`);
  return made;
}

/** @type {Record<string, () => Promise<Tally> | AsyncGenerator<Tally>>} */
const kinds = {
  network: () => tryNetwork({ ...numbers, isQuick: given.quick === true }),
  kills: () =>
    whole(
      'kill -9',
      async () => tryKills({ ...numbers, whole: await sweep(), random: randomOf('kills') }),
      ({ kills }) => kills,
    ),
  checkpoints: () =>
    whole(
      'checkpoints',
      () => tryCheckpoints({ ...numbers, random: randomOf('checkpoints') }),
      ({ kills }) => kills,
    ),
  damages: () =>
    whole(
      'damaged stores',
      async () => tryDamage({ ...numbers, ...(await sweep()), random: randomOf('damage') }),
      ({ truncated, flipped, removed }) => truncated + flipped + removed,
    ),
  disks: () =>
    whole(
      'full disks',
      async () => tryFullDisks({ ...numbers, ...(await sweep()), random: randomOf('disks') }),
      ({ disks }) => disks,
    ),
  calls: async () => trySystemCalls({ ...numbers, ...(await sweep()), random: randomOf('calls') }),
  elsewhere: async () => tryElsewhere(await sweep()),
  leftovers: () => tryLeftovers(),
  orphans: () => tryOrphans(),
  reproductions: () => tryTwoReproductions(),
  ...ATTACKS,
  mutations: () =>
    whole(
      'mutated configs',
      () => tryMutations({ ...numbers, random: randomOf('mutations') }),
      ({ refused, valid }) => refused + valid,
    ),
  hostile: () =>
    whole(
      'hostile files',
      () => tryHostileFiles({ ...numbers, random: randomOf('hostile') }),
      ({ refused, read }) => refused + read,
    ),
  mutants: () => tryMutants({ ...numbers, formats, random: randomOf('mutants') }),
  imports: () => tryImports({ ...numbers, formats, random: randomOf('imports') }),
  facts: () => tryFacts({ ...numbers, formats, random: randomOf('facts') }),
  exports: () => tryExports(),
  jobs: async () => trySlurmJobs({ ...numbers, ...(await sweep()), random: randomOf('jobs') }),
  left: () => tryLeftInAll(),
};
/** @param {Promise<Tally> | AsyncGenerator<Tally>} counted */
async function* each(counted) {
  if (Symbol.asyncIterator in counted) yield* counted;
  else yield await counted;
}

const only = typeof given.only === 'string' ? given.only.split(',') : Object.keys(kinds);
const unknown = only.filter((kind) => !(kind in kinds));
if (unknown.length > 0)
  throw new Error(`no kind is called ${unknown.join(', ')}; there are ${Object.keys(kinds).join(', ')}`);
let failed = 0;
for (const kind of only) {
  if (numbers[/** @type {keyof typeof WHOLE} */ (kind)] === 0) continue;
  for await (const counts of each(kinds[kind]())) {
    console.log(shown(counts));
    failed += counts.failures.length;
  }
}
console.log(failed === 0 ? 'all held' : `${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
