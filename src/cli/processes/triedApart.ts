/**
 * Devices tried in processes of their own: the libraries of a graphics card write to stderr past Node, and a faulty driver
 * ends the process that loads it. What they write belongs to the reason, and is noise where the device works.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Device } from '../../engine/device.js';
import type { Availability } from '../../engine/eagerBackends.js';
import { deviceAvailability } from '../../training/availability.js';

const TRIAL = fileURLToPath(new URL('deviceTrial.js', import.meta.url));
/** Milliseconds after which a driver hangs: a first kernel compiles in seconds. */
const PATIENCE = 120_000;

/** Tries a device: the processor here, and what else this build of ONNX Runtime has in a process of its own. */
export async function triedApart(device: Device): Promise<Availability> {
  if (device === 'cpu' || !(await isInBuild(device))) return deviceAvailability(device);
  const { status, signal, error, stdout, stderr } = spawnSync(process.execPath, [TRIAL, device], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
  });
  return availabilityOf({ status, signal: error === undefined ? signal : error.message, stdout, stderr });
}

/** The end of a process that tried a device. */
export interface TrialEnd {
  readonly status: number | null;
  /** Name of the signal, or the error, that ended it; null if it ended by itself. */
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Reads what a trial found; the reason for a device that does not work holds what its libraries wrote. */
export function availabilityOf({ status, signal, stdout, stderr }: TrialEnd): Availability {
  const found: Availability =
    status === 0
      ? (JSON.parse(stdout) as Availability)
      : { available: false, reason: `its driver ended the process that tried it (${signal ?? `exit code ${status}`})` };
  if (found.available) return found;
  const written = wordsOf(stderr);
  return written === '' ? found : { available: false, reason: `${found.reason}; ${written}` };
}

/** Lines that libraries wrote, each once, without the places in their source. */
function wordsOf(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => /^\S/.test(line));
  return [...new Set(lines.map((line) => line.replace(/^(Warning|Error): /, '').trim()))].join('; ');
}

async function isInBuild(device: Device): Promise<boolean> {
  const { buildHas } = await import('../../engine/compiled.js');
  return buildHas(device).catch(() => false);
}
