/** The machine and the Node version, for reports. */
import { availableParallelism, cpus, totalmem } from 'node:os';

/** Names and values, to be shown as they are. */
export function environment(): readonly (readonly [name: string, value: string])[] {
  return [
    ['Node', process.version],
    ['system', `${process.platform} ${process.arch}`],
    [
      'processor',
      `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} ${availableParallelism() === 1 ? 'core' : 'cores'}`,
    ],
    ['memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
  ];
}
