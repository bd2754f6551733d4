/** Miscalibration as the code of Peric and others (2024) computes it, from a sample of statements. */

/**
 * Returns the miscalibration after the published code (commit 9bba659). Statements are sorted by how often they were
 * generated, the most frequent first, and true ones that were not generated last. In that order they fill bins, as many as
 * the most frequent one allows, each with an equal share of the sample. Within a bin B the truth is spread evenly:
 * ½ Σ |p(B)/|B| − g| over all statements, where g is their share of the sample. From few statements this is far above 0 for
 * p itself.
 * @param probability p of each fact, [facts]
 * @param said the statements: the index of a fact, or a number below 0 for each untrue one
 */
export function publishedMiscalibration(probability: Float64Array, said: Int32Array): number {
  const counts = new Map<number, number>();
  for (const statement of said) counts.set(statement, (counts.get(statement) ?? 0) + 1);
  const generated = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([statement, count]) => [statement, count / said.length] as const);
  const unsaid = Array.from(probability, (_, fact) => [fact, 0] as const).filter(([fact]) => !counts.has(fact));
  // Shares are added and compared as the published code does it, whose rounding decides where a bin ends.
  const mostInBin = 1 / Math.floor(1 / generated[0][1]);
  let miscalibration = 0;
  let bin: (readonly [number, number])[] = [];
  let inBin = 0;
  const close = (): void => {
    const truth = bin.reduce((sum, [statement]) => sum + (statement < 0 ? 0 : probability[statement]), 0);
    for (const [, share] of bin) miscalibration += Math.abs(truth / bin.length - share) / 2;
    bin = [];
    inBin = 0;
  };
  for (const each of [...generated, ...unsaid]) {
    if (inBin + each[1] > mostInBin) close();
    bin.push(each);
    inBin += each[1];
  }
  close();
  return miscalibration;
}
