/** Rows that are no draws: counts that do not scatter as draws with replacement do, whatever the law of frequencies. */
import { binomialInterval } from '../../theory/binomialInterval.js';
import { type FrequencyCounts, promptsOf, seenTimes } from '../../theory/frequencyCounts.js';
import { power } from '../../theory/power.js';
import { scatterFit } from '../../theory/unseen/poissonMixture.js';

/** Scatter of the counts, and what it says about the rows. */
export interface Scatter {
  /** False where the counts rule out that rows are draws with replacement. Estimates are then not to be trusted, and null beside `multipleOf`. */
  readonly draws: boolean;
  /**
   * Greatest g ≥ 2 such that every count, of answers or of all rows, is a multiple of g, and draws would hardly give that; null if there
   * is none.
   */
  readonly multipleOf: number | null;
  /** Greatest g ≥ 2 of which more counts are multiples than draws of any law give; null if there is none, and beside `multipleOf`. */
  readonly mostlyMultipleOf: number | null;
  /** Counts divided by `multipleOf`: what one copy of the rows would give; null where only counts of all rows are multiples. */
  readonly oneCopy: {
    readonly rows: number;
    readonly prompts: number;
    readonly singletons: number;
    readonly doubletons: number;
    readonly singletonRate: number;
  } | null;
  /** Share of prompts that would need another count for draws of some law to give these counts, in [0, 1]; null beside `multipleOf`. */
  readonly distance: number | null;
  /** The misfit as a standard normal deviate; draws stay below 5. Null beside `multipleOf`, and where too few prompts can be compared. */
  readonly deviate: number | null;
}

/** Probability below which multiples are no chance. */
const RARE = 0.02;
/** Deviate that draws exceed once in 3·10⁶. */
const FAR = 5;
/** Misfit above which rows are no draws, and above which a warning is given. Fewer odd counts move the estimate little. */
const [FOREIGN, ODD] = [0.1, 0.02];

/** Divisors that are tried on most counts; the level of each trial; and what the share must exceed that of draws by. */
const [DIVISORS, SURE, MORE] = [[2, 3, 4, 5, 6, 7, 8, 9, 10, 12], 0.998, 0.15];

/**
 * Judges whether counts scatter as draws with replacement do.
 * @param rows N, all rows
 * @param rowFrequencies prompts by all of their rows, abstentions included
 */
export function scatterOf(
  frequencies: FrequencyCounts,
  rows: number,
  rowFrequencies: FrequencyCounts = frequencies,
): Scatter {
  const nothing = { multipleOf: null, mostlyMultipleOf: null, oneCopy: null, distance: null, deviate: null };
  if (frequencies.length === 0) return { draws: true, ...nothing };
  const multipleOf = commonMultiple(frequencies);
  if (multipleOf !== null)
    return { ...nothing, draws: false, multipleOf, oneCopy: divided(frequencies, multipleOf, rows) };
  const ofRows = commonMultiple(rowFrequencies);
  if (ofRows !== null) return { ...nothing, draws: false, multipleOf: ofRows };
  const mostlyMultipleOf = mostlyMultiple(frequencies);
  const { distance, deviate } = scatterFit(frequencies);
  const foreign = deviate !== null && deviate > FAR && distance > FOREIGN;
  return {
    draws: !foreign && mostlyMultipleOf === null,
    multipleOf,
    mostlyMultipleOf,
    oneCopy: null,
    distance,
    deviate,
  };
}

/** Returns whether some counts are unlike draws, though too few to give the estimate up. */
export function isOdd({ draws, distance, deviate }: Scatter): boolean {
  return draws && deviate !== null && deviate > FAR && distance !== null && distance > ODD;
}

/** Returns the greatest common divisor g of all counts where it is no chance. */
function commonMultiple(frequencies: FrequencyCounts): number | null {
  const g = frequencies.reduce((divisor, [times]) => greatestCommonDivisor(divisor, times), 0);
  return g >= 2 && power(mostOfDraws(g), promptsOf(frequencies)) < RARE ? g : null;
}

/** Returns the greatest divisor that divides more counts than draws of any law would let it. */
function mostlyMultiple(frequencies: FrequencyCounts): number | null {
  const prompts = promptsOf(frequencies);
  const found = DIVISORS.filter((g) => {
    const multiples = promptsOf(frequencies.filter(([times]) => times % g === 0));
    const most = mostOfDraws(g);
    return multiples / prompts > most + MORE && binomialInterval(multiples, prompts, SURE).lower > most;
  });
  return found.at(-1) ?? null;
}

/** The largest probability, over all means, that a Poisson variable above 0 is a multiple of g: 1/g, or 1/√(2πg) where the mean is near g. */
function mostOfDraws(g: number): number {
  return Math.max(1 / g, 1 / Math.sqrt(2 * Math.PI * g));
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
