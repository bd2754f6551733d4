/**
 * Checkpoints of a training under way, `.checkpoint-<run id>` in the experiment's folder. An interrupted run continues from its
 * last checkpoint, and ends as it would have ended without the interruption. A file holds safetensors (parameters and Adam's
 * moments, flat) with metadata `run`, `training`, `points`, `timelines` and `seconds`, then the SHA-256 of all that. Random streams are not
 * stored: they are drawn again up to the step.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { decodeSafetensors, encodeSafetensors } from '../../models/saved/safetensors.js';
import type { TrainingState } from '../../models/saved/savedModel.js';
import type { CurvePoint } from '../../results/familyMeasurement.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import { fromJson, toJson } from '../../store/specialNumbers.js';
import { listDir } from '../../store/temporaryFolder.js';
import type { TrainingProgress } from '../../training/train.js';
import type { TimelinePoint } from '../tables/timelinesTable.js';

export interface Checkpoint {
  readonly training: TrainingProgress;
  /** Measurements up to this checkpoint. */
  readonly points: readonly CurvePoint[];
  /** Timelines of single facts up to this checkpoint, if they are asked for. */
  readonly timelines?: readonly TimelinePoint[] | undefined;
  /** Seconds spent up to this checkpoint. */
  readonly seconds: number;
}

/** The checkpoints of one run. */
export interface Checkpoints {
  /** The checkpoint of an interrupted attempt; undefined if there is none, or it is damaged or belongs to another run. */
  readonly last: () => Checkpoint | undefined;
  /** True if it is time for the next checkpoint. */
  readonly due: () => boolean;
  readonly keep: (checkpoint: Omit<Checkpoint, 'seconds'>) => Promise<void>;
  /** Seconds spent on this run so far, including those before the checkpoint from which it continued. */
  readonly seconds: () => number;
  readonly forget: () => Promise<void>;
}

const PREFIX = '.checkpoint-';
const DIGEST_BYTES = 32;

/** @param seconds time between two checkpoints; 0: after every step */
export function checkpointsOf(directory: string, id: string, seconds: number): Checkpoints {
  const path = join(directory, PREFIX + id);
  const begun = performance.now();
  let [latest, before] = [begun, 0];
  const spent = (): number => before + (performance.now() - begun) / 1000;
  return {
    last: () => {
      const bytes = bytesAt(path);
      const checkpoint = bytes && decodeCheckpoint(id, bytes);
      before = checkpoint?.seconds ?? 0;
      return checkpoint;
    },
    seconds: spent,
    due: () => performance.now() - latest >= seconds * 1000,
    keep: async (checkpoint) => {
      await writeFileAtomically(path, encodeCheckpoint(id, { ...checkpoint, seconds: spent() }));
      latest = performance.now();
    },
    forget: () => rm(path, { force: true }),
  };
}

/** The bytes of a file; undefined if it is not there. @throws the system's error if it cannot be read */
function bytesAt(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes the checkpoints of complete runs, whose process was killed just before it did so. */
export async function removeCheckpointsOf(directory: string, complete: ReadonlySet<string>): Promise<void> {
  for (const { name } of await listDir(directory)) {
    if (name.startsWith(PREFIX) && complete.has(name.slice(PREFIX.length)))
      await rm(join(directory, name), { force: true });
  }
}

export function encodeCheckpoint(
  run: string,
  { training: { state, ...training }, points, timelines, seconds }: Checkpoint,
): Uint8Array {
  const tensors = Object.fromEntries(
    Object.entries({ ...state } as Record<keyof TrainingState, Float32Array>).map(([name, data]) => [
      name,
      { shape: [data.length], data },
    ]),
  );
  const content = encodeSafetensors({
    tensors,
    metadata: {
      run,
      training: toJson(training),
      points: toJson(points),
      ...(timelines && { timelines: toJson(timelines) }),
      seconds: String(seconds),
    },
  });
  return Buffer.concat([content, digestOf(content)]);
}

/** @param run id of the run to continue. @returns undefined for a damaged checkpoint, or one of another run */
export function decodeCheckpoint(run: string, bytes: Uint8Array): Checkpoint | undefined {
  const content = bytes.subarray(0, Math.max(0, bytes.length - DIGEST_BYTES));
  if (!digestOf(content).equals(bytes.subarray(content.length))) return undefined;
  const { tensors, metadata } = decodeSafetensors(content, PREFIX + run);
  if (metadata.run !== run) return undefined;
  const state: TrainingState = { theta: tensors.theta.data, m: tensors.m.data, v: tensors.v.data };
  const training = fromJson(metadata.training) as Omit<TrainingProgress, 'state'>;
  return {
    training: { ...training, state },
    points: fromJson(metadata.points) as CurvePoint[],
    ...(metadata.timelines !== undefined && { timelines: fromJson(metadata.timelines) as TimelinePoint[] }),
    seconds: Number(metadata.seconds),
  };
}

function digestOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}
