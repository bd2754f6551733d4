/** From counts to the estimate: how often a model trained on such data must err, and what more data would change. Pure. */
import { chao1, chaoJostCoverage } from '../theory/chao.js';
import { seenTimes } from '../theory/frequencyCounts.js';
import { goodTuringInterval, lemma1HalfWidth, missingMassStandardError } from '../theory/goodTuring.js';
import type { Interval } from '../theory/meanInterval.js';
import { missingMassInterval } from '../theory/missingMassInterval.js';
import { PAPER_CONFIDENCE, simpleGoodTuring } from '../theory/simpleGoodTuring.js';
import { theorem2Bounds } from '../theory/theorems/theorem2.js';
import type { PromptCounts } from './countPrompts.js';
import { curveOf } from './curve/curve.js';
import type { DocumentEstimate } from './doubt/documents.js';
import { falseSingletonsOf } from './doubt/falseSingletons.js';
import { type Scatter, scatterOf } from './doubt/scatter.js';
import type { CalibratedError, Estimate, Theorem2 } from './estimateTypes.js';
import { dataNeeded, extrapolate } from './extrapolate.js';
import { warningsOf } from './warnings.js';

/** Settings of an estimate. */
export interface EstimateOptions {
  /** Level of the intervals, in (0, 1). */
  readonly level: number;
  /** Factor at which Simple Good–Turing switches to smoothed counts. */
  readonly sgtConfidence?: number | undefined;
  /** R; by default the number of different answers. */
  readonly responsesPerPrompt?: number | undefined;
}

/** γ of Theorem 2, as in the paper. */
const GAMMA = 0.01;

const FACTORS: readonly number[] = [1.5, 2, 5, 10];
/** Error rates that more data are to reach. */
const GOALS: readonly number[] = [0.05, 0.01];

/**
 * Returns whether there are several prompts and each occurs exactly once. Such a file was deduplicated, or is far too small: it
 * has no information on how often prompts repeat.
 */
export function onlySingletons({ answeredRows, frequencies }: PromptCounts): boolean {
  return answeredRows > 1 && seenTimes(frequencies, 1) === answeredRows;
}

/**
 * @param counts with at least one row
 * @param documents the missing mass by documents, which then replaces that of independent rows; figures of more or fewer independent rows
 * are left out
 */
