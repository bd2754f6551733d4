/** A text as one word of a shell, in single quotes: no character in it has a meaning there. */
export function quotedForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
