/** Spreadsheets of LibreOffice (.ods; OpenDocument 1.3, part 3, section 9): the cells of each sheet as texts. */
import { UserError } from '../../errors/userError.js';
import { MOST_COLUMNS, type SheetRow, withoutValue } from './sheetRow.js';
import { xmlAttribute, xmlParts } from './xml.js';

export interface NamedSheet {
  readonly name: string;
  /** Rows that hold something. */
  readonly rows: readonly SheetRow[];
}

/** Cells of all sheets: a repeated row takes a few letters, whatever it stands for. */
const MOST_CELLS = 20_000_000;

/** Spaces in a row: a cell of a workbook holds no more characters. */
const MOST_SPACES = 32_767;

/** Elements whose texts are no values of cells: comments, drawings, and the cells that changes have replaced. */
const ASIDE = new Set(['annotation', 'shapes', 'frame', 'tracked-changes']);

/**
 * @param content the file `content.xml` of the archive
 * @throws UserError for more cells than are read, and for a formula without its value
 */
export function openDocumentSheets(file: string, content: string): readonly NamedSheet[] {
  const sheets: { name: string; rows: SheetRow[] }[] = [];
  let [at, rowTimes, cells] = [1, 1, [] as string[]]; // of the row
  let [value, texts, cellTimes] = [null as string | null, [] as string[], 1]; // of the cell
  let [inText, aside, filled] = [false, 0, 0];
  for (const part of xmlParts(content)) {
    if (part.kind === 'text') {
      if (inText && aside === 0) texts[texts.length - 1] += part.text;
      continue;
    }
    const { kind, name } = part;
    if (ASIDE.has(name)) aside += kind === 'open' ? 1 : -1;
    if (aside > 0) continue;
    if (kind === 'open') {
      const { attributes } = part;
      if (name === 'table') {
        sheets.push({ name: xmlAttribute(attributes, 'name') ?? '', rows: [] });
        at = 1;
      } else if (name === 'table-row') [rowTimes, cells] = [timesOf(attributes, 'number-rows-repeated'), []];
      else if (name === 'table-cell' || name === 'covered-table-cell') {
        if (xmlAttribute(attributes, 'formula') !== undefined && xmlAttribute(attributes, 'value-type') === undefined)
          throw withoutValue(file, at);
        [value, texts, cellTimes] = [cellValue(attributes), [], timesOf(attributes, 'number-columns-repeated')];
      } else if (name === 'p') {
        inText = true;
        texts.push('');
      } else if (inText && WHITE.has(name))
        texts[texts.length - 1] += WHITE.get(name)!.repeat(Math.min(MOST_SPACES, timesOf(attributes, 'c')));
    } else if (name === 'p') inText = false;
    else if (name === 'table-cell' || name === 'covered-table-cell') {
      const cell = value ?? texts.join('\n');
      const times = Math.min(cellTimes, MOST_COLUMNS - cells.length);
      for (let copy = 0; copy < times; copy++) cells.push(cell);
    } else if (name === 'table-row') {
      const width = 1 + cells.findLastIndex((cell) => cell.trim() !== '');
      filled += width * rowTimes;
      if (filled > MOST_CELLS) throw tooMany(file);
      const row = cells.slice(0, width);
      if (width > 0)
        for (let copy = 0; copy < rowTimes; copy++) sheets.at(-1)?.rows.push({ at: at + copy, cells: row });
      at += rowTimes;
    }
  }
  return sheets;
}

/** Elements that stand for white space in a text. */
const WHITE: ReadonlyMap<string, string> = new Map([
  ['s', ' '],
  ['tab', '\t'],
  ['line-break', '\n'],
]);

function timesOf(attributes: string, name: string): number {
  const times = Number(xmlAttribute(attributes, name) ?? 1);
  return Number.isSafeInteger(times) && times > 0 ? times : 1;
}

/** The value of a cell that is no text: numbers and per cents as numbers, whatever they look like on the screen. */
function cellValue(attributes: string): string | null {
  const boolean = xmlAttribute(attributes, 'boolean-value');
  if (boolean !== undefined) return boolean.toUpperCase();
  for (const name of ['value', 'date-value', 'time-value', 'string-value']) {
    const value = xmlAttribute(attributes, name);
    if (value !== undefined) return value;
  }
  return null;
}

function tooMany(file: string): UserError {
  return new UserError({
    code: 'too-large',
    summary: 'the workbook holds too many cells',
    where: file,
    allowed: `up to ${MOST_CELLS / 1e6} million`,
    hint: 'save the sheet as CSV UTF-8',
  });
}
