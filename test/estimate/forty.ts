/** Forty draws of ten people, of whom two come once and three come twice, to be written in every shape. */
export const FORTY: readonly number[] = [
  1, 2, 9, 1, 2, 2, 0, 2, 3, 6, 0, 0, 0, 6, 4, 0, 11, 10, 3, 3, 0, 0, 2, 0, 0, 0, 0, 1, 1, 7, 2, 3, 2, 3, 1, 0, 11, 11,
  7, 4,
];

/** The counts of these draws. */
export const FORTY_COUNTS = {
  rows: 40,
  answeredRows: 40,
  emptyPrompts: 0,
  prompts: 10,
  singletons: 2,
  doubletons: 3,
  singletonRate: 0.05,
  conflictingPrompts: 0,
} as const;

export function question(person: number): string {
  return `When was Person ${person} born?`;
}

export function day(person: number): string {
  return `Day ${31 * person}`;
}
