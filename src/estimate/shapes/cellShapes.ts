/** Cells of a training table: what a text is that may be JSON, and how its shape is named. */
import { isMapping, type Mapping } from '../../config/paths.js';
import { repeatedKey } from '../../data/repeatedKeys.js';
import { turnsOf } from './turns.js';

/** A cell: a text; a value of JSON, in objects and lists; one with a key twice; or a list of Python that was printed, which is no JSON. */
export type ShapedCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'twice'; readonly key: string }
  | { readonly kind: 'python'; readonly text: string };

const PYTHON = /^\s*\[?\s*\{\s*'[^']*'\s*:/;
const STRUCTURE = /^\s*[[{]/;

/** Reads a cell that may hold a list or an object as text. */
export function cellOf(text: string): ShapedCell {
  if (!STRUCTURE.test(text)) return { kind: 'text', text };
  try {
    const value: unknown = JSON.parse(text);
    const twice = repeatedKey(text, value);
    return twice === null ? { kind: 'value', value } : { kind: 'twice', key: twice.key };
  } catch {
    return PYTHON.test(text) ? { kind: 'python', text } : { kind: 'text', text };
  }
}

/** Returns whether a value is a tree of OpenAssistant: a message with `replies`. */
export function isTree(value: unknown): value is Mapping {
  return isMapping(value) && typeof value.text === 'string' && Array.isArray(value.replies);
}

/** Returns whether a cell holds a conversation or a tree, whatever its column. */
export function isConversation(cell: ShapedCell, alternating: boolean): boolean {
  return cell.kind === 'value' && (isTree(cell.value) || turnsOf(cell.value, alternating) !== null);
}

/** Keys that a shape names. */
const SHOWN_KEYS = 8;

/** A shape in words: "a list of objects with the keys speaker, line". */
export function shapeWords(cell: ShapedCell): string {
  if (cell.kind === 'python') return 'a list or dict of Python, printed as text: it is not JSON';
  if (cell.kind === 'twice') return `an object with the key ${JSON.stringify(cell.key)} twice`;
  if (cell.kind === 'text') return 'a text';
  const { value } = cell;
  if (isMapping(value)) return `an object with the keys ${keyWords([value])}`;
  const list = value as readonly unknown[];
  if (list.length === 0) return 'an empty list';
  if (list.every((each) => typeof each === 'string')) return 'a list of texts';
  const records = list.filter(isMapping);
  if (records.length === list.length) return `a list of objects with the keys ${keyWords(records)}`;
  return list.every(Array.isArray) ? 'a list of lists' : 'a list of values of several kinds';
}

function keyWords(records: readonly Mapping[]): string {
  const keys = [...new Set(records.flatMap((each) => Object.keys(each)))];
  return `${keys.slice(0, SHOWN_KEYS).join(', ')}${keys.length > SHOWN_KEYS ? ' …' : ''}`;
}
