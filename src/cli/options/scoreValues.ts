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

/** Texts, with commas in one flag, or in several flags. */
export function listOf(flag: string) {
  return (value: unknown): string[] | undefined => {
    if (value === undefined) return undefined;
    const texts = [value]
      .flat()
      .flatMap((each) => String(each).split(','))
      .map((each) => each.trim());
    if (texts.length > 0 && texts.every((each) => each !== '')) return texts;
    throw usage(flag, value, 'one or more values, with commas between');
  };
}

/** Confidence targets, each once, in the order given. */
export function targetsOf(value: unknown): readonly number[] {
  const texts = [value].flat().flatMap((each) => String(each).split(','));
  const targets = texts.map((text) => (text.trim() === '' ? NaN : Number(text)));
  const wrong = targets.findIndex((t) => !(t >= 0 && t < 1));
  if (wrong >= 0) throw usage('targets', texts[wrong], 'numbers from 0 to below 1, with commas between');
  return [...new Set(targets.map((t) => t + 0))];
}
