/** Values of cells as texts and numbers. */

/** A value as text, without the spaces around it; '' for none. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) return JSON.stringify(value);
  return String(value);
}

/** Texts for no value: of R, pandas, Python, SQL and spreadsheets. */
const NOTHING = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', 'none', '<na>', '-', '–', '—']);

/**
 * A value as a number, without units: "0.83", "0,83" where commas are decimal. NaN for anything else, null for none, which is an empty cell,
 * NA, NaN, null and their like.
 */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  if (typeof value === 'bigint') return Number(value);
  const text = cellText(value);
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (NOTHING.has(text.toLowerCase())) return null;
  return /^[+-]?\d*,\d+$/.test(text) ? Number(text.replace(',', '.')) : NaN;
}

/**
 * A stated probability, "0.83" or "83 %".
 * @param scale divisor of numbers without a % sign: 1, or 100 for percentages
 */
export function statedProbability(value: unknown, scale: number): number | null {
  const text = typeof value === 'string' ? value.trim() : '';
  const percent = /^(.*\S)\s*%$/.exec(text);
  const number = numberOf(percent === null ? value : percent[1]);
  return number === null ? null : number / (percent === null ? scale : 100);
}

/** Returns whether commas stand before groups of three digits: they may be decimal, or group thousands. */
export function hasThousands(text: string): boolean {
  return /^[1-9]\d{0,2}(,\d{3})+$/.test(text);
}

/** A number without apostrophes or blanks between groups of three digits, as Swiss and French people write it: 2'163. */
export function withoutGroups(text: string): string {
  return /^[1-9]\d{0,2}(?:['’\s]\d{3})+$/.test(text) ? text.replaceAll(/['’\s]/g, '') : text;
}

/** A number of a question without its fraction of zeros: pandas writes 1 as 1.0 where a number of the column is missing. */
export function withoutZeros(text: string): string {
  return text.endsWith('0') && /^-?\d+\.0+$/.test(text) ? text.slice(0, text.indexOf('.')) : text;
}

const [YES, NO] = [new Set(['true', '1', '1.0', 'yes', 'y']), new Set(['false', '0', '0.0', 'no', 'n'])];

/** A value that is true or false; null for any other. */
export function truthOf(value: unknown): boolean | null {
  const text = cellText(value).toLowerCase();
  return YES.has(text) ? true : NO.has(text) ? false : null;
}

/** A user's text in a message: quoted, its control characters escaped, cut where it is long. */
export function quotedText(value: unknown): string {
  const text = typeof value === 'string' ? value : cellText(value);
  const escaped = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return escaped.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
