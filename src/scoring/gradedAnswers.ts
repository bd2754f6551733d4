/** Graded answers in memory: columns of single answers, and totals of models whose single answers are not known. */
import { GRADED_OUTCOMES, type GradedOutcome } from './grader.js';
import type { NamedTally } from './ranking.js';

/** Numbers, one a row. */
export type NumberColumn = readonly number[] | Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A column of texts: numbers of names, in the order of their first rows. */
export interface NamedColumn {
  readonly names: readonly string[];
  /** [rows]: a place in `names`. */
  readonly place: NumberColumn;
}

/** Stated distributions over answers, as far as their scores need them. */
export interface ForecastColumns {
  /** [rows]: probability of the right answer; NaN where no distribution was stated. */
  readonly ofTruth: NumberColumn;
  /** [rows]: sum of the squares of all probabilities. */
  readonly squares: NumberColumn;
}

/** Columns that only some figures need, one element a row. */
export interface ExtraColumns {
  /** Numbers of the clusters (documents, topics) whose questions are not independent. */
  readonly cluster?: NumberColumn;
  /** Groups that are also looked at apart. */
  readonly group?: NamedColumn;
  /** 1 if the question has an answer, 0 if abstaining is right. */
  readonly answerable?: NumberColumn;
  /** An auditor's outcome, a place in `GRADED_OUTCOMES`; NaN for an answer that was not audited. */
  readonly audited?: NumberColumn;
  /** The penalty λ that the prompt stated; NaN where it stated none. */
  readonly stakes?: NumberColumn;
  /** Numbers of the texts that were answered, equal texts having one number. */
  readonly answer?: NumberColumn;
  readonly forecast?: ForecastColumns;
}

/** One row per answer. A pair of model and question that occurs again is another answer to the same question. */
export interface AnswerColumns {
  /** Names in the order of their first rows. */
  readonly models: readonly string[];
  readonly questions: number;
  /** [rows]: a place in `models`. */
  readonly model: NumberColumn;
  /** [rows]: a number below `questions`. */
  readonly question: NumberColumn;
  /** [rows]: a place in `GRADED_OUTCOMES`. */
  readonly outcome: NumberColumn;
  /** [rows]: stated probability of being right; NaN if none was stated. */
  readonly confidence: NumberColumn;
  readonly extras?: ExtraColumns;
}

/** Answers of a model that are none: empty, cut off, or not to be read. They are in no rate. */
export interface UnusableAnswers {
  readonly model: string;
  /** The mark by which they were found, such as `finish_reason=length`. */
  readonly mark: string;
  readonly answers: number;
}

/** Totals of a model. */
export interface ModelTotals extends NamedTally {
  /** Number of questions asked; null for percentages that come without it. */
  readonly n: number | null;
}

/** Graded answers of models to questions, one row per answer, and totals of models whose single answers are not known. */
export interface GradedAnswers {
  readonly answers: AnswerColumns;
  readonly totals: readonly ModelTotals[];
  readonly unusable?: readonly UnusableAnswers[];
}

export function outcomePlace(outcome: GradedOutcome): number {
  return GRADED_OUTCOMES.indexOf(outcome);
}
