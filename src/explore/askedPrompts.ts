/** A few prompts drawn from μ, with the response of each test-taker: errors to look at beside their rate. */
import type { Corpus } from '../corpus/corpus.js';
import { aliasSampler } from '../random/aliasSampler.js';
import { type Stream, stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';
import { ROUNDING } from '../theory/domain.js';
import type { Outcome } from '../theory/outcome.js';

export interface GivenAnswer {
  /** The response without its stop; empty where it is invalid. */
  readonly text: string;
  readonly outcome: Outcome;
}

export interface AskedPrompt {
  readonly text: string;
  /** Number of times that training answered it. */
  readonly shown: number;
  /** a_c */
  readonly answer: string;
  /** In the order of the test-takers. */
  readonly given: readonly GivenAnswer[];
}

const ASKED = 8;

/**
 * @param answers p̂(·|c) of each test-taker by prompt, IDK last
 * @param seed seed of the corpus; prompts and answers are drawn from streams of their own beside its streams
 */
export function askedPrompts(
  { world, counts }: Corpus,
  answers: readonly ((prompt: number) => Float64Array)[],
  seed: number,
): readonly AskedPrompt[] {
  const [family] = world.families;
  const drawPrompt = aliasSampler(family.promptWeight);
  const prompts = stream(seed, 'measurement/asked');
  const draws = answers.map((_, taker) => stream(seed, `measurement/answers/${taker}`));
  const textOf = (response: number): string => family.responseTexts[response].replace(/ \.$/, '');
  return Array.from({ length: ASKED }, () => {
    const prompt = drawPrompt(prompts);
    const answer = family.answer[prompt];
    return {
      text: Array.from(family.prompts[prompt], (token) => world.vocabulary.words[token])
        .join(' ')
        .replaceAll(" '", "'"),
      shown: counts[0].answered[prompt],
      answer: textOf(answer),
      given: answers.map((rowOf, taker): GivenAnswer => {
        const response = drawResponse(rowOf(prompt), draws[taker]);
        if (response === undefined) return { text: '', outcome: 'invalid' };
        return {
          text: textOf(response),
          outcome: response === answer ? 'right' : response === family.responseCount ? 'abstention' : 'error',
        };
      }),
    };
  });
}

/** A response drawn from p̂; undefined where the draw is a string outside R_c ∪ {IDK}. */
function drawResponse(pHat: Float64Array, draws: Stream): number | undefined {
  let left = uniform(draws);
  let last: number | undefined;
  for (let response = 0; response < pHat.length; response++) {
    if (pHat[response] <= 0) continue;
    left -= pHat[response];
    last = response;
    if (left < 0) return response;
  }
  // Sums of probabilities miss 1 by rounding.
  return left < ROUNDING ? last : undefined;
}
