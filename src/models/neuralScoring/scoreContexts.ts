import { firstSlots, NonFiniteLogits, PADDING, plainLayout, type Scored, sentencesPerRun } from './scoringProgram.js';

/** Returns log-probabilities of all tokens after each context, float64, [contexts × vocabulary]. */
export async function scoreContexts(scored: Scored, contexts: readonly Int32Array[]): Promise<Float64Array> {
  const { network, parameters, prepare, lead } = scored;
  const vocabulary = network.vocabularySize;
  const result = new Float64Array(contexts.length * vocabulary);
  // As many slots as the network can read, whatever is asked, so that contexts growing by a token each call share a
  // program.
  const slots = Math.max(
    network.maxPositions,
    lead.length + contexts.reduce((longest, context) => Math.max(longest, context.length), 0),
  );
  const most = sentencesPerRun(scored, slots, 1);
  // A text is written a token a call: a full run for each would be almost empty. Two programs serve all numbers of contexts.
  const few = Math.ceil(most / 8);
  const batch = contexts.length <= few ? few : most;
  const executable = await prepare({ batch, slots, rows: batch });
  const { positions, visibility } = plainLayout(network, slots);
  for (let from = 0; from < contexts.length; from += batch) {
    const rows = contexts.slice(from, from + batch);
    const tokens = new Int32Array(batch * slots).fill(PADDING);
    const asked = firstSlots(batch, slots, 1);
    rows.forEach((context, row) => {
      tokens.set(lead, row * slots);
      tokens.set(context, row * slots + lead.length);
      asked[row] = row * slots + lead.length + context.length - 1;
    });
    const { logits } = await executable.run({ ...parameters, tokens, positions, visibility, asked });
    for (let row = 0; row < rows.length; row++) {
      const at = row * vocabulary;
      const logNormaliser = logSumExp(logits, at, vocabulary);
      for (let token = 0; token < vocabulary; token++)
        result[from * vocabulary + at + token] = logits[at + token] - logNormaliser;
    }
  }
  return result;
}

/** Exponent below which exp adds nothing to a float64 sum of at least 1, for a vocabulary of any length. */
const NEGLIGIBLE = -60;

/**
 * Returns ln Σ exp(values[from … from + length − 1]), in float64.
 * @throws NonFiniteLogits
 */
function logSumExp(values: Float32Array, from: number, length: number): number {
  const end = from + length;
  let largest = values[from];
  for (let i = from + 1; i < end; i++) if (values[i] > largest) largest = values[i];
  let sum = 0;
  for (let i = from; i < end; i++) {
    const exponent = values[i] - largest;
    if (!(exponent <= NEGLIGIBLE)) sum += Math.exp(exponent); // NaN is summed, so that it shows
  }
  if (Number.isNaN(sum)) throw new NonFiniteLogits();
  return largest + Math.log(sum);
}
