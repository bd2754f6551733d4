/** Values of a drawn figure on hover: invisible spots over its marks, each with an SVG title, so that the page needs no plotting library. */
import { escapeHtml } from '../page/escape.js';

/** The part of Vega's scene graph that is read here. */
export interface Scene {
  readonly marktype: string;
  readonly role?: string;
  readonly items: readonly SceneItem[];
}

interface SceneItem {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly size?: number;
  /** False at a point where a line is broken. */
  readonly defined?: boolean;
  readonly tooltip?: unknown;
  readonly datum?: Readonly<Record<string, unknown>>;
  /** Present in groups only. */
  readonly items?: readonly Scene[];
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly text: string;
}

/** Least distance of two spots of a curve, in pixels; closer ones could not be pointed at one by one. */
const APART = 5;
const LEAST_RADIUS = 6;

/** Returns an SVG group of all spots, which belongs at the end of the picture's own group; an empty text if there are no spots. */
export function hoverSpots(root: Scene): string {
  const spots = new Map<string, Spot>();
  // Curves come first, so that a symbol on a curve lies above it.
  for (const type of ['line', 'rect', 'symbol'])
    for (const spot of spotsOf(root, type, EVERYWHERE)) {
      const place = `${Math.round(spot.x)},${Math.round(spot.y)}`;
      const there = spots.get(place);
      spots.set(
        place,
        there === undefined
          ? spot
          : { ...spot, radius: Math.max(spot.radius, there.radius), text: together(there.text, spot.text) },
      );
    }
  if (spots.size === 0) return '';
  // Large spots lie below small ones, which would be out of reach otherwise.
  const drawn = [...spots.values()]
    .sort((a, b) => b.radius - a.radius)
    .map(
      ({ x, y, radius, text }) =>
        `<circle cx="${tenth(x)}" cy="${tenth(y)}" r="${tenth(radius)}"><title>${escapeHtml(text)}</title></circle>`,
    );
  return `<g class="spots" fill="transparent" pointer-events="all">${drawn.join('')}</g>`;
}

/** Position of a group, and the innermost frame around it; marks outside the frame are cut off. */
interface Place {
  readonly left: number;
  readonly top: number;
  readonly frame: readonly [left: number, top: number, right: number, bottom: number];
}

const EVERYWHERE: Place = { left: 0, top: 0, frame: [-Infinity, -Infinity, Infinity, Infinity] };

function within({ left, top, frame }: Place, { x = 0, y = 0, width = 0, height = 0 }: SceneItem): Place {
  const [inner, above] = [left + x, top + y];
  return {
    left: inner,
    top: above,
    frame: width > 0 && height > 0 ? [inner, above, inner + width, above + height] : frame,
  };
}

function* spotsOf(scene: Scene, type: string, place: Place): Generator<Spot> {
  if (scene.marktype === 'group') {
    for (const group of scene.items)
      for (const child of group.items ?? []) {
        if (/^(axis|legend|title)/.test(child.role ?? '')) continue;
        yield* spotsOf(child, type, within(place, group));
      }
    return;
  }
  if (scene.marktype !== type || !/mark/.test(scene.role ?? '')) return;
  const [first, highest, right, lowest] = place.frame;
  let last: readonly [number, number] | null = null;
  for (const item of scene.items) {
    if (item.defined === false) continue;
    const text = textOf(item);
    const x = place.left + (item.x ?? 0) + (type === 'rect' ? (item.width ?? 0) / 2 : 0);
    const y = place.top + (item.y ?? 0);
    if (text === '' || !(x >= first - 1 && x <= right + 1 && y >= highest - 1 && y <= lowest + 1)) continue;
    if (type === 'line' && last !== null && Math.hypot(x - last[0], y - last[1]) < APART) continue;
    last = [x, y];
    yield {
      x,
      y,
      radius: Math.max(LEAST_RADIUS, type === 'symbol' ? Math.sqrt((item.size ?? 0) / Math.PI) + 1 : 0),
      text,
    };
  }
}

/** Joins two texts. Where one begins with the other, as a curve's point and the symbol on it may, the longer one is enough. */
function together(one: string, other: string): string {
  const texts = one.split('\n\n').filter((text) => !other.startsWith(text));
  return texts.some((text) => text.startsWith(other)) ? one : [...texts, other].join('\n\n');
}

/** Lines of "axis title: value", with the interval if the datum has one. */
function textOf({ tooltip, datum }: SceneItem): string {
  if (typeof tooltip !== 'object' || tooltip === null) return '';
  const lines = Object.entries(tooltip)
    .filter(([title]) => title !== 'upper' && title !== 'place')
    .map(([title, value]) => [UNTITLED.has(title) ? 'value' : title, shown(value)] as const);
  const lastTitle = new Map([...lines].reverse().map(([title, value]) => [value, title] as const));
  const { lower, upper } = datum ?? {};
  return [
    // A word under two titles, such as those of colour and shape, is shown once.
    ...lines
      .filter(([title, value]) => Number.isFinite(Number(value.replace('−', '-'))) || lastTitle.get(value) === title)
      .map(([title, value]) => (title === 'series' ? value : `${title}: ${value}`)),
    ...(typeof lower === 'number' && typeof upper === 'number'
      ? [`95 % interval: ${shown(lower)} to ${shown(upper)}`]
      : []),
  ].join('\n');
}

/** Fields without an axis title: of several panels only the first one shows it. */
const UNTITLED: ReadonlySet<string> = new Set(['mean', 'err', 'value', 'y', 'x']);

/** Rounds numbers to four digits and leaves other texts as they are. */
function shown(value: unknown): string {
  const text = String(value);
  const number = Number(text.replace('−', '-'));
  return text.trim() === '' || !Number.isFinite(number) || Number.isInteger(number)
    ? text
    : String(Number(number.toPrecision(4))).replace('-', '−');
}

function tenth(value: number): string {
  return String(Math.round(10 * value) / 10);
}
