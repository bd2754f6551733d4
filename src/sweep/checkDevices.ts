/** Checks that this machine has the engine and the devices of a sweep, before its runs begin. */

import { DEVICE_NEEDS, DEVICES, type Device } from '../engine/device.js';
import type { Availability } from '../engine/eagerBackends.js';
import { requireCompiledEngine } from '../engine/engine.js';
import { UserError } from '../errors/userError.js';
import { knownModelKind } from '../models/registry.js';
import { isStudy } from './experimentSchemas.js';
import type { RunTask } from './run/executeRun.js';

/** @throws UserError where networks are to be trained and ONNX Runtime is not installed */
export function requireEngine(tasks: readonly RunTask[]): void {
  const needed = tasks.some(({ config }) => {
    if (isStudy(config) || config.engine.kind !== 'compiled') return false;
    const kind = knownModelKind(config.model.kind);
    return kind !== undefined && 'network' in kind;
  });
  if (needed) requireCompiledEngine();
}

/**
 * @param tried tries a device: apart from this process, where its driver may write or fail
 * @throws UserError
 */
export async function checkDevices(
  tasks: readonly RunTask[],
  tried: (device: Device) => Promise<Availability>,
): Promise<void> {
  const engines = tasks.flatMap(({ config }) => (isStudy(config) ? [] : [config.engine]));
  for (const device of DEVICES) {
    const using = engines.filter((engine) => engine.device === device);
    if (device === 'cpu' || using.length === 0) continue;
    if (using.some(({ kind }) => kind === 'eager')) {
      throw new UserError({
        code: 'out-of-range',
        summary: 'the eager engine chooses its own device',
        keyPath: 'engine.device',
        found: device,
        allowed: 'cpu',
        hint: 'leave engine.device out, or use engine.kind: compiled',
      });
    }
    const availability = await tried(device);
    if (availability.available) continue;
    throw new UserError({
      code: 'not-available',
      summary: 'this device is not available on this machine',
      keyPath: 'engine.device',
      found: `${device}: ${availability.reason}`,
      allowed: 'cpu, or another device that `hallucination-rate doctor` lists as working',
      hint: `${device} needs ${DEVICE_NEEDS[device]}`,
    });
  }
}
