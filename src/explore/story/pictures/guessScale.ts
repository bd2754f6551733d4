/** A scale from 0 to 100 wrong answers: the reader's guess, the share of once, and the truth. */
import { line, px, scale, svg, text } from '../../charts/marks.js';

export interface ScaleMarks {
  /** In [0, 100]. */
  readonly guess: number;
  /** Shares in [0, 1]; left out while the truth is covered. */
  readonly shown?: { readonly onceShare: number; readonly truth: number } | undefined;
}

const LANE = 21;

/** @param width pixels */
export function guessScale({ guess, shown }: ScaleMarks, width: number): string {
  const x = scale([0, 100], [4, width - 14]);
  const lanes: readonly (readonly [className: string, value: number, words: string])[] = [
    ['guess', guess, `my guess ${guess}`],
    ...(shown === undefined
      ? []
      : ([
          ['once', 100 * shown.onceShare, `once ${(100 * shown.onceShare).toFixed(1)}`],
          ['truth', 100 * shown.truth, `truth ${(100 * shown.truth).toFixed(1)}`],
        ] as const)),
  ];
  const foot = 4 + LANE * 3;
  return svg({ width, height: foot + 18 }, `Of 100 questions wrong: ${lanes.map(([, , words]) => words).join(', ')}.`, [
    ...[0, 25, 50, 75, 100].map(
      (tick) => line(x(tick), 0, x(tick), foot, 'grid') + text(x(tick), foot + 14, String(tick), 'tick', 'middle'),
    ),
    ...lanes.map(([className, value, words], lane) => {
      const y = 4 + LANE * lane;
      const left = value > 60;
      return (
        `<rect class="bar ${className}" x="${px(x(0))}" y="${px(y)}" width="${px(Math.max(1, x(value) - x(0)))}" height="15" rx="3"/>` +
        text(x(value) + (left ? -8 : 8), y + 12, words, left ? 'within' : 'beside', left ? 'end' : 'start')
      );
    }),
  ]);
}
