/** True if text on a stream may be bold and coloured: on a terminal, unless NO_COLOR is set (https://no-color.org). */
export function terminalColours(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR;
}

/** Columns of a terminal; 80 if the stream is not a terminal. */
export function terminalWidth(stream: NodeJS.WriteStream): number {
  return stream.columns ?? 80;
}

/** Columns of help texts: lines longer than 100 are hard to read. */
export function helpWidth(stream: NodeJS.WriteStream): number {
  return Math.min(100, terminalWidth(stream));
}

/**
 * True if plots are drawn in ASCII: the locale names another encoding than UTF-8, or the terminal shows few characters.
 * An unset locale counts as UTF-8.
 */
export function asciiOnly(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  return (locale !== '' && !/utf-?8/i.test(locale)) || ['dumb', 'linux'].includes(environment.TERM ?? '');
}

/** Layout of a screen: 80 columns without a terminal, bold headings on a terminal only. */
export function screenOptions(stream: NodeJS.WriteStream): {
  readonly width: number;
  readonly bold: boolean;
  readonly ascii: boolean;
} {
  return { width: terminalWidth(stream), bold: terminalColours(stream), ascii: asciiOnly() };
}
