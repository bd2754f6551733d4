/** An experiment as written, before it is checked: its fixed values, its swept values, and the place of each override. */
import { isMapping, type Mapping, own, valueAt } from '../paths.js';
import { childAt, type SchemaNode } from '../schema/jsonSchema.js';
import { foundWords } from '../wording.js';
import { type UnplacedProblem, unknownKey } from './schemaProblems.js';
import { expandShorthand } from './setValue.js';

export interface SweptKey {
  readonly path: readonly string[];
  readonly values: readonly unknown[];
  /** The `--set` that swept the key; undefined for the file's own sweep. */
  readonly override: string | undefined;
}

export interface WrittenExperiment {
  /** The file's mapping without its sweep, with overrides applied. */
  readonly base: Mapping;
  readonly sweep: readonly SweptKey[];
  /** Overrides so far, in order: the path and the user's text. */
  readonly overrides: readonly { readonly path: readonly string[]; readonly text: string }[];
}

// Keys of the experiment as a whole, which cannot be swept; the runs of a combination differ in their seed anyway.
const WHOLE = ['name', 'seed', 'seeds', 'sweep', 'draw', 'quick', 'plugins'];

export function isSweepable(path: readonly string[]): boolean {
  return !WHOLE.includes(path[0]);
}

/** @returns the experiment and the problems of the file's sweep; with problems, its sweep is empty */
export function writtenExperiment(
  file: Mapping,
  tree: SchemaNode,
): { readonly written: WrittenExperiment; readonly problems: readonly UnplacedProblem[] } {
  const { sweep = {}, ...rest } = file;
  const base = expandShorthand(tree, rest) as Mapping;
  const problems = sweepProblems(sweep, tree, base);
  const entries = problems.length === 0 && isMapping(sweep) ? Object.entries(sweep) : [];
  const swept = entries.map(([key, values]) => ({
    path: key.split('.'),
    values: values as readonly unknown[],
    override: undefined,
  }));
  return { written: { base, sweep: swept, overrides: [] }, problems };
}

function sweepProblems(sweep: unknown, tree: SchemaNode, base: Mapping): UnplacedProblem[] {
  if (!isMapping(sweep)) {
    return [
      {
        path: ['sweep'],
        code: 'wrong-type',
        summary: 'wrong type',
        found: foundWords(sweep),
        allowed: 'a mapping of dotted paths to lists of values',
      },
    ];
  }
  return Object.entries(sweep).flatMap(([key, values]) => {
    const path = ['sweep', key];
    if (!isSweepable(key.split('.'))) {
      return [
        {
          path,
          code: 'not-sweepable',
          summary: 'this key cannot be swept',
          hint: 'set seeds to the number of runs of each combination: with seed, seed + 1, …',
        },
      ];
    }
    const impossible = impossibleKey(tree, base, key.split('.'));
    if (impossible !== undefined) return [{ ...impossible, path }];
    if (Array.isArray(values) && values.length > 0) return [];
    return [
      {
        path,
        code: 'wrong-type',
        summary: 'nothing to sweep',
        found: foundWords(values),
        allowed: 'a list of at least one value',
      },
    ];
  });
}

/**
 * The first step of a dotted path that cannot exist in a config; undefined if the path is possible. Options of all kinds are
 * possible here: the check of the whole experiment finds options that do not fit the chosen kind.
 */
export function impossibleKey(tree: SchemaNode, base: Mapping, path: readonly string[]): UnplacedProblem | undefined {
  let node = tree;
  for (const [depth, key] of path.entries()) {
    const upTo = path.slice(0, depth + 1);
    const child = childAt(node, key, undefined);
    // zod skips this name in records without an error.
    if (child === undefined || key === '__proto__') return unknownKey(upTo, node, undefined);
    // A new family can be added as a whole; an option of an unknown family means that the family is misspelt.
    const siblings = valueAt(base, path.slice(0, depth));
    const named = typeof node.additionalProperties === 'object' && isMapping(siblings);
    if (named && depth < path.length - 1 && own(siblings, key) === undefined)
      return unknownKey(upTo, namesOf(siblings), undefined);
    node = child;
  }
  return undefined;
}

function namesOf(siblings: Mapping): SchemaNode {
  return { properties: Object.fromEntries(Object.keys(siblings).map((name) => [name, {}])) };
}
