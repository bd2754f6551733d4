/** Observation 2 of [K25 §3.4]: a cipher that cannot be broken cannot be decrypted without errors. */
import { requireCount, requireProbability } from '../domain.js';

interface Decryption {
  /** Is-It-Valid error err_iiv, the share of decryptions whose validity the model gets wrong, in [0, 1]. */
  readonly iivError: number;
  /** Number M of messages, ≥ 2. */
  readonly messages: number;
  /** Calibration gap δ at the threshold 1/(M − 1), in [0, 1]. */
  readonly delta: number;
}

/**
 * Returns β = `1 − 2·err_iiv`, the advantage of a classifier of decryptions over tossing a coin. It is 0 for a coin, and
 * negative for a classifier that is worse than one.
 * @param iivError err_iiv in [0, 1]
 * @throws RangeError outside the domain
 * @example cipherAdvantage(0.25) // => 0.5
 */
export function cipherAdvantage(iivError: number): number {
  requireProbability('iivError', iivError);
  return 1 - 2 * iivError;
}

/**
 * Returns `1 − β − 2/(M − 1) − δ`. No model that answers with decryptions or IDK errs less, with certainty [K25,
 * Observation 2]. With β = 1 − 2·err_iiv it is Theorem 1 for a cipher: IDK and the message are valid, the other M − 1
 * messages are errors. Probability on strings that are not messages must be added to the error, as for Theorem 1.
 * A negative bound is vacuous.
 * @throws RangeError outside the domain
 * @example observation2Lower({ iivError: 0.5, messages: 5, delta: 0.25 }) // => 0.25
 */
export function observation2Lower({ iivError, messages, delta }: Decryption): number {
  requireCount('messages', messages, 2);
  requireProbability('delta', delta);
  return 1 - cipherAdvantage(iivError) - 2 / (messages - 1) - delta;
}
