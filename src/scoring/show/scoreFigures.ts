/** Figures of re-scored answers: score against confidence target, reliability, risk against coverage. */

import { type Figure, type Spec, topLevel } from '../../report/figures/figure.js';
import { intervalBars } from '../../report/figures/intervalMarks.js';
import { COLOUR, DASHES, THEORY } from '../../report/figures/palette.js';
import { exact, legendBelow, type Series, type SeriesPoint, seriesFigure } from '../../report/figures/seriesFigure.js';
import { effectiveShareInterval } from '../../theory/binomialInterval.js';
import { type ScoredModel, type ScoreReport, scoreAtTarget } from '../scoreReport.js';
import { MOST_LOOKS, type ModelLook, modelLooks } from './modelLooks.js';
import { stakesFigures } from './stakesFigures.js';

/** Name of a model that abstains from every question and scores 0 at every target. */
const ABSTAINER = 'abstains always';

const SIZE = { width: 400, height: 300 };

/** Score against confidence target; with confidences also reliability and risk against coverage; with stated stakes what they did. */
export function scoreFigures(report: ScoreReport): readonly Figure[] {
  const look = modelLooks(report);
  const shown = report.models.filter(({ model }) => look.has(model));
  const leftOut =
    report.models.length > MOST_LOOKS
      ? [`Shown are the ${MOST_LOOKS} most accurate of ${report.models.length} models.`]
      : [];
  const figures: Figure[] = [
    {
      id: 'score-against-target',
      title: 'Score against confidence target',
      caption: [
        'Mean points per question: a right answer earns 1 point, an error costs t/(1 − t), an abstention earns 0. Diamonds: targets at which two models change places. Bars: intervals at the chosen targets.',
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
          'Share of right answers in each bin of equal width against the mean confidence in the bin, with 95 % intervals (Clopper and Pearson). Grey: perfect calibration.',
          ...leftOut,
        ],
        spec: reliability(calibrated, look),
      },
      {
        id: 'risk-coverage',
        title: 'Risk against coverage',
        caption: [
          'Share of errors among the given answers if only the most confident answers are given. Coverage is a share of the answered questions with a stated confidence.',
          ...leftOut,
        ],
        spec: riskAgainstCoverage(calibrated, look),
      },
    );
  }
  figures.push(...stakesFigures(shown, look, leftOut));
  return figures;
}

function scoreAgainstTarget(
  { flips }: ScoreReport,
  models: readonly ScoredModel[],
  look: ReadonlyMap<string, ModelLook>,
): Spec {
  const targets = Object.keys(models[0].scores).map(Number);
  const last = Math.min(0.99, Math.max(0.9, ...targets));
  const grid = Array.from({ length: 199 }, (_, i) => (last * i) / 198);
  // Scores fall without bound as t nears 1, so they are cut off below −1.
  const domain = [-1, Math.max(0.1, ...models.map(({ accuracy }) => Math.min(1.05, accuracy * 1.15)))];
  const named = (model: ScoredModel): string => look.get(model.model)!.name;
  const lines = models.flatMap((model) =>
    grid.map((t) => ({ series: named(model), t, score: scoreAtTarget(model, t) })),
  );
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
      score: scoreAtTarget(models.find(({ model }) => model === ahead)!, target),
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
    title: 'score, points per question',
    scale: { domain, nice: false },
  });
  const colour: Spec = {
    field: 'series',
    type: 'nominal',
    title: null,
    sort: null,
    scale: { domain: names, range: all.map((each) => each.colour) },
    legend: legendBelow(names, SIZE.width),
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
      intervalBars(marks, x, y, { color: colour }),
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
      // Labels of many crossings would overlap.
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

function reliability(models: readonly ScoredModel[], look: ReadonlyMap<string, ModelLook>): Spec {
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
          ...effectiveShareInterval(accuracy, weight * drawsOfAnswer(model)),
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
    'bottom',
  );
}

/** Independent draws that an answer with a weight of 1 stands for: fewer than one where questions were asked again or clustered. */
function drawsOfAnswer({ calibration, clusters, answers, n }: ScoredModel): number {
  const weight = calibration!.equalWidth.bins.reduce((sum, bin) => sum + bin.weight, 0);
  // Weights are numbers of answers where each question has equally many, and shares of questions otherwise.
  const all = Math.abs(weight - calibration!.answered) < 1e-9 * weight ? answers! : n!;
  return Math.min(1, clusters! / all);
}

function riskAgainstCoverage(models: readonly ScoredModel[], look: ReadonlyMap<string, ModelLook>): Spec {
  const series = models.map((model, at): Series => {
    const { name, colour } = look.get(model.model)!;
    const { curve } = model.calibration!.riskCoverage;
    // Steps, because answers of one confidence are given together.
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
    'bottom',
  );
}
