/** Numbers on the command line: each flag has a range, which is checked as the flag is read. */
import { UserError } from '../../errors/userError.js';

export interface NumberRange {
  /** The range in words. */
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
/** A number of things without an upper limit. */
export const COUNT: NumberRange = {
  allowed: 'an integer of at least 1, or Infinity',
  holds: (value) => value === Infinity || (Number.isInteger(value) && value >= 1),
};
export const SECONDS: NumberRange = { allowed: 'a number of seconds, at least 0', holds: (value) => value >= 0 };
export const PORT: NumberRange = {
  allowed: 'a port, an integer from 1 to 65535',
  holds: (value) => Number.isInteger(value) && value >= 1 && value <= 65_535,
};

/** A yargs option that takes one number of a range. Its type is left open, so that an error can repeat what was typed. */
export function numberOption(name: string, range: NumberRange, describe: string) {
  return {
    requiresArg: true,
    describe,
    coerce: (typed: unknown): number | undefined => {
      if (typed === undefined) return undefined;
      const value = numberOf(typed);
      if (range.holds(value)) return value;
      throw new UserError({
        code: 'out-of-range',
        summary: 'not an allowed value',
        where: `--${name}`,
        found: foundIn(typed),
        allowed: range.allowed,
      });
    },
  };
}

function foundIn(typed: unknown): string {
  if (Array.isArray(typed)) return 'several values';
  return typed === '' ? 'an empty value' : String(typed);
}

function numberOf(typed: unknown): number {
  if (typeof typed === 'number') return typed;
  return typeof typed === 'string' && typed.trim() !== '' ? Number(typed) : NaN;
}
