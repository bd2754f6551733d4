/** Foreign text for a terminal: characters that move the cursor, colour, reorder or hide text are shown as escapes. */

/**
 * Control characters (C0 but tab and line feed, DEL, C1), marks of direction, separators of lines, and characters without
 * width. Joiners stay: words of several languages, and emoji, are written with them.
 */
const CONTROLS =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

const LINE_BREAKS = /[\t\n]/g;

/** Styles that our own screens use: bold, its end, and the terminal's own colours. */
const STYLE = /(\u001b\[(?:0|1|22|3[1-5])m)/;

/** The text with escapes like `\u001b`, which JSON reads as the same text. A line of CSV may end with `\r\n`. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character, ...[at]: unknown[]) =>
    character === '\r' && text[(at as number) + 1] === '\n' ? character : escaped(character),
  );
}

/** A name as a part of one line: tabs and line breaks are escaped, too. */
export function printableName(text: string): string {
  return printable(text).replace(LINE_BREAKS, escaped);
}

/** Does the same as `printable`, but keeps bold and colours. Names in such a text have been made printable before. */
export function printableScreen(text: string): string {
  return text
    .split(STYLE)
    .map((part, at) => (at % 2 === 1 ? part : printable(part)))
    .join('');
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => unit(character.charCodeAt(at))).join('');
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
