/** The corpus of the story: four hundred people, and sentences that each state the birthday of one of them. */
import { buildWorld, type WorldOptions } from '../../corpus/buildWorld.js';
import type { Corpus } from '../../corpus/corpus.js';
import { drawCorpus } from '../../corpus/drawCorpus.js';
import type { Lexicon } from '../../corpus/lexicon.js';
import type { ExploreState } from '../state.js';
import type { StoryState } from './storyState.js';

/** Number of people: twenty rows of twenty dots. */
export const PEOPLE = 400;
/** Number of days, of which each birthday is one. */
export const DAYS = 365;

type Drawn = Pick<StoryState, 'sentences' | 'seed'>;

function worldOptions(sentences: number): WorldOptions {
  const birthdays = {
    kind: 'arbitrary-facts',
    weight: 1,
    prompts: PEOPLE,
    responses: DAYS,
    answerProbability: 1,
    frequency: { kind: 'uniform' },
  } as const;
  return { examples: sentences, families: { facts: birthdays } };
}

/** Draws the corpus. With more sentences and the same seed it begins with the same ones. */
export function storyCorpus({ sentences, seed }: Drawn, lexicon: Lexicon): Corpus {
  return drawCorpus(buildWorld(worldOptions(sentences), lexicon, seed), sentences, seed);
}

/** Returns the settings of expert mode that draw the same corpus. */
export function expertSettings({ sentences, seed, cost }: StoryState): ExploreState {
  return {
    examples: sentences,
    prompts: PEOPLE,
    law: 'uniform',
    parameter: 0,
    alpha: 1,
    responses: DAYS,
    penalty: cost,
    seed,
  };
}
