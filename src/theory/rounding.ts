/**
 * Rounding allowed when sums of probabilities are compared: with 1, or with a bound that holds with certainty.
 * A theorem is called violated only beyond it.
 */
export const ROUNDING = 1e-9;
