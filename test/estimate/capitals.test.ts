/** The real example: capitals of countries, drawn in proportion to area, whose true unseen share is known. */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { estimateFiles } from '../../src/estimate/estimateFiles.js';
import { aliasSampler } from '../../src/random/aliasSampler.js';
import { stream } from '../../src/random/stream.js';

function table(name: string): Record<string, string>[] {
  return parse(readFileSync(`corpora/capitals/${name}`), { columns: true }) as Record<string, string>[];
}
const facts = table('facts.csv').map(({ country, capital, area }) => ({
  prompt: `What is the capital of ${country}?`,
  response: capital,
  area: Number(area),
}));
const training = table('training.csv');
const total = facts.reduce((sum, { area }) => sum + area, 0);

test('training rows are draws with replacement in proportion to area', () => {
  const draw = aliasSampler(facts.map(({ area }) => area));
  const random = stream(1, 'sample');
  expect(training).toEqual(
    Array.from({ length: 300 }, () => facts[draw(random)]).map(({ prompt, response }) => ({ prompt, response })),
  );
  expect(facts.length).toBe(242);
});

test('the singleton rate estimates the share of fresh questions that training does not answer', async () => {
  const seen = new Set(training.map(({ prompt }) => prompt));
  const unseen = facts.reduce((sum, { prompt, area }) => (seen.has(prompt) ? sum : sum + area / total), 0);
  expect(unseen).toBeCloseTo(0.0958, 4); // as README.md says
  const { estimate } = await estimateFiles({
    files: ['corpora/capitals/training.csv'],
    stdin: Readable.from([]),
    level: 0.95,
    responsesPerPrompt: 242,
  });
  expect(Math.abs(estimate.singletonRate - unseen)).toBeLessThan(2 * estimate.goodTuring.standardError!);
  expect(estimate.goodTuring.asymptoticLower!).toBeLessThan(unseen);
  expect(estimate.goodTuring.asymptoticUpper!).toBeGreaterThan(unseen);
  // Capitals are guessed among 242: nothing is learnt, and a calibrated model errs by the missing mass without the lucky guesses.
  expect(estimate.calibratedError.errorRate).toBeCloseTo(estimate.singletonRate * (1 - 1 / 242), 12);
});

test('more data of the same kind: what is left in truth lies in the interval', async () => {
  const { estimate } = await estimateFiles({
    files: ['corpora/capitals/training.csv'],
    stdin: Readable.from([]),
    level: 0.95,
  });
  const seen = new Set(training.map(({ prompt }) => prompt));
  for (const { factor, lower, upper } of estimate.extrapolation) {
    const left = facts.reduce(
      (sum, { prompt, area }) =>
        seen.has(prompt) ? sum : sum + (area / total) * (1 - area / total) ** ((factor - 1) * 300),
      0,
    );
    expect(lower).toBeLessThan(left);
    expect(upper).toBeGreaterThan(left);
  }
});
