/** What can run programs on this machine, found by running one. */
import { createEngine } from './engine.js';
import { EAGER_BACKENDS, useEagerBackend, type Availability } from './eagerBackends.js';
import type { Program } from './program.js';

export interface EngineReport {
  readonly engine: 'compiled' | 'eager';
  readonly backend: string;
  readonly availability: Availability;
}

/** Every engine with every backend: whether a small program runs there, and if not, why. */
export const engineReports = async (): Promise<readonly EngineReport[]> => {
  const reports: EngineReport[] = [{ engine: 'compiled', backend: 'onnxruntime', availability: await tried(() => createEngine('compiled', 1)) }];
  for (const backend of EAGER_BACKENDS) {
    const loaded = await useEagerBackend(backend);
    const availability = loaded.available ? await tried(() => createEngine('eager', 1, backend)) : loaded;
    reports.push({ engine: 'eager', backend, availability });
  }
  return reports;
};

const tried = async (create: () => ReturnType<typeof createEngine>): Promise<Availability> => {
  try {
    const executable = await (await create()).prepare(doubling);
    const { y } = await executable.run({ x: Float32Array.of(1, 2) });
    await executable.dispose();
    return y[1] === 4 ? { available: true } : { available: false, reason: 'it gives wrong results' };
  } catch (error) {
    return { available: false, reason: (error as Error).message.split('\n')[0] };
  }
};

const doubling: Program = {
  inputs: { x: { shape: [2], dtype: 'float32' } },
  run: ({ x }) => ({ y: x.add(x) }),
};
