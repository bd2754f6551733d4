/** The machine that writes a report, and the machines that made its runs. */
import { availableParallelism, cpus, totalmem } from 'node:os';

/**
 * Names and values, to be shown as they are.
 * @param machines those that made the runs, one for each run
 */
export function environment(machines: readonly string[]): readonly (readonly [name: string, value: string])[] {
  return [
    ...[...new Set(machines)]
      .sort()
      .map(
        (machine) => ['runs made with', `${machine} (${machines.filter((each) => each === machine).length})`] as const,
      ),
    ['system', `${process.platform} ${process.arch}`],
    [
      'processor',
      `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} ${availableParallelism() === 1 ? 'core' : 'cores'}`,
    ],
    ['memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
  ];
}
