// @ts-check
/** Counts of one kind of fault. */

/** Failures shown of one kind. */
const SHOWN = 10;

/** @typedef {{ kind: string, tried: number, held: number, failures: string[], skipped: string[], check: (fault: string | undefined) => void }} Tally */

/** @param {string} kind @returns {Tally} */
export function tally(kind) {
  return {
    kind,
    tried: 0,
    held: 0,
    failures: [],
    skipped: [],
    /** Counts a case. @param {string | undefined} fault undefined where the program held */
    check(fault) {
      this.tried++;
      if (fault === undefined) this.held++;
      else this.failures.push(fault);
    },
  };
}

/** @param {Tally} counts */
export function shown({ kind, tried, held, failures, skipped }) {
  const lines = [`${kind}: ${tried} tried, ${held} held, ${failures.length} failed`];
  for (const each of skipped) lines.push(`  SKIPPED: ${each}`);
  for (const each of failures.slice(0, SHOWN)) lines.push(`  FAILED: ${each.replaceAll('\n', '\n    ')}`);
  if (failures.length > SHOWN) lines.push(`  and ${failures.length - SHOWN} more`);
  return lines.join('\n');
}
