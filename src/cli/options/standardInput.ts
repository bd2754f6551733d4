/** `-` among file names. yargs loses it, so it goes past it under a name that no shell can give. */
const MARK = '\0-';

/** Arguments as yargs may have them. */
export const markStandardInput = (args: readonly string[]): string[] => args.map((each) => (each === '-' ? MARK : each));

/** File names, or other values, as the user gave them. */
export const unmarked = (values: readonly string[]): string[] => values.map((each) => (each === MARK ? '-' : each));
