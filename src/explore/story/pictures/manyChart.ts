/** Error against the share of once, for many corpora, with the reader's own among them. */
import { type Frame, line, px, scale, svg, text } from '../../charts/marks.js';
import type { CorpusPoint } from '../manyCorpora.js';

const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;

export function manyChart(
  points: readonly CorpusPoint[],
  own: CorpusPoint,
  { width, height }: Pick<Frame, 'width' | 'height'>,
): string {
  const frame: Frame = { width, height, left: 54, right: 16, top: 30, bottom: 46 };
  const x = scale([0, 1], [frame.left, width - frame.right]);
  const y = scale([0, 1], [height - frame.bottom, frame.top]);
  const percent = (value: number): string => `${Math.round(100 * value)} %`;
  const left = own.onceShare > 0.6;
  return svg(
    frame,
    `Wrong answers against the share of sentences about people named once. All corpora lie near the line on which both are equal. Yours: ${percent(own.onceShare)} once, ${percent(own.error)} wrong.`,
    [
      ...TICKS.map(
        (tick) =>
          line(x(tick), frame.top, x(tick), height - frame.bottom, 'grid') +
          line(frame.left, y(tick), width - frame.right, y(tick), 'grid') +
          text(x(tick), height - frame.bottom + 17, percent(tick), 'tick', tick === 1 ? 'end' : 'middle') +
          text(frame.left - 6, y(tick) + 4, percent(tick), 'tick', 'end'),
      ),
      line(x(0), y(0), x(1), y(1), 'equal'),
      text(x(0.97), y(0.97) + 20, 'equal', 'tick', 'end'),
      text(4, 14, 'answers that are wrong', 'title'),
      text(width - frame.right, height - 8, 'sentences about people named once', 'title', 'end'),
      ...points.map(
        (point) => `<circle class="corpus" cx="${px(x(point.onceShare))}" cy="${px(y(point.error))}" r="3.5"/>`,
      ),
      `<circle class="own" cx="${px(x(own.onceShare))}" cy="${px(y(own.error))}" r="9"/>`,
      text(
        x(own.onceShare) + (left ? -15 : 15),
        y(own.error) + (left ? -8 : 16),
        'yours',
        'label',
        left ? 'end' : 'start',
      ),
    ],
  );
}
