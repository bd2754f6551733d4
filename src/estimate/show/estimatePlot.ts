/** Figure and page of the error of a calibrated model against the amount of data, up to ten times the data. */

import type { Figure, Spec } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import { exact, type SeriesPoint, seriesFigure } from '../../report/figures/seriesFigure.js';
import { escapeHtml } from '../../report/page/escape.js';
import { figureHtml, pageHtml } from '../../report/page/page.js';
import type { FileEstimate } from '../estimateTypes.js';
import { estimateAnswer } from './estimateScreen.js';

const TITLE = 'Error of a calibrated model against the amount of data';

/** The figure of the error of a calibrated model against the amount of data. */
export function estimateFigure(estimate: FileEstimate): Figure {
  const { calibratedError, goodTuring, extrapolation, rows, dataNeeded, curve } = estimate;
  if (calibratedError.errorRate === null || goodTuring.missingMass === null || extrapolation.length === 0)
    return {
      id: 'calibrated-error',
      title: TITLE,
      missing: estimate.documents
        ? 'with documents there is no curve: more rows would come in documents, too'
        : 'the data allow no estimate: see the warnings',
    };
  const share = goodTuring.missingMass === 0 ? 1 : calibratedError.errorRate / goodTuring.missingMass;
  const likely: readonly SeriesPoint[] = [
    { x: rows, mean: calibratedError.errorRate, lower: calibratedError.lower, upper: calibratedError.upper },
    ...extrapolation.map((e) => ({
      x: e.rows,
      mean: e.likelyMissingMass * share,
      lower: e.lower * share,
      upper: e.upper * share,
    })),
  ];
  const least = [
    exact(rows, calibratedError.errorRate),
    ...extrapolation.map((e) => exact(e.rows, e.missingMass * share)),
  ];
  const behind = curve
    .filter(({ from, factor }) => from === 'rarefaction' && factor >= 0.1)
    .map(({ rows: x, missingMass }) => exact(x, missingMass * share));
  const [first, last] = [behind[0]?.x ?? rows, extrapolation.at(-1)?.rows ?? rows];
  const targets = dataNeeded.map(({ errorRate: target }) => ({
    name: `an error of ${100 * target} %`,
    colour: THEORY,
    dash: target === 0.05 ? DASH.dashed : DASH.dotted,
    points: [exact(first, target), exact(last, target)],
  }));
  const spec: Spec = seriesFigure(
    [
      {
        series: [
          { name: 'expected', colour: COLOUR.blue, shape: 'circle', points: likely },
          {
            name: 'if unseen prompts are equally likely',
            colour: COLOUR.vermilion,
            shape: 'triangle-up',
            dash: [4, 3],
            points: least,
          },
          {
            name: 'with fewer of these rows',
            colour: COLOUR.blue,
            dash: DASH.dotted,
            points: [...behind, exact(rows, calibratedError.errorRate)],
          },
          ...targets,
        ],
      },
    ],
    {
      title: 'training examples N',
      scale: { type: 'log' },
      axis: { format: '~s', values: [first, ...likely.map(({ x }) => x)] },
    },
    { title: 'calibrated error MM·(1 − 1/R)', scale: { zero: true } },
    { width: 520, height: 300 },
  );
  const caption = [
    estimateAnswer(estimate),
    'Bars: intervals that assume no law of frequencies. The first point with a bar is Good–Turing on the data as they are; those to its right extrapolate to more data drawn in the same way. The dotted line to its left is the mean over all choices of fewer rows.',
  ];
  return { id: 'calibrated-error', title: TITLE, caption, spec };
}

/** The figure on a page of its own. */
export async function estimatePage(estimate: FileEstimate): Promise<string> {
  return pageHtml(
    TITLE,
    `<header>
<p class="kicker">hallucination-rate estimate</p>
<h1>How often does a calibrated model trained on these data err?</h1>
</header>
<section class="answer"><p>${escapeHtml(estimateAnswer(estimate))}</p></section>
${await figureHtml(estimateFigure(estimate))}`,
  );
}
