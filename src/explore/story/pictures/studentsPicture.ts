/** The marks of the two students for a hundred questions: their answers as a strip, their points as a bar. */
import { type Frame, line, px, scale, svg, text } from '../../charts/marks.js';
import type { Student } from '../students.js';

const NAMES: Readonly<Record<Student['id'], string>> = { guesser: 'The guesser', honest: 'The honest one' };
const BAR = 26;
/** Height of a student, and where strip and bar of points begin in it. */
const LANE = 132;
const STRIP_AT = 30;
const POINTS_AT = 74;
const AXIS = 20;

type Place = (value: number) => number;

export function studentsPicture(pair: readonly Student[], { width, height }: Pick<Frame, 'width' | 'height'>): string {
  const lane = Math.min(LANE, (height - AXIS) / 2);
  const top = Math.max(0, (height - AXIS - 2 * lane) / 4);
  const squeeze = lane / LANE;
  const x = scale([-100, 100], [8, width - 8]);
  const answers = scale([0, 1], [8, width - 8]);
  const label = pair
    .map(
      ({ id, right, error, abstention, points }) =>
        `${NAMES[id]}: ${whole(right)} right, ${whole(error)} wrong, ${whole(abstention)} I don’t know, ${pointsText(points)} points`,
    )
    .join('. ');
  return svg({ width, height }, `Of a hundred questions. ${label}.`, [
    ...pair.map((student, at) => {
      const leads = student.points > pair[1 - at].points;
      const from = top + at * lane;
      return (
        text(8, from + 20 * squeeze, NAMES[student.id] + (leads ? ' leads' : ''), `student ${leads ? 'leads' : ''}`) +
        answerStrip(student, from + STRIP_AT * squeeze, BAR * squeeze, answers) +
        pointsBar(student, from + POINTS_AT * squeeze, BAR * squeeze, x)
      );
    }),
    ...[-100, -50, 0, 50, 100].map((tick) =>
      text(
        x(tick),
        top + 2 * lane + 6,
        `${String(tick).replace('-', '−')}${tick === 100 ? ' points' : ''}`,
        'tick',
        tick === -100 ? 'start' : tick === 100 ? 'end' : 'middle',
      ),
    ),
  ]);
}

function answerStrip({ right, error, abstention }: Student, y: number, bar: number, answers: Place): string {
  const shares = [
    ['right', right, 'right'],
    ['wrong', error, 'wrong'],
    ['silent', abstention, '“I don’t know”'],
  ] as const;
  let from = 0;
  return shares
    .filter(([, share]) => share > 0)
    .map(([className, share, words]) => {
      const [left, end] = [answers(from), answers((from += share))];
      const rect = `<rect class="share ${className}" x="${px(left)}" y="${px(y)}" width="${px(Math.max(1, end - left - 1))}" height="${px(bar)}"/>`;
      const label = [`${whole(share)} ${words}`, whole(share)].find((each) => end - left > 8 * (each.length + 1));
      return rect + (label === undefined ? '' : text(left + 7, y + bar / 2 + 4.5, label, `on-${className}`));
    })
    .join('');
}

function pointsBar({ id, points }: Student, y: number, bar: number, x: Place): string {
  const end = x(Math.max(-100, points));
  const [low, high] = [Math.min(x(0), end), Math.max(x(0), end)];
  const right = points < 0;
  return (
    [-100, -50, 50, 100].map((tick) => line(x(tick), y - 4, x(tick), y + bar + 4, 'grid')).join('') +
    `<rect class="score ${id}" x="${px(low)}" y="${px(y)}" width="${px(Math.max(1, high - low))}" height="${px(bar)}"/>` +
    line(x(0), y - 6, x(0), y + bar + 6, 'zero') +
    text(x(0) + (right ? 8 : -8), y + bar / 2 + 4.5, `${pointsText(points)} points`, 'label', right ? 'start' : 'end')
  );
}

function whole(share: number): string {
  return String(Math.round(100 * share));
}

/** Points with two decimals, so that the gain of a guess shows. */
export function pointsText(value: number): string {
  return value
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');
}
