/** Allowed values and found values in words, for people who have not read the schema. */
import { isMapping } from './paths.js';
import { alternatives, choicesOf, keysAt, kindsOf, type SchemaNode } from './schema/jsonSchema.js';

/** Most characters of a found value that are shown. */
const SHOWN = 60;

/** The values that a schema allows, in words: "an integer from 1 to 100". */
export function allowedWords(node: SchemaNode): string {
  const kinds = [...kindsOf(node).keys()];
  if (kinds.length > 0) return `a kind (${kinds.join(', ')}) or a mapping with its options`;
  const choices = choicesOf(node);
  const others = alternatives(node).filter((each) => choicesOf(each).length === 0);
  const named = choices.length > 0 ? [`one of ${choices.join(', ')}`] : [];
  return [...named, ...new Set(others.map(oneWords))].join(' or ');
}

function oneWords(node: SchemaNode): string {
  switch (node.type) {
    case 'integer':
      return `an integer${rangeWords(node)}`;
    case 'number':
      return `a number${rangeWords(node)}`;
    case 'string':
      return 'a text';
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'array':
      return `a list${node.items === undefined ? '' : `, each item ${allowedWords(node.items)}`}`;
    case 'object': {
      const keys = keysAt(node, undefined);
      return `a mapping${keys.length > 0 ? ` with the keys ${keys.join(', ')}` : ''}`;
    }
    default:
      return 'anything';
  }
}

/** The range of a number, in words. zod bounds every integer by the integers that a double holds exactly; such bounds are not shown. */
function rangeWords({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): string {
  const least = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  const lower =
    least !== undefined
      ? `of at least ${least}`
      : exclusiveMinimum !== undefined
        ? `greater than ${exclusiveMinimum}`
        : undefined;
  const upper =
    most !== undefined
      ? `at most ${most}`
      : exclusiveMaximum !== undefined
        ? `less than ${exclusiveMaximum}`
        : undefined;
  const parts = [lower, upper].filter((each) => each !== undefined);
  return parts.length === 0 ? '' : ` ${parts.join(' and ')}`;
}

/** A found value with its type, in words. */
export function foundWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null (no value)';
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN (not a number)' : String(value);
  const text = JSON.stringify(value);
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  if (typeof value === 'string') return `the text ${shown}`;
  return Array.isArray(value) ? `the list ${shown}` : isMapping(value) ? `the mapping ${shown}` : shown;
}
