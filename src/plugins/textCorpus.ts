/** A corpus as a model of texts sees it: the training rows, and what will be asked; not what is right. */
import type { Corpus } from '../corpus/corpus.js';
import { tokensText } from '../corpus/vocabulary.js';
import { listedResponses } from '../corpus/world.js';

import { stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';

/** A training row in texts. */
export interface TextExample {
  /** Name of the family. */
  readonly family: string;
  readonly prompt: string;
  /** Response with its closing stop: "September 10 ." */
  readonly response: string;
  /** True for a row that answers "I don't know". */
  readonly abstained: boolean;
}

/** A family in texts: all prompts that will be asked, in the order of promptId, and all responses to choose from. */
export interface TextFamily {
  readonly name: string;
  readonly kind: string;
  readonly prompts: readonly string[];
  /** Responses with their closing stop, "I don't know ." last where it is a response. */
  readonly responses: readonly string[];
  /** Right answer of each prompt, [prompts]. Only where the definition says `seesAnswers: true`. */
  readonly answers?: readonly string[];
}

/** A corpus in texts. */
export interface TextCorpus {
  /** Training rows in the order in which they were drawn. */
  readonly examples: readonly TextExample[];
  readonly families: readonly TextFamily[];
  /**
   * Returns a source of numbers in [0, 1). Each purpose has its own, and the model's seed gives the same numbers again, so
   * that no run depends on luck that cannot be repeated.
   */
  random(purpose: string): () => number;
}

/**
 * Returns a corpus in texts.
 * @param seed of the model
 * @param seesAnswers true to add the right answers
 */
export function textCorpus({ world, examples }: Corpus, seed: number, seesAnswers: boolean): TextCorpus {
  const families = world.families.map((family): TextFamily => {
    const responses = family.responseTexts.slice(0, listedResponses(family));
    return {
      name: family.name,
      kind: family.kind,
      prompts: family.prompts.map((tokens) => tokensText(world.vocabulary, tokens)),
      responses,
      ...(seesAnswers && { answers: Array.from(family.answer, (answer) => responses[answer]) }),
    };
  });
  return {
    examples: Array.from(examples.family, (index, row): TextExample => {
      const { name, responseTexts, responseCount } = world.families[index];
      const response = examples.response[row];
      return {
        family: name,
        prompt: families[index].prompts[examples.prompt[row]],
        response: responseTexts[response],
        abstained: response === responseCount,
      };
    }),
    families,
    random: (purpose) => {
      const draws = stream(seed, `initialisation/plugin/${purpose}`);
      return () => uniform(draws);
    },
  };
}
