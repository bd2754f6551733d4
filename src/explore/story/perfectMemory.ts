/** The model of the first steps: it knows whatever it has read, guesses a day otherwise, and always answers. */
import { integer } from '../../random/integer.js';
import type { Stream } from '../../random/stream.js';
import { birthdaySentence, type StoryFacts } from './storyFacts.js';

export interface SpokenAnswer {
  readonly person: number;
  /** Sentence that the model says. */
  readonly said: string;
  readonly right: boolean;
  /** The true birthday. */
  readonly truth: string;
  /** Number of sentences that it read about the person. */
  readonly times: number;
}

/** Asks about a person drawn by lot. */
export function askSomebody(facts: StoryFacts, draws: Stream): SpokenAnswer {
  return askAbout(facts, integer(draws, facts.times.length), draws);
}

export function askAbout(facts: StoryFacts, person: number, draws: Stream): SpokenAnswer {
  const birthday = facts.birthdays[person];
  const day = facts.times[person] > 0 ? birthday : integer(draws, facts.days.length);
  return {
    person,
    said: birthdaySentence(facts, person, day),
    right: day === birthday,
    truth: facts.days[birthday],
    times: facts.times[person],
  };
}
