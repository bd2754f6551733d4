/** Figures of re-scored answers: score against confidence target, reliability, risk against coverage. */

import { type Figure, type Spec, topLevel } from '../../report/figures/figure.js';
import { COLOUR, COLOURS, DASHES, SHAPES, type Shape, THEORY } from '../../report/figures/palette.js';
import { exact, type Series, type SeriesPoint, seriesFigure } from '../../report/figures/seriesFigure.js';
import { binomialInterval } from '../../theory/binomialInterval.js';
import { penaltyOfTarget } from '../../theory/confidenceTarget.js';
import type { ScoredModel, ScoreReport } from '../scoreReport.js';
import { plain } from './scoreSentences.js';

/** Models in a figure at most: more could not be told apart. */
const MOST = 12;

/** Who abstains from every question: 0 at every target. */
const ABSTAINER = 'abstains always';

const SIZE = { width: 440, height: 300 };

interface Look {
  readonly name: string;
  readonly colour: string;
  readonly shape: Shape;
}

/** Every model keeps its look in all three figures. */
function looks({ models }: ScoreReport): ReadonlyMap<string, Look> {
  const first = [...models].sort((a, b) => b.accuracy - a.accuracy).slice(0, MOST);
  const short = first.map(({ model }) => [...plain(model)].slice(0, 40).join(''));
  // Names that differ only in what cannot be shown are numbered.
  const names = short.map((name, at) => (short.indexOf(name) === at ? name : `${name} (${at + 1})`));
  return new Map(
    first.map(({ model }, at) => [
      model,
      { name: names[at], colour: COLOURS[at % COLOURS.length], shape: SHAPES[at % SHAPES.length] },
    ]),
  );
}

/** Figures of re-scored answers: score against confidence target and, where confidences were stated, reliability and risk against coverage. */
export function scoreFigures(report: ScoreReport): readonly Figure[] {
  const look = looks(report);
  const shown = report.models.filter(({ model }) => look.has(model));
  const leftOut =
    report.models.length > MOST ? [`Of ${report.models.length} models, the ${MOST} of highest accuracy.`] : [];
  const figures: Figure[] = [
    {
      id: 'score-against-target',
      title: 'Score against confidence target',
      caption: [
        'Mean points a question: a right answer earns 1, an error costs t/(1 − t), an abstention nothing. Diamonds: where two models change places.  Bars: intervals at the targets asked for.',
        ...leftOut,
      ],
      spec: scoreAgainstTarget(report, shown, look),
    },
  ];
  const calibrated = shown.filter(({ calibration }) => calibration !== undefined);
  if (calibrated.length > 0) {
    figures.push(
      {
        id: 'reliability',
        title: 'Reliability of stated confidences',
        caption: [
          'Share of right answers in each bin of equal width against the mean confidence in it, with 95 % intervals (Clopper and Pearson). Grey: what confidences promise.',
          ...leftOut,
        ],
        spec: reliability(calibrated, look),
      },
      {
        id: 'risk-coverage',
        title: 'Risk against coverage',
        caption: [
          'Share of errors among the given answers if only the surest are given. Coverage counts answered questions with a stated confidence.',
          ...leftOut,
        ],
        spec: riskAgainstCoverage(calibrated, look),
      },
    );
  }
  return figures;
}

