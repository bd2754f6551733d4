/** Resampled counts: what another sample of the same size might have shown. */
import { binomial } from '../../random/binomial.js';
import type { Stream } from '../../random/stream.js';
import { chaoJostCoverage, unseenPrompts } from '../../theory/chao.js';
import { drawsOf, type FrequencyCounts, frequencyCounts } from '../../theory/frequencyCounts.js';

/** Count above which prompts keep their counts: they do not become rare. */
const COMMON = 50;

/**
 * Draws counts anew from an estimate of all prompts, as iNEXT's bootstrap does (Chao et al. 2014): prompts seen r times
 * have the mean `r (1 − λ e^−r)`, and f̂_0 unseen ones share what coverage leaves. Each count is a Poisson variable.
 * @param counts not empty
 */
export function resampledCounts(counts: FrequencyCounts, stream: Stream): FrequencyCounts {
  const n = drawsOf(counts);
  const missing = 1 - chaoJostCoverage(counts);
  const unseen = Math.ceil(unseenPrompts(counts));
  const weight = counts.reduce((sum, [times, prompts]) => sum + (prompts * times * Math.exp(-times)) / n, 0);
  const shrink = weight === 0 ? 0 : Math.min(1, missing / weight);
  const tally = new Map<number, number>();
  const add = (times: number, prompts: number): void => void tally.set(times, (tally.get(times) ?? 0) + prompts);
  for (const [times, prompts] of counts) {
    if (times > COMMON) add(times, prompts);
    else spread(stream, prompts, times * (1 - shrink * Math.exp(-times)), add);
  }
  if (unseen > 0) spread(stream, unseen, (n * missing) / unseen, add);
  tally.delete(0);
  return frequencyCounts(tally);
}

/** Distributes prompts over counts by a Poisson law: as many binomial draws as there are counts, however many prompts there are. */
function spread(stream: Stream, prompts: number, mean: number, add: (times: number, prompts: number) => void): void {
  let [left, tail, probability] = [prompts, 1, Math.exp(-mean)];
  for (let times = 0; left > 0; times++) {
    const here = tail <= probability || tail < 1e-12 ? left : binomial(stream, left, Math.min(1, probability / tail));
    if (here > 0) add(times, here);
    left -= here;
    tail -= probability;
    probability *= mean / (times + 1);
  }
}
