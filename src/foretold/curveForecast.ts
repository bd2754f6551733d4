/** A prediction of the learning curve for a whole family, and its interval. */
import type { TrainingSetting } from './curveInputs.js';
import { curveLayout, curveValue, learningPoint } from './learningCurve.js';
import type { PromptClass } from './promptClasses.js';

/** A fitted curve: its coefficients, and how far it was from runs to which it was not fitted. */
export interface FittedCurve {
  /** Day of the fit, as YYYY-MM-DD. */
  readonly date: string;
  /** Number of runs, and the first and the last of their seeds. */
  readonly runs: number;
  readonly seeds: readonly [first: number, last: number];
  /** Coefficients of each member. */
  readonly members: readonly (readonly number[])[];
  /** Half width of a 95 % interval for each unit of steepness. */
  readonly halfWidth: number;
  /** |measured − foretold| of runs left out of the fit, and the share of them inside their intervals. */
  readonly leftOut: {
    readonly mean: number;
    readonly median: number;
    readonly largest: number;
    readonly inside: number;
  };
  /** Least and largest value of what was varied. */
  readonly ranges: Readonly<Record<RangeName, readonly [least: number, most: number]>>;
}

/** Settings that have a range in the fitted runs. */
export const RANGE_NAMES = [
  'layers',
  'width',
  'steps',
  'batchSize',
  'learningRate',
  'rows',
  'facts',
  'responses',
  'answerProbability',
] as const satisfies readonly (keyof TrainingSetting)[];

export type RangeName = (typeof RANGE_NAMES)[number];

/** Steepness to which every prediction has a right: no curve is closer than a few tenths of a per cent. */
const LEAST_STEEPNESS = 0.01;

/** Computes err + invalid mass of a family, its part about prompts never shown, and how steep the curve is there, as means over the members. */
export function curveForecast(
  setting: TrainingSetting,
  classes: readonly PromptClass[],
  members: FittedCurve['members'] | readonly Float64Array[],
): { readonly wrong: number; readonly neverShown: number; readonly steepness: number } {
  const points = classes
    .filter(({ mass }) => mass > 0)
    .map((each) => ({ mass: each.mass, point: learningPoint(setting, each) }));
  const values = members.map((theta) => {
    const layout = curveLayout(points[0].point);
    return points.reduce(
      (sum, { mass, point }) => {
        const { wrong, steepness } = curveValue(point, layout, theta);
        return {
          wrong: sum.wrong + mass * wrong,
          neverShown: sum.neverShown + (point.shown === 'never' ? mass * wrong : 0),
          steepness: sum.steepness + mass * steepness,
        };
      },
      { wrong: 0, neverShown: 0, steepness: 0 },
    );
  });
  const mean = (value: (each: (typeof values)[number]) => number): number =>
    values.reduce((sum, each) => sum + value(each), 0) / values.length;
  const wrong = mean((each) => each.wrong);
  const spread = Math.sqrt(mean((each) => (each.wrong - wrong) ** 2));
  return {
    wrong,
    neverShown: mean((each) => each.neverShown),
    steepness: mean((each) => each.steepness) + spread + LEAST_STEEPNESS,
  };
}
