/** Figure: regret of models that must learn when to answer, against the share of the facts that they were shown. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR } from '../../report/figures/palette.js';
import { pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import { present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { completeMean, meanOf } from '../../results/seedMeans.js';
import { type KnowledgeRun, knowledgeRuns, modelsOf, regretAfter, runsShown } from './readings.js';

const LEARNT = [
  {
    name: 'as trained',
    colour: COLOUR.vermilion,
    shape: 'triangle-up',
    value: ({ regretAsTrained }: KnowledgeRun) => regretAsTrained,
  },
  {
    name: '30 graded answers',
    colour: COLOUR.blue,
    shape: 'circle',
    value: (run: KnowledgeRun) => regretAfter(run, 30),
  },
  {
    name: '100 graded answers',
    colour: COLOUR.green,
    shape: 'square',
    value: (run: KnowledgeRun) => regretAfter(run, 100),
  },
] as const;

export function regretFigure(tables: ReportTables): Figure {
  const [id, title] = ['regret-by-knowledge', 'What is lost by not knowing what one knows'];
  const models = modelsOf(knowledgeRuns(tables));
  if (models.length === 0) return { id, title, missing: 'No network was trained.' };
  const shares = [
    ...new Set(present(models.flat().map(({ share }) => share)).map((share) => Math.round(1000 * share) / 1000)),
  ].sort((a, b) => a - b);
  const panels = models.map((runs) => ({
    heading: `${thousands(completeMean(runs.map(({ parameters }) => parameters)))} parameters`,
    series: LEARNT.map(
      ({ value, ...look }): Series => ({
        ...look,
        points: pointsOf(
          shares.map((x) => ({
            x,
            mean: meanOf(present(runsShown(runs, x, 0.002).map(value))),
          })),
        ),
      }),
    ),
  }));
  return {
    id,
    title,
    caption: [
      "Regret: probability of answering wrongly or of keeping a right answer back, where an answer is given above a confidence of ½, against the share of the other language's facts that training shows. Orange: confidence as pretraining leaves it; blue and green: after two numbers were fitted on graded answers. " +
        'Means over worlds with 95 % Student t intervals.',
    ],
    spec: seriesFigure(
      panels,
      {
        title: 'share f of the facts that is shown',
        scale: { domain: [0, 1] },
        axis: { values: [0, 0.25, 0.5, 1], format: '.2~f' },
      },
      { title: 'regret', scale: { domain: [0, 0.6] } },
      { width: 270, height: 280 },
    ),
  };
}

function thousands(count: number | null): string {
  return count === null ? 'unknown' : `${Math.round(count / 1000)}k`;
}
