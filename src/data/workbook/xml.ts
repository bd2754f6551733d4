/** The little XML that workbooks need: elements in order, without namespaces. */

/** The beginning of an element, its end, or a text. An element without content has both. */
export type XmlPart =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/** Comments, instructions and CDATA; elements; texts. A value of an attribute may hold `>`. */
const PARTS =
  /<!\[CDATA\[([^]*?)\]\]>|<!--[^]*?-->|<[?!][^>]*>|<(\/?)([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/g;

export function* xmlParts(text: string): Generator<XmlPart> {
  for (const [, data, closing, tag, attributes, empty, plain] of text.matchAll(PARTS)) {
    if (data !== undefined) yield { kind: 'text', text: data };
    else if (plain !== undefined) yield { kind: 'text', text: decoded(plain) };
    else if (tag !== undefined) {
      const name = tag.slice(tag.indexOf(':') + 1);
      if (closing === '') yield { kind: 'open', name, attributes };
      if (closing !== '' || empty !== '') yield { kind: 'close', name };
    }
  }
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
