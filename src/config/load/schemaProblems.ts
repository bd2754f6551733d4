/** Turns zod's issues into problems in the user's words. */
import type { z } from 'zod';
import { didYouMean } from '../../errors/didYouMean.js';
import { dotted, type KeyPath, valueAt } from '../paths.js';
import { NAME_WORDS } from '../schema/experimentKeys.js';
import { alternatives, choicesOf, keysAt, kindsOf, nodeAt, type SchemaNode } from '../schema/jsonSchema.js';
import { allowedWords, foundWords } from '../wording.js';

/** A problem whose place in the user's text is not known yet. */
export interface UnplacedProblem {
  readonly path: KeyPath;
  readonly code: string;
  readonly summary: string;
  readonly found?: string | undefined;
  readonly allowed?: string | undefined;
  readonly hint?: string | undefined;
}

type Issue = z.core.$ZodIssue;

/** At most one problem for each path, unknown keys first: a typo explains why the right key is missing. */
export function problemsOf(issues: readonly Issue[], root: SchemaNode, value: unknown): UnplacedProblem[] {
  const problems = issues.flatMap((issue) => problemsOfIssue(issue, root, value));
  const first = problems.filter(
    ({ path }, i) => problems.findIndex((each) => dotted(each.path) === dotted(path)) === i,
  );
  return first.sort((a, b) => Number(b.code === 'unknown-key') - Number(a.code === 'unknown-key'));
}

function problemsOfIssue(issue: Issue, root: SchemaNode, value: unknown): UnplacedProblem[] {
  const path = issue.path as KeyPath;
  if (issue.code === 'unrecognized_keys') {
    const node = nodeAt(root, path, value);
    return issue.keys.map((key) => unknownKey([...path, key], node, valueAt(value, path)));
  }
  if (issue.code === 'invalid_key') {
    return [
      {
        path,
        code: 'bad-name',
        summary: 'not a valid name',
        found: foundWords(path[path.length - 1]),
        allowed: NAME_WORDS,
      },
    ];
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The user meant the alternative whose type fits; its own issues are more precise.
    const meant = issue.errors.filter(
      (errors) => !errors.some((each) => each.path.length === 0 && each.code === 'invalid_type'),
    );
    if (meant.length === 1)
      return meant[0].flatMap((each) =>
        problemsOfIssue({ ...each, path: [...path, ...each.path] } as Issue, root, value),
      );
  }
  return [wrongValue(issue, path, nodeAt(root, path, value), valueAt(value, path))];
}

/** @param node schema of the mapping that holds the key. @param parent that mapping, whose kind selects the known keys */
export function unknownKey(path: KeyPath, node: SchemaNode | undefined, parent: unknown): UnplacedProblem {
  const key = String(path[path.length - 1]);
  const known = node === undefined ? [] : keysAt(node, parent);
  const owners =
    node === undefined ? [] : [...kindsOf(node)].filter(([, each]) => Object.hasOwn(each.properties ?? {}, key));
  const owner =
    owners.length > 0 ? `${key} is an option of the kind ${owners.map(([kind]) => kind).join(', ')}` : undefined;
  const allowed = known.length > 0 ? known.join(', ') : undefined;
  return { path, code: 'unknown-key', summary: 'unknown key', allowed, hint: didYouMean(key, known) ?? owner };
}

/** Sections whose kinds plugins may add to. */
const EXTENSIBLE: ReadonlySet<string | number> = new Set(['corpus', 'model', 'posttraining']);
const PLUGIN_HINT = 'a kind of your own comes with --plugin FILE, or the key plugins of the file';

function wrongValue(issue: Issue, path: KeyPath, node: SchemaNode | undefined, value: unknown): UnplacedProblem {
  const choices = node === undefined ? [] : choicesOf(node);
  const allowed =
    issue.code === 'custom' || issue.code === 'invalid_format' || node === undefined
      ? issue.message
      : allowedWords(node);
  const problem = { path, found: foundWords(value), allowed };
  if (value === undefined) return { ...problem, found: undefined, code: 'missing-key', summary: 'missing key' };
  switch (issue.code) {
    case 'invalid_type':
      return typeof value === 'number' && !Number.isFinite(value)
        ? { ...problem, code: 'not-finite', summary: 'not a finite number' }
        : { ...problem, code: 'wrong-type', summary: 'wrong type', hint: typeHint(path, node, value) };
    case 'too_small':
    case 'too_big':
      return { ...problem, code: 'out-of-range', summary: 'out of range' };
    case 'invalid_value':
    case 'invalid_union':
      if (path[path.length - 1] === 'kind' && typeof value === 'string') {
        const hint = didYouMean(value, choices) ?? (EXTENSIBLE.has(path[0]) ? PLUGIN_HINT : undefined);
        return { ...problem, code: 'unknown-kind', summary: 'unknown kind', hint };
      }
      return {
        ...problem,
        code: 'wrong-value',
        summary: 'not an allowed value',
        hint: typeof value === 'string' ? didYouMean(value, choices) : typeHint(path, node, value),
      };
    case 'invalid_format':
      return { ...problem, code: 'bad-name', summary: 'not a valid name' };
    default:
      return { ...problem, code: 'not-allowed', summary: 'not allowed' };
  }
}

function typeHint(path: KeyPath, node: SchemaNode | undefined, value: unknown): string | undefined {
  if (Array.isArray(value)) return path.length > 1 ? 'to try several values, put the list under sweep' : undefined;
  const number = node !== undefined && alternatives(node).some(({ type }) => type === 'number' || type === 'integer');
  if (!number || typeof value !== 'string') return undefined;
  const each = value.split(',').map((text) => text.trim());
  if (each.length > 1 && each.every((text) => text !== '' && Number.isFinite(Number(text)))) {
    const one = /^\d{1,3}(,\d{3})+$/.test(value) ? `; one number: ${each.join('')}` : '';
    return `a list: ${path.join('.')}=[${each.join(',')}], in a file under sweep${one}`;
  }
  // The number is in quotes, or written in a form that YAML reads as text.
  const plain = value.replace(/[_, ]/g, '');
  return plain !== '' && Number.isFinite(Number(plain)) ? `write ${plain}` : undefined;
}
