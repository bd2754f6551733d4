import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import type { FamilyWorld } from '../../src/corpus/world.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { deltaAt } from '../../src/measurement/metrics/calibration.js';
import { askedThrice } from '../../src/measurement/metrics/confidence.js';
import { decisionRules, type ResponseRule, type Rule, underRule } from '../../src/measurement/metrics/decisionRules.js';
import { measureResponseProbabilities } from '../../src/measurement/summariseExact.js';
import { calibratedLearner } from '../../src/models/reference/calibratedLearner.js';
import { memoriser } from '../../src/models/reference/memoriser.js';
import { uniformModel } from '../../src/models/reference/uniformModel.js';
import { attribute, worldOf } from '../corpus/worlds.js';
import { randomCase } from './randomCase.js';
import { countsOf, rowOf, smallWorld, tableModel } from './smallWorld.js';

const runs = { numRuns: 150 };
const rules = {
  // At more than 1, the stray token of a table model, which has what rounding leaves of 1, would grow.
  temperatures: [0, 0.25, 0.9, 1],
  idkBiases: [-2, 0, 4],
  confidenceThresholds: [0, 0.3, 1],
  confidenceTargets: [0, 0.5],
};

describe('decision rules', () => {
  test('what is measured under a rule is what the changed p̂ measures, and Theorem 1 holds of it', async () => {
    await fc.assert(
      fc.asyncProperty(randomCase, async ({ family, counts, rows }) => {
        const measured = await measureFamily(tableModel(family, rows), family, counts, { gamma: 0.01, rules });
        expect(measured.rules.length).toBe(12);
        decisionRules(rules).forEach((rule, at) => {
          const changed = measureResponseProbabilities(
            family,
            counts,
            rows.map((row) => changedRow(family, rule, row)),
            { gamma: 0.01 },
          );
          expect(measured.rules[at]).toMatchObject(rule);
          expect(measured.rules[at].holds).toBe(true);
          expect(measured.rules[at].errorRate).toBeCloseTo(changed.errorRate, 9);
          expect(measured.rules[at].signedDelta).toBeCloseTo(changed.signedDelta, 9);
          expect(measured.rules[at].theorem1Lower).toBeCloseTo(changed.theorem1.lower, 9);
        });
      }),
      runs,
    );
  });

  test('closed forms', () => {
    const row = Float64Array.of(0.6, 0.2, 0.1); // two responses, IDK, and 0.1 elsewhere
    const under = (rule: ResponseRule['rule'], value: number): number[] => Array.from(underRule({ rule, value }, row));
    expect(under('idk-bias', Math.log(8))).toEqual([
      expect.closeTo(0.3375, 12),
      expect.closeTo(0.1125, 12),
      expect.closeTo(0.45, 12),
    ]);
    expect(under('confidence-target', 2 / 3 - 1e-9)).toEqual([1, 0, 0]); // 0.6 of the 0.9 that are not IDK
    expect(under('confidence-target', 2 / 3 + 1e-9)).toEqual([0, 0, 1]);
    expect(under('confidence', 0.6)).toEqual([0, 0, 1]);
    expect(under('confidence', 0.59)).toEqual([0.6, 0.2, 0.1]);
  });

  test('a temperature acts on each token, and invalid tokens take part', async () => {
    // First tokens: 0.7 for responses 0 to 2, 0.2 IDK, 0.1 stray. Then 4 : 2 : 1.
    const family = smallWorld({ responseCount: 3, answer: [0], answerProbability: 0.8 });
    const row = Float64Array.of(0.4, 0.2, 0.1, 0.2);
    const at = async (temperature: number) =>
      (
        await measureFamily(tableModel(family, [row]), family, countsOf([1]), {
          gamma: 0.01,
          rules: {
            ...rules,
            temperatures: [temperature],
            idkBiases: [],
            confidenceThresholds: [],
            confidenceTargets: [],
          },
        })
      ).rules[0];
    const half = await at(0.5);
    const first = 0.7 ** 2 + 0.2 ** 2 + 0.1 ** 2;
    expect(half.accuracy).toBeCloseTo((0.7 ** 2 / first) * (16 / 21), 12);
    expect(half.abstentionRate).toBeCloseTo(0.2 ** 2 / first, 12);
    expect(half.invalidMass).toBeCloseTo(0.1 ** 2 / first, 12);
    expect(await at(1)).toMatchObject({
      accuracy: expect.closeTo(0.4, 12),
      abstentionRate: expect.closeTo(0.2, 12),
      invalidMass: expect.closeTo(0.1, 12),
    });
    const warm = 0.7 ** (1 / 3) + 0.2 ** (1 / 3) + 0.1 ** (1 / 3);
    expect((await at(3)).invalidMass).toBeCloseTo(0.1 ** (1 / 3) / warm, 12);
    expect((await at(3)).accuracy).toBeCloseTo(
      (0.7 ** (1 / 3) / warm) * (4 ** (1 / 3) / (4 ** (1 / 3) + 2 ** (1 / 3) + 1)),
      12,
    );
    expect(await at(0)).toMatchObject({ accuracy: 1, errorRate: 0, invalidMass: 0 });
    const hot = await at(1e9);
    // Tokens of probability 0 stay at 0: of the first tokens three are left, of the second ones three.
    expect(hot.accuracy).toBeCloseTo(1 / 9, 6);
    expect(hot.invalidMass).toBeCloseTo(1 / 3, 6);
  });

  test('temperature 0 shares ties, as the arg-max error does where a response is a token', async () => {
    const world = worldOf({ months: attribute({ prompts: 40, responses: 12 }) });
    const corpus = drawCorpus(world, 30, 1);
    for (const model of [
      uniformModel.fit({ includeAbstention: true }, { corpus, loss: 'response' }),
      uniformModel.fit({ includeAbstention: false }, { corpus, loss: 'response' }),
      calibratedLearner.fit({}, { corpus, loss: 'response' }),
      memoriser.fit({ unanswered: 'uniform' }, { corpus, loss: 'response' }),
    ]) {
      const measured = await measureFamily(model, world.families[0], corpus.counts[0], {
        gamma: 0.01,
        rules: { ...rules, temperatures: [0] },
      });
      expect(measured.rules[0]).toMatchObject({ rule: 'temperature', value: 0 });
      expect(measured.rules[0].errorRate).toBeCloseTo(measured.argMaxErrorRate!, 9);
      expect(measured.argMaxErrorRate).toBeGreaterThan(0.3);
    }
  });

  test('an even guess among 30 answers and IDK errs with its likeliest response as often as it errs', async () => {
    const family = smallWorld({ responseCount: 30, answer: [3, 17], answerProbability: 0.8 });
    const even = new Float64Array(31).fill(1 / 31);
    const measured = await measureFamily(tableModel(family, [even, even]), family, countsOf([1, 0]), { gamma: 0.01 });
    expect(measured.errorRate).toBeCloseTo(29 / 31, 12);
    expect(measured.argMaxErrorRate).toBeCloseTo(29 / 31, 12);
    const nothing = new Float64Array(31);
    const silent = measureResponseProbabilities(family, countsOf([1, 0]), [nothing, nothing], { gamma: 0.01 });
    expect(silent.argMaxErrorRate).toBe(0);
  });
});

