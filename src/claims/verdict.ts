/** From numbers to verdicts. Every verdict is computed here, from what was measured and what was predicted. */
import { meanInterval } from '../theory/meanInterval.js';
import type { CheckResult, Interval, Verdict } from './claim.js';

/** Rounding of float64 sums, allowed to comparisons of numbers that are equal, or in order, with certainty. */
export const ROUNDING = 1e-9;

/** Both ends belong to it; ±Infinity leaves a side open. */
export interface Range {
  readonly low: number;
  readonly high: number;
  /** The value and tolerance that `about` was given; its words come from them. */
  readonly around?: { readonly value: number; readonly tolerance: number };
}

export function atMost(high: number): Range {
  return { low: -Infinity, high };
}
export function atLeast(low: number): Range {
  return { low, high: Infinity };
}
export function between(low: number, high: number): Range {
  return { low, high };
}
export function about(value: number, tolerance: number): Required<Range> {
  return { ...between(value - tolerance, value + tolerance), around: { value, tolerance } };
}

/**
 * Whether a mean over seeds lies where it was predicted: `confirmed` where its whole 95 % Student t interval does, `refuted`
 * where none of it does, `inconclusive` where the interval reaches over an end, or where there are fewer than two seeds.
 * @param measured one a seed (a world); null where a run has not measured it, which leaves the claim open
 */
export function meanWithin(quantity: string, measured: readonly (number | null)[], predicted: Range): CheckResult {
  const values = complete(measured);
  if (values === null) return unmeasured(quantity, NOT_EVERY_RUN);
  if (values.length === 0) return unmeasured(quantity, 'no run has measured it');
  const { mean, interval } = meanInterval(values);
  if (interval === null)
    return {
      quantity,
      measured: mean,
      interval,
      verdict: 'inconclusive',
      condition: 'one seed shows no spread: run at least two',
    };
  const verdict = verdictOf(interval, predicted);
  const condition = `the 95 % interval reaches over an end of ${rangeWords(predicted)}: more seeds would narrow it`;
  return { quantity, measured: mean, interval, verdict, ...(verdict === 'inconclusive' && { condition }) };
}

const NOT_EVERY_RUN = 'some runs have not measured it';

/** The numbers, where none is missing. */
function complete(measured: readonly (number | null)[]): readonly number[] | null {
  const values = measured.filter((value) => value !== null);
  return values.length === measured.length ? values : null;
}

/** `confirmed` where the interval lies inside, `refuted` where it lies outside, else `inconclusive`. */
export function verdictOf({ lower, upper }: Interval, { low, high }: Range): Verdict {
  if (lower >= low && upper <= high) return 'confirmed';
  return upper < low || lower > high ? 'refuted' : 'inconclusive';
}

/**
 * A statement that must hold without exception: one violation refutes it.
 * @param holds one a case; null where a run has not measured it, which leaves the claim open unless another case refutes it
 */
export function holdsAlways(quantity: string, holds: readonly (boolean | null)[]): CheckResult {
  if (holds.length === 0) return unmeasured(quantity, 'no run has measured it');
  const violations = holds.filter((each) => each === false).length;
  if (violations === 0 && holds.includes(null)) return unmeasured(quantity, NOT_EVERY_RUN);
  return {
    quantity,
    measured: violations,
    interval: null,
    verdict: violations === 0 ? 'confirmed' : 'refuted',
    details: [`${violations} violations in ${holds.length} cases.`],
  };
}

/** A number without spread (a closed form, a maximum over all cases) against its prediction. */
export function exactlyWithin(quantity: string, value: number | null, { low, high }: Range): CheckResult {
  if (value === null) return unmeasured(quantity, 'no run has measured it');
  return {
    quantity,
    measured: value,
    interval: null,
    verdict: value >= low && value <= high ? 'confirmed' : 'refuted',
  };
}

/**
 * A claim of several parts: refuted where one is, else inconclusive where one is, else dependent where one is, else confirmed.
 * The headline is that of the part that decides; the others are told in the details.
 */
