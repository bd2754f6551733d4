// @ts-check
/**
 * Bounds what a stack of k models in one graph could save: one model with k times the batch has the same activations and products of
 * the same sizes or better ones, and k times fewer calls of operators. Prints its time a step as a share of k steps of the model itself.
 *
 *     npx tsc && node bench/stacked.js
 */
import { SIZES } from './sizes.js';
import { alternate, ratioOf } from './timing.js';
import { caseOf, compiledTrainee } from './trainees.js';

const STACKS = [2, 4];
const TURNS = { rounds: 9, turnMs: 400 };
const MODELS = {
  tiny: { width: 16, layers: 1, heads: 2, slots: 8, batch: 32, vocabulary: 128 },
  'main job': { width: 64, layers: 2, heads: 2, slots: 8, batch: 128, vocabulary: 512 },
  S: SIZES.S,
  M: SIZES.M,
};

for (const [name, size] of Object.entries(MODELS)) {
  const trainees = [];
  for (const k of [1, ...STACKS]) trainees.push(await compiledTrainee(caseOf({ ...size, batch: k * size.batch }), 1));
  const [alone, ...stacked] = await alternate(
    trainees.map(({ turn }) => turn),
    TURNS,
  );
  const shares = STACKS.map(
    (k, at) => `${((100 * ratioOf(stacked[at] ?? [], alone ?? [])) / k).toFixed(0)} % (k = ${k})`,
  );
  console.log(`${name}: ${shares.join(', ')}`);
  for (const { dispose } of trainees) await dispose();
}
