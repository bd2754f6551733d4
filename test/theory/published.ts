/** Compares values with published numbers, to the digits that are printed. */
import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';

export function published<T>(name: string): T {
  return JSON.parse(readFileSync(`test/external/${name}.json`, 'utf8')) as T;
}

/**
 * Expects a value that rounds to the published number, with as many significant digits as it has. Numbers of one or two
 * digits may have lost trailing zeros in JSON: for them the tolerance is 10⁻³ of a unit of the last digit.
 */
export function expectDigits(value: number, printed: number): void {
  const digits = printed.toExponential().split('e')[0].replace(/[-.]/g, '').length;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(printed) || 1)) - digits + 1);
  expect(Math.abs(value - printed)).toBeLessThanOrEqual(digits >= 3 ? 0.5000001 * unit : 1e-3 * unit);
}
