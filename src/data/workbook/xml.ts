/** The little XML that workbooks need: elements in order, without namespaces. */

/** The beginning of an element, its end, or a text. An element without content has both. */
export type XmlPart =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/** Beginnings of parts that are no elements, and their ends, in the order in which they are tried. */
const OTHERS = [
  ['<![CDATA[', ']]>'],
  ['<!--', '-->'],
  ['<?', '>'],
  ['<!', '>'],
] as const;

/**
 * Each character is looked at once, whatever the text.
 * @throws RangeError for a part that does not end
 */
export function* xmlParts(text: string): Generator<XmlPart> {
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('<', at);
    const plain = text.slice(at, open < 0 ? text.length : open);
    if (plain !== '') yield { kind: 'text', text: decoded(plain) };
    if (open < 0) return;
    const other = OTHERS.find(([beginning]) => text.startsWith(beginning, open));
    if (other !== undefined) {
      const [beginning, ending] = other;
      const end = requireEnd(text.indexOf(ending, open + beginning.length));
      if (beginning === '<![CDATA[') yield { kind: 'text', text: text.slice(open + beginning.length, end) };
      at = end + ending.length;
    } else {
      const end = requireEnd(endOfElement(text, open));
      yield* elementParts(text.slice(open + 1, end));
      at = end + 1;
    }
  }
}

function requireEnd(end: number): number {
  if (end < 0) throw new RangeError('a part of XML that does not end');
  return end;
}

/** Place of the `>` that closes an element, or −1: a value of an attribute may hold one. */
function endOfElement(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '>') return at;
    if (character !== '"' && character !== "'") continue;
    at = text.indexOf(character, at + 1);
    if (at < 0) return -1;
  }
  return -1;
}

/** @param inside what stands between `<` and `>` */
function elementParts(inside: string): readonly XmlPart[] {
  const isClose = inside.startsWith('/');
  const isEmpty = inside.endsWith('/');
  const whole = inside.slice(Number(isClose), isEmpty ? -1 : undefined);
  const space = whole.search(/\s/);
  const tag = space < 0 ? whole : whole.slice(0, space);
  const name = tag.slice(tag.indexOf(':') + 1);
  return [
    ...(isClose ? [] : [{ kind: 'open', name, attributes: space < 0 ? '' : whole.slice(space) } as const]),
    ...(isClose || isEmpty ? [{ kind: 'close', name } as const] : []),
  ];
}

/** Value of an attribute, whatever the prefix of its name; undefined where the element has none. */
export function xmlAttribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return match === null ? undefined : decoded(match[1] ?? match[2]);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : undefined;
    if (code === undefined) return ENTITIES[name] ?? whole;
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
