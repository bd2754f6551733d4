/** Whether text on a stream may be bold and coloured: on a terminal, unless the user wants none (https://no-color.org). */
export const terminalColours = (stream: NodeJS.WriteStream): boolean => stream.isTTY === true && !process.env['NO_COLOR'];

/** Columns of a terminal; 80 where there is none. */
export const terminalWidth = (stream: NodeJS.WriteStream): number => stream.columns ?? 80;

/** Columns of help texts: longer lines than a hundred are hard to read. */
export const helpWidth = (stream: NodeJS.WriteStream): number => Math.min(100, terminalWidth(stream));

/**
 * Whether plots are drawn in ASCII: where the locale names another encoding than UTF-8, or the terminal says that it knows few signs.
 * A locale that nobody has set says nothing.
 */
export const asciiOnly = (environment: Readonly<Record<string, string | undefined>> = process.env): boolean => {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
  return (locale !== '' && !/utf-?8/i.test(locale)) || ['dumb', 'linux'].includes(environment['TERM'] ?? '');
};

/** What a screen may look like: 80 columns where there is no terminal, bold headings on one alone. */
export const screenOptions = (stream: NodeJS.WriteStream): { readonly width: number; readonly bold: boolean; readonly ascii: boolean } => (
  { width: terminalWidth(stream), bold: terminalColours(stream), ascii: asciiOnly() });
