// @ts-check
/** Times the drawing of training examples. */
import { drawCorpus } from '../../dist/corpus/drawCorpus.js';
import { mainJob, mainWorld, rate } from './mainJob.js';

const EXAMPLES = 1_000_000;

export async function measure() {
  const options = mainJob();
  const world = mainWorld(options);
  return { examplesPerSecond: await rate(EXAMPLES, () => drawCorpus(world, EXAMPLES, options.seed)) };
}