/** A row under a rule; at a temperature from the tokens of a small world: the first of two, or IDK, then the second. */
function changedRow(family: FamilyWorld, rule: Rule, row: Float64Array): Float64Array {
  if (rule.rule !== 'temperature') return underRule(rule as ResponseRule, row);
  const R = family.responseCount;
  const tempered = (masses: readonly number[]): readonly number[] => {
    const largest = Math.max(...masses);
    const powers = masses.map((mass) =>
      rule.value === 0 ? Number(mass >= largest * (1 - 1e-12)) : (mass / largest) ** (1 / rule.value),
    );
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / sum);
  };
  const groups = Array.from({ length: Math.ceil(R / 3) }, (_, i) =>
    Array.from(row.subarray(3 * i, Math.min(R, 3 * i + 3))),
  );
  const massOf = (masses: readonly number[]): number => masses.reduce((a, b) => a + b, 0);
  const stray = Math.max(0, 1 - massOf(Array.from(row)));
  const first = tempered([...groups.map(massOf), row[R], stray]);
  const changed = groups.flatMap((masses, i) =>
    massOf(masses) === 0 ? masses : tempered(masses).map((share) => share * first[i]),
  );
  return Float64Array.from([...changed, first[groups.length]]);
}

describe('likeliest answers', () => {
  test('by hand: risk and coverage, calibration error, three answers', async () => {
    const family = smallWorld({ responseCount: 3, answer: [0, 1, 2], answerProbability: 1, promptWeight: [2, 1, 1] });
    // Surest of the second prompt's answer though it mostly abstains; wrong about the third.
    const rows = [
      rowOf(3, [
        [0, 0.8],
        [1, 0.2],
      ]),
      rowOf(3, [
        [1, 0.1],
        [3, 0.9],
      ]),
      rowOf(3, [
        [0, 0.4],
        [1, 0.4],
        [2, 0.2],
      ]),
    ];
    const { answers } = await measureFamily(tableModel(family, rows), family, countsOf([1, 1, 0]), {
      gamma: 0.01,
      answers: true,
    });
    expect(answers!.accuracy).toBeCloseTo(3 / 4, 9);
    expect(answers!.confidence).toBeCloseTo((2 / 4) * 0.8 + 1 / 4 + 0.4 / 4, 9);
    expect(answers!.expectedCalibrationError).toBeCloseTo(0.2 / 2 + 0 + 0.4 / 4, 9);
    const risk = (coverage: number) => answers!.riskCoverage.find((point) => point.coverage === coverage)!;
    expect(risk(0.25)).toMatchObject({ risk: 0, confidence: 1 });
    expect(risk(0.75).risk).toBeCloseTo(0, 9);
    expect(risk(1).risk).toBeCloseTo(1 / 4, 9);
    expect(risk(0.8).risk).toBeCloseTo(0.05 / 0.8, 9);
    expect(answers!.unanswered.threeWrong).toBeCloseTo(0.8 ** 3, 9);
    expect(answers!.unanswered.threeDifferentWrong).toBe(0); // two wrong answers cannot be three
  });

  test('three even guesses among 365 dates: 0.9918 and 0.9836', () => {
    const even = new Float64Array(366).fill(1 / 365, 0, 365);
    const { wrong, different } = askedThrice(even, 17);
    expect(wrong).toBeCloseTo((364 / 365) ** 3, 12);
    expect(different).toBeCloseTo((364 * 363 * 362) / 365 ** 3, 12);
    expect([wrong.toFixed(4), different.toFixed(4)]).toEqual(['0.9918', '0.9836']);
  });

  test('three answers: as drawing every triple says, whatever p̂', async () => {
    await fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 6 }), (values) => {
        const sum = values.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0.1);
        const p = values.map((value) => value / sum);
        let [wrong, different] = [0, 0];
        const answers = p.slice(0, -1).map((_, r) => r);
        const mass = answers.reduce((total, r) => total + p[r], 0);
        fc.pre(mass > 0.01);
        for (const i of answers)
          for (const j of answers)
            for (const k of answers) {
              if (i === 0 || j === 0 || k === 0) continue;
              const chance = (p[i] * p[j] * p[k]) / mass ** 3;
              wrong += chance;
              if (i !== j && j !== k && i !== k) different += chance;
            }
        const measured = askedThrice(Float64Array.from(p), 0);
        expect(measured.wrong).toBeCloseTo(wrong, 9);
        expect(measured.different).toBeCloseTo(different, 9);
      }),
      runs,
    );
  });

  test('calibration error is not an error rate: (0, 1) of a model that is always wrong and says so, (1, 0) of one that is right and denies it', async () => {
    // Stated confidence is p̂ of the likeliest answer, given an answer: 0 can only be approached, by a guess among very many.
    const many = 4000;
    const family = smallWorld({ responseCount: many, answer: [0], answerProbability: 1 });
    const even = new Float64Array(many + 1).fill(1 / many, 0, many);
    const wrong = { ...family, answer: Int32Array.of(many - 1) };
    const measure = async (world: typeof family) =>
      await measureFamily(tableModel(world, [even]), world, countsOf([1]), {
        gamma: 0.01,
        answers: true,
        rules: { temperatures: [], idkBiases: [], confidenceThresholds: [], confidenceTargets: [0] },
      });
    const [always, never] = [await measure(wrong), await measure(family)];
    expect([always.answers!.expectedCalibrationError, always.rules[0].errorRate]).toEqual([expect.closeTo(0, 3), 1]);
    expect([never.answers!.expectedCalibrationError, never.rules[0].errorRate]).toEqual([expect.closeTo(1, 3), 0]);
  });

  test('at full coverage the risk is the error rate of answering always', async () => {
    await fc.assert(
      fc.asyncProperty(randomCase, async ({ family, counts, rows }) => {
        const {
          answers,
          rules: [always],
        } = await measureFamily(tableModel(family, rows), family, counts, {
          gamma: 0.01,
          answers: true,
          rules: { temperatures: [], idkBiases: [], confidenceThresholds: [], confidenceTargets: [0] },
        });
        fc.pre(always.abstentionRate === 0);
        expect(answers!.riskCoverage.at(-1)!.risk).toBeCloseTo(always.errorRate, 9);
        expect(answers!.accuracy).toBeCloseTo(always.accuracy, 9);
        for (const { risk } of answers!.riskCoverage) expect(risk).toBeLessThanOrEqual(1 + 1e-9);
      }),
      runs,
    );
  });
});

