/**
 * Counts that draws with replacement can give. Whatever the law of the prompts' frequencies, how often each prompt is drawn is
 * close to a Poisson variable with a mean of its own. Numbers of prompts by count are then a mixture of Poisson laws.
 */
import { gammaln } from 'simple-statistics';
import { type FrequencyCounts, promptsOf } from '../frequencyCounts.js';

/** Distance of counts from the nearest mixture of Poisson laws. */
export interface ScatterFit {
  /** Share of prompts that would need another count for a mixture to fit: the total variation, in [0, 1]. */
  readonly distance: number;
  /**
   * Likelihood ratio against the nearest mixture, as a standard normal deviate (Wilson and Hilferty 1931). Draws of any law of
   * frequencies stay below 5, but for once in 3·10⁶. Null where fewer than two bins can be compared.
   */
  readonly deviate: number | null;
}

/** Greatest count that is compared; prompts above it are left out, on both sides. */
const MOST = 2000;
/** Least number of prompts that a bin of the likelihood ratio should hold. */
const LEAST_EXPECTED = 5;
const ROUNDS = 2000;
/** Rounds after which the fit is looked at, and a deviate that is good enough. */
const [CHECKED, GOOD] = [25, 2];
/** Gain of the log-likelihood by a round below which the fit is close enough, and weight of a law that is left out. */
const [CLOSE, NOTHING] = [1e-5, 1e-12];

/**
 * Fits a mixture of zero-truncated Poisson laws to counts by the EM algorithm on a grid of means (nonparametric maximum likelihood).
 * The likelihood ratio against the nearest mixture is at most that against the true one, which is a chi-square variable. So draws are
 * taken for something else no more often than the deviate says, for every law.
 * @param counts not empty
 * @throws RangeError for no counts
 * @example scatterFit([[1, 30], [2, 10], [3, 3]]).distance // ≈ 0.0
 */
export function scatterFit(counts: FrequencyCounts): ScatterFit {
  if (counts.length === 0) throw new RangeError('counts must not be empty');
  const compared = counts.filter(([times]) => times <= MOST);
  const prompts = promptsOf(compared);
  if (prompts === 0) return { distance: 0, deviate: null };
  const bins = binsTo(compared.at(-1)![0]);
  const observed = bins.map(({ from, to }) =>
    compared.reduce((sum, [times, f]) => (times >= from && times <= to ? sum + f : sum), 0),
  );
  const expected = fitted(bins, observed);
  const distance = observed.reduce((sum, each, at) => sum + Math.abs(each - expected[at]), 0) / (2 * prompts);
  return { distance, deviate: deviateOf(observed, expected) };
}

/** Counts that are compared together: each alone up to 16, then in bins of half a standard deviation. */
interface Bin {
  readonly from: number;
  readonly to: number;
}

/** @param most the greatest count seen; as many counts above it are compared, where draws would have put some prompts */
function binsTo(most: number): readonly Bin[] {
  const end = Math.min(MOST, Math.ceil(most + 4 * Math.sqrt(most) + 4));
  const bins: Bin[] = [];
  for (let from = 1; from <= end; ) {
    const to = Math.min(end, from + Math.max(1, Math.floor(Math.sqrt(from) / 2)) - 1);
    bins.push({ from, to });
    from = to + 1;
  }
  return bins;
}

/**
 * Returns the prompts that each bin holds under the mixture that fits best. The EM algorithm multiplies the weight of each law by its
 * mean ratio of likelihoods. It ends early where the fit is good: more rounds would only make it better.
 */
function fitted(bins: readonly Bin[], observed: readonly number[]): readonly number[] {
  const end = bins.at(-1)!.to;
  const total = observed.reduce((sum, each) => sum + each, 0);
  const laws: Float64Array[] = [];
  for (let root = 0.1; root ** 2 <= end + 1; root += root < 3 ? 0.1 : 0.15) laws.push(binned(root ** 2, bins));
  const weights = new Float64Array(laws.length).fill(1 / laws.length);
  const shares = new Float64Array(bins.length);
  let before = -Infinity;
  for (let round = 1; ; round++) {
    shares.fill(0);
    for (const [law, share] of laws.entries()) {
      const weight = weights[law];
      if (weight > NOTHING) for (let at = 0; at < shares.length; at++) shares[at] += weight * share[at];
    }
    const likelihood = observed.reduce((sum, each, at) => (each > 0 ? sum + each * Math.log(shares[at]) : sum), 0);
    const expected = Array.from(shares, (share) => share * total);
    const good = round % CHECKED === 0 && (deviateOf(observed, expected) ?? 0) < GOOD;
    if (good || round === ROUNDS || likelihood - before < CLOSE) return expected;
    before = likelihood;
    for (const [law, share] of laws.entries()) {
      let ratio = 0;
      for (let at = 0; at < shares.length; at++) if (observed[at] > 0) ratio += (observed[at] * share[at]) / shares[at];
      weights[law] *= ratio / total;
    }
  }
}

/** Returns the shares of a Poisson law in the bins, which cover all counts that are compared. */
function binned(mean: number, bins: readonly Bin[]): Float64Array {
  const shares = new Float64Array(bins.length);
  for (const [at, { from, to }] of bins.entries())
    for (let times = from; times <= to; times++)
      shares[at] += Math.exp(times * Math.log(mean) - mean - gammaln(times + 1));
  const total = shares.reduce((sum, each) => sum + each, 0);
  return shares.map((each) => each / total);
}

/** Joins neighbouring bins until each is expected to hold enough prompts, and compares the rest by the likelihood ratio. */
function deviateOf(observed: readonly number[], expected: readonly number[]): number | null {
  const joined: { seen: number; awaited: number }[] = [];
  let [seen, awaited] = [0, 0];
  for (const [at, each] of observed.entries()) {
    seen += each;
    awaited += expected[at];
    if (awaited < LEAST_EXPECTED) continue;
    joined.push({ seen, awaited });
    [seen, awaited] = [0, 0];
  }
  const last = joined.at(-1);
  if (last !== undefined) {
    last.seen += seen;
    last.awaited += awaited;
  }
  const freedom = joined.length - 1;
  if (freedom < 1) return null;
  const ratio =
    2 * joined.reduce((sum, bin) => sum + (bin.seen > 0 ? bin.seen * Math.log(bin.seen / bin.awaited) : 0), 0);
  const ninth = 2 / (9 * freedom);
  return (Math.cbrt(Math.max(0, ratio) / freedom) - (1 - ninth)) / Math.sqrt(ninth);
}
