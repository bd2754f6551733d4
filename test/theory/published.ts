/** Published numbers, to the digits that are printed. */
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';

export function published<T>(name: string): T {
  return JSON.parse(readFileSync(`test/external/${name}.json`, 'utf8')) as T;
}

/** Equal when rounded to as many significant digits as the published number has; trailing zeros do not show in JSON, so one unit of the last is allowed. */
export function expectDigits(value: number, printed: number): void {
  const digits = printed.toExponential().split('e')[0].replace(/[-.]/g, '').length;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(printed) || 1)) - digits + 1);
  expect(Math.abs(value - printed)).toBeLessThanOrEqual(digits >= 3 ? 0.5000001 * unit : 1e-3 * unit);
}
