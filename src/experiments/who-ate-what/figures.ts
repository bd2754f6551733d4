/** Figures of "who ate what": false statements and miscalibration by the law of the facts, beside the published ones. */
import { type Figure, topLevel } from '../../report/figures/figure.js';
import { COLOUR, DASH, SHAPES, THEORY } from '../../report/figures/palette.js';
import { present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { PUBLISHED } from './published.js';
import { atSetting, type WhoAteWhatReader } from './readings.js';

/** A line of a figure: measured, or published. */
interface Line {
  readonly name: string;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly read: WhoAteWhatReader;
}

/** Lines over the exponent of Zipf's law, a panel for each length of the list. */
function byExponent(
  tables: ReportTables,
  { id, title }: Pick<Figure, 'id' | 'title'>,
  lines: readonly Line[],
  yTitle: string,
  caption: readonly string[],
): Figure {
  const settings = PUBLISHED.filter((each) => atSetting(tables, each, () => 1).length > 0);
  if (settings.length === 0) return { id, title, missing: 'No run has a setting of the published table.' };
  const points = settings.flatMap((published) =>
    lines.flatMap((line) => {
      const point = meanOf(present(atSetting(tables, published, line.read)));
      return point === null
        ? []
        : [
            {
              list: `${0.8 * published.listed} training rows`,
              exponent: published.exponent,
              line: line.name,
              ...point,
            },
          ];
    }),
  );
  const names = lines.map(({ name }) => name);
  const x = {
    field: 'exponent',
    type: 'quantitative',
    title: 'exponent of Zipf’s law',
    axis: { values: [...new Set(PUBLISHED.map(({ exponent }) => exponent))] },
  };
  const y = (field: string) => ({ field, type: 'quantitative', title: yTitle, scale: { domain: [0, 1] } });
  const kind = { field: 'line', type: 'nominal', title: null, sort: names };
  const color = {
    ...kind,
    scale: { domain: names, range: lines.map(({ colour }) => colour) },
    legend: { orient: 'bottom', columns: 2, labelLimit: 0 },
  };
  return {
    id,
    title,
    caption,
    spec: topLevel({
      data: { values: points },
      facet: { column: { field: 'list', type: 'nominal', title: null, header: { labelFontSize: 13 } } },
      spec: {
        width: 290,
        height: 260,
        layer: [
          {
            mark: { type: 'line', strokeWidth: 1.5 },
            encoding: {
              x,
              y: y('mean'),
              color,
              strokeDash: { ...kind, scale: { domain: names, range: lines.map(({ dash }) => dash) } },
            },
          },
          {
            transform: [{ filter: 'datum.lower !== null' }],
            mark: { type: 'rule', strokeWidth: 2 },
            encoding: { x, y: y('lower'), y2: { field: 'upper' }, color },
          },
          {
            mark: { type: 'point', filled: true, size: 65, opacity: 1 },
            encoding: {
              x,
              y: y('mean'),
              color,
              shape: { ...kind, scale: { domain: names, range: SHAPES.slice(0, names.length) } },
            },
          },
        ],
      },
    }),
  };
}

export function falseStatementsFigure(tables: ReportTables): Figure {
  return byExponent(
    tables,
    { id: 'false-statements-beside-published', title: 'False statements of a network that speaks unprompted' },
    [
      {
        name: 'false statements, here',
        colour: COLOUR.blue,
        dash: DASH.solid,
        read: ({ values }) => values.distinctFalseShare,
      },
      {
        name: 'false statements, published',
        colour: COLOUR.vermilion,
        dash: DASH.dashed,
        read: ({ published }) => published.falseStatements,
      },
      { name: 'monofact rate', colour: THEORY, dash: DASH.dotted, read: ({ values }) => values.monofactRate },
      { name: 'missing mass', colour: COLOUR.black, dash: DASH.dashDotted, read: ({ values }) => values.missingMass },
    ],
    'share',
    [
      'Different false statements over 1000 statements made. Blue: the network of this experiment, means over seeds with 95 % intervals; vermilion: the published network, two hundred times as large, with the same data and optimiser.',
      'At the left facts are nearly all alike, at the right a few make up most of the list. Dotted: facts that occur once in the training data, per row. With 800 rows, which the networks read 320 and 800 times each, they make next to nothing up although nearly every fact occurs once. The missing mass is far below the monofact rate, because four fifths of the list are training data and not independent draws of it.',
    ],
  );
}

export function miscalibrationFigure(tables: ReportTables): Figure {
  return byExponent(
    tables,
    { id: 'miscalibration-beside-published', title: 'Miscalibration: published, of a perfect model, and exact' },
    [
      {
        name: 'published',
        colour: COLOUR.vermilion,
        dash: DASH.dashed,
        read: ({ published }) => published.miscalibration,
      },
      {
        name: 'perfect model, by the published code',
        colour: COLOUR.black,
        dash: DASH.dotted,
        read: ({ values }) => values.perfect.publishedMiscalibration,
      },
      {
        name: 'network here, by the published code',
        colour: COLOUR.sky,
        dash: DASH.dashDotted,
        read: ({ values }) => values.publishedMiscalibration,
      },
      {
        name: 'network here, exact total variation',
        colour: COLOUR.blue,
        dash: DASH.solid,
        read: ({ values }) => values.totalVariation,
      },
    ],
    'miscalibration',
    [
      'The published code estimates miscalibration from 1000 statements. A perfect model, which says each fact exactly as often as the list holds it, gets nearly the same number: it measures how few statements were drawn. The exact distance of the network from the list (total variation, blue) is another.',
    ],
  );
}
