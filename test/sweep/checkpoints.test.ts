import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createEngine, type Engine } from '../../src/engine/engine.js';
import {
  type Checkpoint,
  checkpointsOf,
  decodeCheckpoint,
  encodeCheckpoint,
  removeCheckpointsOf,
} from '../../src/sweep/run/checkpoints.js';
import type { TrainingProgress, TrainingRun } from '../../src/training/train.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';
import { lossesOf, smallNetwork, smallOptions } from '../training/smallTraining.js';

const ID = '0123456789ab';
const OTHER = 'ba9876543210';

const checkpoint: Checkpoint = {
  training: {
    step: 7,
    state: { theta: Float32Array.of(0.1, -0, 3e-39), m: Float32Array.of(1, 2, 3), v: Float32Array.of(4, 5, 6) },
    unmeasured: { losses: 1 / 3, steps: 2 },
  },
  points: [{ step: 5, loss: 0.1 + 0.2, families: {} }],
  seconds: 12.5,
};
const bytes = encodeCheckpoint(ID, checkpoint);

describe('a checkpoint', () => {
  test('is read back to the last bit', () => expect(decodeCheckpoint(ID, bytes)).toEqual(checkpoint));

  test("is not taken where it is another run's", () => expect(decodeCheckpoint(OTHER, bytes)).toBeUndefined());

  test('is ignored if it is cut, or any of its bits is flipped', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const flipped = Uint8Array.from(bytes);
        flipped[at] ^= 1 << bit;
        expect(decodeCheckpoint(ID, flipped)).toBeUndefined();
        expect(decodeCheckpoint(ID, bytes.subarray(0, at))).toBeUndefined();
      }),
    );
  });

  test('is one file, which the next checkpoint replaces, and is removed', async () => {
    const folder = temporaryFolder();
    const own = checkpointsOf(folder, ID, 0);
    expect([own.last(), own.due()]).toEqual([undefined, true]);
    expect(checkpointsOf(folder, ID, 1000).due()).toBe(false);
    await own.keep({ ...checkpoint, points: [] });
    await own.keep(checkpoint);
    expect(readdirSync(folder)).toEqual([`.checkpoint-${ID}`]);
    const again = checkpointsOf(folder, ID, 0);
    expect({ ...again.last(), seconds: 0 }).toEqual({ ...checkpoint, seconds: 0 });
    writeFileSync(path.join(folder, `.checkpoint-${OTHER}`), readFileSync(path.join(folder, `.checkpoint-${ID}`)));
    expect(checkpointsOf(folder, OTHER, 0).last()).toBeUndefined();
    await removeCheckpointsOf(folder, new Set([OTHER]));
    expect(readdirSync(folder)).toEqual([`.checkpoint-${ID}`]);
    await again.forget();
    expect([readdirSync(folder), again.last()]).toEqual([[], undefined]);
  });
});

describe('a training that continues from a checkpoint', () => {
  let compiled: Engine;
  beforeAll(async () => {
    compiled = await createEngine('compiled', 1);
  });

  test('gives the results of an uninterrupted training to the last bit, wherever it was interrupted', async () => {
    const network = smallNetwork({ dropout: 0.2 });
    const training = async (from?: TrainingProgress) => {
      const measured: [number, number | null][] = [];
      const kept: Uint8Array[] = [];
      let end: unknown;
      const run: Partial<TrainingRun> = {
        network,
        curvePoints: 3,
        from,
        options: { ...smallOptions, steps: 12 },
        onMeasure: async (step, loss) => void measured.push([step, loss]),
        onProgress: async (progress) =>
          void kept.push(encodeCheckpoint(ID, { training: progress, points: [], seconds: 0 })),
      };
      await lossesOf(compiled, { ...run, onEnd: (state) => (end = state) });
      return { measured, kept, end };
    };
    const whole = await training();
    expect(whole.kept).toHaveLength(12);
    for (const bytes of whole.kept) {
      const { training: from } = decodeCheckpoint(ID, bytes)!;
      const rest = await training(from);
      expect(rest.end).toEqual(whole.end);
      expect(rest.measured).toEqual(whole.measured.filter(([step]) => step > from.step));
    }
  }, 60_000);
});
