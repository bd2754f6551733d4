/** The advice below an estimate: questions at risk are told so that they can be told apart. */
import { expect, test } from '@jest/globals';
import { estimate } from '../../src/estimate/estimate.js';
import { nextSteps } from '../../src/estimate/show/nextSteps.js';
import { frequencyCounts } from '../../src/theory/frequencyCounts.js';

function atRisk(prompts: readonly string[]): string | undefined {
  const counts = {
    ...{ rows: 60, answeredRows: 60, emptyPrompts: 0, prompts: 30, conflictingPrompts: null },
    frequencies: frequencyCounts([
      [1, 10],
      [2, 10],
      [3, 10],
    ]),
    responses: 9,
  };
  const made = estimate(counts as never, { level: 0.95 } as never);
  const questionsAtRisk = prompts.map((prompt) => ({ prompt, answer: null }));
  return nextSteps({ ...made, questionsAtRisk } as never).find((step) => step.startsWith('At risk'));
}

test('a system prompt before each question is left out, and the words before what differs stay', () => {
  const system = 'system: You are a helpful assistant of a company. user:';
  const told = atRisk([
    `${system} What is the extension of Ann Adler?`,
    `${system} What is the extension of Bob Egger?`,
  ]);
  expect(told).toContain(
    '“… user: What is the extension of Ann Adler?”, “… user: What is the extension of Bob Egger?”',
  );
});

test('short questions stay whole, and so does a single one', () => {
  expect(atRisk(['When was Ann Adler born?', 'When was Ann Egger born?'])).toContain(
    '“When was Ann Adler born?”, “When was Ann Egger born?”',
  );
  expect(atRisk([`${'a word and '.repeat(9)}the end`])).toMatch(/“a word and a word [^”]*…”/);
});
