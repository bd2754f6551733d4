/** A figure of curves: means over seeds with their intervals, against one quantity. Most figures of claims have this form. */

import type { SeedMean } from '../../results/seedMeans.js';
import { AXES, type Spec, stepEncoding, topLevel } from './figure.js';
import { intervalBars } from './intervalMarks.js';
import { DASH, type Shape } from './palette.js';

/** A mean with the ends of its interval, which are null without an interval. */
export type SeriesPoint = Pick<SeedMean, 'mean' | 'lower' | 'upper'> & { readonly x: number };

/** Points of one name, colour and shape. */
export interface Series {
  readonly name: string;
  /** A colour of `COLOUR`, or `THEORY`. */
  readonly colour: string;
  /** Solid by default. */
  readonly dash?: readonly number[];
  /** No marks by default, as befits a line of theory. */
  readonly shape?: Shape;
  /** Points in the order of the line. */
  readonly points: readonly (SeriesPoint | Gap)[];
}

/** One of the panels side by side in a figure of series. */
export interface Panel {
  readonly heading?: string;
  readonly series: readonly Series[];
}

/** An axis of a figure of series: title, scale, ticks. */
export interface Axis {
  readonly title: string;
  /** Vega-Lite scale: `{type: 'log'}`, `{domain: [0, 1]}`. */
  readonly scale?: Spec;
  readonly axis?: Spec;
  /** Numbers stand beside the first panel alone, since all panels have one scale. */
  readonly numbersOnce?: boolean;
}

/** A value of theory or of a single run: a point without an interval. */
export function exact(x: number, mean: number): SeriesPoint {
  return { x, mean, lower: null, upper: null };
}

/** A place at which the line of a series is broken, because Vega-Lite breaks lines at null. */
export interface Gap {
  readonly x: number;
  readonly mean: null;
  readonly lower: null;
  readonly upper: null;
}

export function gap(x: number): Gap {
  return { x, mean: null, lower: null, upper: null };
}

/** Points of those means that exist. */
export function pointsOf(
  means: readonly { readonly x: number; readonly mean: SeedMean | null }[],
): readonly SeriesPoint[] {
  return means.flatMap(({ x, mean }) => (mean === null ? [] : [{ ...mean, x }]));
}

/** The axis of training steps, with room for early ones. */
export function stepAxis(steps: readonly number[]): Axis {
  const { scale, axis } = stepEncoding(steps) as { readonly scale: Spec; readonly axis: Spec };
  return { title: AXES.step, scale, axis };
}

/** Width of a sign and of a symbol in a legend, in pixels, as a renderer without fonts reckons them. */
const SIGN = 8.8;
const SYMBOL = 36;

/** A legend below the panels that is as wide as a panel. */
export function legendBelow(names: readonly string[], width: number): Spec {
  const longest = Math.max(...names.map((name) => name.length));
  return { orient: 'bottom', columns: Math.max(1, Math.floor(width / (SIGN * longest + SYMBOL))) };
}

/** Panels side by side, with one legend. */
export function seriesFigure(
  panels: readonly Panel[],
  x: Axis,
  y: Axis,
  size: { readonly width: number; readonly height: number },
  legendAt: 'right' | 'bottom' | 'nowhere' = 'right',
): Spec {
  const all = [...new Map(panels.flatMap(({ series }) => series).map((each) => [each.name, each])).values()];
  const names = all.map(({ name }) => name);
  const legend = {
    color: {
      field: 'series',
      type: 'nominal',
      title: null,
      sort: null,
      scale: { domain: names, range: all.map(({ colour }) => colour) },
      legend:
        legendAt === 'nowhere'
          ? null
          : {
              symbolOpacity: 1,
              symbolStrokeWidth: 2,
              symbolSize: 120,
              ...(legendAt === 'bottom' && legendBelow(names, size.width)),
            },
    },
    strokeDash: {
      field: 'series',
      type: 'nominal',
      title: null,
      sort: null,
      scale: { domain: names, range: all.map(({ dash }) => dash ?? DASH.solid) },
      ...(legendAt === 'nowhere' && { legend: null }),
    },
    shape: {
      field: 'series',
      type: 'nominal',
      title: null,
      sort: null,
      scale: { domain: names, range: all.map(({ shape }) => shape ?? 'stroke') },
      ...(legendAt === 'nowhere' && { legend: null }),
    },
  };
  const views = panels.map(({ heading, series }, at): Spec => {
    const values = series.flatMap(({ name, points, shape }) =>
      points.map((point, place) => ({ series: name, marked: shape !== undefined, place, ...point })),
    );
    const across: Spec = {
      field: 'x',
      type: 'quantitative',
      title: x.title,
      scale: { nice: false, padding: 12, ...x.scale },
      axis: { grid: false, ...x.axis },
    };
    const up = (field: string): Spec => ({
      field,
      type: 'quantitative',
      title: at === 0 ? y.title : null,
      scale: y.scale ?? {},
      ...(y.numbersOnce && at > 0
        ? // A blank is as high as a number, which keeps the headings of panels in line.
          { axis: { ...y.axis, labelExpr: "'\u00a0'", ticks: false } }
        : y.axis && { axis: y.axis }),
    });
    return {
      ...(heading !== undefined && {
        title: { text: heading, fontSize: 12, fontWeight: 'normal', anchor: 'middle', offset: 6 },
      }),
      ...size,
      layer: [
        {
          data: { values },
          mark: { type: 'line', strokeWidth: 1.8, clip: true },
          encoding: {
            x: across,
            y: up('mean'),
            order: { field: 'place' },
            color: legend.color,
            strokeDash: legend.strokeDash,
          },
        },
        intervalBars(values, across, up, { color: legend.color }),
        {
          data: { values: values.filter(({ marked }) => marked) },
          mark: { type: 'point', filled: true, size: 60, opacity: 1 },
          encoding: { x: across, y: up('mean'), color: legend.color, shape: legend.shape },
        },
      ],
    };
  });
  return topLevel({
    spacing: 26,
    hconcat: views,
    resolve: { scale: { color: 'shared', strokeDash: 'shared', shape: 'shared' } },
  });
}
