/** Examples for the end of a help text, a command and its meaning in two lines: yargs' own columns break commands in the middle of a word. */
export function examples(...pairs: readonly (readonly [command: string, meaning: string])[]): string {
  return [
    'Examples:',
    ...pairs.flatMap(([command, meaning]) => [`  hallucination-rate ${command}`, `      ${meaning}`]),
  ].join('\n');
}
