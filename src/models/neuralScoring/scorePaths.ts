import { START } from '../../corpus/vocabulary.js';
import { firstSlots, logNormalisers, plainLayout, type Scored, SLOTS_PER_RUN } from './scoringProgram.js';

/**
 * Returns ln p̂(paths[i] | prompts[i]), float64, [prompts]. A row of a batch is the sentence of prompt and path, and
 * all tokens of the path are asked at once.
 */
export async function scorePaths(
  scored: Scored,
  prompts: readonly Int32Array[],
  paths: readonly Int32Array[],
): Promise<Float64Array> {
  const { network, theta, prepare } = scored;
  const vocabulary = network.vocabularySize;
  const result = new Float64Array(prompts.length);
  const longest = paths.reduce((length, path) => Math.max(length, path.length), 0);
  const slots = prompts.reduce((length, prompt, i) => Math.max(length, prompt.length + paths[i].length), 0);
  const batch = Math.max(1, Math.floor(SLOTS_PER_RUN / slots));
  const executable = await prepare({ batch, slots, rows: batch * longest, picked: batch * longest });
  const { positions, visibility } = plainLayout(network, slots);
  for (let from = 0; from < prompts.length; from += batch) {
    const rows = prompts.slice(from, from + batch);
    const tokens = new Int32Array(batch * slots).fill(START);
    const asked = firstSlots(batch, slots, longest);
    const picks = new Int32Array(batch * longest);
    rows.forEach((prompt, row) => {
      const path = paths[from + row];
      tokens.set(prompt, row * slots + 1);
      tokens.set(path.subarray(0, -1), row * slots + 1 + prompt.length);
      path.forEach((token, i) => {
        const at = row * longest + i;
        asked[at] = row * slots + prompt.length + i;
        picks[at] = at * vocabulary + token;
      });
    });
    const { logits, largest, sums } = await executable.run({ theta, tokens, positions, visibility, asked, picks });
    const normalisers = logNormalisers(largest, sums);
    rows.forEach((_, row) => {
      for (let i = 0; i < paths[from + row].length; i++)
        result[from + row] += logits[row * longest + i] - normalisers[row * longest + i];
    });
  }
  return result;
}
