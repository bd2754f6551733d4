/** Numbers of the published study [P24], the table of its report: means of three seeds. */

export interface Published {
  /** Length of the list of facts, four fifths of which are training data. */
  readonly listed: number;
  /** Exponent of Zipf's law. */
  readonly exponent: number;
  /** Different false statements among 1000 that the network made, over 1000. */
  readonly falseStatements: number;
  readonly monofactRate: number;
  readonly miscalibration: number;
}

function published(
  listed: number,
  exponent: number,
  [falseStatements, monofactRate, miscalibration]: readonly [number, number, number],
): Published {
  return { listed, exponent, falseStatements, monofactRate, miscalibration };
}

/** The shorter and the longer list. */
export const LISTED = [1000, 10_000] as const;

export const PUBLISHED: readonly Published[] = [
  published(1000, 0.1, [0.032, 0.995, 0.456]),
  published(1000, 0.5, [0.028, 0.978, 0.458]),
  published(1000, 1, [0.013, 0.535, 0.276]),
  published(1000, 1.5, [0.001, 0.097, 0.288]),
  published(1000, 2, [0, 0.019, 0.73]),
  published(10_000, 0.1, [0.169, 0.921, 0.914]),
  published(10_000, 0.5, [0.173, 0.853, 0.902]),
  published(10_000, 1, [0.075, 0.368, 0.525]),
  published(10_000, 1.5, [0.007, 0.043, 0.376]),
  published(10_000, 2, [0, 0.007, 0.836]),
];
