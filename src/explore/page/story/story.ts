/** The story: shows the step in the address, and keeps the reader's corpus from step to step. */
import type { Lexicon } from '../../../corpus/lexicon.js';
import { storyCorpus } from '../../story/storyCorpus.js';
import { type StoryFacts, storyFacts } from '../../story/storyFacts.js';
import { STEPS, type StepName, type StoryState, storyHash, storyStateOf } from '../../story/storyState.js';
import { factTexts } from '../../story/storyWords.js';
import { byId } from '../elements.js';
import { askStep } from './askStep.js';
import { endStep } from './endStep.js';
import { gradeStep } from './gradeStep.js';
import { guessStep } from './guessStep.js';
import { manyStep } from './manyStep.js';
import { stopMotion } from './motion.js';
import { peopleStep } from './peopleStep.js';
import type { StepScript, StoryContext } from './storyStep.js';
import { trainStep } from './trainStep.js';
import { whyStep } from './whyStep.js';

/** Browsers allow a limited number of changes of the address in a time. */
const ADDRESS_MILLISECONDS = 350;
/** Keys that turn pages, as presenters' remote controls send them too. */
const TURNS: Readonly<Record<string, number>> = { PageDown: 1, PageUp: -1, ArrowRight: 1, ArrowLeft: -1 };

/** Returns a function that shows the story for an address. */
export function storyPage(lexicon: Lexicon): (hash: string) => void {
  let state: StoryState = storyStateOf('');
  let facts: StoryFacts = storyFacts(storyCorpus(state, lexicon));
  let shown: StepName | undefined;
  let addressing: ReturnType<typeof setTimeout> | undefined;
  const context: StoryContext = {
    state: () => state,
    facts: () => facts,
    change: (next) => {
      take({ ...state, ...next });
      clearTimeout(addressing);
      addressing = setTimeout(() => history.replaceState(null, '', `#${storyHash(state)}`), ADDRESS_MILLISECONDS);
      scripts[state.step].show();
    },
  };
  const scripts: Readonly<Record<StepName, StepScript>> = {
    people: peopleStep(context),
    ask: askStep(context),
    guess: guessStep(context),
    why: whyStep(context),
    many: manyStep(context),
    train: trainStep(context, lexicon),
    grade: gradeStep(context),
    end: endStep(context),
  };
  const take = (next: StoryState): void => {
    const drawn = next.sentences !== state.sentences || next.seed !== state.seed;
    if (drawn) stopMotion();
    state = next;
    if (drawn) facts = storyFacts(storyCorpus(state, lexicon));
    for (const [name, text] of Object.entries(factTexts(facts)))
      for (const element of document.querySelectorAll(`[data-fact=${name}]`)) element.textContent = text;
    for (const link of document.querySelectorAll<HTMLAnchorElement>('#story nav a'))
      link.href = `#${storyHash({ ...state, step: link.dataset.step as StepName })}`;
  };
  const turn = (by: number): void => {
    const next = STEPS[STEPS.indexOf(state.step) + by];
    if (next === undefined) return;
    // At once, not on the browser's `hashchange`, which comes later: two quick presses turn two pages.
    const turned = { ...state, step: next };
    history.pushState(null, '', `#${storyHash(turned)}`);
    show(turned);
  };
  const showStep = (): void => {
    if (shown !== state.step) stopMotion();
    for (const name of STEPS) byId(`step-${name}`).hidden = name !== state.step;
    for (const link of document.querySelectorAll<HTMLAnchorElement>('#story nav a')) {
      if (link.dataset.step === state.step) link.setAttribute('aria-current', 'step');
      else link.removeAttribute('aria-current');
    }
    byId<HTMLButtonElement>('back').disabled = state.step === STEPS[0];
    byId<HTMLButtonElement>('next').disabled = state.step === STEPS.at(-1);
    scripts[state.step].show();
    if (shown !== undefined && shown !== state.step) {
      scrollTo(0, 0);
      byId(`title-${state.step}`).focus({ preventScroll: true });
    }
    shown = state.step;
  };
  /** Shows what the address has; no earlier change is still to be written to it. */
  const show = (addressed: StoryState): void => {
    clearTimeout(addressing);
    take(addressed);
    showStep();
  };
  byId('back').addEventListener('click', () => turn(-1));
  byId('next').addEventListener('click', () => turn(1));
  // A link changes the address at once: a late change of the step before must not undo it.
  document.querySelector('#story nav')!.addEventListener('click', () => clearTimeout(addressing));
  addEventListener('keydown', (event) => {
    const by = TURNS[event.key];
    const typing = (event.target as HTMLElement).closest('input, select, textarea') !== null;
    if (by === undefined || byId('story').hidden || event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing && event.key.startsWith('Arrow')) return;
    event.preventDefault();
    turn(by);
  });
  addEventListener('resize', () => {
    if (!byId('story').hidden && (state.step === 'many' || state.step === 'train' || state.step === 'grade'))
      scripts[state.step].show();
  });
  return (hash) => show(storyStateOf(hash));
}
