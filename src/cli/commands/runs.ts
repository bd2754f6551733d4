import { UserError } from '../../errors/userError.js';
import { csv } from '../../report/csvText.js';
import { textTable } from '../../report/terminal/textTable.js';
import { wrap } from '../../report/terminal/wrap.js';
import {
  columnNamed,
  inShort,
  parseCondition,
  rowsMeeting,
  shortColumnNames,
  sorted,
  symbolNames,
  usualColumns,
} from '../../results/runList.js';
import { valueWords } from '../../results/valueWords.js';
import { finiteOrNull } from '../../store/specialNumbers.js';
import { type Cell, encodeTable, type StoredTable } from '../../store/tables.js';
import { columnOf } from '../../sweep/tables/resultTables.js';
import type { Command } from '../listedCommand.js';
import { namesIn, openRuns } from '../openRuns.js';
import { examples } from '../options/examples.js';
import { choiceOption, EXPERIMENT_FOLDER } from '../options/textOptions.js';
import { countedRuns } from '../screen/counted.js';
import { print, printBytes } from '../screen/print.js';
import { terminalWidth } from '../screen/terminal.js';

const FORMATS = ['table', 'csv', 'json', 'arrow'] as const;

interface RunsArguments {
  directory: string;
  where: string[];
  sort: string[];
  columns: string[];
  format: (typeof FORMATS)[number];
  json: boolean;
}

export const runsCommand: Command<RunsArguments> = {
  builder: (yargs) =>
    yargs
      .positional('directory', EXPERIMENT_FOLDER)
      .option('where', {
        type: 'string',
        array: true,
        nargs: 1,
        default: [] as string[],
        describe:
          "show runs that meet a condition, such as 'birthdays.errorRate<0.3'; may be repeated, then all must hold",
      })
      .option('sort', {
        type: 'string',
        array: true,
        nargs: 1,
        default: [] as string[],
        describe: 'sort by a column; with - before it, from the largest; may be repeated',
      })
      .option('columns', {
        type: 'string',
        array: true,
        nargs: 1,
        default: [] as string[],
        describe: 'columns to show, with commas between several; `all` shows every column',
      })
      .option('format', { ...choiceOption('format', FORMATS, 'format of the output'), default: 'table' as const })
      .option('json', { type: 'boolean', default: false, describe: 'the same as --format json' })
      .epilogue(
        examples(
          ["runs runs/singleton-rate --where 'birthdays.errorRate<0.3' --sort -missingMass", 'runs with few errors'],
          ['runs runs/singleton-rate --columns model.kind,seed,birthdays.delta', 'chosen columns only'],
          ['runs runs/singleton-rate --columns all --format csv > runs.csv', 'for a spreadsheet'],
        ),
      )
      .epilogue(
        'A column may be named by the end of its path if no other column ends like it. In CSV, an apostrophe is put before texts that a spreadsheet would run as formulas.',
      ),
  handler: async ({ directory, where, sort, columns, format, json }) => {
    const { runs } = await openRuns(directory);
    const all = Object.keys(runs.columns);
    const conditions = where.map((text) => parseCondition(text, all));
    const keys = sort.map((key) =>
      key.startsWith('-') ? `-${columnNamed(key.slice(1), all, '--sort')}` : columnNamed(key, all, '--sort'),
    );
    const rows = sorted(runs, rowsMeeting(runs, conditions), keys);
    const as = json ? 'json' : format;
    const names = namesIn(columns);
    const everyColumn = names.includes('all') || (names.length === 0 && as !== 'table');
    const chosen = everyColumn
      ? all
      : names.length > 0
        ? names.map((each) => columnNamed(each, all, '--columns'))
        : usualColumns(all);
    const output = OUTPUTS[as](runs, rows, chosen);
    // A file of CSV holds the texts as they are; on a terminal they are printable.
    if (as === 'csv' && typeof output === 'string' && !process.stdout.isTTY) printBytes(Buffer.from(output));
    else if (typeof output === 'string') print(output);
    else if (process.stdout.isTTY)
      throw new UserError({
        code: 'usage',
        summary: 'an Arrow table is no text for a terminal',
        where: '--format arrow',
        hint: 'write it to a file: … --format arrow > runs.arrow',
      });
    else printBytes(output);
  },
};

/** Writers of the chosen rows and columns, by format. */
const OUTPUTS: Readonly<
  Record<
    RunsArguments['format'],
    (runs: StoredTable, rows: readonly number[], chosen: readonly string[]) => string | Uint8Array
  >
> = {
  table: tableText,
  csv: (runs, rows, chosen) =>
    csv(
      chosen,
      rows.map((row) => cellsOf(runs, row, chosen)),
    ),
  json: (runs, rows, chosen) => {
    const list = rows.map((row) =>
      finiteOrNull(Object.fromEntries(chosen.map((column) => [column, runs.columns[column]![row]]))),
    );
    return `${JSON.stringify({ experiment: runs.metadata.experiment, runs: list })}\n`;
  },
  arrow: (runs, rows, chosen) => {
    const cells = (column: string): readonly Cell[] => rows.map((row) => runs.columns[column]![row]!);
    const table = chosen.map((column) => [column, columnOf(column, cells(column), new Set(['run']))] as const);
    return encodeTable(Object.fromEntries(table), runs.metadata);
  },
};

function cellsOf({ columns }: StoredTable, row: number, chosen: readonly string[]): readonly Cell[] {
  return chosen.map((column) => columns[column]![row]!);
}

function tableText(runs: StoredTable, rows: readonly number[], chosen: readonly string[]): string {
  const width = terminalWidth(process.stdout);
  // Mappings and lists, such as models with options, are told apart by what differs between them.
  const words = chosen.map((column) =>
    column.startsWith('parameters.') ? valueWords(runs.columns[column]!) : undefined,
  );
  const cells = rows.map((row) =>
    cellsOf(runs, row, chosen).map((cell, at) => (typeof cell === 'string' && words[at]?.(cell)) || inShort(cell)),
  );
  const numeric = chosen.map((column) => runs.columns[column]!.some((cell) => typeof cell === 'number'));
  const whole = textTable(shortColumnNames(chosen), cells, numeric, width);
  // Symbols take less room than words.
  const symbols = whole.leftOut.length === 0 ? null : symbolNames(chosen);
  const { lines, leftOut } = symbols === null ? whole : textTable(symbols.names, cells, numeric, width);
  const notes = [
    ...(symbols === null || symbols.meanings.size === 0
      ? []
      : [`${[...symbols.meanings].map(([symbol, word]) => `${symbol} ${word}`).join(', ')}.`]),
    ...(leftOut.length === 0 ? [] : [`No room for ${leftOut.join(', ')}: choose columns with --columns.`]),
  ].map((note) => `${wrap(note, width)}\n`);
  return `${lines.join('\n')}\n${rows.length} of ${countedRuns(runs.rows)}\n${notes.join('')}`;
}
