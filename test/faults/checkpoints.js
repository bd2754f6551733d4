// @ts-check
/**
 * A training that is killed again and again: it must continue from its last checkpoint, and its tables must be those of an undisturbed
 * training. Sometimes the checkpoint itself is damaged or replaced by another run's: then the training must begin again.
 */
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { verifyStore } from '../../dist/store/verifyStore.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../dist/sweep/run/checkpoints.js';
import { folderOf, require, run, runsOf, start, tablesOf, temporaryFolder } from './sweep.js';

/** A single network, trained for some seconds, measured during training, then posttrained. */
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
const PREFIX = '.checkpoint-';

/** @param {{ checkpoints: number, random: () => number }} options @returns counts of at least so many kills */
export async function tryCheckpoints({ checkpoints, random }) {
  const counts = { kills: 0, damaged: 0, foreign: 0, trainings: 0 };
  const file = path.join(temporaryFolder(), 'faults.yaml');
  writeFileSync(file, EXPERIMENT);
  const command = (/** @type {string} */ store) => [
    'run',
    file,
    '--out',
    store,
    '--workers',
    '1',
    '--checkpoint-every',
    '0.05',
    '--responses',
  ];
  const whole = temporaryFolder();
  const undisturbed = await run(command(whole));
  require(undisturbed.code === 0, `the undisturbed training failed:\n${undisturbed.stderr}`);
  const tables = tablesOf(whole);
  while (counts.kills < checkpoints) {
    const store = temporaryFolder();
    /** @type {Buffer | undefined} */
    let spoilt;
    for (let before = 0; ; ) {
      const { child, ended } = start(command(store));
      const target = before + 50 + Math.floor(600 * random());
      /** @type {Kept | undefined} */
      let kept;
      let going = true;
      void ended.then(() => (going = false));
      while (going && (kept === undefined || kept.step < target)) {
        await setTimeout(20);
        kept = checkpointIn(store, spoilt) ?? kept;
        require(kept === undefined ||
          kept.step >= before, `the training is at step ${kept?.step} again, ${before} were kept`);
      }
      if (going) {
        process.kill(-(/** @type {number} */ (child.pid)), 'SIGKILL');
        counts.kills++;
      }
      const { code, stderr } = await ended;
      const { findings } = await verifyStore(folderOf(store));
      require(findings.length === 0, `damage after kill ${counts.kills}: ${JSON.stringify(findings)}`);
      if (code === 0) break;
      require(code === null, `the training failed:\n${stderr}`);
      kept = checkpointIn(store, spoilt) ?? kept;
      before = kept?.step ?? 0;
      if (kept !== undefined && runsOf(store).size === 0 && counts.kills % 3 === 2) {
        spoilt = spoil(kept, random, counts);
        before = 0; // it begins again
      }
    }
    require(tablesOf(store).join() === tables.join(), 'the tables differ from those of an undisturbed training');
    const left = readdirSync(folderOf(store)).filter((name) => name.startsWith(PREFIX));
    require(left.length === 0, `left behind: ${left.join(', ')}`);
    counts.trainings++;
    rmSync(store, { recursive: true });
  }
  rmSync(whole, { recursive: true });
  return counts;
}

/** @typedef {{ place: string, run: string, bytes: Buffer, step: number }} Kept */

/** @param {string} store @param {Buffer | undefined} spoilt what may still be there @returns {Kept | undefined} */
function checkpointIn(store, spoilt) {
  const folder = folderOf(store);
  const name = existsSync(folder) ? readdirSync(folder).find((each) => each.startsWith(PREFIX)) : undefined;
  if (name === undefined) return undefined;
  const [run, place] = [name.slice(PREFIX.length), path.join(folder, name)];
  const bytes = existsSync(place) ? readFileSync(place) : undefined; // the run may just have ended
  if (bytes === undefined || spoilt?.equals(bytes)) return undefined;
  const decoded = decodeCheckpoint(run, bytes);
  if (decoded === undefined) throw new Error('half a checkpoint');
  return { place, run, bytes, step: decoded.training.step };
}

/** @param {Kept} kept @param {() => number} random @param {{ damaged: number, foreign: number }} counts @returns {Buffer} what stands there now */
function spoil({ place, run, bytes }, random, counts) {
  const how = Math.floor(3 * random());
  if (how === 0) truncateSync(place, Math.floor(random() * bytes.length));
  else if (how === 1) {
    bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(8 * random());
    writeFileSync(place, bytes);
  } else writeFileSync(place, foreignOf(run, bytes));
  counts[how === 2 ? 'foreign' : 'damaged']++;
  return readFileSync(place);
}

/** The same checkpoint with the id of another run and other parameters, which would change the tables. @param {string} run @param {Buffer} bytes */
function foreignOf(run, bytes) {
  const own = /** @type {import('../../dist/sweep/run/checkpoints.js').Checkpoint} */ (decodeCheckpoint(run, bytes));
  own.training.state.theta.fill(0);
  return encodeCheckpoint('f'.repeat(12), own);
}
