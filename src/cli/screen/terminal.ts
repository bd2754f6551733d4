/** Whether text on a stream may be bold and coloured: on a terminal, unless the user wants none (https://no-color.org). */
export function terminalColours(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR;
}

/** Columns of a terminal; 80 where there is none. */
export function terminalWidth(stream: NodeJS.WriteStream): number {
  return stream.columns ?? 80;
}

/** Columns of help texts: longer lines than a hundred are hard to read. */
export function helpWidth(stream: NodeJS.WriteStream): number {
  return Math.min(100, terminalWidth(stream));
}

/**
 * Whether plots are drawn in ASCII: where the locale names another encoding than UTF-8, or the terminal says that it knows few signs.
 * A locale that nobody has set says nothing.
 */
export function asciiOnly(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  return (locale !== '' && !/utf-?8/i.test(locale)) || ['dumb', 'linux'].includes(environment.TERM ?? '');
}

/** What a screen may look like: 80 columns where there is no terminal, bold headings on one alone. */
export function screenOptions(stream: NodeJS.WriteStream): {
  readonly width: number;
  readonly bold: boolean;
  readonly ascii: boolean;
} {
  return { width: terminalWidth(stream), bold: terminalColours(stream), ascii: asciiOnly() };
}
