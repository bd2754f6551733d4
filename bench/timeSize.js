// @ts-check
/** Times all contestants at one size, by turns, and between them the product that gives the peak of the machine. */
import os from 'node:os';
import { parameterCount } from '../dist/models/networks/network.js';
import { peakWork } from './peak.js';
import { PEERS, peerTrainees } from './pythonPeers.js';
import { alternate, repeated } from './timing.js';
import { caseOf, compiledTrainee, eagerTrainee } from './trainees.js';

/** @typedef {import('./sizes.js').Size} Size */
/** @typedef {import('./trainees.js').Trainee} Trainee */

/**
 * @typedef {object} SizeTimes
 * @property {Size} size
 * @property {number} trainableParameters
 * @property {readonly TraineeTimes[]} trainees
 * @property {readonly { readonly threads: number, readonly rounds: readonly number[] }[]} peaks
 */

/** @typedef {Pick<Trainee, 'contestant' | 'form' | 'threads' | 'compileMs'> & { readonly rounds: readonly number[] }} TraineeTimes rounds: median ms of a step */

/**
 * @typedef {object} Contest
 * @property {readonly number[]} threads of the compiled engine and of the peers in Python
 * @property {readonly ('wasm' | 'tensorflow')[]} eager backends that work here
 * @property {string} python
 * @property {readonly { readonly peer: import('./pythonPeers.js').Peer, readonly modes: readonly string[] }[]} peers
 * @property {import('./timing.js').Turns} turns
 * @property {(text: string) => void} warn
 */

const LOSS_TOLERANCE = 1e-3;

/**
 * @param {Size} size
 * @param {Contest} contest
 * @returns {Promise<SizeTimes>}
 */
export async function timeSize(size, { threads, eager, python, peers, turns, warn }) {
  const task = caseOf(size);
  /** @type {Trainee[]} */
  const trainees = [];
  for (const count of threads) trainees.push(await compiledTrainee(task, count));
  for (const backend of eager)
    trainees.push(await eagerTrainee(task, backend, backend === 'tensorflow' ? os.availableParallelism() : 1));
  for (const { peer, modes } of peers) {
    try {
      trainees.push(...(await peerTrainees(peer, task, { python, modes, threads, warn })));
    } catch (error) {
      warn(`${PEERS[peer].name} is not compared: ${/** @type {Error} */ (error).message}`); // for example, a version too old for the script
    }
  }
  const peaks = await Promise.all(threads.map(peakWork));
  try {
    requireSameLoss(trainees);
    const rounds = await alternate(
      [...trainees.map(({ turn }) => turn), ...peaks.map(({ run }) => repeated(run))],
      turns,
    );
    return {
      size,
      trainableParameters: parameterCount(task.network),
      trainees: trainees.map(({ contestant, form, threads, compileMs }, i) => ({
        contestant,
        form,
        threads,
        compileMs,
        rounds: rounds[i],
      })),
      peaks: peaks.map(({ threads }, i) => ({ threads, rounds: rounds[trainees.length + i] })),
    };
  } finally {
    for (const { dispose } of [...trainees, ...peaks]) await dispose();
  }
}

/**
 * Checks that all trainees compute the same, without which their speeds could not be compared. The second loss depends
 * on the gradients of the first step.
 * @param {readonly Pick<Trainee, 'contestant' | 'form' | 'firstLosses'>[]} trainees
 */
export function requireSameLoss(trainees) {
  const [reference] = trainees;
  for (const { contestant, form, firstLosses } of trainees) {
    const agree = firstLosses.every((loss, i) => Math.abs(loss - reference.firstLosses[i]) < LOSS_TOLERANCE);
    if (!agree)
      throw new Error(
        `losses must agree to ${LOSS_TOLERANCE}, got ${reference.contestant} ${reference.firstLosses.join(', ')}; ${contestant} ${form} ${firstLosses.join(', ')}`,
      );
  }
}
