import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { FIRST_TEST_SEED, freshSeed, SHIPPED_NUMBER } from '../../src/claims/freshSeeds.js';
import { MAX_SEED } from '../../src/config/schema/seeds.js';
import { experimentClaims } from '../../src/experiments/index.js';

test('seeds follow from the number and the name alone, lie above the seeds of design, and leave room for a thousand', () => {
  const bits = Number.parseInt(createHash('sha256').update('7/trigram').digest('hex').slice(0, 8), 16);
  expect(freshSeed(7, 'trigram')).toBe(1_000_000 + (bits % (2 ** 32 - 1_100_000)));
  for (let number = 0; number < 2000; number++) {
    const seed = freshSeed(number, 'trigram');
    expect(seed).toBeGreaterThanOrEqual(FIRST_TEST_SEED);
    expect(seed + 1000).toBeLessThanOrEqual(MAX_SEED);
  }
});

test('the shipped seeds are those of one number, in every experiment', () => {
  for (const { experiment } of experimentClaims)
    expect(readFileSync(`experiments/${experiment}.yaml`, 'utf8')).toMatch(
      new RegExp(`^seed: ${freshSeed(SHIPPED_NUMBER, experiment)}$`, 'm'),
    );
});

test('ten numbers and all experiments share no seed', () => {
  const firsts = experimentClaims
    .flatMap(({ experiment }) => Array.from({ length: 10 }, (_, number) => freshSeed(number + 1, experiment)))
    .sort((a, b) => a - b);
  for (let i = 1; i < firsts.length; i++) expect(firsts[i] - firsts[i - 1]).toBeGreaterThan(100);
});