export function allOf(parts: readonly [CheckResult, ...CheckResult[]]): CheckResult {
  const order: readonly Verdict[] = ['refuted', 'inconclusive', 'depends', 'confirmed'];
  const deciding = parts.reduce((worst, part) =>
    order.indexOf(part.verdict) < order.indexOf(worst.verdict) ? part : worst,
  );
  const others = parts.filter((part) => part !== deciding);
  return {
    ...deciding,
    details: [
      ...(deciding.details ?? []),
      ...others.flatMap((part) => [resultSentence(part), ...(part.details ?? [])]),
    ],
  };
}

/**
 * A claim that is expected to hold in one case and to fail in another, and so depends on which: `depends` where both came out
 * so. Where the second case holds too, the claim is confirmed outright; where the first one fails, it is refuted.
 * @param where the finding of the case in which the claim should hold
 * @param elsewhere the finding, of the same claim, of the case in which it should fail
 */
export function holdsOnlyWhere(condition: string, where: CheckResult, elsewhere: CheckResult): CheckResult {
  const details = [...(where.details ?? []), resultSentence(where), ...(elsewhere.details ?? [])];
  if (where.verdict !== 'confirmed') return { ...where, details: [...details, resultSentence(elsewhere)] };
  if (elsewhere.verdict === 'confirmed') return { ...elsewhere, details };
  if (elsewhere.verdict === 'refuted') return { ...elsewhere, verdict: 'depends', condition, details };
  return { ...elsewhere, details };
}

/**
 * A gate: whether the mean over seeds lies where it must for a measurement to mean anything. It asks no more than that, for it
 * is no claim: a world in which a model has learnt a little less does not shut it.
 */
export function gate(quantity: string, measured: readonly (number | null)[], needed: Range): CheckResult {
  const values = complete(measured);
  if (values === null) return unmeasured(quantity, NOT_EVERY_RUN);
  if (values.length === 0) return unmeasured(quantity, 'no run has measured it');
  const { mean, interval } = meanInterval(values);
  return { ...exactlyWithin(quantity, mean, needed), interval };
}

/**
 * A condition that must be met for a measurement to say anything, such as that the model has learnt what it was shown.
 * A gate that is not passed leaves the claim open, and says so.
 */
export function gated(condition: CheckResult, otherwise: string, finding: CheckResult): CheckResult {
  if (condition.verdict === 'confirmed')
    return { ...finding, details: [...(finding.details ?? []), `Gate passed: ${resultSentence(condition)}`] };
  return {
    ...finding,
    verdict: 'inconclusive',
    condition: otherwise,
    details: [...(finding.details ?? []), `Gate not passed: ${resultSentence(condition)}`],
  };
}

/** A claim that the tables say nothing of. */
export function unmeasured(quantity: string, why: string): CheckResult {
  return { quantity, measured: null, interval: null, verdict: 'inconclusive', condition: why };
}

/** "err on brackets: 0.001 (95 % 0.000 to 0.002), confirmed." */
export function resultSentence({ quantity, measured, interval, verdict }: CheckResult): string {
  const range = interval === null ? '' : ` (95 % ${significant(interval.lower)} to ${significant(interval.upper)})`;
  return `${quantity}: ${measured === null ? 'not measured' : significant(measured)}${range}, ${verdict}.`;
}

/** A predicted range as prose has it: "0.5 ± 0.03" for `about(0.5, 0.03)`, else as `rangeWords` says it. */
export function predictionWords({ around, ...range }: Range): string {
  return around === undefined ? rangeWords(range) : `${around.value} ± ${around.tolerance}`;
}

/** "0.97 to 1.03", "at most 0.01", "at least 0.9". */
export function rangeWords({ low, high }: Range): string {
  if (low === -Infinity) return `at most ${significant(high)}`;
  return high === Infinity ? `at least ${significant(low)}` : `${significant(low)} to ${significant(high)}`;
}

/** A number with as many digits as can be read: 4 decimals, or a power of ten where that shows nothing. */
export function significant(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 0.001 && Math.abs(value) < 1e5 ? String(Number(value.toFixed(4))) : value.toExponential(1);
}
