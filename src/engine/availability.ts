/** Engines, devices and backends that can run programs on this machine, found by running one. */
import { DEVICES, type Device } from './device.js';
import { type Availability, EAGER_BACKENDS, useEagerBackend } from './eagerBackends.js';
import { createEngine } from './engine.js';
import type { Program } from './program.js';

/** Result of running a small program on one engine. */
export interface EngineReport {
  readonly engine: 'compiled' | 'eager';
  readonly backend: string;
  /** Device of the compiled engine; left out for the eager one. */
  readonly device?: Device;
  readonly availability: Availability;
}

/** Checks whether a small program runs on a device, and gives the reason if it does not. */
export function deviceAvailability(device: Device): Promise<Availability> {
  return tried(() => createEngine('compiled', 1, undefined, device));
}

/** Checks every engine with every device or backend. */
export async function engineReports(): Promise<readonly EngineReport[]> {
  const reports: EngineReport[] = [];
  for (const device of DEVICES)
    reports.push({
      engine: 'compiled',
      backend: 'onnxruntime',
      device,
      availability: await deviceAvailability(device),
    });
  for (const backend of EAGER_BACKENDS) {
    const loaded = await useEagerBackend(backend);
    const availability = loaded.available ? await tried(() => createEngine('eager', 1, backend)) : loaded;
    reports.push({ engine: 'eager', backend, availability });
  }
  return reports;
}

async function tried(create: () => ReturnType<typeof createEngine>): Promise<Availability> {
  try {
    const executable = await (await create()).prepare(doubling);
    const { y } = await executable.run({ x: Float32Array.of(1, 2) });
    await executable.dispose();
    return y[1] === 4 ? { available: true } : { available: false, reason: 'it gives wrong results' };
  } catch (error) {
    return { available: false, reason: reasonOf(error as Error) };
  }
}

/** Returns the first line of a message, without the source location and condition with which ONNX Runtime begins. */
function reasonOf({ message }: Error): string {
  return message.split('\n')[0].replace(/^\/\S+:\d+ .* was false\. /, '');
}

const doubling: Program = {
  inputs: { x: { shape: [2], dtype: 'float32' } },
  run: ({ x }) => ({ y: x.add(x) }),
};
