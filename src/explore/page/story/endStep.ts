/** Step 8: what was seen, and the door to expert mode with the reader's corpus. */
import { hashOf } from '../../state.js';
import { expertSettings } from '../../story/storyCorpus.js';
import { byId } from '../elements.js';
import { describeDots, placeDots, showAllNamed } from './dots.js';
import type { StepScript, StoryContext } from './storyStep.js';

export function endStep({ state, facts }: StoryContext): StepScript {
  return {
    show: () => {
      placeDots('end');
      showAllNamed(facts());
      describeDots(
        `Four hundred people: ${facts().never} never named, ${facts().once} once, ${facts().often} more often`,
      );
      byId<HTMLAnchorElement>('to-expert').href = `#${hashOf(expertSettings(state()))}`;
    },
  };
}
