/** A number of runs with its verb: "1 run is", "3 runs are". */
export function runsThat(count: number, singular: string, plural: string): string {
  return count === 1 ? `1 run ${singular}` : `${count} runs ${plural}`;
}
