import type { z } from 'zod';
import type {
  CountedModelKind,
  FitContext,
  ImportContext,
  ImportedModelKind,
  NetworkKind,
} from '../models/modelKind.js';
import { modelKinds } from '../models/registry.js';
import { checkDefinition, foundValue, makerWords, refused } from './checkDefinition.js';
import { checkedLanguageModel, checkedNetwork, type GivenLanguageModel, type GivenNetwork } from './checkedModel.js';
import { type Definition, marked, type NoOptions } from './definition.js';
import { type TextCorpus, textCorpus } from './textCorpus.js';
import { modelOfTexts, type TextModel } from './textModel.js';

interface AnyModelDefinition<Kind extends string, Options extends z.ZodObject> {
  /** Name of the kind in experiment files. */
  readonly kind: Kind;
  /** A sentence or two for the reference of experiment files. */
  readonly description?: string;
  /** Schema of its options; by default it has none. */
  readonly options?: Options;
}

/** A model of texts that needs no training. */
export interface GivenModelDefinition<Kind extends string, Options extends z.ZodObject>
  extends AnyModelDefinition<Kind, Options> {
  /** Returns ln p̂ of every response to a prompt: see `TextModel`. */
  logProbabilities(
    prompt: string,
    responses: readonly string[],
    family: string,
    options: z.infer<Options>,
  ): ReturnType<TextModel>;
}

/** A model of texts that is fitted to training rows. */
export interface FittedModelDefinition<Kind extends string, Options extends z.ZodObject>
  extends AnyModelDefinition<Kind, Options> {
  /** Fits the model, at once or as a promise. @returns a function from a prompt and its responses to their ln p̂ */
  fit(options: z.infer<Options>, corpus: TextCorpus): TextModel | Promise<TextModel>;
  /** True to show the right answers to `fit` (`families[…].answers`), for models that look facts up. By default it sees training rows alone. */
  readonly seesAnswers?: boolean;
}

/** A model of tokens that is counted or has a closed form. */
export interface TokenModelDefinition<Kind extends string, Options extends z.ZodObject>
  extends AnyModelDefinition<Kind, Options> {
  /** Returns a model that gives the log-probability of every next token. */
  languageModel(options: z.infer<Options>, context: FitContext): GivenLanguageModel;
}

/** A network that is trained by gradient descent, as the networks of this program. */
export interface NetworkDefinition<Kind extends string, Options extends z.ZodObject>
  extends AnyModelDefinition<Kind, Options> {
  /**
   * Returns a network: its parameters, and its logits in operations of `tf`.
   * @param maxPositions length of the longest sentence to be read, start token included
   */
  network(options: z.infer<Options>, vocabularySize: number, maxPositions: number): GivenNetwork;
}

/** A kind of model, as `defineModel` takes it, in one of four forms. */
export type ModelDefinition<Kind extends string, Options extends z.ZodObject> =
  | GivenModelDefinition<Kind, Options>
  | FittedModelDefinition<Kind, Options>
  | TokenModelDefinition<Kind, Options>
  | NetworkDefinition<Kind, Options>;

/** A kind of model that `defineModel` made. */
export type DefinedModel<Kind extends string = string, Options extends z.ZodObject = z.ZodObject> = (
  | CountedModelKind<Options>
  | ImportedModelKind<Options>
  | NetworkKind<Options>
) & { readonly kind: Kind };

const MAKER = 'defineModel';

const FORMS = ['logProbabilities', 'fit', 'languageModel', 'network'] as const;

/**
 * Defines a kind of model, for `model` in experiments: a function from texts to log-probabilities (`logProbabilities`, or
 * `fit`, which sees the training rows first), a language model of tokens (`languageModel`), or a network (`network`).
 * @throws UserError for a definition that is not complete, or whose kind is taken
 */
export function defineModel<const Kind extends string, Options extends z.ZodObject = NoOptions>(
  definition: ModelDefinition<Kind, Options>,
): DefinedModel<Kind, Options> {
  const { chosen, ...checked } = checkDefinition(definition, {
    maker: MAKER,
    functions: FORMS,
    others: ['seesAnswers'],
    taken: modelKinds.map(({ kind }) => kind),
    reserved: ['kind'],
  });
  const kind = formOf(definition, checked, chosen as (typeof FORMS)[number]);
  return marked('model', kind as Definition) as unknown as DefinedModel<Kind, Options>;
}

type Shared = Pick<Definition, 'kind' | 'description' | 'options'>;

function formOf<Options extends z.ZodObject>(
  definition: ModelDefinition<string, Options>,
  shared: Shared,
  form: (typeof FORMS)[number],
): object {
  const { kind } = shared;
  const where = makerWords(MAKER, kind);
  const given = definition as GivenModelDefinition<string, Options> &
    FittedModelDefinition<string, Options> &
    TokenModelDefinition<string, Options> &
    NetworkDefinition<string, Options>;
  if (given.seesAnswers !== undefined && form !== 'fit')
    throw refused(MAKER, kind, { summary: 'seesAnswers belongs to fit', found: form, allowed: 'fit(options, corpus)' });
  switch (form) {
    case 'logProbabilities':
      return {
        ...shared,
        isAsked: true,
        load: (options: z.infer<Options>, { corpus, onProgress }: ImportContext) =>
          modelOfTexts(kind, corpus.world, (...asked) => given.logProbabilities(...asked, options), where, onProgress),
      };
    case 'fit':
      return {
        ...shared,
        isAsked: true,
        load: async (options: z.infer<Options>, { corpus, seed = 0, onProgress }: ImportContext) => {
          const fitted: unknown = await given.fit(options, textCorpus(corpus, seed, given.seesAnswers === true));
          if (typeof fitted !== 'function')
            throw refused(MAKER, kind, {
              summary: 'fit returns a function',
              found: foundValue(fitted),
              allowed: '(prompt, responses, family) => log-probabilities of the responses',
            });
          return modelOfTexts(kind, corpus.world, fitted as TextModel, where, onProgress);
        },
      };
    case 'languageModel':
      return {
        ...shared,
        fit: (options: z.infer<Options>, context: FitContext) =>
          checkedLanguageModel(given.languageModel(options, context), MAKER, kind, context.corpus),
      };
    case 'network':
      return {
        ...shared,
        network: (options: z.infer<Options>, vocabularySize: number, maxPositions: number) =>
          checkedNetwork(
            given.network(options, vocabularySize, maxPositions),
            MAKER,
            kind,
            vocabularySize,
            maxPositions,
          ),
      };
  }
}
