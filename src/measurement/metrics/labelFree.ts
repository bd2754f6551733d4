/**
 * The label-free estimate of err + invalid mass: it uses the training rows and p̂, and no answer that training did not
 * show. A person who trains a model on facts can compute it without any test.
 */
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { FamilyMeasurement } from '../../results/familyMeasurement.js';
import type { PromptOutcome } from '../promptMeasurement.js';
import { weightedSum } from '../weightedSum.js';

/** The estimate where there is none. */
export const NO_ESTIMATE = { wrong: null, neverShown: null, luck: null };

/**
 * Judges prompts whose fact training answered by that answer, and puts `(1 − p̂(IDK|c) − m_c)(1 − 1/R) + m_c` in place
 * of all others: the expectation over a_c, which is uniform on R_c and independent of the training rows [derived,
 * docs/theory.md §2].
 *
 * `luck` is the standard deviation of err + invalid mass around it, at most: the variance of p̂(a_c|c) over a_c is at
 * most `Σ_r p̂(r|c)²/R ≤ max_r p̂(r|c)·(1 − p̂(IDK|c) − m_c)/R`, and the facts are independent.
 * @returns null for patterns, whose rules tell more than the rows, and where rows may be wrong (`noise`)
 */
export function labelFree(
  family: FamilyWorld,
  { answered, abstained }: TrainingCounts,
  measured: readonly PromptOutcome[],
): FamilyMeasurement['labelFree'] {
  const { nature, noise, fact, promptWeight, responseCount } = family;
  if (nature !== 'arbitrary' || noise > 0) return NO_ESTIMATE;
  const shown = new Set(fact.filter((_, c) => answered[c] > 0));
  const guessed = (c: number): number => 1 - measured[c].abstention - measured[c].invalid;
  const wrongAt = (c: number): number => {
    const { error, invalid } = measured[c];
    return shown.has(fact[c]) ? error + invalid : guessed(c) * (1 - 1 / responseCount) + invalid;
  };
  // Synonyms share their answer, so their deviations add up before they are squared.
  const deviations = new Map<number, number>();
  promptWeight.forEach((mu, c) => {
    if (shown.has(fact[c])) return;
    const deviation = mu * Math.sqrt((Math.max(measured[c].confidence, 0) * Math.max(guessed(c), 0)) / responseCount);
    deviations.set(fact[c], (deviations.get(fact[c]) ?? 0) + deviation);
  });
  return {
    wrong: weightedSum(promptWeight, wrongAt),
    neverShown: weightedSum(promptWeight, (c) => (answered[c] + abstained[c] === 0 ? wrongAt(c) : 0)),
    luck: Math.sqrt([...deviations.values()].reduce((sum, deviation) => sum + deviation ** 2, 0)),
  };
}
