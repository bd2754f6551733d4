/**
 * The only door to stdout and stderr. Names of files, columns and models may hold escape sequences of a terminal; nothing
 * that is printed here moves the cursor, reorders or hides text.
 */
import { printable, printableName, printableScreen } from '../../errors/printable.js';

/** Prints a result: text, or JSON, in which the escapes mean the same characters. */
export function print(text: string): void {
  process.stdout.write(printable(text));
}

/** Prints a screen with bold and coloured parts, in which foreign names are printable already. */
export function printScreen(text: string): void {
  process.stdout.write(printableScreen(text));
}

/** Prints a file as it is, for a pipe or a file. */
export function printBytes(bytes: Uint8Array): void {
  process.stdout.write(bytes);
}

/** Prints a message or progress on stderr. */
export function tell(text: string): void {
  process.stderr.write(printable(text));
}

/** Lines that name the files written. */
export function wroteLines(files: readonly string[]): string {
  return files.map((file) => `wrote ${printableName(file)}\n`).join('');
}

/** Removes the line of a progress bar on a terminal, so that a message can take its place. */
export function clearLine(stream: NodeJS.WriteStream): void {
  if (stream.isTTY) stream.write('\r\u001b[K');
}
