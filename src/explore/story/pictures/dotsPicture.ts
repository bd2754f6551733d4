/** Four hundred people as dots, and the sentences about them as small squares. Shape and colour tell how often a person is named. */
import { svg } from '../../charts/marks.js';
import { PEOPLE } from '../storyCorpus.js';
import type { Named } from '../storyFacts.js';

/** Distance between neighbouring dots; the picture is as wide as twenty of them. */
const PITCH = 20;
const COLUMNS = 20;
/** Width of the picture, and its height without the sentences. */
export const DOTS_SIZE = PITCH * COLUMNS;
/** Height of the strip of sentences, and the gap above it. */
const STRIP = 80;
const GAP = 14;

/** Radius or half a diagonal of each shape, and its path around the origin. */
const SHAPES: Readonly<Record<Named, string>> = {
  never: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0',
  once: 'M0-7.6 7.6 0 0 7.6-7.6 0Z',
  often: 'M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0',
};

const NAMES: Readonly<Record<Named, string>> = { never: 'never named', once: 'once', often: 'more than once' };

/** Shapes of the dots, which all pictures of the page refer to. */
export function dotShapes(): string {
  return `<svg width="0" height="0" class="shapes" aria-hidden="true"><defs>${Object.entries(SHAPES)
    .map(([named, shape]) => `<path id="dot-${named}" d="${shape}"/>`)
    .join('')}</defs></svg>`;
}

/** Legend of the dots; `data-count` is filled with their numbers once they may be known. */
export const LEGEND = `<ul class="legend">${Object.entries(NAMES)
  .map(
    ([named, name]) =>
      `<li class="${named}"><svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true"><use class="dot ${named}" href="#dot-${named}"/></svg><span>${name} <b data-count="${named}"></b></span></li>`,
  )
  .join('')}</ul>`;

/** Centre of a place in the grid of dots. */
export function placeOf(place: number): readonly [x: number, y: number] {
  return [(place % COLUMNS) * PITCH + PITCH / 2, Math.floor(place / COLUMNS) * PITCH + PITCH / 2];
}

/** The picture of people of whom nobody is named yet. */
export function dotsPicture(): string {
  const dots = Array.from({ length: PEOPLE }, (_, person) => {
    const [x, y] = placeOf(person);
    return `<use class="dot never" href="#dot-never" style="transform:translate(${x}px,${y}px)"/>`;
  });
  return svg({ width: DOTS_SIZE, height: DOTS_SIZE }, 'Four hundred people as dots', [
    `<g class="strip"></g><g class="dots">${dots.join('')}</g><circle class="spot" r="12"/><g class="drops"></g>`,
  ]).replace('<svg ', '<svg preserveAspectRatio="xMidYMin meet" ');
}

/** Height of the picture with the sentences below. */
export const HEIGHT_WITH_STRIP = DOTS_SIZE + GAP + STRIP;

/** The sentences as squares in the order of reading. @param namedOf how often the person of each sentence is named */
export function stripOf(namedOf: readonly Named[]): string {
  const columns = namedOf.length <= 500 ? 50 : 100;
  const pitch = DOTS_SIZE / columns;
  return namedOf
    .map((named, row) => {
      const [x, y] = [(row % columns) * pitch, DOTS_SIZE + GAP + Math.floor(row / columns) * pitch];
      return `<rect class="sentence ${named}" x="${x + pitch * 0.1}" y="${y + pitch * 0.1}" width="${pitch * 0.8}" height="${pitch * 0.8}"/>`;
    })
    .join('');
}
