/** Figure: error in letter counting against training, on pairs that training shows and on others. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, pointsOf, seriesFigure, stepAxis } from '../../report/figures/seriesFigure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { curveMeans } from '../../results/seedMeans.js';
import { errorOnPairs, FORMS, type Form, GUESS, type Pairs, rowsOfForm } from './readings.js';

const LOOKS = {
  word: { colour: COLOUR.vermilion, shape: 'triangle-up' },
  characters: { colour: COLOUR.blue, shape: 'circle' },
  spelt: { colour: COLOUR.green, shape: 'square' },
} as const;

export function errorAgainstStep(tables: ReportTables): Figure {
  const id = 'letter-count-error-against-step';
  const title = 'Letter counting: what is wrong, against training';
  const forms = (Object.keys(FORMS) as Form[]).filter((form) => rowsOfForm(tables, form).length > 0);
  if (forms.length === 0) return { id, title, missing: 'No run counts letters.' };
  const curve = (form: Form, pairs: Pairs) =>
    pointsOf(
      curveMeans(tables, { rows: rowsOfForm(tables, form) }, (row) => errorOnPairs(tables.curves, row, pairs)).map(
        ({ step, ...mean }) => ({ x: step, mean }),
      ),
    );
  const panel = (heading: string, pairs: Pairs) => {
    const series = forms.map((form) => ({ name: FORMS[form], ...LOOKS[form], points: curve(form, pairs) }));
    const steps = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
    return {
      heading,
      series: [
        {
          name: 'least error of a guess by the letter',
          colour: THEORY,
          dash: DASH.dashed,
          points: steps.map((x) => exact(x, GUESS)),
        },
        ...series,
      ],
    };
  };
  const panels = [panel('pairs shown in training', 'shown'), panel('pairs never shown', 'unseen')];
  return {
    id,
    title,
    caption: [
      'Probability that the answer is not the right one, 1 − accuracy, on pairs of word and letter that training shows (left) and on those that it never shows (right): one transformer, three forms of the same questions. Means over seeds with 95 % Student t intervals.',
      'All three learn what they are shown. With words as tokens this says nothing about other pairs; with characters the rule is learnt; with the word spelt out first, spelling and count have to be right.',
    ],
    spec: seriesFigure(
      panels,
      stepAxis(panels.flatMap(({ series }) => series.flatMap(({ points }) => points.map(({ x }) => x)))),
      { title: '1 − accuracy', scale: { domain: [0, 1] } },
      { width: 290, height: 270 },
    ),
  };
}
