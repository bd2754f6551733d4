/** `-` among file names. yargs loses it, so it goes past it under a name that no shell can give. */
const MARK = '\0-';

/** Arguments as yargs may have them. */
export function markStandardInput(args: readonly string[]): string[] {
  return args.map((each) => (each === '-' ? MARK : each));
}

/** File names, or other values, as the user gave them. */
export function unmarked(values: readonly string[]): string[] {
  return values.map((each) => (each === MARK ? '-' : each));
}
