/** A corpus of the story in plain numbers and words: who is named how often, and the two rates of the story. */
import type { Corpus } from '../../corpus/corpus.js';
import { tokensText } from '../../corpus/vocabulary.js';
import { promptsSeen, singletonRate } from '../../theory/goodTuring.js';

export interface StoryFacts {
  /** Name of each person. */
  readonly names: readonly string[];
  /** Birthday of each person: an index into `days`. */
  readonly birthdays: Int32Array;
  /** Texts of the days, such as `January 11`. */
  readonly days: readonly string[];
  /** Person of each sentence, in the order of reading. */
  readonly rows: Int32Array;
  /** Number of sentences about each person. */
  readonly times: Int32Array;
  /** Numbers of people who are named never, once, more often. */
  readonly never: number;
  readonly once: number;
  readonly often: number;
  /** Sentences about people named once, as a share of all sentences: the singleton rate. */
  readonly onceShare: number;
  /** Chance that a question is about a person never named: the missing mass, as all people are asked about alike. */
  readonly missing: number;
}

const RELATION = / was born on$/;

export function storyFacts({ world, examples, counts }: Corpus): StoryFacts {
  const [family] = world.families;
  const [{ answered }] = counts;
  const never = promptsSeen(
    answered.map((times) => times + 1),
    1,
  );
  const once = promptsSeen(answered, 1);
  return {
    names: family.prompts.map((tokens) => tokensText(world.vocabulary, tokens).replace(RELATION, '')),
    birthdays: family.answer,
    days: family.responseTexts.slice(0, family.responseCount).map((text) => text.replace(/ \.$/, '')),
    rows: examples.prompt,
    times: answered,
    never,
    once,
    often: answered.length - never - once,
    onceShare: singletonRate(answered, examples.prompt.length),
    missing: never / answered.length,
  };
}

/** Kinds of people by the number of sentences that name them, as the pictures show them. */
export type Named = 'never' | 'once' | 'often';

export function namedAs(times: number): Named {
  return times === 0 ? 'never' : times === 1 ? 'once' : 'often';
}

/** Returns the sentence that states a birthday. */
export function birthdaySentence({ names, days }: StoryFacts, person: number, day: number): string {
  return `${names[person]} was born on ${days[day]}.`;
}
