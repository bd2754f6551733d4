/** Step 5: errors of many corpora against their shares of once, with the reader's own. */
import { thousands } from '../../charts/marks.js';
import { type CorpusPoint, manyCorpora, memoryError } from '../../story/manyCorpora.js';
import { manyChart } from '../../story/pictures/manyChart.js';
import { SENTENCES } from '../../story/storyState.js';
import { manyWords } from '../../story/storyWords.js';
import { byId } from '../elements.js';
import {
  onSlide,
  pictureElement,
  type StepScript,
  type StoryContext,
  setSlider,
  sizeOfPicture,
  write,
} from './storyStep.js';

/** Seed of the other corpora, which stay as they are. */
const OTHERS = 1;

export function manyStep({ state, facts, change }: StoryContext): StepScript {
  let others: readonly CorpusPoint[] | undefined;
  onSlide('many-sentences', (at) => change({ sentences: SENTENCES[at] }));
  byId('many-another').addEventListener('click', () => change({ seed: state().seed + 1 }));
  return {
    show: () => {
      others ??= manyCorpora(OTHERS);
      const { sentences } = state();
      const { onceShare, missing } = facts();
      const own = { sentences, onceShare, error: memoryError(missing) };
      const { width, height } = sizeOfPicture('many');
      pictureElement('many').innerHTML = manyChart(others, own, { width, height: Math.min(height, width) });
      setSlider('many-sentences', SENTENCES.indexOf(sentences), thousands(sentences));
      write('many-outcome', manyWords(facts(), own.error));
    },
  };
}
