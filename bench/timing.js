// @ts-check
/** Timing by turns: whatever else the machine does, it meets all that is compared alike. */

/** @param {readonly number[]} values at least one */
export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/**
 * @param {() => unknown} work
 * @returns {Promise<number>} ms
 */
export const milliseconds = async (work) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/**
 * @typedef {object} Turns
 * @property {number} rounds turns of each
 * @property {number} turnMs a turn repeats its work, at least once, until this time has passed
 * @property {number} [budgetMs] no further round after the second begins once this time has passed
 */

/**
 * Runs A B C, A B C, …
 * @param {readonly (() => unknown)[]} works
 * @param {Turns} turns
 * @returns {Promise<number[][]>} median ms of one run in a turn, [works][rounds]
 */
export const alternate = async (works, { rounds, turnMs, budgetMs = Infinity }) => {
  /** @type {number[][]} */
  const medians = works.map(() => []);
  const start = performance.now();
  for (let round = 0; round < rounds; round++) {
    if (round >= 2 && performance.now() - start > budgetMs) break;
    for (const [i, work] of works.entries()) medians[i].push(median(await turn(work, turnMs)));
  }
  return medians;
};

/**
 * @param {() => unknown} work
 * @param {number} turnMs
 */
const turn = async (work, turnMs) => {
  const times = [];
  const start = performance.now();
  do times.push(await milliseconds(work));
  while (performance.now() - start < turnMs);
  return times;
};

/**
 * How many times as long `slow` takes as `fast`: the median over rounds, each against its neighbour in time.
 * @param {readonly number[]} slow [rounds]
 * @param {readonly number[]} fast [rounds]
 */
export const ratioOf = (slow, fast) => median(slow.map((ms, round) => ms / fast[round]));
