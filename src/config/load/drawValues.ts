/** Values of the key `draw`, drawn for one config at a time: each depends on the seed of its own run alone. */
import { integer } from '../../random/integer.js';
import { stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';
import { power } from '../../theory/power.js';
import { isMapping, type Mapping, own, startsWith, valueAt } from '../paths.js';
import { type DrawnValues, drawSchema } from '../schema/drawSchema.js';
import { alternatives, foreignOptions, nodeAt, type SchemaNode } from '../schema/jsonSchema.js';
import { DEFAULT_SEED } from '../schema/seeds.js';
import { foundWords } from '../wording.js';
import { problemsOf, type UnplacedProblem } from './schemaProblems.js';
import { impossibleKey, isSweepable, type WrittenExperiment } from './writtenExperiment.js';

/** A key whose value is drawn. */
export interface DrawnKey {
  readonly path: readonly string[];
  readonly values: DrawnValues;
}

/** The key `draw` of an experiment, checked; `runs` is 1 and there are no keys where nothing is drawn. */
export interface WrittenDraw {
  readonly runs: number;
  readonly keys: readonly DrawnKey[];
}

/** Nothing is drawn. */
export const NO_DRAW: WrittenDraw = { runs: 1, keys: [] };

// Enough for every setting that matters, and short in a table.
const DIGITS = 4;

/** Reads the key `draw` after all overrides. With problems, nothing is drawn. */
export function writtenDraw(
  { base, sweep }: WrittenExperiment,
  tree: SchemaNode,
): { readonly draw: WrittenDraw; readonly problems: readonly UnplacedProblem[] } {
  if (!Object.hasOwn(base, 'draw')) return { draw: NO_DRAW, problems: [] };
  const result = drawSchema.safeParse(base.draw);
  if (!result.success) {
    const issues = result.error.issues.map((issue) => ({ ...issue, path: ['draw', ...issue.path] }));
    return { draw: NO_DRAW, problems: problemsOf(issues, tree, base) };
  }
  const keys = Object.entries(result.data.values).map(([key, values]) => ({ path: key.split('.'), values }));
  const swept = sweep.map(({ path }) => path);
  const problems = keys.flatMap((each) => keyProblems(each, swept, tree, base));
  return { draw: problems.length > 0 ? NO_DRAW : { runs: result.data.runs, keys }, problems };
}

function keyProblems(
  { path, values }: DrawnKey,
  swept: readonly (readonly string[])[],
  tree: SchemaNode,
  base: Mapping,
): readonly UnplacedProblem[] {
  const place = placeOfDraw(path);
  if (!isSweepable(path)) {
    return [
      {
        path: place,
        code: 'not-drawable',
        summary: 'this key cannot be drawn',
        hint: 'each drawn config has a seed of its own already: seed, seed + 1, …',
      },
    ];
  }
  const impossible = impossibleKey(tree, base, path);
  if (impossible !== undefined) return [{ ...impossible, path: place }];
  const clash = swept.find((each) => startsWith(each, path) || startsWith(path, each));
  if (clash !== undefined) {
    return [
      {
        path: place,
        code: 'drawn-and-swept',
        summary: 'this key is both drawn and swept',
        found: `sweep of ${clash.join('.')}`,
        allowed: 'each key under draw or under sweep',
      },
    ];
  }
  if (Array.isArray(values) || takesNumber(nodeAt(tree, path, undefined))) return [];
  return [
    {
      path: place,
      code: 'wrong-type',
      summary: 'a range for a key that takes no number',
      found: foundWords(values),
      allowed: 'a list of values, of which one is chosen',
    },
  ];
}

/** The place of a drawn key in the file. */
export function placeOfDraw(path: readonly string[]): readonly string[] {
  return ['draw', 'values', path.join('.')];
}

/** The values of one config, from the stream of its seed and the key, so that a further key changes no other. */
export function drawnValues(
  { keys }: WrittenDraw,
  seed: unknown,
  tree: SchemaNode,
): readonly { readonly path: readonly string[]; readonly value: unknown }[] {
  return keys.map(({ path, values }) => ({ path, value: drawnValue(values, seedNumber(seed), path, tree) }));
}

function drawnValue(values: DrawnValues, seed: number, path: readonly string[], tree: SchemaNode): unknown {
  const draws = stream(seed, `draw/${path.join('.')}`);
  if (!('from' in values)) return values[integer(draws, values.length)];
  const { from, to, scale } = values;
  const share = uniform(draws);
  const value = scale === 'log' ? from * power(to / from, share) : from + (to - from) * share;
  if (takesWholeNumbers(nodeAt(tree, path, undefined)))
    return Math.min(Math.floor(to), Math.max(Math.ceil(from), Math.round(value)));
  return Math.min(to, Math.max(from, Number(value.toPrecision(DIGITS))));
}

function takesNumber(node: SchemaNode | undefined): boolean {
  return node !== undefined && alternatives(node).some(({ type }) => type === 'number' || type === 'integer');
}

function takesWholeNumbers(node: SchemaNode | undefined): boolean {
  return node !== undefined && !alternatives(node).some(({ type }) => type === 'number');
}

/** The seed of the drawn config of this index: that of the experiment, plus the index. */
export function seedOfDraw(seed: unknown, index: number): unknown {
  if (index === 0) return seed;
  if (isMapping(seed))
    return Object.fromEntries(Object.entries(seed).map(([key, each]) => [key, seedOfDraw(each, index)]));
  return seed === undefined ? DEFAULT_SEED + index : typeof seed === 'number' ? seed + index : seed;
}

/** The number from which values are drawn; a seed that is not valid is reported by the check of the experiment. */
function seedNumber(seed: unknown): number {
  const number = isMapping(seed) ? own(seed, 'world') : seed;
  return Number.isSafeInteger(number) ? (number as number) : DEFAULT_SEED;
}

/** True for an option, or a part of one, that other kinds have and the chosen kind does not. */
export function isForeign(tree: SchemaNode, value: unknown, path: readonly string[]): boolean {
  return path.some((key, depth) => {
    const parent = path.slice(0, depth);
    const node = nodeAt(tree, parent, undefined);
    return node !== undefined && foreignOptions(node, valueAt(value, [...parent, 'kind'])).includes(key);
  });
}
