/**
 * Statements that a model makes without a prompt: it writes the prompt itself, and then a response. Miao and Kearns
 * (2025) generate in this way, and their metrics need no draws here: every statement about a known prompt has its exact
 * probability q(c, r) = p̂(c) p̂(r|c).
 */
import type { TrainingCounts } from '../../corpus/corpus.js';
import type { FamilyWorld } from '../../corpus/world.js';
import type { UnpromptedMeasurement } from '../../results/familyMeasurement.js';
import { everGenerated } from '../../theory/unseen/everGenerated.js';

/** Adds up the statements of a family, a prompt at a time. */
export interface UnpromptedMeter {
  add(prompt: number, pHat: Float64Array): void;
  measurement(): UnpromptedMeasurement;
}

/**
 * @param family the only one of its world, its rows all true
 * @param promptLogs ln p̂(c), the probability that the model begins with the prompt c, [prompts]
 * @param statements number of statements S that coverage and different false statements are of, ≥ 1
 */
export function unpromptedMeter(
  { promptWeight, answerProbability, answer, responseCount }: FamilyWorld,
  { examples, answered, abstained }: TrainingCounts,
  promptLogs: Float64Array,
  statements: number,
): UnpromptedMeter {
  const sums = { known: 0, right: 0, unseenRight: 0, abstention: 0, distance: 0, different: 0, covered: 0, shown: 0 };
  const bins = new Map<number, { rows: number; model: number }>();
  /** A statement of V_c, with its probability q, that of the truth, and the number of training rows that make it. */
  const valid = (q: number, truth: number, rows: number): void => {
    sums.distance += Math.abs(q - truth);
    if (rows === 0) return;
    sums.shown++;
    sums.covered += everGenerated(q, statements);
    const bin = bins.get(Math.floor(Math.log2(q))) ?? { rows: 0, model: 0 };
    bins.set(Math.floor(Math.log2(q)), { rows: bin.rows + rows, model: bin.model + q });
  };
  return {
    add(prompt, pHat) {
      const begun = Math.exp(promptLogs[prompt]);
      const [mu, alpha] = [promptWeight[prompt], answerProbability[prompt]];
      for (let r = 0; r <= responseCount; r++) {
        const q = begun * pHat[r];
        sums.known += q;
        if (r === responseCount) {
          sums.abstention += q;
          valid(q, mu * (1 - alpha), abstained[prompt]);
        } else if (r === answer[prompt]) {
          sums.right += q;
          if (answered[prompt] === 0) sums.unseenRight += q;
          valid(q, mu * alpha, answered[prompt]);
        } else sums.different += everGenerated(q, statements);
      }
    },
    measurement() {
      const falseRate = Math.max(0, 1 - sums.right - sums.abstention);
      const unknown = Math.max(0, 1 - sums.known);
      return {
        count: statements,
        falseRate,
        unknown,
        innovation: falseRate + sums.unseenRight,
        distinctFalseShare: sums.different / statements + unknown,
        coverage: sums.covered / sums.shown,
        totalVariation: (sums.distance + falseRate) / 2,
        binnedDivergence: [...bins.values()].reduce(
          (sum, { rows, model }) => sum + (rows / examples) * Math.log(rows / examples / model),
          0,
        ),
      };
    },
  };
}
