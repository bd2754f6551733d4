/** Accepted answers in a cell: one text, a list in JSON, the object of a known data set, or texts with a delimiter between. */
import { isMapping } from '../../config/paths.js';
import { cellOf, shapeWords } from '../../estimate/shapes/cellShapes.js';

/** Accepted answers, or why a cell holds none that can be read. */
export type AcceptedAnswers = { readonly answers: readonly string[] } | { readonly flaw: string };

/** Keys of answers in objects: TriviaQA has `value` and `aliases`, SQuAD has `text`. */
const KEYS = ['value', 'text', 'answer', 'answers', 'aliases'] as const;

/** A list of Python that was printed as text, in single quotes. */
const PYTHON_LIST = /^\s*\[\s*'/;

/**
 * Reads a cell of accepted answers. An empty cell or list holds none.
 * @param delimiter stands between answers; undefined: the whole cell is one
 */
export function acceptedIn(cell: string, delimiter: string | undefined): AcceptedAnswers {
  const read = cellOf(cell);
  if (read.kind === 'value') {
    const answers = textsOf(read.value);
    return answers === null ? { flaw: shapeWords(read) } : { answers: answers.filter(isText).map(trimmed) };
  }
  if (read.kind === 'python' || PYTHON_LIST.test(cell)) return { flaw: 'a list of Python, printed as text' };
  const texts = delimiter === undefined ? [cell] : cell.split(delimiter);
  return { answers: texts.filter(isText).map(trimmed) };
}

/** Texts of a value; null for a value without them. */
function textsOf(value: unknown): readonly string[] | null {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (Array.isArray(value)) {
    const texts = value.map(textsOf);
    return texts.includes(null) ? null : texts.flatMap((each) => each!);
  }
  if (!isMapping(value)) return null;
  const keys = KEYS.filter((key) => key in value && value[key] !== null);
  const texts = keys.map((key) => textsOf(value[key]));
  return keys.length === 0 || texts.includes(null) ? null : texts.flatMap((each) => each!);
}

function isText(text: string): boolean {
  return text.trim() !== '';
}

function trimmed(text: string): string {
  return text.trim();
}
