// @ts-check
/** Stages of the main job other than the training step, each in a process of its own, and a whole sweep. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { timeSweep } from './sweep.js';

/**
 * Memory of the process of a stage: `peakMiB` at its peak, and `loadedMiB` just after the code was loaded.
 * @typedef {{ readonly peakMiB: number, readonly loadedMiB: number }} Memory
 */

/**
 * @typedef {object} StagesFigures
 * @property {Memory & { examplesPerSecond: number }} corpusSampling
 * @property {Memory & { tokensPerSecond: number, kneserNeyTokensPerSecond: number }} ngramTraining
 * @property {Memory & { pairsPerSecond: number }} countedMeasurement
 * @property {Memory & { pairsPerSecond: number, msPerMeasurement: number, firstMs: number, msPerStep: number, measurements: number, steps: number, shareOfTraining: number }} transformerMeasurement
 * @property {import('./sweep.js').SweepFigures} [sweep]
 */

/**
 * @param {{ readonly sweep: boolean, readonly say: (text: string) => void }} options
 * @returns {Promise<StagesFigures>}
 */
export async function measureStages({ sweep, say }) {
  return {
    corpusSampling: await inChild('corpusSampling', say),
    ngramTraining: await inChild('ngramTraining', say),
    countedMeasurement: await inChild('countedMeasurement', say),
    transformerMeasurement: await inChild('transformerMeasurement', say),
    ...(sweep && { sweep: await timeSweep({ say }) }),
  };
}

/**
 * @template {keyof StagesFigures} Name
 * @param {Name} stage
 * @param {(text: string) => void} say
 * @returns {Promise<NonNullable<StagesFigures[Name]>>}
 */
async function inChild(stage, say) {
  say(`timing ${stage} …`);
  const child = spawn(process.execPath, [fileURLToPath(new URL('stages/child.js', import.meta.url)), stage], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const figures = await text(child.stdout);
  if ((await ended) !== 0) throw new Error(`the stage ${stage} failed`);
  return JSON.parse(figures);
}
