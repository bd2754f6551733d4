/** Step 7: the guesser and the honest one, and what an error costs. */
import { studentsPicture } from '../../story/pictures/studentsPicture.js';
import { COSTS } from '../../story/storyState.js';
import { gradeWords } from '../../story/storyWords.js';
import { students } from '../../story/students.js';
import {
  onSlide,
  pictureElement,
  type StepScript,
  type StoryContext,
  setSlider,
  sizeOfPicture,
  write,
} from './storyStep.js';

export function gradeStep({ state, facts, change }: StoryContext): StepScript {
  onSlide('cost', (at) => change({ cost: COSTS[at] }));
  return {
    show: () => {
      const { cost } = state();
      const pair = students(facts().missing, cost);
      pictureElement('grade').innerHTML = studentsPicture([pair.guesser, pair.honest], sizeOfPicture('grade'));
      setSlider('cost', COSTS.indexOf(cost), cost === 0 ? 'nothing' : cost === 1 ? '1 point' : `${cost} points`);
      write('grade-outcome', gradeWords(pair, cost));
    },
  };
}
