/** Two parts of a world: prompts whose answers are graded, and others on which what was learnt from the grades is measured. */
import { heldOutFacts } from '../../corpus/modifiers.js';
import type { FamilyWorld, World } from '../../corpus/world.js';
import type { Stream } from '../../random/stream.js';

/**
 * Cuts the facts of each family in two at random: `share` of them to be graded, the rest to measure on. Both parts are the same
 * world, its μ restricted: prompts of the other part have weight 0. The training rows and their μ stay what they are.
 * @throws UserError where a part of a family would be empty
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
