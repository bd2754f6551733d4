/** The combinations of a sweep: a Cartesian product in the order of the file; the last key changes fastest. */
import type { SchemaNode } from '../schema/jsonSchema.js';
import { expandShorthand, setValue } from './setValue.js';
import type { SweptKey, WrittenExperiment } from './writtenExperiment.js';

export interface Combination {
  /** Position of the value that each swept key takes, [sweep]. */
  readonly choice: readonly number[];
  /** The experiment with these values in place, not yet checked. */
  readonly value: unknown;
  /** Swept dotted paths and their values. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Number of combinations; 1 for an empty sweep. */
export function combinationCount(sweep: readonly SweptKey[]): number {
  return sweep.reduce((product, { values }) => product * values.length, 1);
}

/** @param index in [0, combinationCount) */
export function combination({ base, sweep }: WrittenExperiment, index: number, tree: SchemaNode): Combination {
  const choice: number[] = [];
  let rest = index;
  for (let i = sweep.length - 1; i >= 0; i--) {
    choice[i] = rest % sweep[i].values.length;
    rest = Math.floor(rest / sweep[i].values.length);
  }
  const assignments = sweep.map(({ path, values }, i) => ({ path, value: values[choice[i]] }));
  const value = assignments
    .sort(outerFirst)
    .reduce<unknown>((at, each) => setValue(tree, at, each.path, each.value), base);
  const parameters = Object.fromEntries(sweep.map(({ path, values }, i) => [path.join('.'), values[choice[i]]]));
  return { choice, value: expandShorthand(tree, value), parameters };
}

type Assignment = { readonly path: readonly string[] };

/**
 * Orders assignments: a key before the keys inside it, and a kind before its options. Choosing a kind drops options that it
 * does not know, and a swept option must be reported instead of dropped.
 */
function outerFirst(a: Assignment, b: Assignment): number {
  return a.path.length - b.path.length || Number(isKind(b)) - Number(isKind(a));
}

function isKind({ path }: Assignment): boolean {
  return path[path.length - 1] === 'kind';
}
