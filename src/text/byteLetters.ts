/**
 * Bytes as letters, as byte-level tokenizers write them (GPT-2): each byte of UTF-8 is one letter that can be seen, so that a
 * vocabulary is a list of ordinary texts. Printable bytes of Latin-1 stand for themselves, the others for letters from U+0100 on.
 */

const LETTERS: readonly string[] = lettersOfBytes();
const BYTES: ReadonlyMap<string, number> = new Map(LETTERS.map((letter, byte) => [letter, byte]));
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function lettersOfBytes(): readonly string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCodePoint(printable ? byte : next++);
  });
}

/** Letters of all bytes, in the order of their code points: the alphabet of a byte-level tokenizer. */
export const BYTE_ALPHABET: readonly string[] = [...LETTERS].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);

/** Bytes of a text in UTF-8. */
export function bytesOfText(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The letter of a byte. */
export function letterOfByte(byte: number): string {
  return LETTERS[byte];
}

/** A text as letters of its bytes: `é` is `Ã©`, a space is `Ġ`. */
export function toByteLetters(text: string): string {
  let letters = '';
  for (const byte of encoder.encode(text)) letters += LETTERS[byte];
  return letters;
}

/** The text of such letters. Bytes that are no UTF-8 become U+FFFD. @throws RangeError for a letter that is no byte's */
export function fromByteLetters(letters: string): string {
  const bytes = Uint8Array.from(letters, (letter) => {
    const byte = BYTES.get(letter);
    if (byte === undefined) throw new RangeError(`"${letter}" stands for no byte`);
    return byte;
  });
  return decoder.decode(bytes);
}
