/** The texts of a world as dictionaries of table columns. */
import { tokensText } from '../../corpus/vocabulary.js';
import type { FamilyWorld, World } from '../../corpus/world.js';

/** A dictionary-encoded column, whose dictionary holds each text once. */
export interface TextColumn {
  readonly field: { readonly type: 'category'; readonly dictionary: readonly string[] };
  /** Positions of each family's texts in the dictionary, [families][texts]. */
  readonly positions: readonly Int32Array[];
}

/** Columns of family names (by position in `world.families`), prompts and responses. */
export function worldTexts(world: World) {
  return {
    family: { type: 'category', dictionary: world.families.map(({ name }) => name) } as const,
    prompt: textColumn(world, ({ prompts }) => prompts.map((tokens) => tokensText(world.vocabulary, tokens))),
    response: textColumn(world, ({ responseTexts }) => responseTexts),
  };
}

/** A column of texts. Families may share texts (IDK), which the dictionary holds once. */
function textColumn(world: World, textsOf: (family: FamilyWorld) => readonly string[]): TextColumn {
  const known = new Map<string, number>();
  const positions = world.families.map((family) =>
    Int32Array.from(textsOf(family), (text) => {
      const position = known.get(text) ?? known.size;
      known.set(text, position);
      return position;
    }),
  );
  return { field: { type: 'category', dictionary: [...known.keys()] }, positions };
}
