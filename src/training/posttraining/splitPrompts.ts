/** Splits a world into prompts whose answers are graded, and others on which the effect of the grades is measured. */
import { heldOutFacts } from '../../corpus/modifiers.js';
import type { FamilyWorld, World } from '../../corpus/world.js';
import type { Stream } from '../../random/stream.js';

/**
 * Splits the facts of each family at random: `share` of them to be graded, the rest to measure on. Both parts are the
 * same world with a restricted μ: prompts of the other part have weight 0. The training rows and their μ do not change.
 * @throws UserError if a part of a family would be empty
 */
export function splitForGrading(
  { vocabulary, families }: World,
  share: number,
  streamOf: (family: string) => Stream,
): { readonly graded: World; readonly others: World } {
  const graded = families.map(({ name, fact }) => heldOutFacts(fact, share, streamOf(name), 'posttraining.share'));
  const part = (inPart: (index: number, prompt: number) => boolean): World => ({
    vocabulary,
    families: families.map((family, index) => restricted(family, (prompt) => inPart(index, prompt))),
  });
  const isGraded = (index: number, prompt: number): boolean => graded[index].has(families[index].fact[prompt]);
  return { graded: part(isGraded), others: part((index, prompt) => !isGraded(index, prompt)) };
}

function restricted(family: FamilyWorld, belongs: (prompt: number) => boolean): FamilyWorld {
  const left = family.promptWeight.map((mu, prompt) => (belongs(prompt) ? mu : 0));
  const total = left.reduce((sum, mu) => sum + mu, 0);
  return { ...family, promptWeight: left.map((mu) => mu / total) };
}
