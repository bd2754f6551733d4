/** Constants of GELU in its tanh form, written as x·σ(z) with z = 2√(2/π)(x + 0.044715 x³) (Hendrycks, Gimpel 2016). */

/** The factor 2√(2/π). */
export const GELU_SLOPE = 2 * Math.sqrt(2 / Math.PI);
/** Coefficient of x³. */
export const GELU_CUBIC = 0.044715;
