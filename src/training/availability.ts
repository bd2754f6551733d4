/** Engines, devices and backends that can train on this machine, found by making two steps of a small training. */
import { cudaProviderFault } from '../engine/cudaProvider.js';
import { DEVICES, type Device } from '../engine/device.js';
import { type Availability, EAGER_BACKENDS, useEagerBackend } from '../engine/eagerBackends.js';
import { createEngine, type Engine } from '../engine/engine.js';
import { initialParameters } from '../models/networks/network.js';
import { transformer } from '../models/networks/transformer.js';
import { normal } from '../random/normal.js';
import { stream } from '../random/stream.js';
import { power } from '../theory/power.js';
import { withoutMoments } from './optimiser.js';
import { trainingStep } from './trainingStep.js';

/** Result of a small training on one engine. */
export interface EngineReport {
  readonly engine: 'compiled' | 'eager';
  readonly backend: string;
  /** Device of the compiled engine; left out for the eager one. */
  readonly device?: Device;
  readonly availability: Availability;
}

/** Checks whether a device trains a small transformer as the processor does, and gives the reason if it does not. */
export async function deviceAvailability(device: Device): Promise<Availability> {
  const availability = await tried(() => createEngine('compiled', 1, undefined, device));
  if (availability.available || device !== 'cuda') return availability;
  const fault = cudaProviderFault();
  return fault === undefined ? availability : { available: false, reason: fault };
}

/**
 * Checks every engine with every device or backend.
 * @param tryDevice checks a device, such as in a process of its own
 */
export async function engineReports(
  tryDevice: (device: Device) => Promise<Availability> = deviceAvailability,
): Promise<readonly EngineReport[]> {
  const reports: EngineReport[] = [];
  for (const device of DEVICES)
    reports.push({
      engine: 'compiled',
      backend: 'onnxruntime',
      device,
      availability: await tryDevice(device),
    });
  for (const backend of EAGER_BACKENDS) {
    const loaded = await useEagerBackend(backend);
    const availability = loaded.available ? await tried(() => createEngine('eager', 1, backend)) : loaded;
    reports.push({ engine: 'eager', backend, availability });
  }
  return reports;
}

/**
 * Losses of the two steps, nats per token, as TensorFlow.js computes them (backends `cpu` and `wasm` agree to these
 * digits). The second depends on the gradients of the first.
 */
const LOSSES = [3.821123, 2.8129];
/** Largest error of a loss: products of graphics cards may keep ten bits of a factor. */
const TOLERANCE = 1e-3;

async function tried(create: () => Promise<Engine>): Promise<Availability> {
  try {
    const losses = await lossesOfTrial(await create());
    return losses.every((loss, i) => Math.abs(loss - LOSSES[i]) < TOLERANCE)
      ? { available: true }
      : {
          available: false,
          reason: `a small training gives wrong losses: ${losses.join(', ')} in place of ${LOSSES.join(', ')}`,
        };
  } catch (error) {
    return { available: false, reason: reasonOf(error as Error) };
  }
}

/** Makes two steps of a transformer of width 16, each on the same batch, and returns their losses. */
export async function lossesOfTrial(engine: Engine): Promise<readonly number[]> {
  const [vocabulary, batch, slots] = [24, 4, 6];
  const options = transformer.options.parse({ layers: 1, heads: 2, width: 16 });
  const network = transformer.network(options, vocabulary, slots);
  const predictions = batch * slots;
  const program = trainingStep(
    network,
    { batch, slots, predictions },
    { optimiser: 'adam', beta1: 0.9, beta2: 0.99, weightDecay: 0, clipNorm: 1 },
  );
  const random = stream(1, 'initialisation');
  const numbered = (of: (i: number) => number): Int32Array => Int32Array.from({ length: predictions }, (_, i) => of(i));
  const step = await engine.prepare(program);
  try {
    const losses: number[] = [];
    let state = withoutMoments(initialParameters(network, () => normal(random)));
    for (const now of [1, 2]) {
      const { theta, m, v, loss } = await step.run({
        ...state,
        tokens: numbered((i) => (7 * i) % vocabulary),
        asked: numbered((i) => i),
        labels: numbered((i) => (5 * i + 1) % vocabulary),
        weights: new Float32Array(predictions).fill(1 / predictions),
        learningRate: Float32Array.of(0.01),
        correction1: Float32Array.of(1 - power(0.9, now)),
        correction2: Float32Array.of(1 - power(0.99, now)),
      });
      state = { theta, m, v };
      losses.push(loss[0]);
    }
    return losses;
  } finally {
    await step.dispose();
  }
}

/** Returns the first line of a message, without the source location and condition with which ONNX Runtime begins. */
function reasonOf({ message }: Error): string {
  return message.split('\n')[0].replace(/^\/\S+:\d+ .* was false\. /, '');
}
