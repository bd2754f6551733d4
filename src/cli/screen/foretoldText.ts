/** Predictions before training, in words. */
import type { Foretold } from '../../results/familyMeasurement.js';
import type { ForetoldFamilies } from '../../sweep/run/foretellRun.js';

const DIGITS = 3;

/** A prediction with its interval, such as `0.312 [0.250, 0.380]`; undefined if there is none. */
export function foretoldNumbers({ wrong, lower, upper }: Foretold, digits = DIGITS): string | undefined {
  return wrong === null ? undefined : `${wrong.toFixed(digits)} [${lower.toFixed(digits)}, ${upper.toFixed(digits)}]`;
}

/** The predictions of a run, such as `foretold: facts 0.312 [0.250, 0.380]`; empty if there are none. */
export function foretoldOfRun(families: ForetoldFamilies): string {
  const parts = Object.entries(families).flatMap(([name, foretold]) => {
    const numbers = foretoldNumbers(foretold);
    return numbers === undefined ? [] : [`${name} ${numbers}`];
  });
  return parts.length === 0 ? '' : `foretold: ${parts.join(', ')}`;
}

/** A line that says what the predictions of some runs are, and one for each family and reason of which there are none. */
export function foretoldLegend(runs: readonly ForetoldFamilies[]): readonly string[] {
  const all = runs.flatMap((families) => Object.entries(families));
  const reasons = all.flatMap(([name, { reason }]) =>
    reason === null ? [] : [`nothing is foretold of ${name}: ${reason}`],
  );
  return [
    ...(all.some(([, { reason }]) => reason === null)
      ? ['foretold: err + invalid mass before training, with its 95 % interval']
      : []),
    ...new Set(reasons),
  ];
}
