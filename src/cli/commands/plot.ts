import { extname } from 'node:path';
import { UserError } from '../../errors/userError.js';
import { type OwnFigure, ownFigure, type PanelSize, usualColor } from '../../report/figures/ownFigure.js';
import { encodePicture } from '../../report/figures/plotFile.js';
import { renderSvg } from '../../report/figures/svg.js';
import { parseCondition, rowsMeeting } from '../../results/runList.js';
import { writeFileAtomically } from '../../store/atomicFile.js';
import type { StoredTable } from '../../store/tables.js';
import type { Command } from '../listedCommand.js';
import { openRuns } from '../openRuns.js';
import { examples } from '../options/examples.js';
import { refuseOverwriting } from '../options/outputFiles.js';
import { EXPERIMENT_FOLDER } from '../options/textOptions.js';
import { print, wroteLines } from '../screen/print.js';

interface PlotArguments {
  readonly directory: string;
  readonly x: string;
  readonly y: string;
  readonly color: string | undefined;
  readonly facet: string | undefined;
  readonly log: readonly ('x' | 'y')[] | undefined;
  readonly where: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly out: string;
}

/** Pixels of a picture in an inch, as CSS counts them. */
const PER_INCH = 96;
const UNITS: Readonly<Record<string, number>> = {
  in: PER_INCH,
  cm: PER_INCH / 2.54,
  mm: PER_INCH / 25.4,
  pt: PER_INCH / 72,
  px: 1,
};
const LEAST = 100;
/** Width, in pixels, below which the legend stands below the panels. */
const NARROW = 700;
/** Pixels of axis and legend beside a panel, about. */
const BESIDE = { right: 330, bottom: 80 };
const MOST = 10_000;

/** A length in pixels. @throws UserError */
function lengthOf(flag: string): (text: unknown) => number {
  return (text) => {
    const [, number, unit] = /^(\d+(?:\.\d+)?)(in|cm|mm|pt|px)$/.exec(String(text)) ?? [];
    const pixels = Number(number) * (UNITS[unit] ?? Number.NaN);
    if (pixels >= LEAST && pixels <= MOST) return pixels;
    throw new UserError({
      code: 'usage',
      summary: 'not a length of a picture',
      where: flag,
      found: String(text),
      allowed: 'a number with in, cm, mm, pt or px, from 100px to 10000px: 3.3in',
    });
  };
}

function axesOf(text: unknown): readonly ('x' | 'y')[] | undefined {
  if (text === undefined) return undefined;
  const axes = String(text).split(',');
  if (axes.every((axis) => axis === 'x' || axis === 'y')) return axes as ('x' | 'y')[];
  throw new UserError({
    code: 'usage',
    summary: 'no such axis',
    where: '--log',
    found: String(text),
    allowed: 'x, y or x,y',
  });
}

