/** Workbooks of Excel (.xlsx; ECMA-376, part 1, section 18) and of LibreOffice: the cells of one sheet as texts. */
import { posix } from 'node:path';
import { didYouMean } from '../../errors/didYouMean.js';
import { UserError } from '../../errors/userError.js';
import { openDocumentSheets } from './openDocument.js';
import { MOST_COLUMNS, requireFew, type SheetRow, withoutValue } from './sheetRow.js';
import { xmlAttribute, xmlParts } from './xml.js';

type Entries = ReadonlyMap<string, () => Buffer>;

export interface Sheet {
  /** The sheet as CSV, without empty rows. */
  readonly text: string;
  /** Rows that hold something. The first one names the columns. */
  readonly rows: readonly SheetRow[];
}

/** Returns whether a zip archive is a document of an office program, of which workbooks are read. */
export function isWorkbook(entries: Entries): boolean {
  return entries.has('[Content_Types].xml') || entries.has('mimetype');
}

/**
 * @param wanted name of a sheet; needed where several hold cells
 * @throws UserError for an archive that is no workbook, and a sheet that is missing, empty, or one of several
 */
export function sheetOf(file: string, entries: Entries, wanted: string | undefined): Sheet {
  try {
    return readSheet(file, entries, wanted);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError({
      code: 'malformed',
      summary: 'the workbook is damaged, or too large',
      where: file,
      found: error.message,
      hint: 'save the sheet as CSV UTF-8',
    });
  }
}

/** @throws UserError as `sheetOf`; RangeError for a sheet that is damaged or too large */
function readSheet(file: string, entries: Entries, wanted: string | undefined): Sheet {
  const sheets = sheetsOf(file, entries);
  const names = sheets.map(({ name }) => name);
  if (wanted !== undefined) {
    const sheet = sheets.find(({ name }) => name === wanted) ?? alike(sheets, wanted);
    if (sheet === undefined)
      throw new UserError({
        code: 'no-sheet',
        summary: `no sheet ${JSON.stringify(wanted)}`,
        where: `${file} (--sheet)`,
        allowed: names.map((name) => JSON.stringify(name)).join(', '),
        hint: didYouMean(wanted, names),
      });
    return sheetWith(file, sheet.rows());
  }
  const filled = sheets.map(({ name, rows }) => ({ name, rows: rows() })).filter(({ rows }) => rows.length > 0);
  if (filled.length > 1)
    throw new UserError({
      code: 'which-sheet',
      summary: 'the workbook has several sheets',
      where: file,
      found: filled.map(({ name, rows }) => `${JSON.stringify(name)} (${rows.length} rows)`).join(', '),
      hint: `choose one: --sheet ${JSON.stringify(filled[0].name)}`,
    });
  return sheetWith(file, filled[0]?.rows ?? []);
}

interface OpenSheet {
  readonly name: string;
  readonly rows: () => Sheet['rows'];
}

/** @throws UserError for an archive that is no workbook */
function sheetsOf(file: string, entries: Entries): readonly OpenSheet[] {
  const read = (name: string): string | undefined => entries.get(name)?.().toString('utf8');
  if (read('mimetype')?.startsWith(SPREADSHEET) === true)
    return openDocumentSheets(file, read('content.xml') ?? '').map(({ name, rows }) => ({ name, rows: () => rows }));
  const book = read('xl/workbook.xml');
  if (book === undefined) throw noWorkbook(file, entries);
  const targets = relations(read('xl/_rels/workbook.xml.rels') ?? '');
  const texts = sharedTexts(read('xl/sharedStrings.xml') ?? '');
  return sheetNames(book).flatMap(({ name, id }) => {
    const target = targets.get(id);
    if (target === undefined || !entries.has(target)) return []; // a chart has no cells
    return [{ name, rows: () => sheetRows(file, read(target) ?? '', texts) }];
  });
}

/** The type of LibreOffice's spreadsheets, and of their templates. */
const SPREADSHEET = 'application/vnd.oasis.opendocument.spreadsheet';

function alike<T extends { readonly name: string }>(sheets: readonly T[], wanted: string): T | undefined {
  const found = sheets.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  return found.length === 1 ? found[0] : undefined;
}

