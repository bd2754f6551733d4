/** The rain of sentences: each falls on the person whom it names. */
import { placeOf } from '../../story/pictures/dotsPicture.js';
import type { StoryFacts } from '../../story/storyFacts.js';
import { showNamed } from './dots.js';
import { animate, isStill } from './motion.js';

/** Milliseconds between the first sentences, which can be read, and for all others together. */
const SLOW = 800;
const SLOW_SENTENCES = 4;
const REST = 3600;
const FALL = 420;

/** Returns the moment at which a sentence begins to fall. */
function momentOf(row: number, rows: number): number {
  if (row < SLOW_SENTENCES) return row * SLOW;
  return SLOW_SENTENCES * SLOW + (REST * (row - SLOW_SENTENCES)) / Math.max(1, rows - SLOW_SENTENCES);
}

/**
 * Lets the sentences fall. The counts of people grow as they land.
 * @param onSentence called as a sentence begins to fall
 * @param onEnd called when all have landed, or when the rain was stopped
 */
export function rain(
  { rows, times }: StoryFacts,
  picture: SVGSVGElement,
  onSentence: (row: number) => void,
  onEnd: () => void,
): void {
  const drops = picture.querySelector('.drops')!;
  const landed = new Int32Array(times.length);
  landed.forEach((_, person) => showNamed(person, 0));
  const finish = (): void => {
    drops.innerHTML = '';
    times.forEach((each, person) => showNamed(person, each));
    onEnd();
  };
  if (isStill()) {
    finish();
    return;
  }
  let begun = 0;
  let down = 0;
  const falling = new Map<number, SVGCircleElement>();
  animate((now) => {
    for (; begun < rows.length && momentOf(begun, rows.length) <= now; begun++) {
      const drop = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
      drop.setAttribute('cx', String(placeOf(rows[begun])[0]));
      drop.setAttribute('r', '3.5');
      drops.append(drop);
      falling.set(begun, drop);
      onSentence(begun);
    }
    for (; down < begun && momentOf(down, rows.length) + FALL <= now; down++) {
      falling.get(down)!.remove();
      falling.delete(down);
      showNamed(rows[down], ++landed[rows[down]]);
    }
    for (const [row, drop] of falling) {
      const share = (now - momentOf(row, rows.length)) / FALL;
      drop.setAttribute('cy', String(-12 + (placeOf(rows[row])[1] + 12) * share * share));
    }
    if (down < rows.length) return true;
    finish();
    return false;
  }, finish);
}
