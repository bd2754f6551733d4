/** Figure: what is lost by not knowing what one knows, against the share that one knows. */
import type { Figure } from '../../report/figures/figure.js';
import { pointsOf, type Series, seriesFigure } from '../../report/figures/seriesFigure.js';
import type { ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { type KnowledgeRun, knowledgeRuns, modelsOf } from './readings.js';

const LEARNT = [
  {
    name: 'as trained',
    colour: '#D55E00',
    shape: 'triangle-up',
    value: ({ regretAsTrained }: KnowledgeRun) => regretAsTrained,
  },
  {
    name: '30 graded answers',
    colour: '#0072B2',
    shape: 'circle',
    value: ({ regret }: KnowledgeRun) => regret.get(30) ?? NaN,
  },
  {
    name: '100 graded answers',
    colour: '#009E73',
    shape: 'square',
    value: ({ regret }: KnowledgeRun) => regret.get(100) ?? NaN,
  },
] as const;

export function regretFigure(tables: ReportTables): Figure {
  const [id, title] = ['regret-by-knowledge', 'What is lost by not knowing what one knows'];
  const models = modelsOf(knowledgeRuns(tables));
  if (models.length === 0) return { id, title, missing: 'No network was trained.' };
  const shares = [...new Set(models.flat().map(({ share }) => Math.round(1000 * share) / 1000))].sort((a, b) => a - b);
  const panels = models.map((runs) => ({
    heading: `${Math.round(runs.reduce((sum, { parameters }) => sum + parameters, 0) / runs.length / 1000)}k parameters`,
    series: LEARNT.map(
      ({ value, ...look }): Series => ({
        ...look,
        points: pointsOf(
          shares.map((x) => ({
            x,
            mean: meanOf(
              runs
                .filter(({ share }) => Math.abs(share - x) < 0.002)
                .map(value)
                .filter(Number.isFinite),
            ),
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
