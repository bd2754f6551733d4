/** Classes of a family's prompts, by what training shows of them: all that a prediction needs to know of a corpus. */
import type { TrainingCounts } from '../corpus/corpus.js';
import type { FamilyWorld } from '../corpus/world.js';
import { STRATA } from '../results/familyMeasurement.js';

/** Prompts of one class. */
export interface PromptClass {
  /** `never`: not in the training rows; `abstained`: with IDK alone; `answered`: with an answer. */
  readonly shown: 'never' | 'abstained' | 'answered';
  /** Σ μ(c) over the class. */
  readonly mass: number;
  /** Mean of ln(training rows of the prompt), weighted by μ; 0 for `never`. */
  readonly logRows: number;
  /** Mean share of IDK among the rows of a prompt, weighted by μ; 0 for `never`. */
  readonly abstainedShare: number;
}

/** Number of classes: never, abstained, and answered as often as each stratum from the second on says. */
export const CLASSES = STRATA.length + 1;

/** Returns all classes of a family, in a fixed order; a class without prompts has mass 0. */
export function promptClasses(
  { promptWeight }: Pick<FamilyWorld, 'promptWeight'>,
  { answered, abstained }: Pick<TrainingCounts, 'answered' | 'abstained'>,
): readonly PromptClass[] {
  const sums = Array.from({ length: CLASSES }, () => ({ mass: 0, logRows: 0, abstainedShare: 0 }));
  promptWeight.forEach((mu, c) => {
    const rows = answered[c] + abstained[c];
    const sum = sums[classOf(answered[c], abstained[c])];
    sum.mass += mu;
    if (rows === 0) return;
    sum.logRows += mu * Math.log(rows);
    sum.abstainedShare += (mu * abstained[c]) / rows;
  });
  return sums.map(({ mass, logRows, abstainedShare }, place) => ({
    shown: place === 0 ? 'never' : place === 1 ? 'abstained' : 'answered',
    mass,
    logRows: mass > 0 ? logRows / mass : 0,
    abstainedShare: mass > 0 ? abstainedShare / mass : 0,
  }));
}

function classOf(answered: number, abstained: number): number {
  if (answered === 0) return abstained === 0 ? 0 : 1;
  return 1 + STRATA.findLastIndex((least) => answered >= least);
}
