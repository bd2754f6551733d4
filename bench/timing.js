// @ts-check
/** Timing by turns, so that other work on the machine slows all contestants alike. */

/** @param {readonly number[]} values at least one */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * @param {() => unknown} work
 * @returns {Promise<number>} ms
 */
export async function milliseconds(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * A turn: repeats its work, at least once, until the time has passed.
 * @callback Turn
 * @param {number} turnMs
 * @returns {Promise<number>} median ms of one run
 */

/**
 * @param {() => unknown} work
 * @returns {Turn}
 */
export function repeated(work) {
  return async (turnMs) => {
    const times = [];
    const start = performance.now();
    do times.push(await milliseconds(work));
    while (performance.now() - start < turnMs);
    return median(times);
  };
}

/**
 * @typedef {object} Turns
 * @property {number} rounds turns of each
 * @property {number} turnMs
 * @property {number} [budgetMs] no further round after the second begins once this time has passed
 */

/**
 * Takes turns A B C, A B C, …
 * @param {readonly Turn[]} works
 * @param {Turns} turns
 * @returns {Promise<number[][]>} median ms of one run in a turn, [works][rounds]
 */
export async function alternate(works, { rounds, turnMs, budgetMs = Infinity }) {
  /** @type {number[][]} */
  const medians = works.map(() => []);
  const start = performance.now();
  for (let round = 0; round < rounds; round++) {
    if (round >= 2 && performance.now() - start > budgetMs) break;
    for (const [i, turn] of works.entries()) {
      await settle();
      medians[i].push(await turn(turnMs));
    }
  }
  return medians;
}

/** Waits between turns, since idle threads of a runtime spin for some milliseconds at the cost of the next turn. */
const SETTLE_MS = 20;
function settle() {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}

/**
 * Returns the time of `slow` as a multiple of that of `fast`: the median over rounds of the ratio in each round.
 * @param {readonly number[]} slow [rounds]
 * @param {readonly number[]} fast [rounds]
 */
export function ratioOf(slow, fast) {
  return median(slow.map((ms, round) => ms / fast[round]));
}
