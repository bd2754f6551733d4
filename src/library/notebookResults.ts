/** Calls of notebooks: results of a folder, tables, lines and answers, shown by short names. */
import type { Corpus } from '../corpus/corpus.js';
import { UserError } from '../errors/userError.js';
import { findingsTable } from '../experiments/findingsTable.js';
import { experimentClaims } from '../experiments/index.js';
import type { LanguageModel } from '../models/languageModel.js';
import type { Figure } from '../report/figures/figure.js';
import { type OwnFigure, ownFigure, usualColor } from '../report/figures/ownFigure.js';
import { COLOURS, DASH, SHAPES, THEORY } from '../report/figures/palette.js';
import { exact, seriesFigure } from '../report/figures/seriesFigure.js';
import { standardFigures } from '../report/figures/standardFigures.js';
import { notebookFigure, notebookTable, show, shownCell, type TableCell } from '../report/notebook.js';
import { readResults } from '../results/readResults.js';
import { groupsOf, type ReportTables } from '../results/reportTables.js';
import { columnNamed, parseCondition, rowsMeeting } from '../results/runList.js';
import { meanOf } from '../results/seedMeans.js';
import type { Reply } from '../results/spoken.js';
import { ask, type QuestionOptions } from './askedModel.js';

/** A column of a shown table: the name of a column of the runs, or what to make of a run's numbers. */
export type ShownColumn = string | ((of: (column: string) => number) => number | string);

/** Rows that are shown: conditions such as `model.kind=transformer`. */
export interface Shown {
  readonly where?: string | readonly string[];
}

/** Results of an experiment, its own or one that ships, for a notebook. Columns are named as `plot` and `runs` name them: `birthdays.err`. */
export interface NotebookResults {
  readonly tables: ReportTables;
  /** Ids of the figures that the tables give. */
  readonly figures: readonly string[];
  /** Shows a figure by its id; left out, the first. */
  showFigure(id?: string): Promise<void>;
  /** Draws a column of the runs against another. */
  showPlot(
    options: Pick<OwnFigure, 'x' | 'y'> & Partial<Pick<OwnFigure, 'color' | 'facet' | 'log'>> & Shown,
  ): Promise<void>;
  /** Shows a row for each run. */
  showRuns(columns: Readonly<Record<string, ShownColumn>>, shown?: Shown): Promise<void>;
  /** Shows a row for each setting, with means over seeds, and on demand their 95 % intervals. */
  showMeans(
    columns: Readonly<Record<string, ShownColumn>>,
    shown?: Shown & { readonly intervals?: boolean },
  ): Promise<void>;
  /** Shows the claims that the experiment answers, and their verdicts on these tables. */
  showClaims(): Promise<void>;
}

const PLOT = { width: 440, height: 280, legend: 'right', room: { x: 440, y: 280 } } as const;
const PANEL = { ...PLOT, width: 250 } as const;

/**
 * Opens the results in a folder of `run`.
 * @param folder of an experiment, with `runs.arrow` and `curves.arrow`
 */
export async function openResults(folder: string): Promise<NotebookResults> {
  const tables = await readResults(folder);
  const { runs } = tables;
  const columns = Object.keys(runs.columns);
  const claims = experimentClaims.find(({ experiment }) => experiment === runs.metadata.experiment);
  const ofClaims = claims === undefined ? [] : claims.figures(tables);
  const known = new Set(ofClaims.map(({ id }) => id));
  const all = [...ofClaims, ...standardFigures(tables).filter(({ id }) => !known.has(id))];
  const drawn = all.filter((figure) => 'spec' in figure).map(({ id }) => id);

  const chosen = ({ where = [] }: Shown): readonly number[] =>
    rowsMeeting(
      runs,
      [where].flat().map((condition) => parseCondition(condition, columns)),
    );
  const cellOf = (column: ShownColumn): ((row: number) => TableCell) => {
    if (typeof column === 'string') {
      const name = columnNamed(column, columns, 'a column of the table');
      return (row) => runs.columns[name]![row] as TableCell;
    }
    return (row) => column((each) => runs.columns[columnNamed(each, columns, 'a column of the table')]![row] as number);
  };
  const shownMean = (cells: readonly TableCell[], intervals: boolean): TableCell => {
    const numbers = cells.filter((cell) => typeof cell === 'number');
    if (numbers.length < cells.length) return cells[0] ?? null;
    const { mean, lower, upper } = meanOf(numbers) ?? { mean: null, lower: null, upper: null };
    if (!intervals || mean === null || lower === null || upper === null || lower === upper) return mean;
    return `${shownCell(mean)} (${lower.toFixed(3)} to ${upper.toFixed(3)})`;
  };

  return {
    tables,
    figures: drawn,
    showFigure: async (id = drawn[0]) => {
      const figure = all.find((each) => each.id === id);
      if (figure === undefined)
        throw new UserError({
          code: 'no-figure',
          summary: 'no such figure',
          found: String(id),
          allowed: drawn.join(', '),
        });
      await show(notebookFigure(figure));
    },
    showPlot: async ({ x, y, color = usualColor(runs), facet = null, log = [], ...shown }) =>
      show(
        notebookFigure(
          ownFigure(runs, { x, y, color, facet, log, rows: chosen(shown) }, facet === null ? PLOT : PANEL),
        ),
      ),
    showRuns: async (wanted, shown = {}) => {
      const values = Object.values(wanted).map(cellOf);
      await showTable(
        Object.keys(wanted),
        chosen(shown).map((row) => values.map((value) => value(row))),
      );
    },
    showMeans: async (wanted, { intervals = false, ...shown } = {}) => {
      const values = Object.values(wanted).map(cellOf);
      const rows = new Set(chosen(shown));
      const groups = groupsOf(runs)
        .map((group) => group.rows.filter((row) => rows.has(row)))
        .filter((group) => group.length > 0);
      await showTable(
        Object.keys(wanted),
        groups.map((group) => values.map((value) => shownMean(group.map(value), intervals))),
      );
    },
    showClaims: async () => {
      if (claims === undefined)
        throw new UserError({
          code: 'no-claims',
          summary: 'these results answer no claims',
          where: folder,
          found: String(runs.metadata.experiment),
          allowed: 'results of an experiment that ships: hallucination-rate list',
        });
      await show(findingsTable(claims.experiment, tables));
    },
  };
}

