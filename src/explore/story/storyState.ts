/** The place of a reader in the story and the corpus that the reader made, and how the page's address stores them. */

/** Steps of the story, in order. */
export const STEPS = ['people', 'ask', 'guess', 'why', 'many', 'train', 'grade', 'end'] as const;
export type StepName = (typeof STEPS)[number];

export interface StoryState {
  readonly step: StepName;
  /** Number of sentences that the model reads. */
  readonly sentences: number;
  /** Seed of people, birthdays and sentences. */
  readonly seed: number;
  /** Points that a wrong answer costs. */
  readonly cost: number;
}

/** Numbers of sentences at which the slider stops. */
export const SENTENCES: readonly number[] = [
  100, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600, 650, 700, 750, 800, 850, 900, 950, 1000,
];

/** Costs of a wrong answer at which the slider stops. */
export const COSTS: readonly number[] = [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3];

export const STORY_START: StoryState = { step: 'people', sentences: 400, seed: 10, cost: 0 };

/** The state as the part of an address after `#`. */
export function storyHash(state: StoryState): string {
  return new URLSearchParams(
    Object.fromEntries(Object.entries(state).map(([key, value]) => [key, String(value)])),
  ).toString();
}

/** The state in an address; what is missing or impossible there is as it is at the start. */
export function storyStateOf(hash: string): StoryState {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const number = (key: string): number => (given.get(key)?.trim() ? Number(given.get(key)) : NaN);
  const among = (stops: readonly number[], value: number, otherwise: number): number =>
    stops.includes(value) ? value : otherwise;
  const seed = number('seed');
  return {
    step: STEPS.find((name) => name === given.get('step')) ?? STORY_START.step,
    sentences: among(SENTENCES, number('sentences'), STORY_START.sentences),
    seed: Number.isSafeInteger(seed) ? seed : STORY_START.seed,
    cost: among(COSTS, number('cost'), STORY_START.cost),
  };
}
