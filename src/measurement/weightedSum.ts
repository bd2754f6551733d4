/** `Σ_c μ(c) value(c)`, an expectation over prompts. */
export function weightedSum(promptWeight: Float64Array, value: (prompt: number) => number): number {
  let sum = 0;
  for (let c = 0; c < promptWeight.length; c++) sum += promptWeight[c] * value(c);
  return sum;
}
