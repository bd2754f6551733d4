import { firstSlots, logNormalisers, PADDING, plainLayout, type Scored, sentencesPerRun } from './scoringProgram.js';

/**
 * Returns ln p̂(paths[i] | prompts[i]), float64, [prompts]. A row of a batch is the sentence of prompt and path, and
 * all tokens of the path are asked at once.
 */
export async function scorePaths(
  scored: Scored,
  prompts: readonly Int32Array[],
  paths: readonly Int32Array[],
): Promise<Float64Array> {
  const { network, parameters, prepare, lead } = scored;
  const vocabulary = network.vocabularySize;
  const result = new Float64Array(prompts.length);
  const longest = paths.reduce((length, path) => Math.max(length, path.length), 0);
  // The last token of a path is predicted and not read.
  const slots = prompts.reduce(
    (length, prompt, i) => Math.max(length, lead.length + prompt.length + paths[i].length - 1),
    0,
  );
  const batch = sentencesPerRun(scored, slots, longest);
  const executable = await prepare({ batch, slots, rows: batch * longest, picked: batch * longest });
  const { positions, visibility } = plainLayout(network, slots);
  for (let from = 0; from < prompts.length; from += batch) {
    const rows = prompts.slice(from, from + batch);
    const tokens = new Int32Array(batch * slots).fill(PADDING);
    const asked = firstSlots(batch, slots, longest);
    const picks = new Int32Array(batch * longest);
    rows.forEach((prompt, row) => {
      const path = paths[from + row];
      tokens.set(lead, row * slots);
      tokens.set(prompt, row * slots + lead.length);
      tokens.set(path.subarray(0, -1), row * slots + lead.length + prompt.length);
      path.forEach((token, i) => {
        const at = row * longest + i;
        asked[at] = row * slots + lead.length + prompt.length - 1 + i;
        picks[at] = i * vocabulary + token;
      });
    });
    const { logits, largest, sums } = await executable.run({
      ...parameters,
      tokens,
      positions,
      visibility,
      asked,
      picks,
    });
    const normalisers = logNormalisers(largest, sums);
    rows.forEach((_, row) => {
      for (let i = 0; i < paths[from + row].length; i++)
        result[from + row] += logits[row * longest + i] - normalisers[row * longest + i];
    });
  }
  return result;
}
