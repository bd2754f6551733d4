/**
 * Returns Kendall's rank correlation τ_b of two lists of scores: (concordant − discordant pairs) / √(pairs not tied in
 * a · pairs not tied in b). It is 1 for the same order and −1 for the opposite (Kendall 1945).
 * @param ties scores that differ by no more than this are tied
 * @throws RangeError for lists of different length, or if all scores of one list are tied
 * @example kendallTau([1, 2, 3], [3, 2, 1]) // => -1
 */
export function kendallTau(a: readonly number[], b: readonly number[], ties = 1e-12): number {
  if (a.length !== b.length) throw new RangeError(`lists must be of equal length, got ${a.length} and ${b.length}`);
  const sign = (difference: number): number => (Math.abs(difference) <= ties ? 0 : Math.sign(difference));
  let [balance, untiedA, untiedB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [inA, inB] = [sign(a[i] - a[j]), sign(b[i] - b[j])];
      balance += inA * inB;
      untiedA += Math.abs(inA);
      untiedB += Math.abs(inB);
    }
  }
  if (untiedA === 0 || untiedB === 0)
    throw new RangeError('each list must have two different scores, got one whose scores are all tied');
  return balance / Math.sqrt(untiedA * untiedB);
}