export function estimate(
  counts: PromptCounts,
  { level, sgtConfidence = PAPER_CONFIDENCE, responsesPerPrompt }: EstimateOptions,
  documents?: DocumentEstimate,
): Estimate {
  const { rows, answeredRows, prompts, frequencies, conflictingPrompts, emptyPrompts } = counts;
  const [singletons, doubletons] = [seenTimes(frequencies, 1), seenTimes(frequencies, 2)];
  // Rows of one document need not scatter as draws do.
  const scatter: Scatter =
    documents === undefined ? scatterOf(frequencies, rows, counts.rowFrequencies) : scatterOf([], rows);
  const independent = documents === undefined;
  const informative = answeredRows > 0 && scatter.multipleOf === null && !onlySingletons(counts);
  const singletonRate = singletons / rows;
  const asymptotic = missingMassInterval(singletons, doubletons, rows, level);
  const R = responsesPerPrompt ?? counts.distinctAnswers ?? null;
  const share = R === null ? 1 : 1 - 1 / Math.max(1, R);
  const { classic, biasCorrected, standardError, lower } = informative ? chao1(frequencies, level) : NOTHING;
  const sgt = answeredRows > 0 && scatter.multipleOf === null ? simpleGoodTuring(frequencies, sgtConfidence) : null;
  // No extrapolation from rows that are no draws is to be trusted, however narrow its interval is.
  const doubted = <T extends { readonly trustworthy: boolean }>(each: T): T =>
    scatter.draws ? each : { ...each, trustworthy: false };
  return {
    rows,
    answeredRows,
    abstainedRows: rows - answeredRows,
    emptyPrompts,
    prompts,
    singletons,
    doubletons,
    singletonRate,
    confidence: level,
    goodTuring: informative
      ? {
          missingMass: singletonRate,
          ...finiteSample(counts, singletons, level),
          asymptoticLower: asymptotic.lower,
          asymptoticUpper: asymptotic.upper,
          standardError: missingMassStandardError(singletons, doubletons, rows),
        }
      : {
          missingMass: null,
          lower: null,
          upper: null,
          asymptoticLower: null,
          asymptoticUpper: null,
          standardError: null,
        },
    coverage: { chaoJost: informative ? chaoJostCoverage(frequencies) : null },
    simpleGoodTuring: {
      p0: sgt?.p0 ?? null,
      slope: sgt?.slope ?? null,
      intercept: sgt?.intercept ?? null,
      confidence: sgtConfidence,
      adjustedCounts: Object.fromEntries(sgt?.adjustedCounts ?? []),
      ...(sgt !== null && sgt.warning !== null && { warning: sgt.warning }),
    },
    chao1: { classic, biasCorrected, standardError, lower },
    calibratedError: calibratedErrorOf(
      !informative
        ? null
        : documents === undefined
          ? { estimate: singletonRate, ...asymptotic }
          : { ...documents, estimate: documents.missingMass },
      R,
      share,
      responsesPerPrompt !== undefined
        ? 'option'
        : counts.aboutAnswers === true
          ? 'about the distinct answers'
          : 'distinct answers',
    ),
    theorem2: theorem2Of(informative && independent ? singletonRate : null, rows, R),
    extrapolation: informative && independent ? extrapolate(frequencies, rows, FACTORS, level).map(doubted) : [],
    dataNeeded:
      informative && independent && share > 0 ? dataNeeded(frequencies, rows, GOALS, share, level).map(doubted) : [],
    curve: informative && independent ? curveOf(frequencies, rows, level) : [],
    falseSingletons: informative && independent ? falseSingletonsOf(frequencies, rows, share) : null,
    conflictingPrompts,
    warnings: warningsOf(counts, {
      R,
      given: responsesPerPrompt !== undefined,
      sgtWarning: sgt?.warning ?? null,
      onlySingletons: onlySingletons(counts),
      scatter,
    }),
    scatter,
  };
}

const NOTHING = { classic: null, biasCorrected: null, standardError: null, lower: null };

/** Lemma 1's interval, or plain Good–Turing's smaller one if every row is an answer. Both hold at any N. */
function finiteSample({ rows, answeredRows }: PromptCounts, singletons: number, level: number): Interval {
  if (answeredRows === rows) return goodTuringInterval(singletons, rows, 1 - level);
  const halfWidth = lemma1HalfWidth(rows, 1 - level);
  return { lower: Math.max(0, singletons / rows - halfWidth), upper: Math.min(1, singletons / rows + halfWidth) };
}

function calibratedErrorOf(
  mass: (Interval & { readonly estimate: number }) | null,
  R: number | null,
  share: number,
  from: NonNullable<CalibratedError['responsesFrom']>,
): CalibratedError {
  return {
    errorRate: mass && mass.estimate * share,
    lower: mass && mass.lower * share,
    upper: mass && mass.upper * share,
    responsesPerPrompt: R,
    responsesFrom: R === null ? null : from,
  };
}

function theorem2Of(singletonRate: number | null, examples: number, R: number | null): Theorem2 {
  // min|E_c| = R − 1: with a single response no error is possible.
  if (singletonRate === null || R === null || R < 2)
    return { lower: null, lowerExact: null, lowerTight: null, upper: null, gamma: GAMMA, vacuous: true };
  const { lower, lowerExact, lowerTight, upper, vacuous } = theorem2Bounds({
    singletonRate,
    examples,
    minErrors: R - 1,
    maxErrors: R - 1,
    delta: 0,
    gamma: GAMMA,
  });
  return { lower, lowerExact, lowerTight, upper, gamma: GAMMA, vacuous };
}
