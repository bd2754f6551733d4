/** Colour and shape of each model kind, the same in every figure and every report. */
import { KIND_ORDER } from '../../results/modelKinds.js';
import { COLOURS } from './palette.js';

const SHAPES = ['circle', 'triangle-up', 'square', 'cross', 'diamond', 'triangle-down', 'triangle-right'];

/** Vega-Lite scales for the kinds of a figure. Kinds without a place of their own share the colours that are left. */
export function kindScales(kinds: readonly string[]): { readonly colour: object; readonly shape: object } {
  const others = kinds.filter((kind) => !KIND_ORDER.includes(kind));
  const place = (kind: string) =>
    KIND_ORDER.includes(kind)
      ? KIND_ORDER.indexOf(kind)
      : KIND_ORDER.length + (others.indexOf(kind) % (COLOURS.length - KIND_ORDER.length));
  return {
    colour: { domain: kinds, range: kinds.map((kind) => COLOURS[place(kind)]) },
    shape: { domain: kinds, range: kinds.map((kind) => SHAPES[place(kind)]) },
  };
}
