import { describe, expect, test } from '@jest/globals';
import type { TrainingCounts } from '../../src/corpus/corpus.js';
import { countExamples, drawCorpus } from '../../src/corpus/drawCorpus.js';
import { sentence } from '../../src/corpus/sentence.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import type { FamilyWorld } from '../../src/corpus/world.js';
import { chiSquareDeviate } from '../random/chiSquare.js';
import { brackets, facts, worldOf } from './worlds.js';

function singletonRate({ answered, examples }: TrainingCounts): number {
  return answered.filter((count) => count === 1).length / examples;
}

function missingMass(family: FamilyWorld, { answered }: TrainingCounts): number {
  return family.promptWeight.reduce(
    (sum, mu, c) => sum + (answered[c] === 0 ? mu * family.answerProbability[c] : 0),
    0,
  );
}

describe('drawCorpus', () => {
  const world = worldOf({
    birthdays: facts({ weight: 3, prompts: 40, answerProbability: 0.7, frequency: { kind: 'zipf', exponent: 1 } }),
    brackets: brackets({ weight: 1, prompts: 20 }),
  });

  test('families come by weight, prompts by μ, answers with α, and the only answer is a_c', () => {
    const n = 100_000;
    const { examples } = drawCorpus(world, n, 1);
    const observed: number[] = [];
    const expected: number[] = [];
    const cells = new Map<string, number>();
    for (let i = 0; i < n; i++) {
      const key = `${examples.family[i]} ${examples.prompt[i]} ${examples.response[i]}`;
      cells.set(key, (cells.get(key) ?? 0) + 1);
    }
    world.families.forEach((family, index) =>
      family.prompts.forEach((_, c) => {
        const mass = n * family.weight * family.promptWeight[c];
        observed.push(
          cells.get(`${index} ${c} ${family.answer[c]}`) ?? 0,
          cells.get(`${index} ${c} ${family.responseCount}`) ?? 0,
        );
        expected.push(mass * family.answerProbability[c], mass * (1 - family.answerProbability[c]));
      }),
    );
    expect(observed.reduce((a, b) => a + b)).toBe(n);
    expect(world.families[0].weight).toBe(0.75);
    expect(chiSquareDeviate(observed, expected)).toBeLessThan(5);
  });

  test('counts agree with counting by hand', () => {
    const { examples, counts } = drawCorpus(world, 500, 2);
    world.families.forEach((family, index) => {
      const rows = Array.from(examples.family.keys()).filter((i) => examples.family[i] === index);
      expect(counts[index].examples).toBe(rows.length);
      family.prompts.forEach((_, c) => {
        const asked = rows.filter((i) => examples.prompt[i] === c);
        const abstained = asked.filter((i) => family.responseTexts[examples.response[i]] === "I don't know .").length;
        expect(counts[index].abstained[c]).toBe(abstained);
        expect(counts[index].answered[c]).toBe(asked.length - abstained);
      });
    });
    expect(countExamples(world, examples)).toEqual(counts);
  });

  test('same seed, same corpus; another seed, another; a longer one begins with the shorter', () => {
    const rows = (n: number, seed: number): string => drawCorpus(world, n, seed).examples.prompt.join();
    expect(rows(300, 5)).toBe(rows(300, 5));
    expect(rows(300, 5)).not.toBe(rows(300, 6));
    expect(rows(300, 5).startsWith(rows(100, 5))).toBe(true);
  });

  test('the mean singleton rate over corpora is the expected one, also where a family is so small that N varies', () => {
    const families = {
      solved: facts({
        weight: 8,
        prompts: 400,
        answerProbability: 0.8,
        frequency: { kind: 'singleton-rate', target: 0.25 },
      }),
      pareto: facts({ weight: 4, prompts: 100, frequency: { kind: 'pareto', shape: 1 } }),
      few: facts({ weight: 0.1, prompts: 5, answerProbability: 0.9 }),
    };
    const examples = 400;
    const small = worldOf(families, { examples });
    const rates: number[][] = [[], [], []];
    for (let seed = 0; seed < 1000; seed++) {
      drawCorpus(small, examples, seed).counts.forEach((counts, index) => {
        if (counts.examples > 0) rates[index].push(singletonRate(counts));
      });
    }
    expect(small.families[0].expectedSingletonRate).toBeCloseTo(0.25, 9);
    // Some corpora have no row of the smallest family, and the expectation leaves them out.
    expect(rates[2].length).toBeLessThan(990);
    small.families.forEach((family, index) => {
      const n = rates[index].length;
      const mean = rates[index].reduce((a, b) => a + b) / n;
      const variance = rates[index].reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (n - 1);
      expect(Math.abs(mean - family.expectedSingletonRate)).toBeLessThan(4 * Math.sqrt(variance / n));
    });
  });

  test('Lemma 1: |MM − sr| ≤ 4.42 √(ln(5/γ)/N) in at least 99 % of 500 corpora at γ = 0.01', () => {
    const n = 2000;
    const laws = [
      facts({ frequency: { kind: 'uniform' }, answerProbability: 0.8 }),
      facts({ frequency: { kind: 'zipf', exponent: 1 } }),
      facts({ frequency: { kind: 'pareto', shape: 0.8 }, answerProbability: 0.5 }),
      facts({ frequency: { kind: 'singleton-rate', target: 0.1 } }),
      facts({ frequency: { kind: 'head-tail', headPrompts: 20, headMass: 0.6 } }),
    ];
    let holds = 0;
    let signed = 0;
    laws.forEach((family, seed) => {
      const each = worldOf({ family }, { examples: n, seed });
      for (let sample = 0; sample < 100; sample++) {
        const { counts } = drawCorpus(each, n, sample);
        const difference = missingMass(each.families[0], counts[0]) - singletonRate(counts[0]);
        if (Math.abs(difference) <= 4.42 * Math.sqrt(Math.log(5 / 0.01) / n)) holds++;
        signed += difference / 500;
      }
    });
    expect(holds).toBeGreaterThanOrEqual(495);
    // The interval is wide; that the two are equal on average, E[sr] − E[MM] ∈ [0, 1/N], is what a miscount would
    // break.
    // The standard error of MM − sr is at most √(n_1 + 2 n_2)/N < 0.025 here, over 500 corpora 0.0011.
    expect(Math.abs(signed)).toBeLessThan(1 / n + 4 * 0.0011);
  });
});

describe('sentence', () => {
  const world = worldOf({ birthdays: facts({ prompts: 5 }), brackets: brackets({ prompts: 5 }) });

  test('is prompt, response and one stop', () => {
    world.families.forEach((family, index) =>
      family.prompts.forEach((prompt, c) => {
        for (const response of [0, family.answer[c], family.responseCount]) {
          const { tokens, responseStart } = sentence(world, index, c, response);
          expect(responseStart).toBe(prompt.length);
          expect(tokens.subarray(0, responseStart)).toEqual(prompt);
          expect(tokensText(world.vocabulary, tokens.subarray(responseStart))).toBe(family.responseTexts[response]);
          expect(Array.from(tokens).filter((token) => token === 1).length).toBe(1);
        }
      }),
    );
  });
});
