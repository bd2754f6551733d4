/** A figure of columns that the user names: one against another, coloured and split into panels by others. */

import { UserError } from '../../errors/userError.js';
import type { MetricPath } from '../../results/familyMeasurement.js';
import { METRICS } from '../../results/metrics.js';
import { cellAt, familiesOf, groupsOf, numberAt } from '../../results/reportTables.js';
import { columnNamed } from '../../results/runList.js';
import { meanOver } from '../../results/seedMeans.js';
import { valueWords } from '../../results/valueWords.js';
import type { StoredTable } from '../../store/tables.js';
import type { Figure } from './figure.js';
import { COLOURS, SHAPES } from './palette.js';
import { type Axis, type Panel, type Series, type SeriesPoint, seriesFigure } from './seriesFigure.js';

export interface OwnFigure {
  readonly x: string;
  readonly y: string;
  /** Columns, or `family`; null for none. */
  readonly color: string | null;
  readonly facet: string | null;
  readonly log: readonly ('x' | 'y')[];
  /** Rows that are shown. */
  readonly rows: readonly number[];
}

/** Size of a panel in pixels, and what a small one has. */
export interface PanelSize {
  readonly width: number;
  readonly height: number;
  /** Beside the panels, or below them where the picture is narrow. */
  readonly legend: 'right' | 'bottom';
  /** Pixels for the titles of the axes: a longer title is a symbol. */
  readonly room: { readonly x: number; readonly y: number };
}

/** The name that stands for the families of the runs, each of which has columns of its own. */
const FAMILY = 'family';

/** A place on the figure: the mean over the seeds of a setting, of one family. */
interface Mark {
  readonly panel: string;
  readonly series: string;
  readonly point: SeriesPoint;
}

/**
 * Reads the columns of a figure.
 * @returns marks, and the titles of the axes
 * @throws UserError for a column that is not there, or that several families have where none is told apart
 */
function marksOf(runs: StoredTable, { x, y, color, facet, rows }: OwnFigure, room: PanelSize['room']) {
  const all = Object.keys(runs.columns);
  const families = familiesOf(runs).map(({ name }) => name);
  const byFamily = [color, facet].includes(FAMILY) && families.length > 0;
  const columnOf = (name: string, flag: string, family: string | null): string => {
    const own =
      family === null
        ? all
        : all.filter((column) => !/^families\./.test(column) || column.startsWith(`families.${family}.`));
    try {
      return columnNamed(name, own, flag);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'ambiguous-column' || byFamily) throw error;
      throw error.amended((problem) => ({
        ...problem,
        hint: `name one of them (${flag} ${families[0]}.${name}), or draw them all: --color ${FAMILY} or --facet ${FAMILY}`,
      }));
    }
  };
  const wanted = new Set(rows);
  const marks: Mark[] = [];
  const titles = { x: '', y: '' };
  for (const family of byFamily ? families : [familyMeant([x, y], families)]) {
    const [across, up] = [columnOf(x, '--x', family), columnOf(y, '--y', family)];
    titles.x = titleOf(across, byFamily, room.x);
    titles.y = titleOf(up, byFamily, room.y);
    const label = (name: string | null, flag: string): ((row: number) => string) => {
      if (name === null) return () => '';
      if (name === FAMILY) return () => family ?? '';
      const column = columnOf(name, flag, family);
      const words = valueWords(runs.columns[column] ?? []);
      return (row) => (cellAt(runs, column, row) === null ? '–' : words(cellAt(runs, column, row)));
    };
    const [seriesOf, panelOf] = [label(color, '--color'), label(facet, '--facet')];
    for (const group of groupsOf(runs)) {
      const shown = group.rows.filter((row) => wanted.has(row));
      if (shown.length === 0) continue;
      const [at, value] = [
        meanOver(shown, (row) => numberAt(runs, across, row)),
        meanOver(shown, (row) => numberAt(runs, up, row)),
      ];
      if (at === null || value === null) continue;
      marks.push({ panel: panelOf(shown[0]), series: seriesOf(shown[0]), point: { ...value, x: at.mean } });
    }
  }
  return { marks, titles };
}

