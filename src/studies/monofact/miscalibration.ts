/** Distance of the probabilities of a model from p: three measures that are called miscalibration. */
import { type Bigram, everyStatement } from './bigram.js';
import type { Population } from './population.js';

/** Largest number of statements that are enumerated for the level sets. */
const MOST_STATEMENTS = 1_000_000;

/** Returns the total variation without bins, ½ (Σ_facts |p̂ − p| + p̂ of all false statements). */
export function totalVariation(p: ArrayLike<number>, pHat: ArrayLike<number>): number {
  let distance = 0;
  let truth = 0;
  for (let fact = 0; fact < p.length; fact++) {
    distance += Math.abs(pHat[fact] - p[fact]);
    truth += pHat[fact];
  }
  return (distance + 1 - truth) / 2;
}

/**
 * Returns the miscalibration of Kalai and Vempala (2024): the total variation between p̂ and p spread evenly over each
 * set of statements of equal p̂. It is ½ Σ_B |p̂(B) − p(B)| over these sets B, false statements and those of p̂ = 0
 * included.
 * @returns null if there are too many statements to enumerate
 */
export function levelSetMiscalibration(model: Bigram, { probability, factOf }: Population): number | null {
  const differences = new Map<number, number>();
  let reached = 0;
  const complete = everyStatement(model, MOST_STATEMENTS, (statement, pHat) => {
    const fact = factOf(statement);
    const p = fact === undefined ? 0 : probability[fact];
    reached += p;
    // Equal probabilities come out equal to rounding only.
    const level = Math.round(Math.log(pHat) * 1e9);
    differences.set(level, (differences.get(level) ?? 0) + pHat - p);
  });
  if (!complete) return null;
  return [...differences.values()].reduce((sum, difference) => sum + Math.abs(difference), 1 - reached) / 2;
}

/**
 * Returns the miscalibration after the code of Miao and Kearns (2025), as far as it is described to us: ½ Σ_B |p(B) −
 * g(B)| over geometric bins B of g. There g is p̂ normalised over *true* facts only (the mass of false ones is
 * dropped), and both sums run over the list of the population *with repetitions*, so that a fact of multiplicity m
 * weighs m² in p. It was our choice that bins are a factor 2 wide and both sums are normalised. This is not the
 * quantity of the theorem, and must not be put into it.
 */
export function miscalibrationAsCoded({ multiplicity, probability }: Population, pHat: ArrayLike<number>): number {
  const truth = sum(pHat);
  const g = Array.from(pHat, (each) => Math.max(each / truth, 1e-10));
  const [listedP, listedG] = [probability, g].map((each) =>
    Array.from(each, (value, fact) => value * multiplicity[fact]),
  );
  const [totalP, totalG] = [sum(listedP), sum(listedG)];
  const differences = new Map<number, number>();
  g.forEach((each, fact) => {
    const bin = Math.floor(Math.log2(each));
    differences.set(bin, (differences.get(bin) ?? 0) + listedG[fact] / totalG - listedP[fact] / totalP);
  });
  return sum([...differences.values()].map(Math.abs)) / 2;
}

function sum(values: ArrayLike<number>): number {
  return Array.prototype.reduce.call(values, (total, value) => (total as number) + (value as number), 0) as number;
}
