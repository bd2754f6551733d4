/** A format of graded answers: how it is recognised, and how its rows become answers or totals of models. */
import type { ModelTotals } from '../../gradedAnswers.js';
import type { GradedOutcome } from '../../grader.js';
import type { Archive, Flaw, JsonDocument, Table } from '../contents.js';
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
}

/** The meaning of columns and words, as the user gives it. */
export interface FormatOptions {
  readonly columns: ColumnNames;
  /** The user's words for each outcome; an empty list leaves the format's own. */
  readonly words: ByOutcome<readonly string[]>;
  /** Divisor of confidences: 1, or 100 for percentages. */
  readonly confidenceScale: number;
  /** A name for the model of rows that name none. */
  readonly model?: string | undefined;
  /** The scorer whose scores count, in logs with several. */
  readonly scorer?: string | undefined;
  readonly unit: Unit | 'auto';
  /** Questions asked of each model, where percentages come without a number. */
  readonly questions?: number | undefined;
}

/** One graded answer. */
export interface ReadAnswer {
  readonly model: string;
  readonly question: string;
  readonly outcome: GradedOutcome;
  /** Stated probability of being right; null where none was stated. */
  readonly confidence: number | null;
}

/** A row of a file: an answer, a model's totals, or a flaw for which it is left out. */
export type GradedRow = { readonly at: number } & (
  | { readonly answer: ReadAnswer }
  | { readonly totals: ModelTotals }
  | { readonly flaw: Flaw }
);

export interface GradedRows {
  /** The unit of `at`, for messages. */
  readonly counts: 'line' | 'row' | 'sample';
  readonly rows: AsyncIterable<GradedRow> | Iterable<GradedRow>;
  /** The unit of totals. */
  readonly unit?: Unit;
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
  /** Columns without which a table cannot be read. */
  needs(options: FormatOptions): readonly string[];
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
