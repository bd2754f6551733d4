/** Step 4: each sentence is taken away and put back, and is news if nothing else names its person. */
import { isNews, leaveOut } from '../../story/leaveOneOut.js';
import { newsBar } from '../../story/pictures/newsBar.js';
import type { StoryFacts } from '../../story/storyFacts.js';
import { leftOutWords } from '../../story/storyWords.js';
import { byId } from '../elements.js';
import { describeDots, hideSpot, placeDots, showAllNamed, showNamed, showSpot, showStrip, takeAway } from './dots.js';
import { animate, isStill, stopMotion } from './motion.js';
import { fillLegend, type StepScript, type StoryContext, write } from './storyStep.js';

/** Milliseconds in which all sentences are taken away. */
const ALL = 5000;

export function whyStep({ facts }: StoryContext): StepScript {
  let of: StoryFacts | undefined;
  let tried = 0;
  const putBack = (): void => {
    takeAway(undefined);
    hideSpot();
    showAllNamed(facts());
  };
  /** Takes away the next sentence and leaves it away. @param quick the ring jumps */
  const takeNext = (quick: boolean): void => {
    const { rows, times } = facts();
    if (tried === rows.length) tried = 0;
    putBack();
    const person = rows[tried];
    takeAway(tried);
    showNamed(person, times[person] - 1);
    showSpot(person, isNews(facts(), tried) ? 'wrong' : 'right', quick);
    tried++;
  };
  const tell = (): void => {
    const left = leaveOut(facts(), tried);
    write('leave-outcome', leftOutWords(left, facts().rows.length));
    byId('leave-bar').innerHTML = newsBar(left, facts().rows.length, Math.max(240, byId('leave-bar').clientWidth));
  };
  const takeOne = (): void => {
    stopMotion();
    takeNext(false);
    const name = facts().names[facts().rows[tried - 1]];
    write(
      'leave-said',
      isNews(facts(), tried - 1)
        ? `No other sentence names ${name}: news!`
        : `Another sentence names ${name}: no news.`,
    );
    tell();
  };
  const finish = (): void => {
    tried = facts().rows.length;
    putBack();
    write('leave-said', 'Each sentence was away once, and is back.');
    tell();
  };
  const takeAll = (): void => {
    stopMotion();
    const all = facts();
    if (isStill()) {
      finish();
      return;
    }
    write('leave-said', '');
    if (tried === all.rows.length) tried = 0;
    const from = tried;
    animate((now) => {
      const upTo = from + Math.ceil(((all.rows.length - from) * now) / ALL);
      if (upTo > all.rows.length) {
        finish();
        return false;
      }
      if (tried < upTo) {
        tried = upTo - 1;
        takeNext(true);
        tell();
      }
      return true;
    });
  };
  byId('leave-one').addEventListener('click', takeOne);
  byId('leave-all').addEventListener('click', takeAll);
  return {
    show: () => {
      if (of !== facts()) {
        of = facts();
        tried = 0;
        write('leave-said', '');
      }
      placeDots('why');
      showAllNamed(facts());
      showStrip(facts());
      fillLegend('why', facts());
      describeDots('Four hundred people, and below them the sentences as small squares, in the order of reading');
      tell();
    },
  };
}
