/** Colours, shapes and dashes of all figures, each defined once. */

/**
 * Okabe and Ito's palette by name: its colours can be distinguished with every common colour blindness.
 * Its yellow is left out, because it is too pale on white.
 */
export const COLOUR = {
  blue: '#0072B2',
  vermilion: '#D55E00',
  green: '#009E73',
  purple: '#CC79A7',
  orange: '#E69F00',
  sky: '#56B4E9',
  black: '#000000',
} as const;

/** The palette in the order in which series take their colours. */
export const COLOURS: readonly string[] = Object.values(COLOUR);

/** Grey of theory and of reference lines, so that measured values stand out. */
export const THEORY = '#555';

/** Shapes in the order in which series take them. */
export const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'] as const;

export type Shape = (typeof SHAPES)[number];

/** Lengths of strokes and gaps in pixels, as Vega-Lite's `strokeDash` takes them. */
export const DASH = {
  solid: [1, 0],
  dashed: [6, 4],
  dotted: [2, 3],
  dashDotted: [9, 3, 2, 3],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** Dashes in the order in which lines take them where colours alone would not distinguish them. */
export const DASHES: readonly (readonly number[])[] = [DASH.solid, [7, 3], [2, 2], DASH.dashDotted, [4, 4]];
