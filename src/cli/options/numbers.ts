/** Numbers on the command line: each flag has a range, which is checked as the flag is read. */
import { UserError } from '../../errors/userError.js';

export interface NumberRange {
  /** The range in words. */
  readonly allowed: string;
  readonly holds: (value: number) => boolean;
}

/** Integers from `least` to `most`. */
export function INTEGERS(least: number, most: number): NumberRange {
  return {
    allowed: `an integer from ${least} to ${most}`,
    holds: (value) => Number.isSafeInteger(value) && value >= least && value <= most,
  };
}

/** Numbers from `least` to `most`. */
export function NUMBERS(least: number, most: number): NumberRange {
  return { allowed: `a number from ${least} to ${most}`, holds: (value) => value >= least && value <= most };
}

/** Integers that a double holds exactly. */
export function INTEGER_FROM(least: number): NumberRange {
  return { ...INTEGERS(least, Number.MAX_SAFE_INTEGER), allowed: `an integer of at least ${least}` };
}

export const PROBABILITY: NumberRange = { allowed: 'a number from 0 to 1', holds: (value) => value >= 0 && value <= 1 };
/** Nearer to 0 or 1, a share or a level is not told apart from them by the formulas. */
const NEAREST = 1e-9;
export const INSIDE_UNIT: NumberRange = {
  allowed: `a number between 0 and 1, at least ${NEAREST} from both`,
  holds: (value) => value >= NEAREST && value <= 1 - NEAREST,
};
/** A number of things without an upper limit. */
export const COUNT: NumberRange = {
  allowed: 'an integer of at least 1, or Infinity',
  holds: (value) => value === Infinity || (Number.isInteger(value) && value >= 1),
};
/** A century; more is no number that anybody means. */
const MOST_SECONDS = 3.2e9;
export const SECONDS: NumberRange = {
  allowed: `a number of seconds from 0 to ${MOST_SECONDS}, or Infinity`,
  holds: (value) => (value >= 0 && value <= MOST_SECONDS) || value === Infinity,
};
export const PORT: NumberRange = {
  allowed: 'a port, an integer from 1 to 65535',
  holds: (value) => Number.isInteger(value) && value >= 1 && value <= 65_535,
};

/**
 * A yargs option that takes one number of a range. It is a text and a number to yargs: parsed as a text, so that an error can
 * repeat what was typed, and shown as a number in the help.
 */
export function numberOption(name: string, range: NumberRange, describe: string) {
  return {
    string: true,
    number: true,
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
