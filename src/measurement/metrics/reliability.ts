/**
 * Reliability: is a response that the model gives with probability p̂ true with that probability? [K25 §3.1, fig. 2]
 */
import type { FamilyWorld } from '../../corpus/world.js';
import type { ReliabilityBin } from '../../results/familyMeasurement.js';
import { power } from '../../theory/power.js';
import { isAbove } from './threshold.js';

/** Upper ends of the bins, from high to low: four bins for each decade from 10⁻⁴ to 1, and one below. */
const EDGES = Array.from({ length: 17 }, (_, i) => power(10, -i / 4));

export interface ReliabilityDiagram {
  add(prompt: number, pHat: Float64Array): void;
  /** Bins from high to low. */
  bins(): readonly ReliabilityBin[];
}

export function reliabilityDiagram({
  promptWeight,
  answer,
  answerProbability,
  responseCount,
  idk,
}: FamilyWorld): ReliabilityDiagram {
  const predicted = new Float64Array(EDGES.length);
  const truth = new Float64Array(EDGES.length);
  const responses = idk === 'valid' ? responseCount + 1 : responseCount;
  return {
    add(prompt, pHat) {
      const mu = promptWeight[prompt];
      for (let r = 0; r < responses; r++) {
        let bin = 0;
        while (bin + 1 < EDGES.length && !isAbove(pHat[r], EDGES[bin + 1])) bin++;
        predicted[bin] += mu * pHat[r];
        if (r === answer[prompt]) truth[bin] += mu * answerProbability[prompt];
        else if (r === responseCount) truth[bin] += mu * (1 - answerProbability[prompt]);
      }
    },
    bins: () =>
      EDGES.map((upTo, bin) => ({ above: EDGES[bin + 1] ?? 0, upTo, predicted: predicted[bin], true: truth[bin] })),
  };
}
