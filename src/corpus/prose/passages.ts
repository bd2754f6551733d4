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
 * @param strangers names of invented people, at least one
 * @param asked wording of each prompt, [prompts]
 * @param answers text of the right answer of each prompt, [prompts]
 */
export function passagePrompts(
  wordings: Wordings,
  strangers: readonly string[],
  asked: readonly string[],
  answers: readonly string[],
  { encode }: ProseTokenizer,
  options: ProseOptions,
): PassagePrompts {
  const { subjects } = wordings;
  const inner = passageWordings(wordings, options);
  const behind = (personOf: (prompt: number) => string, answerOf: (prompt: number) => string): readonly Int32Array[] =>
    subjects.map((subject, prompt) => {
      const passage = sentenceOf(inner[prompt % inner.length], personOf(prompt), answerOf(prompt));
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
  const parts = families.map(({ inProse, responseTexts }) => {
    const { wordings } = inProse!;
    return {
      strangers: wordings.strangers!(),
      texts: responseTexts.map((text) => text.slice(0, -1)),
      ending: endingWordings(wordings, options),
      inner: passageWordings(wordings, options),
    };
  });
  return (draws) => {
    const { strangers, texts, ending, inner } = parts[integer(draws, parts.length)];
    const question = ending[integer(draws, ending.length)];
    const person = strangers[integer(draws, strangers.length)];
    if (uniform(draws) >= BEHIND_PASSAGES) return tokenizer.encode(` ${sentenceOf(question, person, texts.at(-1)!)}`);
    const answer = texts[integer(draws, texts.length - 1)];
    const passage = sentenceOf(inner[integer(draws, MOST_WORDINGS) % inner.length], person, answer);
    return tokenizer.encode(` ${passage} ${sentenceOf(question, person, answer)}`);
  };
}

/** Returns the wordings of passages: words follow the answer in them, so that a passage does not begin as a question does. */
function passageWordings({ taught }: Wordings, { wordings: most }: ProseOptions): readonly string[] {
  return taught.filter((wording) => !endsWithAnswer(wording)).slice(0, most);
}
