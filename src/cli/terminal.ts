/** Whether text on a stream may be bold and coloured: on a terminal, unless the user wants none (https://no-color.org). */
export const terminalColours = (stream: NodeJS.WriteStream): boolean => stream.isTTY === true && !process.env['NO_COLOR'];

/** Columns of a terminal; 80 where there is none. */
export const terminalWidth = (stream: NodeJS.WriteStream): number => stream.columns ?? 80;

/** Columns of help texts: longer lines than a hundred are hard to read. */
export const helpWidth = (stream: NodeJS.WriteStream): number => Math.min(100, terminalWidth(stream));
