// @ts-check
/**
 * A training that is killed before it could ever end: it must go on from its checkpoints, and its tables must be those of one that was
 * left alone. Now and then the checkpoint itself is damaged, or another run's is put in its place: then the training begins again.
 */
import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { decodeCheckpoint, encodeCheckpoint } from '../../dist/sweep/checkpoints.js';
import { verifyStore } from '../../dist/store/verifyStore.js';
import { folderOf, require, run, runsOf, start, tablesOf, temporaryFolder } from './sweep.js';

/** One network alone, some seconds of steps, measured on the way, then graded. */
const EXPERIMENT = `
name: faults
corpus:
  examples: 200
  families:
    birthdays: { kind: arbitrary-facts, prompts: 120, responses: 40, answerProbability: 0.8, frequency: { kind: zipf, exponent: 0.7 } }
model: { kind: transformer, layers: 1, width: 16, dropout: 0.1 }
training: { steps: 1500, batchSize: 32, learningRate: 0.01, warmupSteps: 5 }
posttraining: { grader: accuracy, steps: 20, learningRate: 0.001 }
measurement: { curvePoints: 4 }
seed: 3
`;
/** Attempts of a training: more, and it does not go on. */
const MOST = 60;

const PREFIX = '.checkpoint-';

/** @param {{ checkpoints: number, random: () => number }} options @returns counts of at least so many kills */
export const tryCheckpoints = async ({ checkpoints, random }) => {
  const counts = { kills: 0, damaged: 0, foreign: 0, trainings: 0 };
  const file = path.join(temporaryFolder(), 'faults.yaml');
  writeFileSync(file, EXPERIMENT);
  const command = (/** @type {string} */ store) => ['run', file, '--out', store, '--workers', '1', '--checkpoint-every', '0.05', '--retry-failed', '--responses'];
  const whole = temporaryFolder();
  const began = performance.now();
  const undisturbed = await run(command(whole));
  require(undisturbed.code === 0, `the undisturbed training failed:\n${undisturbed.stderr}`);
  const tables = tablesOf(whole);
  const milliseconds = performance.now() - began;
  while (counts.kills < checkpoints) {
    const store = temporaryFolder();
    /** @type {Buffer | undefined} */
    let spoilt;
    for (let [before, attempts] = [0, 0]; ; attempts++) {
      require(attempts < MOST, `no end after ${MOST} attempts`);
      const { child, ended } = start(command(store));
      const end = await Promise.race([ended, setTimeout((0.3 + 0.4 * random()) * milliseconds)]);
      if (end === undefined) {
        process.kill(-(/** @type {number} */ (child.pid)), 'SIGKILL');
        counts.kills++;
      }
      const { code, stderr } = await ended;
      const { findings } = await verifyStore(folderOf(store));
      require(findings.length === 0, `damage after kill ${counts.kills}: ${JSON.stringify(findings)}`);
      if (code === 0) break;
      require(end === undefined, `the training failed:\n${stderr}`);
      const kept = checkpointIn(store, spoilt);
      const step = runsOf(store).size > 0 ? Infinity : (kept?.step ?? 0); // the tables alone may be left to make
      require(step >= before, `after kill ${counts.kills} the training stood at step ${step}, ${before} were kept before`);
      before = step;
      if (kept !== undefined && step < Infinity && random() < 0.25) {
        spoilt = spoil(kept, random, counts);
        before = 0; // it begins again
      }
    }
    require(tablesOf(store).join() === tables.join(), 'the tables differ from those of a training that was left alone');
    const left = readdirSync(folderOf(store)).filter((name) => name.startsWith(PREFIX));
    require(left.length === 0, `left behind: ${left.join(', ')}`);
    counts.trainings++;
    rmSync(store, { recursive: true });
  }
  rmSync(whole, { recursive: true });
  return counts;
};

/** @typedef {{ place: string, run: string, bytes: Buffer, step: number }} Kept */

/** @param {string} store @param {Buffer | undefined} spoilt what may still be there @returns {Kept | undefined} */
const checkpointIn = (store, spoilt) => {
  const folder = folderOf(store);
  const name = readdirSync(folder).find((each) => each.startsWith(PREFIX));
  if (name === undefined) return undefined;
  const [run, bytes] = [name.slice(PREFIX.length), readFileSync(path.join(folder, name))];
  if (spoilt?.equals(bytes)) return undefined;
  const decoded = decodeCheckpoint(run, bytes);
  require(decoded !== undefined, 'a kill left half a checkpoint');
  return { place: path.join(folder, name), run, bytes, step: /** @type {any} */ (decoded).training.step };
};

/** @param {Kept} kept @param {() => number} random @param {{ damaged: number, foreign: number }} counts @returns {Buffer} what stands there now */
const spoil = ({ place, run, bytes }, random, counts) => {
  const how = Math.floor(3 * random());
  if (how === 0) truncateSync(place, Math.floor(random() * bytes.length));
  else if (how === 1) {
    bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(8 * random());
    writeFileSync(place, bytes);
  } else writeFileSync(place, foreignOf(run, bytes));
  counts[how === 2 ? 'foreign' : 'damaged']++;
  return readFileSync(place);
};

/** Another run's, which would show in the tables. @param {string} run @param {Buffer} bytes */
const foreignOf = (run, bytes) => {
  const own = /** @type {import('../../dist/sweep/checkpoints.js').Checkpoint} */ (decodeCheckpoint(run, bytes));
  own.training.state.theta.fill(0);
  return encodeCheckpoint('f'.repeat(12), own);
};
