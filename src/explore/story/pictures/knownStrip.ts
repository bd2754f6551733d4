/** All people in a strip, those named most often first: the fuller a dot, the likelier the live model gives the right day. */
import { px, svg } from '../../charts/marks.js';
import { namedAs, type StoryFacts } from '../storyFacts.js';

const ROWS = 8;
const PITCH = 16;

/** @param right p̂ of the right day, by person; left out before the first measurement */
export function knownStrip({ times }: StoryFacts, right: ArrayLike<number> | undefined): string {
  const order = Array.from(times, (_, person) => person).sort((a, b) => times[b] - times[a] || a - b);
  const columns = Math.ceil(order.length / ROWS);
  return svg(
    { width: columns * PITCH, height: ROWS * PITCH },
    'All people, those named most often on the left, those never named on the right; the fuller a dot, the likelier the right day',
    order.map((person, place) => {
      const [x, y] = [(Math.floor(place / ROWS) + 0.5) * PITCH, ((place % ROWS) + 0.5) * PITCH];
      const fill = right === undefined ? 0 : right[person];
      return `<use class="known ${namedAs(times[person])}" href="#dot-${namedAs(times[person])}" x="${px(x)}" y="${px(y)}" fill-opacity="${fill.toFixed(2)}"/>`;
    }),
  );
}
