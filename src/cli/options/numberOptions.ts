/** Numbers on the command line, checked as they are read. */
import { UserError } from '../../errors/userError.js';

export interface NumberRange {
  readonly allowed: string;
  readonly holds: (value: number) => boolean;
}

export function INTEGER_FROM(least: number): NumberRange {
  return {
    allowed: `an integer of at least ${least}`,
    holds: (value) => Number.isSafeInteger(value) && value >= least,
  };
}
export const PROBABILITY: NumberRange = { allowed: 'a number from 0 to 1', holds: (value) => value >= 0 && value <= 1 };
export const INSIDE_UNIT: NumberRange = {
  allowed: 'a number between 0 and 1, both excluded',
  holds: (value) => value > 0 && value < 1,
};
export const POSITIVE: NumberRange = { allowed: 'a number above 0', holds: (value) => value > 0 && value < Infinity };

/** A yargs option that takes one number of a range, and says what is allowed where it gets another. */
export function numberOption(name: string, range: NumberRange, describe: string) {
  return {
    type: 'string' as const,
    requiresArg: true,
    describe,
    coerce: (text: string | readonly string[] | undefined): number | undefined => {
      if (text === undefined) return undefined;
      const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : NaN;
      if (range.holds(value)) return value;
      throw new UserError({
        code: 'out-of-range',
        summary: 'no such value',
        where: `--${name}`,
        found: Array.isArray(text) ? 'several values' : String(text),
        allowed: range.allowed,
      });
    },
  };
}
