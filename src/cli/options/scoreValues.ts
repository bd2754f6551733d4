/** Values of flags, checked: yargs gives a list where a flag occurs twice, and NaN for a text that is not a number. */
import { UserError } from '../../errors/userError.js';

function usage(flag: string, found: unknown, allowed: string): UserError {
  return new UserError({
    code: 'usage',
    summary: 'not an allowed value',
    where: `--${flag}`,
    found: JSON.stringify(found),
    allowed,
  });
}

/** One text, given once. */
export function oneText(flag: string) {
  return (value: unknown): string | undefined => {
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value !== '') return value;
    throw usage(flag, value, 'one text');
  };
}

/**
 * Texts, with commas in one flag, or in several flags. A text that holds a comma stands in double quotes, as in CSV; an empty flag, or
 * two double quotes, is the empty text.
 */
export function listOf(flag: string) {
  return (value: unknown): string[] | undefined => {
    if (value === undefined) return undefined;
    const texts = [value].flat().flatMap((each) => (String(each).trim() === '' ? [''] : elementsOf(String(each))));
    if (texts.length > 0 && !texts.includes(null)) return texts as string[];
    throw usage(flag, value, 'one or more values, with commas between; a value with a comma in double quotes');
  };
}

/** Elements of a list with commas; null for one that is missing, or whose quotes are not closed. */
function elementsOf(list: string): readonly (string | null)[] {
  const elements: (string | null)[] = [];
  const element = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y;
  for (let end = ','; end === ','; ) {
    const match = element.exec(list);
    if (match === null) return [null];
    const [, quotedPart, plain] = match;
    elements.push(quotedPart === undefined ? plain.trim() || null : quotedPart.replaceAll('""', '"'));
    end = match[3];
  }
  return elements;
}

/** Conditions on rows: `column=value`, one in each flag. */
export function conditionsOf(value: unknown, flag: string): { readonly column: string; readonly value: string }[] {
  return [value ?? []].flat().map((each) => {
    const [, column, text] = /^([^=]+)=(.*)$/s.exec(String(each)) ?? [];
    if (column === undefined) throw usage(flag, each, `a column and its value: --${flag} filter=strict-match`);
    return { column: column.trim(), value: text.trim() };
  });
}

/** Confidence targets, each once, in the order given. */
export function targetsOf(value: unknown): readonly number[] {
  const texts = [value].flat().flatMap((each) => String(each).split(','));
  const targets = texts.map((text) => (text.trim() === '' ? NaN : Number(text)));
  const wrong = targets.findIndex((t) => !(t >= 0 && t < 1));
  if (wrong >= 0) throw usage('targets', texts[wrong], 'numbers from 0 to below 1, with commas between');
  return [...new Set(targets.map((t) => t + 0))];
}
