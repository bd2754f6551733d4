import { expect, test } from '@jest/globals';
import { arithmetic } from '../../src/experiments/arithmetic/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [claim] = arithmetic.claims;
const HELD_OUT = 'families.arithmetic.heldOut.errorRate';

/** Three worlds of models with 100, 2000 and 20,000 parameters, measured before and after training. */
function sweep(errors: { readonly small: number; readonly middle: number; readonly large: number }, change: Row = {}) {
  const sizes = [
    { width: 4, parameters: 100, error: errors.small },
    { width: 16, parameters: 2000, error: errors.middle },
    { width: 64, parameters: 20_000, error: errors.large },
  ];
  const runs = sizes.flatMap(({ width, parameters, error }) =>
    [1, 2, 3].map(
      (seed): Row => ({
        run: `${width}-${seed}`,
        seed,
        'model.kind': 'transformer',
        'model.trainableParameters': parameters,
        'parameters.model.width': width,
        [HELD_OUT]: error + 0.001 * seed,
        ...change,
      }),
    ),
  );
  const curves = runs.flatMap(({ run, [HELD_OUT]: error }): Row[] => [
    { run, step: 0, [HELD_OUT]: 0.9 },
    { run, step: 100, [HELD_OUT]: error },
  ]);
  return tablesOf(runs, curves);
}

test('confirmed where the error vanishes in the largest model alone', () => {
  expect(claim.check(sweep({ small: 0.9, middle: 0.4, large: 0.005 })).verdict).toBe('confirmed');
});

test('refuted where the largest model errs, or the smallest does not', () => {
  expect(claim.check(sweep({ small: 0.9, middle: 0.4, large: 0.4 }))).toMatchObject({
    verdict: 'refuted',
    quantity: 'err on held-out sums, largest model',
    measured: expect.closeTo(0.402, 9),
  });
  expect(claim.check(sweep({ small: 0.1, middle: 0.05, large: 0.005 }))).toMatchObject({
    verdict: 'refuted',
    quantity: 'control: err on held-out sums, smallest model',
  });
});

test('open without runs, with models of one size, and where held-out sums were not measured', () => {
  expect(claim.check(tablesOf([])).verdict).toBe('inconclusive');
  expect(claim.check(tablesOf([{ 'model.kind': 'transformer', [HELD_OUT]: 0.001 }])).verdict).toBe('inconclusive');
  expect(claim.check(sweep({ small: 0.9, middle: 0.4, large: 0.005 }, { [HELD_OUT]: null })).verdict).toBe(
    'inconclusive',
  );
});

test('a line for each size against steps, or the reason why there is none', () => {
  const [figure] = arithmetic.figures(sweep({ small: 0.9, middle: 0.4, large: 0.005 }));
  expect(figure).toHaveProperty('spec');
  for (const name of ['100 parameters', '2,000 parameters', '20,000 parameters'])
    expect(JSON.stringify(figure)).toContain(name);
  expect(arithmetic.figures(tablesOf([]))).toEqual([expect.objectContaining({ missing: expect.any(String) })]);
});
