/** The type of a figure, and the style that all figures share. */

/** A Vega-Lite specification: plain JSON with its data inside. */
export type Spec = Readonly<Record<string, unknown>>;

/** A figure, or the reason why the tables do not give it. */
export type Figure =
  | { readonly id: string; readonly title: string; readonly caption: readonly string[]; readonly spec: Spec }
  | { readonly id: string; readonly title: string; readonly missing: string };

/** Top-level part of a specification. */
export function topLevel(body: Spec): Spec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    config: {
      // The page labels each picture as a whole, so that a screen reader does not read it mark by mark.
      aria: false,
      font: 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif',
      view: { stroke: '#bbb' },
      axis: {
        labelFontSize: 12,
        titleFontSize: 13,
        titleFontWeight: 'normal',
        gridColor: '#e8e8e8',
        tickColor: '#888',
        domainColor: '#888',
        titlePadding: 8,
      },
      legend: {
        labelFontSize: 12,
        titleFontSize: 12,
        titleFontWeight: 'bold',
        symbolSize: 90,
        labelLimit: 0,
        titleLimit: 0,
        rowPadding: 4,
        layout: { right: { anchor: 'start', direction: 'vertical', margin: 18 } },
      },
      title: { fontSize: 13, anchor: 'start', offset: 10 },
    },
    ...body,
  };
}

/** Axis titles, the same in every figure. */
export const AXES = {
  errorRate: 'error rate err = p̂(E)',
  singletonRate: 'singleton rate sr = singletons / N',
  delta: 'calibration gap δ',
  step: 'training step',
} as const;

/**
 * Encoding of a step axis with room for early steps and a place for step 0: linear up to the first positive step, logarithmic
 * after it.
 * @param steps measured steps, in any order
 */
export function stepEncoding(steps: readonly number[]): Spec {
  const sorted = [...new Set(steps)].sort((a, b) => a - b);
  const constant = sorted.find((step) => step > 0) ?? 1;
  const values: number[] = [];
  for (const step of sorted)
    if (values.length === 0 || step >= 2.4 * values.at(-1)! || values.at(-1) === 0) values.push(step);
  const last = sorted.at(-1);
  if (last !== undefined && values.at(-1) !== last) {
    if (values.length > 2 && last < 1.8 * values.at(-1)!) values.pop();
    values.push(last);
  }
  return {
    field: 'step',
    type: 'quantitative',
    title: AXES.step,
    scale: { type: 'symlog', constant, nice: false },
    axis: { values, format: ',d', grid: false },
  };
}
