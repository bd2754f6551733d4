/** A table of people's own facts, as it is read from a file. */
import type { Documents } from './prose/keptText.js';

/** Rows of a file with columns. Every cell is a text; a missing one is empty. */
export interface FactTable {
  readonly columns: readonly string[];
  readonly rows: readonly FactRow[];
}

export interface FactRow {
  /** Place of the row for messages: its line, or its number. */
  readonly place: string;
  /** Cells by column. */
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Reads a file of facts, the documents of `corpus.text`, or a file of responses (a text with a response in each line).
 * @throws UserError for a file that cannot be read
 */
export interface FactReader {
  table(file: string): FactTable;
  lines(file: string): readonly string[];
  documents(): Documents;
}
