/** Questions to a model, as `ask` puts them. */
import type { Corpus } from '../corpus/corpus.js';
import { askModel, mixedPrompts } from '../measurement/askModel.js';
import { promptNamed } from '../measurement/promptNamed.js';
import type { LanguageModel } from '../models/languageModel.js';
import { type TextExample, textCorpus } from '../plugins/textCorpus.js';
import { stream } from '../random/stream.js';
import type { Reply } from '../results/spoken.js';
import { requireSettings, toldAs } from './callerOptions.js';

/** Choice of the prompts that are asked. */
export interface QuestionOptions {
  /** Prompts of the corpus; left out, a mixture: never shown, shown once, shown often, of a pattern. */
  readonly prompts?: readonly string[];
  /** Prompts of the mixture; by default 12. */
  readonly number?: number;
  /** Seed of the choice; by default 0, as on the command line. */
  readonly seed?: number;
}

const CALL = 'ask(model, corpus, …)';
const NUMBER = 12;

/**
 * Asks a model, and holds its likeliest answers beside what it was shown and what is right.
 * @throws UserError for a prompt that the corpus does not have
 */
export function ask(model: LanguageModel, corpus: Corpus, options: QuestionOptions = {}): Promise<readonly Reply[]> {
  return toldAs(CALL, undefined, async () => {
    requireSettings(CALL, options, ['prompts', 'number', 'seed']);
    const { prompts, number = NUMBER, seed = 0 } = options;
    const asked =
      prompts === undefined
        ? mixedPrompts(corpus, number, stream(seed, 'measurement/asked'))
        : prompts.flatMap((text) => promptNamed(corpus.world, text) ?? []);
    return askModel(model, corpus, asked);
  });
}

/** Training rows in words, in the order in which they were drawn; in running text, the sentences. */
export function trainingTexts(corpus: Corpus): readonly (TextExample & { readonly sentence?: string })[] {
  const { examples } = textCorpus(corpus, 0, false);
  const vocabulary = corpus.world.prose?.tokenizer.vocabulary;
  if (vocabulary === undefined || corpus.statements === undefined) return examples;
  return examples.map((example, row) => ({
    ...example,
    sentence: vocabulary.text(corpus.statements![row]).trim(),
  }));
}