function sheetWith(file: string, rows: Sheet['rows']): Sheet {
  if (rows.length === 0) throw new UserError({ code: 'empty-file', summary: 'the workbook has no cells', where: file });
  const width = rows.reduce((widest, { cells }) => Math.max(widest, cells.length), 0);
  requireFew(width * rows.length);
  const quoted = (cell: string | undefined): string => `"${(cell ?? '').replaceAll('"', '""')}"`;
  const lines = rows.map(({ cells }) => Array.from({ length: width }, (_, column) => quoted(cells[column])).join(','));
  return { text: `${lines.join('\n')}\n`, rows };
}

function sheetNames(book: string): readonly { readonly name: string; readonly id: string }[] {
  const sheets: { name: string; id: string }[] = [];
  for (const part of xmlParts(book)) {
    if (part.kind !== 'open' || part.name !== 'sheet') continue;
    const [name, id] = [xmlAttribute(part.attributes, 'name'), xmlAttribute(part.attributes, 'id')];
    if (name !== undefined && id !== undefined) sheets.push({ name, id });
  }
  return sheets;
}

/** Files of the archive by the id of their relation. */
function relations(text: string): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  for (const part of xmlParts(text)) {
    if (part.kind !== 'open' || part.name !== 'Relationship') continue;
    const [id, target] = [xmlAttribute(part.attributes, 'Id'), xmlAttribute(part.attributes, 'Target')];
    if (id !== undefined && target !== undefined)
      targets.set(id, target.startsWith('/') ? target.slice(1) : posix.join('xl', target));
  }
  return targets;
}

/** Texts that cells share, by number. Texts that say how to pronounce others (`rPh`) are left out. */
function sharedTexts(text: string): readonly string[] {
  const texts: string[] = [];
  let [present, inText, aside] = ['', false, false];
  for (const part of xmlParts(text)) {
    if (part.kind === 'text') present += inText && !aside ? part.text : '';
    else if (part.name === 't') inText = part.kind === 'open';
    else if (part.name === 'rPh') aside = part.kind === 'open';
    else if (part.name === 'si') {
      if (part.kind === 'close') texts.push(unescaped(present));
      present = '';
    }
  }
  return texts;
}

/** Characters that XML cannot hold stand as `_x000D_`. */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** @throws UserError for a formula without its value */
function sheetRows(file: string, text: string, texts: readonly string[]): Sheet['rows'] {
  const rows: { at: number; cells: string[] }[] = [];
  let [at, cells, held] = [0, [] as string[], 0];
  let [column, type, value, inValue, aside, formula] = [0, '', '', false, false, false];
  for (const part of xmlParts(text)) {
    if (part.kind === 'text') value += inValue && !aside ? part.text : '';
    else if (part.name === 'rPh') aside = part.kind === 'open';
    else if (part.name === 'v' || part.name === 't') inValue = part.kind === 'open';
    else if (part.name === 'f') formula = true;
    else if (part.name === 'row') {
      if (part.kind === 'open') {
        at = Number(xmlAttribute(part.attributes, 'r')) || at + 1;
        [cells, column] = [[], 0];
      } else if (cells.some((cell) => cell.trim() !== '')) {
        requireFew((held += cells.length));
        rows.push({ at, cells: Array.from(cells, (cell) => cell ?? '') });
      }
    } else if (part.name === 'c') {
      if (part.kind === 'open') {
        column = columnAt(xmlAttribute(part.attributes, 'r')) ?? column;
        [type, value, formula] = [xmlAttribute(part.attributes, 't') ?? 'n', '', false];
      } else {
        if (formula && type === 'n' && value.trim() === '') throw withoutValue(file, at);
        if (column < MOST_COLUMNS) cells[column] = cellOf(type, value, texts);
        column++;
      }
    }
  }
  return rows;
}

function cellOf(type: string, value: string, texts: readonly string[]): string {
  if (type === 's') return texts[Number(value)] ?? '';
  if (type === 'b') return value.trim() === '1' ? 'TRUE' : 'FALSE';
  if (type === 'inlineStr' || type === 'str') return unescaped(value);
  return value.trim();
}

/** Place of a column, from 0: A is 0, AA is 26. */
function columnAt(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return null;
  return [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
}

function noWorkbook(file: string, entries: Entries): UserError {
  const type = entries.get('mimetype')?.().toString('utf8') ?? '';
  const openDocument = type.includes('opendocument');
  return new UserError({
    code: 'not-a-workbook',
    summary: openDocument
      ? 'a document of LibreOffice that is no spreadsheet'
      : 'a zip archive that is no workbook of Excel',
    where: file,
    hint: openDocument ? 'save its table as .xlsx, or as CSV UTF-8' : 'unpack it first',
  });
}