function scoreAgainstTarget(
  { flips }: ScoreReport,
  models: readonly ScoredModel[],
  look: ReadonlyMap<string, Look>,
): Spec {
  const targets = Object.keys(models[0].scores).map(Number);
  const last = Math.min(0.99, Math.max(0.9, ...targets));
  const grid = Array.from({ length: 199 }, (_, i) => (last * i) / 198);
  const score = (model: ScoredModel, t: number): number => model.accuracy - penaltyOfTarget(t) * model.errorRate;
  // Scores fall without bound as t nears 1: what lies below −1 is cut off.
  const domain = [-1, Math.max(0.1, ...models.map(({ accuracy }) => Math.min(1.05, accuracy * 1.15)))];
  const named = (model: ScoredModel): string => look.get(model.model)!.name;
  const lines = models.flatMap((model) => grid.map((t) => ({ series: named(model), t, score: score(model, t) })));
  const marks = models
    .flatMap((model) =>
      targets.map((t) => ({
        series: named(model),
        t,
        score: model.scores[String(t)],
        lower: model.intervals?.scores[String(t)]?.lower ?? null,
        upper: model.intervals?.scores[String(t)]?.upper ?? null,
      })),
    )
    .filter((mark) => mark.score >= domain[0] && mark.t <= last);
  const crossings = flips
    .filter(({ ahead, behind, target }) => target <= last && look.has(ahead) && look.has(behind))
    .map(({ ahead, target }) => ({
      t: target,
      score: score(models.find(({ model }) => model === ahead)!, target),
      label: `t = ${Number(target.toPrecision(3))}`,
    }))
    .filter((crossing) => crossing.score >= domain[0]);
  const all = [...models.map((model) => look.get(model.model)!), { name: ABSTAINER, colour: THEORY, shape: 'stroke' }];
  const names = all.map(({ name }) => name);
  const x: Spec = {
    field: 't',
    type: 'quantitative',
    title: 'confidence target t',
    scale: { domain: [0, last], nice: false },
    axis: { grid: false },
  };
  const y = (field: string): Spec => ({
    field,
    type: 'quantitative',
    title: 'score, points a question',
    scale: { domain, nice: false },
  });
  const colour: Spec = {
    field: 'series',
    type: 'nominal',
    title: null,
    sort: null,
    scale: { domain: names, range: all.map((each) => each.colour) },
  };
  const shape: Spec = {
    field: 'series',
    type: 'nominal',
    title: null,
    sort: null,
    scale: { domain: names, range: all.map((each) => each.shape) },
  };
  return topLevel({
    ...SIZE,
    layer: [
      {
        data: { values: [0, last].map((t) => ({ series: ABSTAINER, t, score: 0 })) },
        mark: { type: 'line', strokeDash: [5, 4], strokeWidth: 1.5 },
        encoding: { x, y: y('score'), color: colour },
      },
      {
        data: { values: lines },
        mark: { type: 'line', strokeWidth: 1.8, clip: true },
        encoding: { x, y: y('score'), color: colour },
      },
      {
        data: { values: marks.filter(({ lower }) => lower !== null) },
        mark: { type: 'rule', strokeWidth: 1.5, clip: true },
        encoding: { x, y: y('lower'), y2: { field: 'upper' }, color: colour },
      },
      {
        data: { values: marks },
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: { x, y: y('score'), color: colour, shape },
      },
      {
        data: { values: crossings },
        mark: {
          type: 'point',
          shape: 'diamond',
          size: 130,
          color: COLOUR.black,
          strokeWidth: 1.6,
          clip: true,
          fill: 'white',
        },
        encoding: { x, y: y('score') },
      },
      // Labels of many crossings would cover each other.
      ...(crossings.length <= 4
        ? [
            {
              data: { values: crossings },
              mark: { type: 'text', align: 'left', dx: 9, dy: -8, fontSize: 11 },
              encoding: { x, y: y('score'), text: { field: 'label' } },
            },
          ]
        : []),
    ],
  });
}

function reliability(models: readonly ScoredModel[], look: ReadonlyMap<string, Look>): Spec {
  const diagonal: Series = {
    name: 'confidence = share right',
    colour: THEORY,
    dash: [5, 4],
    points: [exact(0, 0), exact(1, 1)],
  };
  const series = models.map(
    (model): Series => ({
      ...look.get(model.model)!,
      points: model.calibration!.equalWidth.bins.map(
        ({ weight, confidence, accuracy }): SeriesPoint => ({
          x: confidence,
          mean: accuracy,
          ...binomialInterval(Math.round(accuracy * weight), weight),
        }),
      ),
    }),
  );
  const unit = { scale: { domain: [0, 1], nice: false } };
  return seriesFigure(
    [{ series: [...series, diagonal] }],
    { title: 'stated confidence', ...unit },
    { title: 'share right', ...unit },
    { width: 340, height: 300 },
  );
}

function riskAgainstCoverage(models: readonly ScoredModel[], look: ReadonlyMap<string, Look>): Spec {
  const series = models.map((model, at): Series => {
    const { name, colour } = look.get(model.model)!;
    const { curve } = model.calibration!.riskCoverage;
    // Steps: answers of one confidence are given together.
    const points = curve.flatMap(({ coverage, risk }, place) => [
      exact(place === 0 ? 0 : curve[place - 1].coverage, risk),
      exact(coverage, risk),
    ]);
    return { name, colour, ...(at > 0 && { dash: DASHES[at % DASHES.length] }), points };
  });
  return seriesFigure(
    [{ series }],
    { title: 'coverage: share of answers given', scale: { domain: [0, 1], nice: false } },
    { title: 'risk: share wrong among them', scale: { zero: true } },
    { width: 340, height: 300 },
  );
}
