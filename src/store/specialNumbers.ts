/**
 * JSON that keeps every number. Plain JSON has no Infinity, −Infinity or NaN and loses the sign of −0; they are stored as
 * `{"$number": "Infinity"}`, `"-Infinity"`, `"NaN"` and `"-0"`. An object cannot be mistaken for a text that reads the same.
 */

const KEY = '$number';

const SPECIAL: Readonly<Record<string, number>> = { Infinity: Infinity, '-Infinity': -Infinity, NaN: NaN, '-0': -0 };

/**
 * @param value numbers, texts, booleans, null, arrays and plain objects of them; undefined members are left out
 * @returns JSON indented by two spaces, with a closing newline; keys in the order in which the objects hold them
 * @throws RangeError for an object with a key `$number`
 */
export function toJson(value: unknown): string {
  return `${JSON.stringify(encode(value), null, 2)}\n`;
}

/**
 * The inverse of `toJson`.
 * @throws SyntaxError on broken JSON
 */
export function fromJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // A reviver of JSON.parse would take several times as long.
  return text.includes(KEY) ? revived(value) : value;
}

function revived(value: unknown): unknown {
  if (!isObject(value)) return value;
  const name = value[KEY];
  if (typeof name === 'string' && Object.hasOwn(SPECIAL, name)) return SPECIAL[name];
  for (const key of Object.keys(value)) value[key] = revived(value[key]);
  return value;
}

/** A copy in which numbers that JSON cannot hold are null, for readers of plain JSON. */
export function finiteOrNull(value: unknown): unknown {
  return mapNumbers(value, (number) => (Number.isFinite(number) ? number : null));
}

function encode(value: unknown): unknown {
  return mapNumbers(value, (number) => {
    if (Object.is(number, -0)) return { [KEY]: '-0' };
    return Number.isFinite(number) ? number : { [KEY]: String(number) };
  });
}

function mapNumbers(value: unknown, change: (number: number) => unknown): unknown {
  if (typeof value === 'number') return change(value);
  if (Array.isArray(value)) return value.map((member) => mapNumbers(member, change));
  if (!isObject(value)) return value;
  if (KEY in value) throw new RangeError(`the key ${KEY} is reserved for numbers that JSON cannot hold`);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapNumbers(member, change)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
