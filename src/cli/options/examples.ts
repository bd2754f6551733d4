/** Examples for the end of a help text: each command on one line and its meaning on the next, because yargs' own columns break commands within words. */
export function examples(...pairs: readonly (readonly [command: string, meaning: string])[]): string {
  return [
    'Examples:',
    ...pairs.flatMap(([command, meaning]) => [`  hallucination-rate ${command}`, `      ${meaning}`]),
  ].join('\n');
}
