/** Extrapolations that are called trustworthy, against the truth of simulated corpora. */
import { expect, test } from '@jest/globals';
import { promptWeights } from '../../src/corpus/frequencies/registry.js';
import { dataNeeded, extrapolate } from '../../src/estimate/extrapolate.js';
import { aliasSampler } from '../../src/random/aliasSampler.js';
import { stream } from '../../src/random/stream.js';
import { frequencyCounts } from '../../src/theory/frequencyCounts.js';

const LAWS = [
  { kind: 'uniform' },
  { kind: 'zipf', exponent: 0.6 },
  { kind: 'zipf', exponent: 1.2 },
  { kind: 'zipf', exponent: 2 },
  { kind: 'zipf', exponent: 3 },
  { kind: 'head-tail', headPrompts: 300, headMass: 0.8 },
] as const;
const FACTORS = [1.5, 2, 5, 10];

test('at most 3 % of the trusted are off by more than a factor of 1.5, of the others far more', () => {
  const off = { trusted: { all: 0, off: 0 }, others: { all: 0, off: 0 } };
  const needed = { trusted: 0, off: 0 };
  for (const law of LAWS)
    for (const examples of [300, 1000, 5000]) {
      const weights = promptWeights(law, {
        path: '',
        prompts: 3000,
        answerProbability: 1,
        totalExamples: examples,
        weight: 1,
        stream: stream(1, 'world'),
      });
      const draw = aliasSampler(weights);
      const random = stream(examples, 'sample');
      for (let i = 0; i < 12; i++) {
        const times = new Int32Array(weights.length);
        for (let row = 0; row < examples; row++) times[draw(random)]++;
        const tally = new Map<number, number>();
        for (const each of times) if (each > 0) tally.set(each, (tally.get(each) ?? 0) + 1);
        if (tally.get(1) === examples) continue;
        const counts = frequencyCounts(tally);
        const missingAfter = (more: number): number =>
          weights.reduce((sum, mu, c) => sum + (times[c] === 0 ? mu * Math.exp(more * Math.log1p(-mu)) : 0), 0);
        for (const { factor, likelyMissingMass, trustworthy } of extrapolate(counts, examples, FACTORS, 0.95)) {
          const ratio = likelyMissingMass / missingAfter((factor - 1) * examples);
          const group = off[trustworthy ? 'trusted' : 'others'];
          group.all += 1;
          if (!(ratio < 1.5 && ratio > 1 / 1.5)) group.off += 1;
        }
        for (const { errorRate, rows, trustworthy } of dataNeeded(counts, examples, [0.1, 0.05, 0.01], 1, 0.95)) {
          if (!trustworthy) continue;
          needed.trusted += 1;
          const [early, late] = [rows! / 2, 2 * rows!].map((at) => missingAfter(Math.max(0, at - examples)));
          // Half of the rows would leave less than the goal, or twice the rows more: off by more than a factor of 2.
          if ((rows! / 2 > examples && early < errorRate) || late > errorRate) needed.off += 1;
        }
      }
    }
  expect(off.trusted.all).toBeGreaterThan(150);
  expect(off.trusted.off / off.trusted.all).toBeLessThan(0.03);
  expect(off.others.off / off.others.all).toBeGreaterThan(0.25);
  expect(needed.trusted).toBeGreaterThan(50);
  expect(needed.off / needed.trusted).toBeLessThan(0.03);
});
