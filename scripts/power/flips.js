// @ts-check
/** Verdicts of one claim on several sets of seeds. */

/**
 * The most frequent verdict (of two equally frequent ones the first) with its number, "9 of 10 confirmed", and the verdicts that differ
 * from it.
 * @param {readonly string[]} verdicts at least one
 * @returns {{ readonly usual: string, readonly others: readonly string[] }}
 */
export function flipsOf(verdicts) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const verdict of verdicts) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const [[usual]] = [...counts].sort(([, a], [, b]) => b - a);
  const others = verdicts.filter((verdict) => verdict !== usual);
  return { usual: `${verdicts.length - others.length} of ${verdicts.length} ${usual}`, others };
}
