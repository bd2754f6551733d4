/** A few prompts drawn from μ and what each test-taker answers there: errors to look at beside their rate. */
import type { Corpus } from '../corpus/corpus.js';
import { aliasSampler } from '../random/aliasSampler.js';
import { type Stream, stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';

export type AnswerOutcome = 'right' | 'wrong' | 'IDK' | 'invalid';

export interface GivenAnswer {
  /** The response without its stop; empty where it is no response of R_c. */
  readonly text: string;
  readonly outcome: AnswerOutcome;
}

export interface AskedPrompt {
  readonly text: string;
  /** Times that training answered it. */
  readonly shown: number;
  /** a_c */
  readonly answer: string;
  /** In the order of the test-takers. */
  readonly given: readonly GivenAnswer[];
}

const ASKED = 8;

/**
 * @param answers of each test-taker, p̂(·|c) by prompt, IDK last
 * @param seed the corpus' own: prompts and answers are drawn from streams beside its
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
  const told = (response: number): string => family.responseTexts[response].replace(/ \.$/, '');
  return Array.from({ length: ASKED }, () => {
    const prompt = drawPrompt(prompts);
    const answer = family.answer[prompt];
    return {
      text: Array.from(family.prompts[prompt], (token) => world.vocabulary.words[token])
        .join(' ')
        .replaceAll(" '", "'"),
      shown: counts[0].answered[prompt],
      answer: told(answer),
      given: answers.map((rowOf, taker): GivenAnswer => {
        const response = drawResponse(rowOf(prompt), draws[taker]);
        if (response === undefined) return { text: '', outcome: 'invalid' };
        return {
          text: told(response),
          outcome: response === answer ? 'right' : response === family.responseCount ? 'IDK' : 'wrong',
        };
      }),
    };
  });
}

/** Undefined where the draw falls into what p̂ leaves to strings outside. */
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
  return left < 1e-9 ? last : undefined;
}