/** Shows a table in a notebook. */
export async function showTable(headings: readonly string[], rows: readonly (readonly TableCell[])[]): Promise<void> {
  await show(notebookTable(headings, rows));
}

/** A figure of lines. */
export interface LinesFigure {
  readonly title: string;
  /** Titles of the axes. */
  readonly x: string;
  readonly y: string;
  /** Points of each line by its name. */
  readonly lines: Readonly<Record<string, readonly (readonly [x: number, y: number])[]>>;
  /** Names of lines that are dashed and grey: what theory says, where others are measured. */
  readonly theory?: readonly string[];
  /** Axes in logarithms. */
  readonly log?: readonly ('x' | 'y')[];
  /** Ends of the vertical axis. */
  readonly range?: readonly [number, number];
}

/** Most points of a line that are marked one by one. */
const MARKED = 12;

/** Shows lines in a notebook. */
export async function showLines({ title, x, y, lines, theory = [], log = [], range }: LinesFigure): Promise<void> {
  const measured = Object.keys(lines).filter((name) => !theory.includes(name));
  const scale = (axis: 'x' | 'y') => ({
    ...(log.includes(axis) && { type: 'log' }),
    ...(axis === 'y' && range !== undefined && { domain: range }),
  });
  const figure: Figure = {
    id: 'lines',
    title,
    caption: [`${y} against ${x}: ${Object.keys(lines).join(', ')}.`],
    spec: seriesFigure(
      [
        {
          series: Object.entries(lines).map(([name, points]) => {
            const at = measured.indexOf(name);
            return {
              name,
              points: points.map(([across, up]) => exact(across, up)),
              ...(at < 0
                ? { colour: THEORY, dash: DASH.dashed }
                : {
                    colour: COLOURS[at % COLOURS.length],
                    ...(points.length <= MARKED && { shape: SHAPES[at % SHAPES.length] }),
                  }),
            };
          }),
        },
      ],
      { title: x, scale: scale('x'), axis: { format: log.includes('x') ? '~s' : '.3~r' } },
      { title: y, scale: scale('y') },
      { width: PLOT.width, height: PLOT.height },
      Object.keys(lines).length > 1 ? PLOT.legend : 'nowhere',
    ),
  };
  await show(notebookFigure(figure));
}

/**
 * Asks a model and shows its answers: what it was shown most comes first.
 * @throws UserError for a prompt that the corpus does not have
 */
export async function showAnswers(model: LanguageModel, corpus: Corpus, options: QuestionOptions = {}): Promise<void> {
  const replies = await ask(model, corpus, options);
  await showTable(
    ['you ask', 'named in training', 'it says', 'how sure', 'verdict'],
    [...replies].sort((a, b) => b.shown - a.shown).map(replyCells),
  );
}

function replyCells({ prompt, shown, said, probability, answer, outcome }: Reply): readonly TableCell[] {
  const truth = `it is ${plain(answer)}`;
  const verdict = {
    right: 'right',
    error: shown === 0 ? `made up: ${truth}` : `wrong: ${truth}`,
    abstention: `abstains: ${truth}`,
    invalid: `no answer: ${truth}`,
  }[outcome];
  const times = shown === 0 ? 'never' : shown === 1 ? 'once' : `${shown} times`;
  return [prompt, times, said === '' ? '…' : plain(said), `${Math.round(100 * probability)} %`, verdict];
}

/** A response without its closing stop. */
function plain(text: string): string {
  return text.replace(/ ?\.$/, '');
}
