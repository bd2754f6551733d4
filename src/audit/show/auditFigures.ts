/** Figures of an audit: how often and how rightly the model answers, and what each arm scores. */
import type { Figure } from '../../report/figures/figure.js';
import { COLOUR, DASH, THEORY } from '../../report/figures/palette.js';
import {
  type Axis,
  exact,
  gap,
  type Series,
  type SeriesPoint,
  seriesFigure,
} from '../../report/figures/seriesFigure.js';
import type { ArmRates, AuditReport, MeasuredShare } from '../auditReport.js';
import { ARMS, type Arm } from '../auditRows.js';
import { ARM_NAMES, ARMS_MEAN } from './auditSentences.js';

const LOOKS: Readonly<Record<Arm, Pick<Series, 'colour' | 'shape' | 'dash'>>> = {
  closed: { colour: COLOUR.vermilion, shape: 'square' },
  open: { colour: COLOUR.blue, shape: 'circle' },
  'closed-agree': { colour: COLOUR.orange, shape: 'triangle-up', dash: DASH.dashed },
  'open-agree': { colour: COLOUR.sky, shape: 'diamond', dash: DASH.dashed },
};

/** Places at which the curve of targets is drawn. */
const CURVE = 60;

export function auditFigures(report: AuditReport): readonly Figure[] {
  const { penalties, arms, level } = report;
  const last = Math.max(1, penalties[penalties.length - 1]);
  const x: Axis = {
    title: 'penalty λ of an error',
    // Distances of log(1 + λ), so that 0 has a place.
    scale: { type: 'symlog', constant: 1, domain: [0, last], nice: false },
    axis: { values: penalties, format: '~g', grid: false },
  };
  const series = (of: (rates: ArmRates) => MeasuredShare): readonly Series[] =>
    ARMS.filter((arm) => arms.some((each) => each.arm === arm)).map((arm) => ({
      name: ARM_NAMES[arm],
      ...LOOKS[arm],
      points: arms.filter((each) => each.arm === arm).map((each) => point(each.penalty, of(each))),
    }));
  const targets: Series = {
    name: 'confidence target λ/(1 + λ)',
    colour: THEORY,
    dash: DASH.dotted,
    points: Array.from({ length: CURVE }, (_, at) => {
      const penalty = (last * at) / (CURVE - 1);
      return exact(penalty, penalty / (1 + penalty));
    }),
  };
  const intervals = `Bars: ${Number((100 * level).toPrecision(6))} % intervals over questions.`;
  return [
    {
      id: 'answering',
      title: 'How often the model answers, and how rightly',
      caption: [
        'Left: share of questions that get an answer. Right: share of right answers among those given. A model that heeds stated stakes answers less where errors cost more, and its answers are right more often than the confidence target (dotted), below which abstaining scores more.',
        intervals,
      ],
      spec: seriesFigure(
        [
          { heading: 'answered', series: series(answeredShare) },
          { heading: 'right of answered', series: [...series(({ accuracyAttempted }) => accuracyAttempted), targets] },
        ],
        x,
        { title: 'share', scale: { domain: [0, 1], nice: false } },
        { width: 300, height: 280 },
      ),
    },
    {
      id: 'score',
      title: 'Score at each penalty',
      caption: [
        `Mean points per question: a right answer earns 1, an error costs λ, an abstention 0. ${ARMS_MEAN}. To abstain from every question scores 0.`,
        intervals,
      ],
      spec: seriesFigure(
        [{ series: series(({ score }) => score) }],
        x,
        { title: 'score, points per question' },
        { width: 460, height: 300 },
      ),
    },
  ];
}

/** 1 less the share of abstentions. */
function answeredShare({ abstentionRate: { value, interval } }: ArmRates): MeasuredShare {
  return {
    value: value === null ? null : 1 - value,
    interval: interval && { lower: 1 - interval.upper, upper: 1 - interval.lower },
  };
}

function point(x: number, { value, interval }: MeasuredShare): SeriesPoint | ReturnType<typeof gap> {
  return value === null ? gap(x) : { x, mean: value, lower: interval?.lower ?? null, upper: interval?.upper ?? null };
}
