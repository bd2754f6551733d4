/** Rows of a table of probabilities, some at a time, in numbers. */

/** A value of a cell: its text where it is no number. */
export type PartCell = string | number | null;

/** Cells of a row, for messages. */
export interface RowCells {
  readonly family: PartCell;
  readonly prompt: PartCell;
  /** Null in the wide form. */
  readonly response: PartCell;
  readonly value: PartCell;
}

export interface TablePart {
  readonly rows: number;
  /** Number of the family of each row, −1 for an unknown one, [rows]; null for a table without families. */
  readonly family: ArrayLike<number> | null;
  /** Id of the prompt, or the number of its text; NaN or −1 where it is neither, [rows]. */
  readonly prompt: ArrayLike<number>;
  /** The same of the response; null in the wide form. */
  readonly response: ArrayLike<number> | null;
  /** Value of each row, NaN where it is no number, [rows]; in the wide form a list of them. */
  readonly value: ArrayLike<number> | ((row: number) => ArrayLike<PartCell>);
  /** Returns the cells of a row as the file has them. */
  cells(row: number): Promise<RowCells>;
}

/** A number as people write one, an infinite one too. */
const NUMBER = /^\s*[+-]?(?:inf(?:inity)?|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*$/i;

/** The number that a text says; NaN where it says none. */
export function numberWritten(text: string): number {
  return NUMBER.test(text) ? Number(text.replace(/inf(inity)?/i, 'Infinity')) : Number.NaN;
}

/** The numbers of a list as text, `[-0.5, -inf, null]`; the text itself where it is no list. */
export function listWritten(text: string | null): readonly PartCell[] {
  if (text === null || !text.startsWith('[') || !text.endsWith(']')) return [text];
  return text
    .slice(1, -1)
    .split(',')
    .map((each) => {
      const number = numberWritten(each);
      return Number.isNaN(number) ? each.trim() : number;
    });
}
