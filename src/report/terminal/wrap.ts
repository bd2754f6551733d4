/** Breaking text into lines for a terminal. */

/** Settings of `wrapLines`. */
export interface Wrapping {
  /** Stands before every line. */
  readonly indent?: string;
  /** Stands before every line but the first, after `indent`. */
  readonly hanging?: string;
  /** Breaks a word that is longer than a line. By default it gets a line of its own and reaches over the edge, so that a path can be copied. */
  readonly breakWords?: boolean;
}

/** Lines of at most `width` characters, indents included, broken at blanks. */
export function wrapLines(
  text: string,
  width: number,
  { indent = '', hanging = '', breakWords = false }: Wrapping = {},
): readonly string[] {
  const room = Math.max(1, width - indent.length);
  const words = text.split(' ');
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of breakWords ? words.flatMap((each) => broken(each, Math.max(1, room - hanging.length))) : words) {
    if (line === undefined) line = word;
    else if (line.length + 1 + word.length <= room) line = `${line} ${word}`;
    else {
      lines.push(line);
      line = hanging + word;
    }
  }
  return [...lines, line ?? ''].map((each) => indent + each);
}

/** `wrapLines` as one text, only its lines after the first indented. */
export function wrap(text: string, width: number, hanging = ''): string {
  return wrapLines(text, width, { hanging }).join('\n');
}

/** Pieces of at most `room` characters, none of them half a character. */
function broken(word: string, room: number): readonly string[] {
  const letters = [...word];
  if (letters.length <= room) return [word];
  return Array.from({ length: Math.ceil(letters.length / room) }, (_, at) =>
    letters.slice(at * room, (at + 1) * room).join(''),
  );
}