/** The one family that one of these names speaks of, which the others then mean, too; null if there is none. */
function familyMeant(names: readonly string[], families: readonly string[]): string | null {
  const meant = families.filter((family) =>
    names.some((name) => name.replace(/^families\./, '').startsWith(`${family}.`)),
  );
  return meant.length === 1 ? meant[0] : null;
}

/** Width of a sign of a title, in pixels, as a renderer without fonts reckons it. */
const SIGN = 8.8;

/** The title of an axis: of a metric as the catalogue has it, of a setting its name; in short, a symbol or the name's end. */
function titleOf(column: string, byFamily: boolean, room: number): string {
  const [, family, path] = /^families\.([^.]+)\.(.*)$/.exec(column) ?? [];
  const fitting = (long: string, short: string): string => (long.length * SIGN <= room ? long : short);
  if (path === undefined) return fitting(column.replace(/^parameters\./, ''), column.split('.').at(-1)!);
  const metric = (METRICS as Readonly<Record<string, (typeof METRICS)[MetricPath]>>)[
    path.replace(/\.\d+(?=\.|$)/g, '.N')
  ];
  const named = metric?.symbol === undefined ? path : `${path} ${metric.symbol}`;
  const title = metric?.axis ?? named;
  return fitting(byFamily ? title : `${title}, ${family}`, metric?.symbol ?? metric?.table?.heading ?? path);
}

/** The column by which marks are coloured where the user names none: the kind of the model if there are several. */
export function usualColor(runs: StoredTable): string | null {
  const kinds = new Set((runs.columns['model.kind'] ?? []).map(String));
  return kinds.size > 1 ? 'model.kind' : null;
}

/**
 * Makes the figure.
 * @returns a reason in place of a picture where no run has both numbers
 * @throws UserError
 */
export function ownFigure(runs: StoredTable, options: OwnFigure, size: PanelSize): Figure {
  const { marks, titles } = marksOf(runs, options, size.room);
  const id = 'own-figure';
  const title = `${titles.y} against ${titles.x}`;
  if (marks.length === 0) return { id, title, missing: 'No run has numbers in both columns.' };
  const names = [...new Set(marks.map(({ series }) => series))];
  const panels = [...new Set(marks.map(({ panel }) => panel))].map(
    (heading): Panel => ({
      ...(heading !== '' && { heading }),
      series: names.map(
        (name, i): Series => ({
          name: name === '' ? titles.y : name,
          colour: COLOURS[i % COLOURS.length],
          shape: SHAPES[i % SHAPES.length],
          points: marks
            .filter(({ panel, series }) => panel === heading && series === name)
            .map(({ point }) => point)
            .sort((a, b) => a.x - b.x),
        }),
      ),
    }),
  );
  const seeds = Math.max(...marks.map(({ point }) => ('seeds' in point ? Number(point.seeds) : 1)));
  // An interval may reach below 0 where no number does, which would make room for nothing.
  const least = Math.min(...marks.map(({ point: { mean } }) => mean));
  const ends = marks.flatMap(({ point: { mean, lower, upper } }) => [
    least < 0 ? (lower ?? mean) : mean,
    upper ?? mean,
  ]);
  const scale = (axis: 'x' | 'y'): Pick<Axis, 'scale' | 'numbersOnce'> => {
    if (options.log.includes(axis)) return { scale: { type: 'log' } };
    if (axis === 'x') return {};
    const domain = [Math.min(0, ...ends), Math.max(0, ...ends)];
    if (domain[0] === domain[1]) return { numbersOnce: panels.length > 1 };
    // Panels side by side are compared, so that they have one scale.
    return { scale: { domain, nice: true }, numbersOnce: panels.length > 1 };
  };
  const axis = (format: 'x' | 'y') => ({ title: titles[format], ...scale(format), axis: { format: '.3~r' } });
  return {
    id,
    title,
    caption: [
      seeds > 1 ? 'Means over seeds with 95 % Student t intervals.' : 'One seed each, so there is no interval.',
    ],
    spec: seriesFigure(panels, axis('x'), axis('y'), size, names.length > 1 ? size.legend : 'nowhere'),
  };
}
