/** Definitions: kinds of families, frequency laws, models and graders that people write in modules of their own. */
import type { z } from 'zod';

/** A registry that a definition extends. */
export type Category = 'family' | 'frequency' | 'model' | 'grader';

/** Mark of a definition. It is a symbol that all copies of this package share, for a plugin may import another copy. */
const MARK: unique symbol = Symbol.for('hallucination-rate/definition');

/** A kind that `defineFamily`, `defineFrequency`, `defineModel` or `defineGrader` made. */
export interface Definition {
  readonly kind: string;
  readonly description: string;
  readonly options: z.ZodObject;
}

/** The schema of a kind without options. */
export type NoOptions = z.ZodObject<Record<never, never>, z.core.$strict>;

/** Returns the kind with the mark of a definition. */
export function marked<K extends Definition>(category: Category, kind: K): K {
  return Object.freeze(Object.defineProperty({ ...kind }, MARK, { value: category, enumerable: true }));
}

/** Returns the registry that a value extends; undefined for a value that is no definition. */
export function categoryOf(value: unknown): Category | undefined {
  return typeof value === 'object' && value !== null ? (value as { readonly [MARK]?: Category })[MARK] : undefined;
}

/** Returns true for what one of the four functions made. */
export function isDefinition(value: unknown): value is Definition {
  return categoryOf(value) !== undefined;
}
