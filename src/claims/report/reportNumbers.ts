/** Numbers as the report prints them: with a real minus sign, and with powers of ten in superscript. */
import type { Interval } from '../../theory/meanInterval.js';
import { significant } from '../verdict.js';

export function numberHtml(value: number): string {
  return `<span class="number">${numbersIn(significant(value))}</span>`;
}

export function intervalHtml({ lower, upper }: Interval): string {
  return `${numberHtml(lower)} to ${numberHtml(upper)}`;
}

/** Formats the numbers in a text: -1.2e-5 becomes −1.2·10 with the exponent −5 in superscript. */
export function numbersIn(html: string): string {
  const powers = html.replace(
    /(?<![\d.])(\d+(?:\.\d+)?)e([+-]?)(\d+)\b/g,
    (_, factor: string, sign: string, power: string) =>
      `${factor === '1' ? '' : `${factor}·`}10<sup>${sign === '-' ? '−' : ''}${power}</sup>`,
  );
  return powers.replace(/(^|[\s(:])-(?=\d)/g, '$1−');
}
