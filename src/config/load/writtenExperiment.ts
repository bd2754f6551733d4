/** An experiment as written, before it is checked: what is fixed, what is swept, and who said so. */

import { isMapping, type Mapping, own, valueAt } from '../paths.js';
import { childAt, type SchemaNode } from '../schema/jsonSchema.js';
import { foundWords } from '../wording.js';
import { type UnplacedProblem, unknownKey } from './schemaProblems.js';
import { expandShorthand } from './setValue.js';

export interface SweptKey {
  readonly path: readonly string[];
  readonly values: readonly unknown[];
  /** The `--set` that swept it; undefined for the file's own sweep. */
  readonly override: string | undefined;
}

export interface WrittenExperiment {
  /** The file's mapping without its sweep, overrides applied. */
  readonly base: Mapping;
  readonly sweep: readonly SweptKey[];
  /** Overrides so far, in order: path and the text that the user wrote. */
  readonly overrides: readonly { readonly path: readonly string[]; readonly text: string }[];
}

// Keys of the experiment as a whole; runs of a combination differ in their seed anyway.
const WHOLE = ['name', 'seed', 'seeds', 'sweep', 'quick'];

export function isSweepable(path: readonly string[]): boolean {
  return !WHOLE.includes(path[0]);
}

/** @returns what is wrong with the file's sweep beside the draft, whose sweep is then empty */
export function draftOf(
  file: Mapping,
  tree: SchemaNode,
): { readonly draft: WrittenExperiment; readonly findings: readonly UnplacedProblem[] } {
  const { sweep = {}, ...rest } = file;
  const base = expandShorthand(tree, rest) as Mapping;
  const findings = sweepFindings(sweep, tree, base);
  const entries = findings.length === 0 && isMapping(sweep) ? Object.entries(sweep) : [];
  const swept = entries.map(([key, values]) => ({
    path: key.split('.'),
    values: values as readonly unknown[],
    override: undefined,
  }));
  return { draft: { base, sweep: swept, overrides: [] }, findings };
}

function sweepFindings(sweep: unknown, tree: SchemaNode, base: Mapping): UnplacedProblem[] {
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
          hint: 'seeds says how many runs of each combination, from seed on',
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
 * The first step of a dotted path that no config can have, undefined where the path is possible. Options of all kinds
 * are possible: whether they fit the kind that is chosen in the end is for the check of the whole.
 */
export function impossibleKey(tree: SchemaNode, base: Mapping, path: readonly string[]): UnplacedProblem | undefined {
  let node = tree;
  for (const [depth, key] of path.entries()) {
    const upTo = path.slice(0, depth + 1);
    const child = childAt(node, key, undefined);
    // What checks records skips a name like this in silence.
    if (child === undefined || key === '__proto__') return unknownKey(upTo, node, undefined);
    // A family that is not in the file can be added as a whole; an option of it is one of a misspelt family.
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
