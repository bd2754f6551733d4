/** Families of a world in texts, as a server is asked for them. */
import { tokensText } from '../../corpus/vocabulary.js';
import { type FamilyWorld, listedResponses, type World } from '../../corpus/world.js';
import type { AskedFamily } from './tokenModel.js';

/** A family as it is asked, with the place of each prompt. */
export interface PlacedFamily extends AskedFamily {
  readonly placeOf: ReadonlyMap<string, number>;
}

export function askedFamilies(world: World): readonly PlacedFamily[] {
  return world.families.map((family) => {
    const prompts = family.prompts.map((tokens) => tokensText(world.vocabulary, tokens));
    return {
      name: family.name,
      prompts,
      responses: family.responseTexts.slice(0, listedResponses(family)),
      kept: prompts.map((_, place) => keptOf(family, place)),
      placeOf: new Map(prompts.map((prompt, place) => [prompt, place])),
    };
  });
}

/** The answer, of whose probability the logarithm is taken, and the abstention. */
function keptOf({ answer, responseCount, idk }: FamilyWorld, place: number): readonly number[] {
  return idk === 'valid' ? [answer[place], responseCount] : [answer[place]];
}
