/** Seeds of the experiments, derived from one number, so that a sceptic chooses them and not we. */
import { createHash } from 'node:crypto';

/** Experiments are designed on seeds below this one; seeds on which they are tested lie above. */
export const FIRST_TEST_SEED = 1_000_000;

/** Room for the numbers of seeds of an experiment, below the largest seed. */
const MOST = 2 ** 32 - FIRST_TEST_SEED - 100_000;

/**
 * The number from which the seeds of the shipped experiments were derived. Its predecessors, 20261127 and 20261128, were given up
 * when their reproductions showed that some claims lacked power: they were used for design from then on.
 */
export const SHIPPED_NUMBER = 20_261_129;

/**
 * The first seed of an experiment: `FIRST_TEST_SEED` plus 32 bits of SHA-256 over the number and the experiment's name, so that
 * neighbouring numbers and different experiments share no seed.
 * @param number a safe integer
 */
export function freshSeed(number: number, experiment: string): number {
  const hash = createHash('sha256').update(`${number}/${experiment}`).digest();
  return FIRST_TEST_SEED + (hash.readUInt32BE(0) % MOST);
}
