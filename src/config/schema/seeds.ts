/**
 * Seeds of a run. One number seeds everything; three seed the world (facts and frequencies), the sample (the training rows, and the
 * prompts that a grader asks) and the model (initialisation, batches, dropout, draws of the measurement) apart.
 */
import { z } from 'zod';
import { count } from './count.js';

export interface Seeds {
  readonly world: number;
  readonly sample: number;
  readonly model: number;
}

/** A number stands for three equal ones. */
export type Seed = number | Seeds;

// Streams of random numbers are seeded by 32 bits.
export const MAX_SEED = 2 ** 32 - 1;

export const DEFAULT_SEED = 1;

const one = count(0, MAX_SEED).default(DEFAULT_SEED);

export const seedSchema = z
  .union([
    count(0, MAX_SEED),
    z.strictObject({
      world: one.describe('seed of the facts and their frequencies'),
      sample: one.describe('seed of the training rows, and of the choice of graded prompts'),
      model: one.describe('seed of the initialisation, of batches and dropout, and of draws in the measurement'),
    }),
  ])
  .default(DEFAULT_SEED)
  .describe(
    'seed of every random draw of the first run; or a mapping that seeds apart the world (its facts), the sample (training rows) and the model (initialisation, batches)',
  );

const MOST = 1000;
const crossed = count(1, MOST).default(1);

export const seedsSchema = z
  .union([
    count(1, MOST),
    z.strictObject({
      world: crossed.describe('number of worlds'),
      sample: crossed.describe('number of samples of each world'),
      model: crossed.describe('number of models of each sample'),
    }),
  ])
  .default(1)
  .describe(
    'number of runs of each combination: with seed, seed + 1, …; or a mapping with numbers of worlds, samples and models, which are crossed',
  );

/** A study draws no world and trains no model, so it has one seed. */
export const studySeedSchema = count(0, MAX_SEED)
  .default(DEFAULT_SEED)
  .describe('seed of every random draw of the first run');
export const studySeedsSchema = count(1, MOST)
  .default(1)
  .describe('number of runs of each combination: with seed, seed + 1, …');

export function seedsOf(seed: Seed): Seeds {
  return typeof seed === 'number' ? { world: seed, sample: seed, model: seed } : seed;
}

/** Number of runs of each combination. */
export function seedCount(seeds: Seed): number {
  return typeof seeds === 'number' ? seeds : seeds.world * seeds.sample * seeds.model;
}

/** The largest seed that is reached, over world, sample and model. */
export function largestSeed(seed: Seed, seeds: Seed): number {
  const [first, numbers] = [seedsOf(seed), seedsOf(seeds)];
  return Math.max(...(['world', 'sample', 'model'] as const).map((part) => first[part] + numbers[part] - 1));
}

/** The seeds of the runs of a combination: a number where all three parts are equal, and the last part changes fastest. */
export function expandSeeds(seed: Seed, seeds: Seed): readonly Seed[] {
  const first = seedsOf(seed);
  const counting = (from: number, number: number) => Array.from({ length: number }, (_, i) => from + i);
  const all =
    typeof seeds === 'number'
      ? counting(0, seeds).map((i) => ({ world: first.world + i, sample: first.sample + i, model: first.model + i }))
      : counting(first.world, seeds.world).flatMap((world) =>
          counting(first.sample, seeds.sample).flatMap((sample) =>
            counting(first.model, seeds.model).map((model) => ({ world, sample, model })),
          ),
        );
  return all.map(shortest);
}

/** The shortest form of seeds. */
function shortest(seeds: Seeds): Seed {
  return seeds.world === seeds.sample && seeds.world === seeds.model ? seeds.world : seeds;
}

/** "seed=5", or "seed.world=5 seed.sample=7 seed.model=5". */
export function seedWords(seed: Seed): string {
  return typeof seed === 'number'
    ? `seed=${seed}`
    : Object.entries(seed)
        .map(([part, value]) => `seed.${part}=${value}`)
        .join(' ');
}
