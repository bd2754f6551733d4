/** Checks of arguments. Each throws a `RangeError` that names the argument and quotes its value. */

/** Largest distance by which rounding may move a sum of probabilities out of [0, 1]. */
const ROUNDING = 1e-9;

/** @throws RangeError unless 0 ≤ value ≤ 1, up to rounding */
export function requireProbability(name: string, value: number): void {
  if (!(value >= -ROUNDING && value <= 1 + ROUNDING)) throw new RangeError(`${name} must lie in [0, 1], got ${value}`);
}

/** @throws RangeError unless value is an integer ≥ least */
export function requireCount(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`${name} must be an integer ≥ ${least}, got ${value}`);
}

/** @throws RangeError unless γ, the probability with which a bound may fail, lies in (0, 1] */
export function requireGamma(gamma: number): void {
  if (!(gamma > 0 && gamma <= 1)) throw new RangeError(`gamma must lie in (0, 1], got ${gamma}`);
}
