/** Rows that are no draws: counts that do not scatter as draws with replacement do, whatever the law of frequencies. */
import { type FrequencyCounts, promptsOf, seenTimes } from '../../theory/frequencyCounts.js';
import { scatterFit } from '../../theory/poissonMixture.js';
import { power } from '../../theory/power.js';

/** Scatter of the counts, and what it says about the rows. */
export interface Scatter {
  /** False where the counts rule out that rows are draws with replacement. Estimates are then not to be trusted, and null beside `multipleOf`. */
  readonly draws: boolean;
  /** Greatest g ≥ 2 such that every count is a multiple of g and draws would hardly give that; null if there is none. */
  readonly multipleOf: number | null;
  /** Counts divided by `multipleOf`: what one copy of the rows would give. */
  readonly oneCopy: {
    readonly rows: number;
    readonly prompts: number;
    readonly singletons: number;
    readonly doubletons: number;
    readonly singletonRate: number;
  } | null;
  /** Share of prompts that would need another count for draws of some law to give these counts, in [0, 1]. */
  readonly distance: number;
  /** That misfit as a standard normal deviate; draws stay below 5. Null where too few prompts can be compared. */
  readonly deviate: number | null;
}

/** Probability below which multiples are no chance. */
const RARE = 0.02;
/** Deviate that draws exceed once in 3·10⁶. */
const FAR = 5;
/** Misfit above which rows are no draws, and above which a warning is given. Fewer odd counts move the estimate little. */
const [FOREIGN, ODD] = [0.1, 0.02];

/**
 * Judges whether counts scatter as draws with replacement do.
 * @param rows N, all rows
 */
export function scatterOf(frequencies: FrequencyCounts, rows: number): Scatter {
  if (frequencies.length === 0) return { draws: true, multipleOf: null, oneCopy: null, distance: 0, deviate: null };
  const { distance, deviate } = scatterFit(frequencies);
  const multipleOf = commonMultiple(frequencies);
  return {
    draws: multipleOf === null && !(deviate !== null && deviate > FAR && distance > FOREIGN),
    multipleOf,
    oneCopy: multipleOf === null ? null : divided(frequencies, multipleOf, rows),
    distance,
    deviate,
  };
}

/** Returns whether some counts are unlike draws, though too few to give the estimate up. */
export function isOdd({ draws, distance, deviate }: Scatter): boolean {
  return draws && deviate !== null && deviate > FAR && distance > ODD;
}

/**
 * Returns the greatest common divisor g of all counts where it is no chance. A Poisson variable above 0 is a multiple of g with
 * probability 1/g at most, or 1/√(2πg) where its mean is near g, whatever its mean is.
 */
function commonMultiple(frequencies: FrequencyCounts): number | null {
  const g = frequencies.reduce((divisor, [times]) => greatestCommonDivisor(divisor, times), 0);
  const chance = power(Math.max(1 / g, 1 / Math.sqrt(2 * Math.PI * g)), promptsOf(frequencies));
  return g >= 2 && chance < RARE ? g : null;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function divided(frequencies: FrequencyCounts, g: number, rows: number): NonNullable<Scatter['oneCopy']> {
  const once = frequencies.map(([times, prompts]) => [times / g, prompts] as const);
  const singletons = seenTimes(once, 1);
  return {
    rows: Math.round(rows / g),
    prompts: promptsOf(once),
    singletons,
    doubletons: seenTimes(once, 2),
    singletonRate: singletons / Math.round(rows / g),
  };
}