describe('reliability', () => {
  test('bins hold all of p̂ and p, and give δ at every edge', async () => {
    await fc.assert(
      fc.asyncProperty(randomCase, async ({ family, counts, rows }) => {
        const { reliability, invalidMass } = await measureFamily(tableModel(family, rows), family, counts, {
          gamma: 0.01,
          reliability: true,
        });
        const bins = reliability!;
        expect(bins.reduce((sum, bin) => sum + bin.predicted, 0)).toBeCloseTo(1 - invalidMass, 9);
        expect(bins.reduce((sum, bin) => sum + bin.true, 0)).toBeCloseTo(1, 9);
        let difference = 0;
        for (const { above, predicted, true: truth } of bins.slice(0, -1)) {
          difference += predicted - truth;
          expect(Math.abs(difference)).toBeCloseTo(deltaAt(family, rows, above), 9);
        }
      }),
      runs,
    );
  });
});

describe('further measurements of a family', () => {
  test('held-out facts, synonyms, arg-max, bits', () => {
    // Facts 0 and 1 are stated twice each; fact 1 is held out.
    const family = smallWorld({
      responseCount: 4,
      answer: [0, 0, 1, 1],
      answerProbability: 1,
      trainingWeight: [1, 1, 0, 0],
      fact: [0, 0, 1, 1],
    });
    const rows = [
      rowOf(4, [
        [0, 0.5],
        [1, 0.5],
      ]),
      rowOf(4, [[0, 1]]),
      rowOf(4, [
        [0, 0.4],
        [1, 0.3],
        [4, 0.3],
      ]),
      rowOf(4, [
        [0, 0.25],
        [1, 0.75],
      ]),
    ];
    const measured = measureResponseProbabilities(family, countsOf([1, 0, 0, 0]), rows, { gamma: 0.01 });
    expect(measured.heldOut).toEqual({ mass: 0.5, errorRate: expect.closeTo(0.325, 12) });
    expect(measured.missingMass).toBeCloseTo(0.75, 12);
    expect(measured.byFact).toEqual({ singletonRate: 1, missingMass: 0.5 });
    // The tie of the first prompt is shared; the third errs.
    expect(measured.argMaxErrorRate).toBeCloseTo(0.25 * 0.5 + 0.25, 12);
    expect(measured.memorisedBits).toBeCloseTo(1, 12);
    expect(measured.theorem2).toBeNull();
    expect(measured.byCount[0]).toMatchObject({
      mass: 0.75,
      argMaxErrorRate: expect.closeTo(1 / 3, 12),
      confidence: expect.closeTo((1 + 0.4 + 0.75) / 3, 12),
    });
  });
});
