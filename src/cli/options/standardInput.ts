/** `-` among file names. yargs loses it, so it passes yargs under a name that no shell can give. */
const MARK = '\0-';

/** Arguments in the form that yargs gets. */
export function markStandardInput(args: readonly string[]): string[] {
  return args.map((each) => (each === '-' ? MARK : each));
}

/** File names and other values as the user gave them. */
export function unmarked(values: readonly string[]): string[] {
  return values.map((each) => (each === MARK ? '-' : each));
}
