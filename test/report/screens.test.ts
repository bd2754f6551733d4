/** Screens of `score` and `estimate` on terminals of every width. */
import { describe, expect, test } from '@jest/globals';
import { estimate } from '../../src/estimate/estimate.js';
import { estimateScreen } from '../../src/estimate/show/estimateScreen.js';
import { scoreReport } from '../../src/scoring/scoreReport.js';
import { scoreText } from '../../src/scoring/show/scoreText.js';
import { frequencyCounts } from '../../src/theory/frequencyCounts.js';
import { gradedFrom } from '../scoring/randomAnswers.js';

const OPTIONS = { targets: [0, 0.5, 0.75, 0.9], bins: 10, resamples: 20, level: 0.95, seed: 1 };
const totals = [
  { model: 'a-model-with-a-very-long-name-indeed', right: 24, error: 75, abstention: 1, n: 4326 },
  { model: 'b', right: 22, error: 26, abstention: 52, n: 4326 },
];
const scored = scoreReport({ answers: gradedFrom([]).answers, totals }, OPTIONS);

const spider = frequencyCounts([
  [1, 12],
  [2, 4],
  [4, 1],
  [6, 2],
  [8, 1],
  [9, 1],
  [15, 2],
  [17, 1],
  [22, 1],
  [46, 1],
]);
const calibrated = estimate(
  {
    rows: 168,
    answeredRows: 168,
    emptyPrompts: 0,
    prompts: 26,
    frequencies: spider,
    conflictingPrompts: null,
    distinctAnswers: 365,
  },
  { level: 0.95 },
);

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => [...line].length));
}

describe.each([32, 40, 57, 80, 200])('%i columns', (width) => {
  test('score: nothing is wider, and every figure is there', () => {
    const text = scoreText(scored, { width });
    expect(widest(text)).toBeLessThanOrEqual(Math.min(80, width));
    for (const words of [
      'n',
      'right',
      'error',
      'abstained',
      'of attempted',
      'F1',
      't = 0',
      't = 0.5',
      't = 0.75',
      't = 0.9',
      '0.240',
      '-6.510',
    ])
      expect(text).toContain(words);
  });

  test('estimate: nothing is wider, and answer, error and plot are there', () => {
    const text = estimateScreen(calibrated, { read: 'prompt: prompt, response: response', width });
    expect(widest(text)).toBeLessThanOrEqual(Math.min(80, width));
    for (const words of [
      'A calibrated model',
      'calibrated err',
      calibrated.calibratedError.errorRate!.toFixed(4),
      '× 10',
      'times the data',
    ])
      expect(text).toContain(words);
  });
});

test('without room for a plot the screens do without', () => {
  expect(scoreText(scored, { width: 29 })).not.toContain('┤');
  expect(estimateScreen(calibrated, { read: '', width: 29 })).not.toContain('┤');
});

describe('the plot of scores', () => {
  test('shows each model if several targets were chosen, and only then', () => {
    const text = scoreText(scored);
    expect(text).toMatch(
      /score against confidence target t\n[^]*╌ abstains always {3}● a-model-with-a…me-indeed {3}▲ b/,
    );
    expect(
      scoreText(scoreReport({ answers: gradedFrom([]).answers, totals }, { ...OPTIONS, targets: [0.5] })),
    ).not.toContain('┤');
  });

  test('names the models that it leaves out', () => {
    const many = Array.from({ length: 11 }, (_, at) => ({
      model: `m${at}`,
      right: at,
      error: 5,
      abstention: 20 - at,
      n: 25 + 5,
    }));
    expect(scoreText(scoreReport({ answers: gradedFrom([]).answers, totals: many }, OPTIONS))).toContain(
      'score against confidence target t, the 8 most accurate models',
    );
  });
});

test('data without information have no plot', () => {
  const once = estimate(
    {
      rows: 5,
      answeredRows: 5,
      emptyPrompts: 0,
      prompts: 5,
      frequencies: frequencyCounts([[1, 5]]),
      conflictingPrompts: null,
      distinctAnswers: 5,
    },
    { level: 0.95 },
  );
  expect(estimateScreen(once, { read: '' })).not.toContain('┤');
});
