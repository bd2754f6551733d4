/** Facts, which may be stated by several prompts, and whether the training rows are a sample of them as Theorem 2 assumes. */
import type { TrainingCounts } from '../corpus/corpus.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { FamilyMeasurement } from '../results/familyMeasurement.js';
import { weightedSum } from './weightedSum.js';

/** Singletons / N and missing mass where a fact counts as answered if any of its prompts is. */
export function byFact(family: FamilyWorld, { answered, examples }: TrainingCounts): FamilyMeasurement['byFact'] {
  const times = new Map<number, number>();
  family.fact.forEach((fact, c) => times.set(fact, (times.get(fact) ?? 0) + answered[c]));
  const singletons = [...times.values()].filter((count) => count === 1).length;
  return {
    singletonRate: singletons / examples,
    missingMass: weightedSum(family.promptWeight, (c) =>
      times.get(family.fact[c]) === 0 ? family.answerProbability[c] : 0,
    ),
  };
}

/**
 * Whether the rows are drawn i.i.d. from the μ that is measured, clean, each prompt with an answer of its own. Where not,
 * Theorem 2 does not speak of them.
 */
export function isSample({ promptWeight, trainingWeight, fact, noise, duplicate, idk }: FamilyWorld): boolean {
  const ofOneLaw = promptWeight.every((mu, c) => mu === trainingWeight[c]);
  return ofOneLaw && idk === 'valid' && noise === 0 && duplicate.share === 0 && new Set(fact).size === fact.length;
}
