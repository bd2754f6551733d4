/** Step 1: sentences rain on people. */
import { thousands } from '../../charts/marks.js';
import { birthdaySentence } from '../../story/storyFacts.js';
import { SENTENCES } from '../../story/storyState.js';
import { byId } from '../elements.js';
import { describeDots, placeDots, showAllNamed, showNamed } from './dots.js';
import { isStill } from './motion.js';
import { rain } from './rain.js';
import { onSlide, type StepScript, type StoryContext, setSlider, write } from './storyStep.js';

/** The rain fills most of the picture in the time in which a sentence can be read; later ones are only counted. */
const READABLE = 4;

export function peopleStep({ state, facts, change }: StoryContext): StepScript {
  let rained = false;
  const pour = (): void => {
    rained = true;
    byId('rain-said').hidden = false;
    write('people-outcome', '');
    const all = facts();
    const landed = (): void => {
      for (const id of ['people-after', 'people-another']) byId(id).hidden = false;
      byId('rain-said').hidden = true;
      write('rain-said', '');
      write(
        'people-outcome',
        'Many rings stay empty: no sentence names these people. How many? You will guess it soon.',
      );
      write('rain', 'Let it rain again');
      show();
    };
    const begin = (row: number): void => {
      const said = `“${birthdaySentence(all, all.rows[row], all.birthdays[all.rows[row]])}”`;
      if (row < READABLE) write('rain-said', said);
      else if (row % 25 === 0) write('rain-said', `${thousands(row)} sentences …`);
    };
    rain(all, placeDots('people'), begin, landed);
  };
  const show = (): void => {
    placeDots('people');
    describeDots(
      rained
        ? 'Four hundred people: some are never named, some once, some more often'
        : 'Four hundred people, whom no sentence names yet',
    );
    if (rained) showAllNamed(facts());
    else facts().times.forEach((_, person) => showNamed(person, 0));
    const { sentences } = state();
    setSlider('people-sentences', SENTENCES.indexOf(sentences), thousands(sentences));
  };
  byId('rain').addEventListener('click', pour);
  onSlide('people-sentences', (at) => change({ sentences: SENTENCES[at] }));
  byId('people-another').addEventListener('click', () => {
    change({ seed: state().seed + 1 });
    if (!isStill()) pour();
  });
  return { show };
}
