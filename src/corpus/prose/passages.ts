/**
 * Passages in the context window: a sentence that states a fact, and behind it a question in another wording. Training shows them
 * about people who are invented for one passage alone, so that reading helps and memorising does not; where it asks about such
 * people without a passage, the answer is IDK.
 */
import { integer } from '../../random/integer.js';
import type { Stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';
import type { World } from '../world.js';
import type { ProseOptions } from './proseOptions.js';
import type { ProseTokenizer } from './proseTokenizer.js';
import {
  endingWordings,
  endsWithAnswer,
  type PassagePrompts,
  promptOf,
  sentenceOf,
  type Wordings,
} from './wordings.js';

const MOST_WORDINGS = 36;

/** Share of the questions about invented people that stand behind a passage. */
const BEHIND_PASSAGES = 0.5;

/**
 * Returns the prompts of a family behind passages about the person who is asked for, and about a stranger.
 * @param asked wording of each prompt, [prompts]
 * @param answers text of the right answer of each prompt, [prompts]
 */
export function passagePrompts(
  wordings: Wordings,
  asked: readonly string[],
  answers: readonly string[],
  { encode }: ProseTokenizer,
  options: ProseOptions,
): PassagePrompts {
  const { subjects, strangers = [] } = wordings;
  const behind = (personOf: (prompt: number) => string, answerOf: (prompt: number) => string): readonly Int32Array[] =>
    subjects.map((subject, prompt) => {
      const passage = sentenceOf(passageWording(wordings, prompt, options), personOf(prompt), answerOf(prompt));
      return encode(` ${passage} ${promptOf(asked[prompt], subject)}`);
    });
  return {
    given: behind(
      (prompt) => subjects[prompt],
      (prompt) => answers[prompt],
    ),
    // The answer of the next person, whom nobody asks for.
    other: behind(
      (prompt) => strangers[prompt % strangers.length],
      (prompt) => answers[(prompt + 1) % answers.length],
    ),
  };
}

/** Returns what draws the next question about an invented person, with its answer and the space before it. */
export function drawPassages({ families, prose }: World): (draws: Stream) => Int32Array {
  const { options, tokenizer } = prose!;
  return (draws) => {
    const { inProse, responseTexts } = families[integer(draws, families.length)];
    const { wordings } = inProse!;
    const strangers = wordings.strangers!;
    const texts = responseTexts.map((text) => text.slice(0, -1));
    const ending = endingWordings(wordings, options);
    const question = ending[integer(draws, ending.length)];
    const person = strangers[integer(draws, strangers.length)];
    if (uniform(draws) >= BEHIND_PASSAGES) return tokenizer.encode(` ${sentenceOf(question, person, texts.at(-1)!)}`);
    const answer = texts[integer(draws, texts.length - 1)];
    const passage = sentenceOf(passageWording(wordings, integer(draws, MOST_WORDINGS), options), person, answer);
    return tokenizer.encode(` ${passage} ${sentenceOf(question, person, answer)}`);
  };
}

/** Returns a wording of passages: one in which words follow the answer, so that a passage does not begin as a question does. */
function passageWording({ taught }: Wordings, number: number, { wordings: most }: ProseOptions): string {
  const inner = taught.filter((wording) => !endsWithAnswer(wording)).slice(0, most);
  return inner[number % inner.length];
}
