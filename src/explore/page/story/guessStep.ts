/** Step 3: the truth is covered; the reader guesses it, and then sees that those named once foretell it. */
import { guessScale } from '../../story/pictures/guessScale.js';
import type { StoryFacts } from '../../story/storyFacts.js';
import { guessWords } from '../../story/storyWords.js';
import { byId } from '../elements.js';
import { arrange, describeDots, placeDots, showAllNamed } from './dots.js';
import { fillLegend, onSlide, type StepScript, type StoryContext, setSlider, write } from './storyStep.js';

export function guessStep({ state, facts, change }: StoryContext): StepScript {
  let guess = 50;
  let revealed: StoryFacts | undefined;
  const show = (): void => {
    const all = facts();
    const open = revealed === all;
    byId('step-guess').classList.toggle('revealed', open);
    placeDots('guess');
    showAllNamed(all);
    arrange(open ? undefined : all);
    describeDots(
      open
        ? `Four hundred people: ${all.never} never named, ${all.once} once, ${all.often} more often`
        : `The people who are named: ${all.once} once, ${all.often} more often; the others are covered`,
    );
    fillLegend('guess', open ? all : undefined);
    scale();
    write('reveal', open ? 'Again, with other people' : 'Reveal the truth');
    write('guess-outcome', open ? guessWords(all, guess) : '');
  };
  const scale = (): void => {
    const all = facts();
    byId('guess-scale').hidden = revealed !== all;
    const shown = revealed === all ? { onceShare: all.onceShare, truth: all.missing } : undefined;
    byId('guess-scale').innerHTML = guessScale({ guess, shown }, Math.max(240, byId('guess-scale').clientWidth));
    setSlider('guess', guess, `${guess} of 100`);
  };
  onSlide('guess', (at) => {
    guess = at;
    scale();
  });
  byId('reveal').addEventListener('click', () => {
    if (revealed === facts()) change({ seed: state().seed + 1 });
    else {
      revealed = facts();
      show();
    }
  });
  return { show };
}
