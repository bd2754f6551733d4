/** Chart of points per question against the penalty λ: straight lines in λ, whose crossings are the flips. */

import { penalisedScore } from '../../scoring/tally.js';
import { power } from '../../theory/power.js';
import type { TakerMeasurement } from '../explore.js';
import { leaderboard, tallyOf } from '../leaderboard.js';
import { SETTINGS } from '../state.js';
import { type Frame, line, mark, path, px, scale, short, svg, text, verticalAxis } from './marks.js';

const TICKS: readonly (readonly [number, string])[] = [
  [0, '0'],
  [0.001, '.001'],
  [0.01, '.01'],
  [0.1, '.1'],
  [1, '1'],
  [10, '10'],
];

/** @param width pixels */
export function scoreChart(takers: readonly TakerMeasurement[], penalty: number, width: number): string {
  const frame: Frame = { width, height: 320, left: 34, right: 14, top: 48, bottom: 42 };
  // λ = 0 has no place on a logarithmic axis, so it is drawn half a decade left of 0.001.
  const place = scale([-3.5, 1], [frame.left, width - frame.right]);
  const x = (lambda: number): number => place(lambda <= 0 ? -3.5 : Math.log10(lambda));
  const y = scale([-1, 1], [frame.height - frame.bottom, frame.top]);
  const foot = frame.height - frame.bottom;
  const board = leaderboard(takers, penalty);
  return svg(
    frame,
    `Points per question against the penalty of an error. At ${short(penalty)} the order is ${board.places.map(({ name }) => name).join(', ')}.`,
    [
      verticalAxis({ ...frame, top: 24 }, y, [-1, -0.5, 0, 0.5, 1], 'points per question (cut off below −1)'),
      ...TICKS.map(
        ([value, name]) =>
          line(x(value), foot, x(value), foot + 4, 'grid') +
          text(x(value), foot + 17, name, 'tick', value === 10 ? 'end' : 'middle'),
      ),
      text(
        (frame.left + width - frame.right) / 2,
        frame.height - 6,
        'λ: points that an error costs',
        'title',
        'middle',
      ),
      line(x(penalty), frame.top, x(penalty), foot, 'here'),
      text(
        Math.min(Math.max(x(penalty), 60), width - 50),
        38,
        penalty === 0 ? 'accuracy' : `λ = ${short(penalty)}`,
        'reference',
        'middle',
      ),
      ...takers.map((taker) => {
        const tally = tallyOf(taker);
        const points = SETTINGS.penalty.stops
          .map((lambda) => [lambda, penalisedScore(tally, lambda)] as const)
          .filter(([, score]) => score >= -1);
        return path(
          points.map(([lambda, score]) => [x(lambda), y(score)] as const),
          `curve ${taker.id}`,
        );
      }),
      ...board.flips
        .filter(({ penalty: at }) => at <= 10)
        .map((flip) => {
          const ahead = takers.find(({ name }) => name === flip.ahead)!;
          const score = penalisedScore(tallyOf(ahead), flip.penalty);
          return `<circle class="flip" cx="${px(x(Math.max(flip.penalty, power(10, -3.5))))}" cy="${px(y(score))}" r="4"/>`;
        }),
      ...takers
        .filter((taker) => penalisedScore(tallyOf(taker), penalty) >= -1)
        .map((taker) => mark(taker.id, x(penalty), y(penalisedScore(tallyOf(taker), penalty)))),
    ],
  );
}
