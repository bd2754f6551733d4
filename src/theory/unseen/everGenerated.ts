/** Returns the probability that a statement of probability q is generated at least once in so many draws. */
export function everGenerated(q: number, statements: number): number {
  return q >= 1 ? 1 : -Math.expm1(statements * Math.log1p(-q));
}
