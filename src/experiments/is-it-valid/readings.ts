/** The side of Theorem 1 that is bounded, as both the claims and the figure read it. */
import { combine, type MeasuredFamily } from '../../results/measured.js';

/**
 * err + invalid mass, and IDK if it is not a response of the family: its probability then lies outside the responses.
 * Such families are those of Theorem 4, in which every response but one is an error.
 */
export function wrongByTheorem1({ wrong, abstentionRate, theorem4 }: MeasuredFamily): number | null {
  return theorem4.lower === null ? wrong : combine([wrong, abstentionRate], (mass, idk) => mass + idk);
}
