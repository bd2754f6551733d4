/** A prompt of a world by its text. */
import { tokensText } from '../corpus/vocabulary.js';
import type { World } from '../corpus/world.js';
import { didYouMean } from '../errors/didYouMean.js';
import { UserError } from '../errors/userError.js';
import type { PromptChoice } from './askModel.js';

/**
 * The prompt of a world that a text names, whatever its spaces. In running text every other text can be continued.
 * @returns undefined for such a text
 * @throws UserError that names a similar prompt
 */
export function promptNamed({ families, vocabulary, prose }: World, text: string): PromptChoice | undefined {
  const wanted = plain(text);
  const texts = families.map(({ prompts }) => prompts.map((tokens) => plain(tokensText(vocabulary, tokens))));
  for (const [family, list] of texts.entries()) {
    const prompt = list.indexOf(wanted);
    if (prompt >= 0) return { family, prompt };
  }
  if (prose !== undefined) return undefined;
  throw new UserError({
    code: 'no-prompt',
    summary: 'the corpus of this run has no such prompt',
    where: text,
    hint: didYouMean(wanted, texts.flat()) ?? `its prompts look like "${texts.map(([first]) => first).join('" or "')}"`,
  });
}

function plain(text: string): string {
  return text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').replaceAll(" '", "'");
}
