/** A format of graded answers: how it is recognised, and how its rows become answers or totals of models. */
import type { ModelTotals } from '../../gradedAnswers.js';
import type { GradedOutcome } from '../../grader.js';
import type { Archive, Flaw, JsonDocument, Table } from '../contents.js';
import type { ExtraNames, ExtraValues } from '../extraCells.js';
import type { ByOutcome } from './outcomes.js';

/** Units of a model's totals. */
export const UNITS = ['counts', 'percent', 'shares'] as const;
export type Unit = (typeof UNITS)[number];

/** Names of the columns that a user can name. */
export interface ColumnNames {
  readonly model: string;
  readonly question: string;
  readonly outcome: string;
  readonly confidence: string;
  /** The column that tells asks of one question apart. */
  readonly epoch: string;
}

/** A condition on rows: the text of a column. */
export interface RowCondition {
  readonly column: string;
  readonly value: string;
}

/** The meaning of columns and words, as the user gives it. */
export interface FormatOptions {
  readonly columns: ColumnNames;
  /** Columns whose names the user gave: they must be there. */
  readonly named: readonly (keyof ColumnNames)[];
  /** A column that is true where the model abstained, whatever the outcome says. */
  readonly abstention?: string | undefined;
  /** The user's words for each outcome; an empty list leaves the format's own. */
  readonly words: ByOutcome<readonly string[]>;
  /** Divisor of confidences: 1, or 100 for percentages; where it is left out the format knows it, or it is 1. */
  readonly confidenceScale?: number | undefined;
  /** A name for the model of rows that name none. */
  readonly model?: string | undefined;
  /** Names for the models of files that name none, by file. */
  readonly fileModels?: ReadonlyMap<string, string>;
  /** Conditions that rows must meet; the others are left out. */
  readonly where: readonly RowCondition[];
  /** Columns that only some figures need. */
  readonly extras?: ExtraNames;
  /** Conditions by which answers are known that are empty, cut off or not to be read. They are counted apart. */
  readonly unusable?: readonly RowCondition[];
  /** The scorer whose scores count, in logs with several: its name, or `name.key` for a score with several values. */
  readonly scorer?: string | undefined;
  /** The reducer whose values count, one a question, in logs with several epochs. */
  readonly reducer?: string | undefined;
  /** Score what an evaluation that did not finish left behind. */
  readonly incomplete: boolean;
  readonly unit: Unit | 'auto';
  /** Questions asked of each model, where percentages come without a number. */
  readonly questions?: number | undefined;
}

/** One graded answer. */
export interface ReadAnswer {
  readonly model: string;
  readonly question: string;
  /** The question's id in its file, where `question` holds more than it. */
  readonly id?: string | undefined;
  /** Tells asks of one question apart, such as the epochs of a log; undefined where each question is asked once. */
  readonly epoch?: string | undefined;
  readonly outcome: GradedOutcome;
  /** Stated probability of being right; null where none was stated. */
  readonly confidence: number | null;
  /** Values of the columns that only some figures need. */
  readonly extras?: ExtraValues;
}

/** A row of a file: an answer, a model's totals, or a row that is left out: for a flaw, or because it holds no answer. */
export type GradedRow = { readonly at: number } & (
  | { readonly answer: ReadAnswer }
  | { readonly totals: ModelTotals }
  | { readonly flaw: Flaw }
  /** Rows that are sound and are no answers, in a few words: "unscored". They are counted by these words. */
  | { readonly leftOut: string }
  /** An answer that is none, and the mark by which it was found. */
  | { readonly unusable: { readonly model: string; readonly mark: string } }
);

export interface GradedRows {
  /** The unit of `at`, for messages. */
  readonly counts: 'line' | 'row' | 'sample';
  readonly rows: AsyncIterable<GradedRow> | Iterable<GradedRow>;
  /** The unit of totals. */
  readonly unit?: Unit;
  /** The task of the file, where its questions have ids that other tasks may have as well. */
  readonly task?: string | undefined;
  /** Sentences that a reader of the scores must know, such as "confidences are per cent". */
  readonly notes?: readonly string[];
  /** Sentences on what is not read and may change the rates: what follows holds only if it does not. */
  readonly doubts?: readonly string[];
  /** Columns beside the outcome that the format knows by itself: stated stakes, answerability. */
  readonly extras?: Pick<ExtraNames, 'stakes' | 'shouldAbstain'>;
}

interface Named {
  /** The name that `--format` takes. */
  readonly name: string;
  /** A file of this format, in a few words: "one row per answer". */
  readonly description: string;
}

/** A format of tables: CSV, JSON, Parquet and the other files with columns. */
export interface GradedTableFormat extends Named {
  readonly reads: 'tables';
  /** Its columns, for messages. */
  readonly columns: string;
  /** True where `--outcome-column` names a value inside a column, such as a metric, which the format looks up. */
  readonly findsOutcome?: true;
  /** Columns without which a table cannot be read; those that the table has under another known name may be left out. */
  needs(options: FormatOptions, table: Table): readonly string[];
  /** Returns whether the columns are those of this format. */
  recognises(table: Table, options: FormatOptions): boolean;
  /** Reads a table that has the columns needed. */
  rows(table: Table, options: FormatOptions): GradedRows | Promise<GradedRows>;
}

/** A format of files of its own: JSON objects, or archives. */
export interface GradedFileFormat extends Named {
  readonly reads: 'files';
  /** Its files, for help and messages: "logs of …". */
  readonly files: string;
  recognises(contents: JsonDocument | Archive): boolean;
  /** @throws UserError for a file that this format recognises and cannot read */
  rows(contents: JsonDocument | Archive, options: FormatOptions): GradedRows;
}

export type GradedFormat = GradedTableFormat | GradedFileFormat;
