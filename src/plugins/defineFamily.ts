import type { z } from 'zod';
import type { FamilyContext, FamilyKind } from '../corpus/families/familyKind.js';
import { familyKinds, SHARED_KEYS } from '../corpus/families/registry.js';
import { uniform } from '../random/uniform.js';
import { checkDefinition } from './checkDefinition.js';
import { marked, type NoOptions } from './definition.js';
import { type FamilyInWords, partsOf } from './familyInWords.js';

/** Data from which a family is built, beside its own options. */
export interface BuildContext extends FamilyContext {
  /**
   * Returns a source of numbers in [0, 1). Each purpose has its own, and the same seed gives the same numbers, so that no
   * run depends on luck that cannot be repeated.
   */
  random(purpose: string): () => number;
}

/** A kind of family, as `defineFamily` takes it. */
export interface FamilyDefinition<Kind extends string, Options extends z.ZodObject> {
  /** Name of the kind in experiment files. */
  readonly kind: Kind;
  /** A sentence or two for the reference of experiment files. */
  readonly description?: string;
  /** Schema of its options; by default it has none. Options of all families (`weight`, `frequency`, …) come by themselves. */
  readonly options?: Options;
  /** Builds a family: its prompts, responses and answers. */
  build(options: z.infer<Options>, context: BuildContext): FamilyInWords;
}

const MAKER = 'defineFamily';

/**
 * Defines a kind of family of facts, for `corpus.families`.
 * @throws UserError for a definition that is not complete, or whose kind is taken
 */
export function defineFamily<const Kind extends string, Options extends z.ZodObject = NoOptions>(
  definition: FamilyDefinition<Kind, Options>,
): FamilyKind<Kind, Options> {
  const { chosen: _, ...checked } = checkDefinition(definition, {
    maker: MAKER,
    functions: ['build'],
    taken: familyKinds.map(({ kind }) => kind),
    reserved: [...SHARED_KEYS],
  });
  return marked('family', {
    ...checked,
    build: (options: z.infer<Options>, context: FamilyContext) => {
      const random = (purpose: string) => {
        const draws = context.stream(purpose);
        return () => uniform(draws);
      };
      return partsOf(definition.build(options, { ...context, random }), MAKER, checked.kind, context);
    },
  }) as unknown as FamilyKind<Kind, Options>;
}
