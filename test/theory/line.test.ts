import { expect, test } from '@jest/globals';
import { determination, lineThrough } from '../../src/theory/line.js';

test('NIST Norris: slope and intercept of its first points agree with the normal equations', () => {
  // NIST StRD "Norris", certified: slope 1.00211681802045, intercept -0.262323073774029 over all 36 observations.
  const y = [
    0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,
    557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2,
    0.2,
  ];
  const x = [
    0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0, 447.5,
    11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1,
    448.9, 0.5,
  ];
  const line = lineThrough(x.map((each, i) => ({ x: each, y: y[i] })))!;
  expect(line.slope).toBeCloseTo(1.00211681802045, 9);
  expect(line.intercept).toBeCloseTo(-0.262323073774029, 8);
});

test('no line through one x, no determination of what does not vary', () => {
  expect(
    lineThrough([
      { x: 1, y: 1 },
      { x: 1, y: 2 },
    ]),
  ).toBeNull();
  expect(
    determination([
      { x: 1, y: 2 },
      { x: 3, y: 2 },
    ]),
  ).toBeNull();
});

test('determination: 1 for what is foretold, 0 for the mean, below for worse', () => {
  expect(
    determination([
      { x: 1, y: 1 },
      { x: 2, y: 2 },
    ]),
  ).toBe(1);
  expect(
    determination([
      { x: 1.5, y: 1 },
      { x: 1.5, y: 2 },
    ]),
  ).toBe(0);
  expect(
    determination([
      { x: 2, y: 1 },
      { x: 1, y: 2 },
    ]),
  ).toBeCloseTo(-3, 12);
});
