import { describe, expect, test } from '@jest/globals';
import { sentence } from '../../src/corpus/sentence.js';
import { START } from '../../src/corpus/vocabulary.js';
import { stream } from '../../src/random/stream.js';
import { learningRateAt, measuredSteps } from '../../src/training/schedule.js';
import { batches, trainingSet } from '../../src/training/trainingSet.js';
import { smallCorpus } from './smallTraining.js';

describe.each(['response', 'all'] as const)('training set, loss: %s', (loss) => {
  const set = trainingSet(smallCorpus, loss);
  const { world, examples } = smallCorpus;

  test('a row holds its sentence, and asks for each predicted token at the slot before it', () => {
    for (let row = 0; row < set.rows; row++) {
      const { tokens, responseStart } = sentence(
        world,
        examples.family[row],
        examples.prompt[row],
        examples.response[row],
      );
      const slots = set.tokens.subarray(row * set.slots, (row + 1) * set.slots);
      expect([...slots.subarray(0, tokens.length)]).toEqual([START, ...tokens.subarray(0, -1)]);
      const first = loss === 'all' ? 0 : responseStart;
      for (let i = 0; i < set.predictions; i++) {
        const at = row * set.predictions + i;
        if (first + i < tokens.length) expect([set.asked[at], set.labels[at]]).toEqual([first + i, tokens[first + i]]);
        else expect(set.asked[at]).toBe(-1);
      }
    }
  });

  test("a batch's weights are equal over predicted tokens and sum to 1", () => {
    const { weights } = batches(set, 16, stream(1, 'batches')).next().value;
    const used = weights.filter((weight) => weight > 0);
    expect(new Set(used).size).toBe(1);
    expect(used.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
  });

  test('every row comes once an epoch, in another order each time', () => {
    const source = batches(set, set.rows, stream(1, 'batches'));
    const rows = (tokens: Int32Array) =>
      Array.from({ length: set.rows }, (_, row) => tokens.slice(row * set.slots, (row + 1) * set.slots).join(' '));
    const [first, second] = [rows(source.next().value.tokens), rows(source.next().value.tokens)];
    expect(first).not.toEqual(second);
    expect([...first].sort()).toEqual(rows(set.tokens).sort());
    expect([...second].sort()).toEqual(rows(set.tokens).sort());
  });

  test('batches larger than the set wrap around', () => {
    const { tokens } = batches(set, 3 * set.rows, stream(1, 'batches')).next().value;
    expect(tokens.length).toBe(3 * set.rows * set.slots);
  });
});

describe('schedule', () => {
  const options = { steps: 100, learningRate: 0.1, warmupSteps: 10 };
  test('rises linearly, then falls towards 0 without reaching it', () => {
    expect(learningRateAt(1, { ...options, decay: 'cosine' })).toBeCloseTo(0.01, 12);
    expect(learningRateAt(10, { ...options, decay: 'cosine' })).toBe(0.1);
    for (const decay of ['cosine', 'linear'] as const) {
      const rates = Array.from({ length: 91 }, (_, i) => learningRateAt(10 + i, { ...options, decay }));
      rates.slice(1).forEach((rate, i) => expect(rate).toBeLessThan(rates[i]));
      expect(rates[90]).toBeGreaterThan(0);
      expect(rates[90]).toBeLessThan(0.005);
    }
    expect(learningRateAt(100, { ...options, decay: 'none' })).toBe(0.1);
  });
  test('more warm-up than steps never reaches the peak', () => {
    expect(learningRateAt(5, { steps: 5, learningRate: 1, warmupSteps: 10, decay: 'cosine' })).toBe(0.5);
  });
  test('measured steps begin at 0, end at the end, and are distinct', () => {
    expect(measuredSteps(100, 5)).toEqual([0, 4, 16, 36, 64, 100]);
    expect(measuredSteps(3, 8)).toEqual([0, 1, 2, 3]);
    expect(measuredSteps(100, 0)).toEqual([100]);
  });
});
