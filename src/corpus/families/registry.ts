/** Kinds of families, by the name that a config gives them. A new kind is a file and a line here. */
import type { z } from 'zod';
import type { ModifierConfig } from '../../config/schema/modifierSchemas.js';
import type { FrequencyOptions } from '../frequencies/registry.js';
import { agreement } from './agreement.js';
import { arbitraryFacts } from './arbitraryFacts.js';
import { arithmetic } from './arithmetic.js';
import { attribute } from './attribute.js';
import { brackets } from './brackets.js';
import { category } from './category.js';
import { cipher } from './cipher.js';
import type { FamilyContext, FamilyKind, FamilyParts } from './familyKind.js';
import { labelled } from './labelled.js';
import { letterCount } from './letterCount.js';
import { spelling } from './spelling.js';
import { table } from './table.js';
import { usualAnswers } from './usualAnswers.js';

export const familyKinds = [
  arbitraryFacts,
  brackets,
  agreement,
  arithmetic,
  cipher,
  category,
  attribute,
  labelled,
  letterCount,
  spelling,
  usualAnswers,
  table,
] as const;

/** A family in a resolved config: options of its kind and of all kinds. A modifier left out changes nothing. */
export type FamilyOptions = OptionsOf<(typeof familyKinds)[number]> &
  Partial<ModifierConfig<FrequencyOptions>> & {
    /** Weight of the family, > 0: examples are drawn from the families in proportion to it. */
    readonly weight: number;
    readonly frequency: FrequencyOptions;
  };

type OptionsOf<Family> =
  Family extends FamilyKind<infer Kind, infer Options> ? { readonly kind: Kind } & Readonly<z.infer<Options>> : never;

/** Keys that are common to all kinds. */
const SHARED: ReadonlySet<string> = new Set([
  'kind',
  'weight',
  'frequency',
  'heldOut',
  'noise',
  'synonyms',
  'shift',
  'duplicate',
  'toldTargets',
] satisfies (keyof FamilyOptions)[]);

/** Builds a family of the kind that its options name. */
export function buildFamily(family: FamilyOptions, context: FamilyContext): FamilyParts {
  const { kind } = family;
  const options = Object.fromEntries(Object.entries(family).filter(([key]) => !SHARED.has(key)));
  // `kind` picked the builder, so the options are that kind's.
  return familyKinds.find((each) => each.kind === kind)!.build(options as never, context);
}
