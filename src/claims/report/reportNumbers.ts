/** Numbers as they are printed: a minus sign that is one, powers of ten raised. */
import type { Interval } from '../../theory/meanInterval.js';
import { significant } from '../verdict.js';

export function numberHtml(value: number): string {
  return `<span class="number">${numbersIn(significant(value))}</span>`;
}

export function intervalHtml({ lower, upper }: Interval): string {
  return `${numberHtml(lower)} to ${numberHtml(upper)}`;
}

/** Sets the numbers in a text: -1.2e-5 as −1.2·10 to the −5. */
export function numbersIn(html: string): string {
  const powers = html.replace(
    /(?<![\d.])(\d+(?:\.\d+)?)e([+-]?)(\d+)\b/g,
    (_, factor: string, sign: string, power: string) =>
      `${factor === '1' ? '' : `${factor}·`}10<sup>${sign === '-' ? '−' : ''}${power}</sup>`,
  );
  return powers.replace(/(^|[\s(:])-(?=\d)/g, '$1−');
}
