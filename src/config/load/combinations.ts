/**
 * The combinations of a sweep: a Cartesian product in the order of the file; the last key changes fastest. Where values
 * are drawn, each drawn config is run with every combination.
 */
import type { SchemaNode } from '../schema/jsonSchema.js';
import { drawnValues, isForeign, seedOfDraw, type WrittenDraw } from './drawValues.js';
import { expandShorthand, setValue } from './setValue.js';
import type { SweptKey, WrittenExperiment } from './writtenExperiment.js';

export interface Combination {
  /** Position of the value that each swept key takes, [sweep]. */
  readonly choice: readonly number[];
  /** The experiment with these values in place, not yet checked. */
  readonly value: unknown;
  /** Drawn and swept dotted paths and their values. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Number of combinations; 1 for an empty sweep. */
export function combinationCount(sweep: readonly SweptKey[]): number {
  return sweep.reduce((product, { values }) => product * values.length, 1);
}

/** @param index in [0, draw.runs · combinationCount); the combinations of a drawn config follow each other */
export function combination(
  { base, sweep }: WrittenExperiment,
  draw: WrittenDraw,
  index: number,
  tree: SchemaNode,
): Combination {
  const choice: number[] = [];
  let rest = index;
  for (let i = sweep.length - 1; i >= 0; i--) {
    choice[i] = rest % sweep[i].values.length;
    rest = Math.floor(rest / sweep[i].values.length);
  }
  const seed = seedOfDraw(base.seed, rest);
  const swept = sweep.map(({ path, values }, i) => ({ path, value: values[choice[i]] }));
  const drawn = drawnValues(draw, seed, tree);
  const left = new Set<Assignment>();
  const value = [...drawn, ...swept].sort(outerFirst).reduce<unknown>(
    (at, each) => {
      if (drawn.includes(each) && isForeign(tree, at, each.path)) {
        left.add(each);
        return at;
      }
      return setValue(tree, at, each.path, each.value);
    },
    seed === base.seed ? base : { ...base, seed },
  );
  const parameters = Object.fromEntries(
    [...drawn, ...swept].filter((each) => !left.has(each)).map((each) => [each.path.join('.'), each.value]),
  );
  return { choice, value: expandShorthand(tree, value), parameters };
}

type Assignment = { readonly path: readonly string[]; readonly value: unknown };

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
