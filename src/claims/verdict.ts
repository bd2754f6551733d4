/** From numbers to verdicts. Every verdict is computed here, from a measurement and a prediction. */
import { type Interval, type MeanInterval, meanInterval, meanShareInterval } from '../theory/meanInterval.js';
import type { CheckResult, Verdict } from './claim.js';

export { ROUNDING } from '../theory/domain.js';

/** A closed range; ±Infinity leaves a side open. */
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
 * Compares a mean over seeds with its prediction: `confirmed` if its whole 95 % Student t interval lies in the predicted range,
 * `refuted` if no part of it does, `inconclusive` if the interval contains an end of the range or if there are fewer than two seeds.
 * @param measured one value per seed (world); null for a run that has not measured it, which leaves the claim open
 */
export function meanWithin(quantity: string, measured: readonly (number | null)[], predicted: Range): CheckResult {
  return intervalWithin(quantity, measured, predicted, meanInterval);
}

/**
 * Compares the mean of a share over seeds with its prediction, as `meanWithin` does, by an interval that stays in [0, 1]
 * (`meanShareInterval`). Seeds with one and the same share get an exact interval, which is wide: 0.48 to 1 for five times 1.
 * @param measured one value in [0, 1] per seed (world); null for a run that has not measured it, which leaves the claim open
 * @throws RangeError for a value outside [0, 1]
 */
export function shareWithin(quantity: string, measured: readonly (number | null)[], predicted: Range): CheckResult {
  return intervalWithin(quantity, measured, predicted, meanShareInterval);
}

function intervalWithin(
  quantity: string,
  measured: readonly (number | null)[],
  predicted: Range,
  intervalOf: (values: readonly number[]) => MeanInterval,
): CheckResult {
  const values = complete(measured);
  if (values === null) return unmeasured(quantity, NOT_EVERY_RUN);
  if (values.length === 0) return unmeasured(quantity, 'no run has measured it');
  const { mean, interval } = intervalOf(values);
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

/** Returns the numbers; null if one is missing. */
function complete(measured: readonly (number | null)[]): readonly number[] | null {
  const values = measured.filter((value) => value !== null);
  return values.length === measured.length ? values : null;
}

/** `confirmed` if the interval lies inside the range, `refuted` if it lies outside, else `inconclusive`. */
function verdictOf({ lower, upper }: Interval, { low, high }: Range): Verdict {
  if (lower >= low && upper <= high) return 'confirmed';
  return upper < low || lower > high ? 'refuted' : 'inconclusive';
}

/**
 * Checks a statement that must hold without exception: one violation refutes it.
 * @param holds one value per case; null for a run that has not measured it, which leaves the claim open unless another case refutes it
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

/** Compares a number without spread (a closed form, a maximum over all cases) with its prediction. */
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
 * Joins the parts of a claim: refuted if one of them is, else inconclusive if one is, else dependent if one is, else confirmed.
 * The main number is that of the deciding part; the details contain the other parts.
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
 * Checks a claim that is expected to hold in one case and to fail in another: `depends` if both happen, and the condition then names
 * the arm that was refuted. If the claim holds in the second case too, it is confirmed without condition; if it fails in the first
 * case, it is refuted.
 * @param where result in the case in which the claim should hold
 * @param elsewhere result of the same claim in the case in which it should fail
 */
export function holdsOnlyWhere(condition: string, where: CheckResult, elsewhere: CheckResult): CheckResult {
  const details = [...(where.details ?? []), resultSentence(where), ...(elsewhere.details ?? [])];
  if (where.verdict !== 'confirmed') return { ...where, details: [...details, resultSentence(elsewhere)] };
  if (elsewhere.verdict === 'confirmed') return { ...elsewhere, details };
  if (elsewhere.verdict === 'refuted') {
    const refuted = `refuted in the other arm, as foretold: ${measurementWords(elsewhere)}`;
    return { ...elsewhere, verdict: 'depends', condition: `${condition}; ${refuted}`, details };
  }
  return { ...elsewhere, details };
}

/**
 * A gate: checks that the mean over seeds lies in the range without which a measurement is meaningless. A gate is not a claim, so
 * only the mean counts, not its interval: one world in which a model has learnt a little less does not close the gate.
 */
export function gate(quantity: string, measured: readonly (number | null)[], needed: Range): CheckResult {
  const values = complete(measured);
  if (values === null) return unmeasured(quantity, NOT_EVERY_RUN);
  if (values.length === 0) return unmeasured(quantity, 'no run has measured it');
  const { mean, interval } = meanInterval(values);
  return { ...exactlyWithin(quantity, mean, needed), interval };
}

/**
 * Applies a gate to a result: a condition without which a measurement is meaningless, such as that the model has learnt the facts
 * that it was shown. If the gate is not passed, the claim is inconclusive.
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

/** The result of a claim that was not measured. */
export function unmeasured(quantity: string, why: string): CheckResult {
  return { quantity, measured: null, interval: null, verdict: 'inconclusive', condition: why };
}

/** "err on brackets: 0.001 (95 % 0.000 to 0.002), confirmed." */
export function resultSentence(finding: CheckResult): string {
  return `${measurementWords(finding)}, ${finding.verdict}.`;
}

/** "err on brackets: 0.001 (95 % 0.000 to 0.002)" */
function measurementWords({ quantity, measured, interval }: CheckResult): string {
  const range = interval === null ? '' : ` (95 % ${significant(interval.lower)} to ${significant(interval.upper)})`;
  return `${quantity}: ${measured === null ? 'not measured' : significant(measured)}${range}`;
}

/** A predicted range as prose has it: "0.5 ± 0.03" for `about(0.5, 0.03)`, else as `rangeWords` says it. */
export function predictionWords({ around, ...range }: Range): string {
  return around === undefined ? rangeWords(range) : `${around.value} ± ${around.tolerance}`;
}

/** A range in words: "0.97 to 1.03", "at most 0.01", "at least 0.9". */
export function rangeWords({ low, high }: Range): string {
  if (low === -Infinity) return `at most ${significant(high)}`;
  return high === Infinity ? `at least ${significant(low)}` : `${significant(low)} to ${significant(high)}`;
}

/** A number with 4 decimals, or with a power of ten if it is too small or too large for them. */
export function significant(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 0.001 && Math.abs(value) < 1e5 ? String(Number(value.toFixed(4))) : value.toExponential(1);
}

/** Signs of verdicts, which stand before their words, because not everyone can distinguish their colours. */
export const SIGNS: Readonly<Record<Verdict, string>> = {
  confirmed: '✓',
  refuted: '✗',
  depends: '◐',
  inconclusive: '?',
};

/** Meanings of verdicts, in a few words. */
export const MEANINGS: Readonly<Record<Verdict, string>> = {
  confirmed: 'the measurement agrees with the prediction',
  refuted: 'the measurement contradicts the prediction',
  depends: 'the claim holds under the stated condition; the other arm is refuted, as foretold',
  inconclusive: 'the measurement cannot decide; the report states what would',
};
