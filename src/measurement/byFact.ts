/** Facts, which several prompts may state. */
import type { TrainingCounts } from '../corpus/corpus.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { FamilyMeasurement } from '../results/familyMeasurement.js';
import { weightedSum } from './weightedSum.js';

/** Singletons / N and the missing mass where a fact counts as answered if any of its prompts is. */
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
