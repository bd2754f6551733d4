/** A number of runs: "1 run", "3 runs". */
export function countedRuns(count: number): string {
  return `${count} ${count === 1 ? 'run' : 'runs'}`;
}

/** A number of runs with its verb: "1 run is", "3 runs are". */
export function runsThat(count: number, singular: string, plural: string): string {
  return `${countedRuns(count)} ${count === 1 ? singular : plural}`;
}
