/**
 * Fits the learning curve to runs, by least squares with a penalty (Levenberg–Marquardt). Every start is drawn from a
 * stream, so that the same table gives the same coefficients.
 */
import { type Stream, stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';
import { type CurveLayout, curveLayout, curveValue, type LearningPoint } from './learningCurve.js';

/** A class of a run that was trained: its inputs, its mass, and the wrong share that was measured. */
export interface FittedPoint extends LearningPoint {
  readonly mass: number;
  readonly wrong: number;
}

/** Fits whose mean is the prediction: different starts end in different hidden units. */
const MEMBERS = 4;
const MOST_ITERATIONS = 30;
/** A step that gains less than this share of the loss is the last one. */
const LEAST_GAIN = 1e-4;

/** Penalties of the squares of the coefficients, in units of squared error · mass. */
const PENALTY = { linear: 0.003, hidden: 0.01, abstention: 0.009, intercept: 1e-5 } as const;

/** Logit of what is malformed at the start: most runs have learnt what an answer looks like. */
const FEW_MALFORMED = -3;

/** Largest starting weight of hidden units. */
const START = 0.3;

/** Returns the coefficients of each member, [members][layout.length]; fewer members are the first ones. */
export function fitCurve(points: readonly FittedPoint[], members = MEMBERS): Float64Array[] {
  const layout = curveLayout(points[0]);
  return Array.from({ length: members }, (_, member) =>
    fitMember(points, layout, stream(member, 'initialisation/foretold')),
  );
}

function fitMember(points: readonly FittedPoint[], layout: CurveLayout, draws: Stream): Float64Array {
  const penalties = penaltiesOf(layout);
  let theta = Float64Array.from({ length: layout.length }, (_, i) =>
    i < layout.hidden ? 0 : START * (2 * uniform(draws) - 1),
  );
  theta[0] = FEW_MALFORMED;
  let damping = 0.01;
  let loss = lossOf(points, layout, theta, penalties);
  for (let iteration = 0; iteration < MOST_ITERATIONS && damping < 1e7; ) {
    const { hessian, gradient } = normalEquations(points, layout, theta, penalties);
    let gain = 0;
    while (gain <= 0 && damping < 1e7) {
      const step = solved(hessian, gradient, damping);
      const next = theta.map((value, i) => value - step[i]);
      const after = lossOf(points, layout, next, penalties);
      gain = loss - after;
      if (gain > 0) {
        theta = next;
        loss = after;
        damping = Math.max(1e-8, damping / 4);
      } else damping *= 5;
    }
    iteration++;
    if (gain < LEAST_GAIN * loss) break;
  }
  return theta;
}

function penaltiesOf(layout: CurveLayout): Float64Array {
  return Float64Array.from({ length: layout.length }, (_, i) => {
    if (i === 0 || i === layout.known) return PENALTY.intercept;
    if (i >= layout.hidden) return PENALTY.hidden;
    return i >= layout.abstention && i < layout.known ? PENALTY.abstention : PENALTY.linear;
  });
}

function lossOf(
  points: readonly FittedPoint[],
  layout: CurveLayout,
  theta: Float64Array,
  penalties: Float64Array,
): number {
  const errors = points.reduce(
    (sum, point) => sum + point.mass * (curveValue(point, layout, theta).wrong - point.wrong) ** 2,
    0,
  );
  return penalties.reduce((sum, penalty, i) => sum + penalty * theta[i] ** 2, errors);
}

/** Halves of the loss's gradient and of its Gauss–Newton Hessian, of which the lower triangle is filled. */
function normalEquations(
  points: readonly FittedPoint[],
  layout: CurveLayout,
  theta: Float64Array,
  penalties: Float64Array,
): { readonly hessian: readonly Float64Array[]; readonly gradient: Float64Array } {
  const hessian = Array.from({ length: layout.length }, () => new Float64Array(layout.length));
  const gradient = new Float64Array(layout.length);
  const slopes = new Float64Array(layout.length);
  for (const point of points) {
    const residual = curveValue(point, layout, theta, slopes).wrong - point.wrong;
    for (let i = 0; i < slopes.length; i++) {
      if (slopes[i] === 0) continue;
      const weighted = point.mass * slopes[i];
      gradient[i] += weighted * residual;
      const row = hessian[i];
      for (let j = 0; j <= i; j++) row[j] += weighted * slopes[j];
    }
  }
  penalties.forEach((penalty, i) => {
    gradient[i] += penalty * theta[i];
    hessian[i][i] += penalty;
  });
  return { hessian, gradient };
}

/** Solves the damped equations by Cholesky's decomposition. */
function solved(hessian: readonly Float64Array[], gradient: Float64Array, damping: number): Float64Array {
  const size = gradient.length;
  const lower = hessian.map((row, i) => {
    const copy = row.slice();
    copy[i] += damping * (row[i] + 1e-3);
    return copy;
  });
  for (let j = 0; j < size; j++) {
    const pivot = lower[j];
    for (let k = 0; k < j; k++) pivot[j] -= pivot[k] ** 2;
    pivot[j] = Math.sqrt(Math.max(pivot[j], 1e-12));
    for (let i = j + 1; i < size; i++) {
      const row = lower[i];
      let sum = row[j];
      for (let k = 0; k < j; k++) sum -= row[k] * pivot[k];
      row[j] = sum / pivot[j];
    }
  }
  const x = gradient.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i][k] * x[k];
    x[i] /= lower[i][i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= lower[k][i] * x[k];
    x[i] /= lower[i][i];
  }
  return x;
}
