/** The learning curve: its slopes, its limits, and its fit. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { curveForecast } from '../../src/foretold/curveForecast.js';
import type { TrainingSetting } from '../../src/foretold/curveInputs.js';
import { fitCurve } from '../../src/foretold/fitCurve.js';
import { fittedCurve } from '../../src/foretold/fittedCurve.js';
import { curveLayout, curveValue, learningPoint } from '../../src/foretold/learningCurve.js';
import type { PromptClass } from '../../src/foretold/promptClasses.js';

const SETTING: TrainingSetting = {
  kind: 'transformer',
  layers: 2,
  width: 48,
  steps: 600,
  batchSize: 64,
  learningRate: 0.003,
  rows: 800,
  facts: 300,
  responses: 150,
  answerProbability: 0.8,
  dates: false,
  besideFacts: false,
  besidePattern: false,
};

const NEVER: PromptClass = { shown: 'never', mass: 0.3, logRows: 0, abstainedShare: 0 };
const ONCE: PromptClass = { shown: 'answered', mass: 0.7, logRows: 0, abstainedShare: 0 };

describe('the learning curve', () => {
  test('has the slopes that finite differences have', () => {
    for (const promptClass of [NEVER, ONCE]) {
      const point = learningPoint(SETTING, promptClass);
      const layout = curveLayout(point);
      fc.assert(
        fc.property(
          fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), {
            minLength: layout.length,
            maxLength: layout.length,
          }),
          fc.nat(layout.length - 1),
          (theta, place) => {
            const gradient = new Float64Array(layout.length);
            curveValue(point, layout, theta, gradient);
            const at = (change: number): number =>
              curveValue(
                point,
                layout,
                theta.map((x, i) => (i === place ? x + change : x)),
              ).wrong;
            expect(gradient[place]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 7);
          },
        ),
        { numRuns: 200 },
      );
    }
  });

  test('ends, amply trained, at what was never shown', () => {
    const ample = { ...SETTING, answerProbability: 1, rows: 400, facts: 200, steps: 1900, batchSize: 128, width: 64 };
    const { wrong } = curveForecast(ample, [NEVER, ONCE], fittedCurve.members);
    expect(Math.abs(wrong - 0.3 * (1 - 1 / 150))).toBeLessThan(0.02);
  });

  test('begins, hardly trained, with nearly everything wrong that is no abstention', () => {
    const little = {
      ...SETTING,
      answerProbability: 1,
      rows: 4000,
      facts: 1100,
      steps: 100,
      batchSize: 32,
      learningRate: 0.001,
    };
    expect(curveForecast(little, [NEVER, ONCE], fittedCurve.members).wrong).toBeGreaterThan(0.9);
  });

  test('falls with every doubling of the steps, from few to many', () => {
    const wrong = [100, 200, 400, 800, 1600].map(
      (steps) => curveForecast({ ...SETTING, steps }, [NEVER, ONCE], fittedCurve.members).wrong,
    );
    for (let i = 1; i < wrong.length; i++) expect(wrong[i]).toBeLessThan(wrong[i - 1]! + 0.005);
  });

  test('is found again by the fit from points of a curve, and the same points give the same bytes', () => {
    const settings = [100, 200, 400, 800, 1600].flatMap((steps) =>
      [16, 32, 64].map((width) => ({ ...SETTING, steps, width })),
    );
    const points = settings.flatMap((setting) =>
      [NEVER, ONCE].map((promptClass) => {
        const point = learningPoint(setting, promptClass);
        const { wrong } = curveValue(point, curveLayout(point), fittedCurve.members[0]!);
        return { ...point, mass: 100 * promptClass.mass, wrong }; // as many runs, so that the penalty counts for little
      }),
    );
    const [theta] = fitCurve(points, 1);
    for (const point of points)
      expect(Math.abs(curveValue(point, curveLayout(point), theta!).wrong - point.wrong)).toBeLessThan(0.02);
    expect(fitCurve(points, 1)).toEqual([theta]);
  });
});
