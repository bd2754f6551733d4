/** Tables with a row for each question and a column for each model, made long: a row for each answer. */
import { cellText } from '../cells.js';
import type { Table, TableRow } from '../contents.js';
import { ANSWER_WORDS } from './answers.js';
import type { FormatOptions } from './gradedFormat.js';
import { columnsOf, knownColumn, questionIn } from './knownColumns.js';
import { outcomesByWord, wordKey } from './outcomes.js';
import { firstRows } from './programs/firstRows.js';

export interface LongTable {
  readonly table: Table;
  /** The columns that became models. */
  readonly models: readonly string[];
}

/**
 * The table with a row for each answer, where two columns or more hold outcomes alone and none names models; otherwise itself, without
 * models. Rows keep their numbers.
 */
export async function longTable(table: Table, options: FormatOptions): Promise<LongTable> {
  const { columns, words } = options;
  const isLong = (['model', 'outcome'] as const).some((key) => knownColumn(table, key, options) !== null);
  if (isLong || options.named.includes('outcome') || questionIn(table, options) === null) return { table, models: [] };
  const outcomes = outcomesByWord(ANSWER_WORDS, words);
  const { first, rows } = await firstRows(table);
  const known = [knownColumn(table, 'question', options), ...columnsOf(table, columns.question)];
  const models = table.columns.filter((column) => {
    const values = first.map((row) => row.cell(column)).filter((value) => cellText(value) !== '');
    return !known.includes(column) && values.length > 0 && values.every((value) => outcomes.has(wordKey(value)));
  });
  if (models.length < 2) return { table: { ...table, rows }, models: [] };
  async function* answers(): AsyncGenerator<TableRow> {
    for await (const row of rows) {
      if (row.flaw !== undefined) yield row;
      else for (const model of models) yield { at: row.at, cell: (column) => answerCell(row, model, column) };
    }
  }
  function answerCell(row: TableRow, model: string, column: string): unknown {
    if (column === columns.model) return model;
    return row.cell(column === columns.outcome ? model : column);
  }
  const others = table.columns.filter((column) => !models.includes(column));
  return { table: { ...table, columns: [...others, columns.model, columns.outcome], rows: answers() }, models };
}
