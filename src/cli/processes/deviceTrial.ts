/** A process that tries one device, named by its argument, and writes its availability as JSON to stdout. */
import { writeSync } from 'node:fs';
import type { Device } from '../../engine/device.js';
import { deviceAvailability } from '../../training/availability.js';

writeSync(1, JSON.stringify(await deviceAvailability(process.argv[2] as Device)));
