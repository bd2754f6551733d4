/**
 * `Σ_c μ(c) value(c)`, an expectation over prompts. A prompt without weight adds nothing, even if its value is
 * infinite.
 */
export function weightedSum(promptWeight: Float64Array, value: (prompt: number) => number): number {
  let sum = 0;
  for (let c = 0; c < promptWeight.length; c++) if (promptWeight[c] > 0) sum += promptWeight[c] * value(c);
  return sum;
}