export const plotCommand: Command<PlotArguments> = {
  builder: (yargs) =>
    yargs
      .positional('directory', EXPERIMENT_FOLDER)
      .option('x', { type: 'string', demandOption: true, requiresArg: true, describe: 'column on the horizontal axis' })
      .option('y', { type: 'string', demandOption: true, requiresArg: true, describe: 'column on the vertical axis' })
      .option('color', {
        type: 'string',
        requiresArg: true,
        describe: 'column that colours tell apart, or `family`; by default the kind of the model',
      })
      .option('facet', {
        type: 'string',
        requiresArg: true,
        describe: 'column with a panel for each value, or `family`',
      })
      .option('log', {
        type: 'string',
        requiresArg: true,
        coerce: axesOf,
        describe: 'axes in logarithms: x, y or x,y',
      })
      .option('where', {
        type: 'string',
        array: true,
        nargs: 1,
        default: [] as string[],
        describe: "show runs that meet a condition, such as 'seed<5'; may be repeated",
      })
      .option('width', {
        type: 'string',
        requiresArg: true,
        default: '6.5in',
        coerce: lengthOf('--width'),
        describe: 'width of the picture: 3.3in, 84mm',
      })
      .option('height', {
        type: 'string',
        requiresArg: true,
        default: '3in',
        coerce: lengthOf('--height'),
        describe: 'height of the panels',
      })
      .option('out', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        describe: 'picture to write: FILE.svg, FILE.png or FILE.pdf',
      })
      .epilogue(
        examples(
          ['plot runs/singleton-rate --x sr --y err --color family --out err.svg', 'one colour for each family'],
          [
            'plot runs/mine --x model.width --y birthdays.err --log x --width 3.3in --out fig.pdf',
            'for a column of a paper',
          ],
          ['plot runs/mine --x MM --y err --facet family --out fig.svg', 'a panel for each family'],
        ),
      )
      .epilogue(
        'Columns are named as `runs` names them: by path, by the end of a path, or by symbol (sr, MM, err). A mark is the mean over the seeds of a setting, with its 95 % interval.',
      ) as never,
  handler: async ({ directory, x, y, color, facet, log, where, width, height, out }) => {
    const format = extname(out).toLowerCase().slice(1);
    if (format !== 'svg' && format !== 'png' && format !== 'pdf')
      throw new UserError({
        code: 'usage',
        summary: 'unsupported image format',
        where: '--out',
        found: out,
        allowed: 'FILE.svg, FILE.png or FILE.pdf',
      });
    refuseOverwriting({ '--out': [out] }, []);
    const { runs } = await openRuns(directory);
    const conditions = where.map((text) => parseCondition(text, Object.keys(runs.columns)));
    const options: OwnFigure = {
      x,
      y,
      color: color ?? usualColor(runs),
      facet: facet ?? null,
      log: log ?? [],
      rows: rowsMeeting(runs, conditions),
    };
    const svg = await picture(runs, options, width, height);
    await writeFileAtomically(out, await encodePicture(svg, format));
    print(wroteLines([out]));
  },
};

/** Draws a picture; its legend stands beside the panels where there is room, and else below them. @throws UserError */
async function picture(runs: StoredTable, options: OwnFigure, width: number, height: number): Promise<string> {
  const drawnAt = async (wide: number): Promise<string | { readonly least: number }> => {
    const beside = wide < NARROW ? undefined : await drawnWith('right', runs, options, wide, height);
    return typeof beside === 'string' ? beside : drawnWith('bottom', runs, options, wide, height);
  };
  const drawn = await drawnAt(width);
  if (typeof drawn === 'string') return drawn;
  // A width is named that has been tried: axes and titles take more room in other widths.
  let least = Math.max(drawn.least, Math.ceil(width) + 1);
  for (let tried = await drawnAt(least); typeof tried !== 'string' && least < MOST; tried = await drawnAt(least))
    least = Math.max(tried.least, Math.ceil(1.02 * least));
  throw new UserError({
    code: 'usage',
    summary: 'the picture is too narrow for its panels and its legend',
    where: '--width',
    found: `${width.toFixed(0)}px`,
    allowed: `${least}px or more`,
  });
}

/**
 * Draws until the whole is as wide as asked: the room of axes and legend beside the panels is known only from a picture.
 * @returns the picture, or the least width that has room for it
 */
async function drawnWith(
  legend: 'right' | 'bottom',
  runs: StoredTable,
  options: OwnFigure,
  width: number,
  height: number,
): Promise<string | { readonly least: number }> {
  const draw = async (
    size: PanelSize,
  ): Promise<{ readonly svg: string; readonly whole: number; readonly panels: number }> => {
    const figure = ownFigure(runs, options, size);
    if ('missing' in figure)
      throw new UserError({ code: 'no-numbers', summary: 'there is nothing to draw', found: figure.missing });
    const svg = await renderSvg(figure.spec, figure.id, `${figure.title}. ${figure.caption[0]}`);
    const panels = (figure.spec.hconcat as readonly unknown[]).length;
    return { svg, whole: Number(/ width="([\d.]+)"/.exec(svg)![1]), panels };
  };
  let panel = width / 2;
  let drawn = await draw({ width: panel, height, legend, room: { x: 0, y: 0 } });
  const room = { legend, room: { x: width / drawn.panels - BESIDE[legend], y: height } };
  // A few rounds, because titles that are wider than a panel take room, too.
  for (let round = 0; round < 6 && (round === 0 || Math.abs(drawn.whole - width) > 1); round++) {
    const beside = drawn.whole - drawn.panels * panel;
    panel = (width - beside) / drawn.panels;
    if (panel < LEAST / 2) return { least: Math.ceil(beside + (drawn.panels * LEAST) / 2) };
    drawn = await draw({ width: panel, height, ...room });
  }
  return drawn.svg;
}
