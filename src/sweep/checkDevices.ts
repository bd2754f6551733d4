/** Whether this machine has the devices that runs ask for, before any of them begins. */

import { deviceAvailability } from '../engine/availability.js';
import { DEVICE_NEEDS, DEVICES } from '../engine/device.js';
import { UserError } from '../errors/userError.js';
import { isStudy } from './experimentSchemas.js';
import type { RunTask } from './run/executeRun.js';

/** @throws UserError */
export async function checkDevices(tasks: readonly RunTask[]): Promise<void> {
  const engines = tasks.flatMap(({ config }) => (isStudy(config) ? [] : [config.engine]));
  for (const device of DEVICES) {
    const asking = engines.filter((engine) => engine.device === device);
    if (device === 'cpu' || asking.length === 0) continue;
    if (asking.some(({ kind }) => kind === 'eager')) {
      throw new UserError({
        code: 'out-of-range',
        summary: 'the eager engine chooses its own device',
        keyPath: 'engine.device',
        found: device,
        allowed: 'cpu',
        hint: 'leave engine.device out, or use engine.kind: compiled',
      });
    }
    const availability = await deviceAvailability(device);
    if (availability.available) continue;
    throw new UserError({
      code: 'not-available',
      summary: 'this machine cannot compute there',
      keyPath: 'engine.device',
      found: `${device}: ${availability.reason}`,
      allowed: 'cpu, or another that doctor says works',
      hint: `${device} needs ${DEVICE_NEEDS[device]}`,
    });
  }
}
