import { printableName } from '../../errors/printable.js';
import { textTable } from '../../report/terminal/textTable.js';
import {
  type Comparison,
  type ConfigDifference,
  compareRuns,
  type FigureDifference,
} from '../../results/compareRuns.js';
import { columnNamed, comparedColumns, inShort, shortColumnNames } from '../../results/runList.js';
import type { StoredTable } from '../../store/tables.js';
import type { Command } from '../listedCommand.js';
import { namesIn, openRuns } from '../openRuns.js';
import { examples } from '../options/examples.js';
import { JSON_OPTION } from '../options/jsonOption.js';
import { nameArgument } from '../options/textOptions.js';
import { countedRuns } from '../screen/counted.js';
import { print } from '../screen/print.js';
import { terminalWidth } from '../screen/terminal.js';

interface CompareArguments {
  a: string;
  b: string;
  columns: string[];
  json: boolean;
}

export const compareCommand: Command<CompareArguments> = {
  builder: (yargs) =>
    yargs
      .positional('a', nameArgument("an experiment's folder, or a run's"))
      .positional('b', nameArgument('the folder to compare it with'))
      .option('columns', {
        type: 'string',
        array: true,
        nargs: 1,
        default: [] as string[],
        describe: 'columns to compare, with commas between several',
      })
      .option('json', JSON_OPTION)
      .epilogue(
        examples(
          ['compare runs/short runs/long', 'two experiments, setting by setting'],
          ['compare runs/x/0123456789ab runs/x/ba9876543210 --columns birthdays.delta', 'two runs'],
        ),
      )
      .epilogue(
        "Differences are B − A. If both have the same seeds, differences are taken seed by seed (paired t interval); otherwise (pairs –) the interval is Welch's. * marks intervals without 0.",
      ),
  handler: async ({ a, b, columns, json }) => {
    const [ofA, ofB] = [await openRuns(a), await openRuns(b)];
    const common = Object.keys(ofA.runs.columns).filter(
      (column) => isNumeric(ofA.runs, column) && isNumeric(ofB.runs, column),
    );
    const named = namesIn(columns);
    const chosen =
      named.length > 0 ? named.map((each) => columnNamed(each, common, '--columns')) : comparedColumns(common);
    const comparison = compareRuns(
      { runs: ofA.runs, configs: ofA.configs() },
      { runs: ofB.runs, configs: ofB.configs() },
      chosen,
    );
    if (json) print(`${JSON.stringify({ a, b, ...comparison })}\n`);
    else
      print(
        comparisonText(
          { a, b, runsOfA: ofA.runs.rows, runsOfB: ofB.runs.rows },
          comparison,
          terminalWidth(process.stdout),
        ),
      );
  },
};

function isNumeric({ columns }: StoredTable, column: string): boolean {
  return columns[column]?.some((cell) => typeof cell === 'number') ?? false;
}

interface Sides {
  readonly a: string;
  readonly b: string;
  readonly runsOfA: number;
  readonly runsOfB: number;
}

function comparisonText(
  { a, b, runsOfA, runsOfB }: Sides,
  { config, groups, onlyA, onlyB }: Comparison,
  width: number,
): string {
  const lines = [
    `A  ${printableName(a)} (${countedRuns(runsOfA)})`,
    `B  ${printableName(b)} (${countedRuns(runsOfB)})`,
    '',
    ...configLines(config, width),
  ];
  for (const { label, figures } of groups) lines.push('', label, ...figureLines(figures, width));
  if (onlyA.length > 0) lines.push('', `Only in A: ${onlyA.join('; ')}`);
  if (onlyB.length > 0) lines.push('', `Only in B: ${onlyB.join('; ')}`);
  return `${lines.join('\n')}\n`;
}

const LONGEST_VALUE = 22;

function configLines(differences: readonly ConfigDifference[], width: number): readonly string[] {
  if (differences.length === 0) return ['The configs are the same.'];
  const cut = (text: string): string => (text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text);
  const values = (list: readonly string[]): string => cut(list.length === 0 ? '–' : list.join(', '));
  return textTable(
    ['config', 'A', 'B'],
    differences.map(({ keyPath, a, b }) => [keyPath, values(a), values(b)]),
    [false, false, false],
    Math.max(width, 120),
  ).lines;
}

function figureLines(figures: readonly FigureDifference[], width: number): readonly string[] {
  if (figures.length === 0) return ['no column in common'];
  const names = shortColumnNames(figures.map(({ column }) => column));
  const rows = figures.map(({ a, b, difference, interval, pairs }, place) => {
    const without0 = interval !== null && (interval.lower > 0 || interval.upper < 0);
    const range =
      interval === null ? '–' : `${inShort(interval.lower, 3)} to ${inShort(interval.upper, 3)}${without0 ? ' *' : ''}`;
    return [
      names[place]!,
      inShort(a, 3),
      inShort(b, 3),
      inShort(difference, 3),
      range,
      pairs > 0 ? String(pairs) : '–',
    ];
  });
  return textTable(
    ['figure', 'A', 'B', 'B − A', '95 % interval', 'pairs'],
    rows,
    [false, true, true, true, false, true],
    width,
  ).lines;
}
