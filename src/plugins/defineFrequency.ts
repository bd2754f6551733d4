import type { z } from 'zod';
import type { FrequencyContext, FrequencyLaw } from '../corpus/frequencies/frequencyLaw.js';
import { frequencyLaws } from '../corpus/frequencies/registry.js';
import { uniform } from '../random/uniform.js';
import { checkDefinition, foundValue, refused } from './checkDefinition.js';
import { marked, type NoOptions } from './definition.js';

/** Data on the family whose prompts get weights. */
export interface LawContext extends FrequencyContext {
  /** Returns a number in [0, 1) from the random stream of the family; the same seed gives the same numbers. */
  random(): number;
}

/** A law of prompt frequencies, as `defineFrequency` takes it. */
export interface FrequencyDefinition<Kind extends string, Options extends z.ZodObject> {
  /** Name of the law in experiment files. */
  readonly kind: Kind;
  /** A sentence or two for the reference of experiment files. */
  readonly description?: string;
  /** Schema of its options; by default it has none. */
  readonly options?: Options;
  /** Returns a weight of each prompt, [prompts], ≥ 0, of which some are above 0. They need not sum to 1. */
  weights(options: z.infer<Options>, context: LawContext): ArrayLike<number>;
}

const MAKER = 'defineFrequency';

/**
 * Defines a law of prompt frequencies, for `frequency` of families.
 * @throws UserError for a definition that is not complete, or whose kind is taken
 */
export function defineFrequency<const Kind extends string, Options extends z.ZodObject = NoOptions>(
  definition: FrequencyDefinition<Kind, Options>,
): FrequencyLaw<Kind, Options> {
  const { chosen: _, ...checked } = checkDefinition(definition, {
    maker: MAKER,
    functions: ['weights'],
    taken: frequencyLaws.map(({ kind }) => kind),
    reserved: ['kind'],
  });
  return marked('frequency', {
    ...checked,
    weights: (options: z.infer<Options>, context: FrequencyContext) =>
      checkedWeights(
        definition.weights(options, { ...context, random: () => uniform(context.stream) }),
        checked.kind,
        context.prompts,
      ),
  }) as unknown as FrequencyLaw<Kind, Options>;
}

function checkedWeights(weights: unknown, kind: string, prompts: number): Float64Array {
  const list = weights as ArrayLike<number> | null | undefined;
  if (typeof list !== 'object' || list?.length !== prompts)
    throw refused(MAKER, kind, {
      summary: 'a law gives a weight to each prompt',
      found: typeof list?.length === 'number' ? `${list.length} weights` : foundValue(weights),
      allowed: `a list of ${prompts} numbers`,
    });
  const wrong = Array.from(list).findIndex(
    (weight) => !(typeof weight === 'number' && weight >= 0 && weight < Infinity),
  );
  if (wrong >= 0)
    throw refused(MAKER, kind, {
      summary: 'not a weight',
      found: `${foundValue(list[wrong])}, of prompt ${wrong}`,
      allowed: 'a number of at least 0',
    });
  if (!Array.from(list).some((weight) => weight > 0))
    throw refused(MAKER, kind, { summary: 'no prompt has a weight', found: 'zeros alone', allowed: 'some above 0' });
  return Float64Array.from(list);
}
