/** Step 2: questions fall on people, and the model speaks. */
import { type Stream, stream } from '../../../random/stream.js';
import { askSomebody, type SpokenAnswer } from '../../story/perfectMemory.js';
import type { StoryFacts } from '../../story/storyFacts.js';
import { askedWords, verdictWords } from '../../story/storyWords.js';
import { byId } from '../elements.js';
import { describeDots, markWrong, placeDots, showAllNamed, showSpot } from './dots.js';
import { animate, isStill, stopMotion } from './motion.js';
import { type StepScript, type StoryContext, write } from './storyStep.js';

/** Milliseconds after the question until the model speaks, and until the truth is told. */
const SPEAKS = 500;
const JUDGED = 1100;
/** Number of the last questions whose marks are shown. */
const LAST = 24;

export function askStep({ state, facts }: StoryContext): StepScript {
  let asked: SpokenAnswer[] = [];
  let of: StoryFacts | undefined;
  let draws: Stream;
  const judge = (answer: SpokenAnswer): void => {
    const outcome = answer.right ? 'right' : 'wrong';
    write('ask-said', `“${answer.said}”`);
    write('ask-verdict', verdictWords(answer));
    byId('ask-verdict').className = `verdict ${outcome}`;
    showSpot(answer.person, outcome);
    if (!answer.right) markWrong(answer.person);
    tally();
  };
  const tally = (): void => {
    const right = asked.filter((each) => each.right).length;
    byId('ask-marks').innerHTML = asked
      .slice(-LAST)
      .map((each) => (each.right ? '<b class="right">✓</b>' : '<b class="wrong">✗</b>'))
      .join('');
    write('ask-outcome', asked.length === 0 ? '' : askedWords(right, asked.length - right));
  };
  const ask = (): void => {
    stopMotion();
    const answer = askSomebody(facts(), draws);
    asked.push(answer);
    write('ask-question', `You: When was ${facts().names[answer.person]} born?`);
    if (isStill()) {
      judge(answer);
      return;
    }
    write('ask-said', '');
    write('ask-verdict', '');
    showSpot(answer.person, 'asked');
    animate(
      (now) => {
        if (now >= SPEAKS) write('ask-said', `“${answer.said}”`);
        if (now < JUDGED) return true;
        judge(answer);
        return false;
      },
      () => judge(answer),
    );
  };
  byId('ask').addEventListener('click', ask);
  return {
    show: () => {
      placeDots('ask');
      showAllNamed(facts());
      describeDots('Four hundred people; a question falls on one of them');
      if (of !== facts()) {
        of = facts();
        asked = [];
        draws = stream(state().seed, 'measurement/story');
        for (const id of ['ask-question', 'ask-said', 'ask-verdict']) write(id, '');
      }
      for (const { person, right } of asked) if (!right) markWrong(person);
      tally();
    },
  };
}
