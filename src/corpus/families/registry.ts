/** Kinds of families, by the name that a config gives them. A new kind is a file and a line here. */
import type { z } from 'zod';
import type { ModifierConfig } from '../../config/schema/modifierSchemas.js';
import { noSuchKind, pluginKinds } from '../../config/schema/pluginKinds.js';
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
import { passage } from './passage.js';
import { person } from './person.js';
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
  person,
  passage,
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
export const SHARED_KEYS: ReadonlySet<string> = new Set([
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

/** Returns the kind of that name: of the list above, or of a plugin. */
function familyKindOf(name: string): FamilyKind<string, z.ZodObject> {
  const known = [...familyKinds, ...pluginKinds().families] as readonly FamilyKind<string, z.ZodObject>[];
  const kind = known.find((each) => each.kind === name);
  if (kind === undefined) throw noSuchKind('family', name);
  return kind;
}

/** True for a kind that a plugin defines. */
export function isFamilyOfPlugin(name: string): boolean {
  return !familyKinds.some(({ kind }) => kind === name);
}

/** Builds a family of the kind that its options name. */
export function buildFamily(family: FamilyOptions, context: FamilyContext): FamilyParts {
  const { kind } = family;
  const options = Object.fromEntries(Object.entries(family).filter(([key]) => !SHARED_KEYS.has(key)));
  // `kind` picked the builder, so the options are that kind's.
  return familyKindOf(kind).build(options as never, context);
}
