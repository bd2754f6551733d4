/** Innovation, agreement of samples and statements without a prompt, against brute force. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { decisionRules, type ResponseRule, underRule } from '../../src/measurement/metrics/decisionRules.js';
import { innovation } from '../../src/measurement/metrics/innovation.js';
import { unpromptedMeter } from '../../src/measurement/metrics/unprompted.js';
import { measureResponseProbabilities } from '../../src/measurement/summariseExact.js';
import { stream } from '../../src/random/stream.js';
import { uniform } from '../../src/random/uniform.js';
import { randomCase } from './randomCase.js';
import { calibratedRows, countsOf, rowOf, smallWorld, tableModel } from './smallWorld.js';

const runs = { numRuns: 150 };

describe('innovation', () => {
  test('is the mass of claims that no row states, pair by pair, and at least err + invalid mass', () => {
    fc.assert(
      fc.property(randomCase, ({ family, counts, rows }) => {
        const measured = measureResponseProbabilities(family, counts, rows, { gamma: 0.01 });
        const shown = new Set<string>();
        counts.answered.forEach((n, c) => n > 0 && shown.add(`${c} ${family.answer[c]}`));
        counts.abstained.forEach((n, c) => n > 0 && shown.add(`${c} ${family.responseCount}`));
        let [claims, abstentions] = [0, 0];
        rows.forEach((row, c) => {
          const mu = family.promptWeight[c];
          claims += mu * Math.max(0, 1 - row.reduce((a, b) => a + b, 0));
          row.forEach((p, r) => {
            if (shown.has(`${c} ${r}`)) return;
            if (r === family.responseCount) abstentions += mu * p;
            else claims += mu * p;
          });
        });
        expect(measured.innovation).toBeCloseTo(claims, 9);
        expect(measured.unseenAbstention).toBeCloseTo(abstentions, 9);
        expect(measured.errorRate + measured.invalidMass).toBeLessThanOrEqual(measured.innovation! + 1e-9);
      }),
      runs,
    );
  });

  test('by hand: right answers to what training showed are none, right answers to the rest are', () => {
    const family = smallWorld({ responseCount: 3, answer: [0, 1], answerProbability: 0.5, promptWeight: [3, 1] });
    const rows = [
      rowOf(3, [
        [0, 0.5],
        [1, 0.2],
        [3, 0.2],
      ]),
      rowOf(3, [
        [1, 0.4],
        [3, 0.6],
      ]),
    ];
    const { innovation: claims, unseenAbstention } = measureResponseProbabilities(
      family,
      countsOf([2, 0], [0, 1]),
      rows,
      {
        gamma: 0.01,
      },
    );
    expect(claims).toBeCloseTo(0.75 * 0.3 + 0.25 * 0.4, 12); // an error and the invalid 0.1; the second answer, though right
    expect(unseenAbstention).toBeCloseTo(0.75 * 0.2, 12);
  });

  test('the calibrated learner innovates by MM, and errs by MM (1 − 1/R) of it', () => {
    const family = smallWorld({ responseCount: 4, answer: [0, 1, 2, 3], answerProbability: 0.8 });
    const counts = countsOf([1, 0, 2, 0], [0, 1, 0, 0]);
    const measured = measureResponseProbabilities(family, counts, calibratedRows(family, counts), { gamma: 0.01 });
    expect(measured.innovation).toBeCloseTo(measured.missingMass, 12);
    expect(measured.errorRate).toBeCloseTo(measured.innovation! * (3 / 4), 12);
  });

  test('is not known where rows state wrong answers', () => {
    const family = { ...smallWorld({ responseCount: 2, answer: [0], answerProbability: 1 }), noise: 0.1 };
    expect(innovation(family, countsOf([1]), [{ right: 1, abstention: 0 }])).toEqual({
      innovation: null,
      unseenAbstention: null,
    });
  });
});

describe('agreement of samples', () => {
  test('as drawing every tuple says, whatever p̂', () => {
    fc.assert(
      fc.property(randomCase, fc.constantFrom(1, 2, 3), ({ rows }, samples) => {
        for (const row of rows) {
          const invalid = Math.max(0, 1 - row.reduce((a, b) => a + b, 0));
          const strings = [...row, invalid];
          const [idk, stray] = [row.length - 1, row.length];
          const outcome = new Array<number>(strings.length).fill(0);
          const draw = (left: number, same: number | null, chance: number): void => {
            if (left === 0) outcome[same ?? idk] += chance;
            else strings.forEach((p, r) => draw(left - 1, same === r ? r : null, chance * p));
          };
          strings.forEach((p, r) => draw(samples - 1, r, p));
          const agreed = underRule({ rule: 'agreement', value: samples }, row);
          agreed.forEach((p, r) => expect(p).toBeCloseTo(outcome[r], 9));
          expect(1 - agreed.reduce((a, b) => a + b, 0)).toBeCloseTo(outcome[stray], 9);
        }
      }),
      runs,
    );
  });

  test('an even guess loses a factor R for each further sample, a sure one nothing; U is measured on its own', async () => {
    const R = 5;
    const family = smallWorld({ responseCount: R, answer: [0, 0, 0], answerProbability: 1 });
    const even = new Float64Array(R + 1).fill(1 / R, 0, R);
    const rows = [even, rowOf(R, [[3, 1]]), rowOf(R, [[0, 1]])];
    const { rules } = await measureFamily(tableModel(family, rows), family, countsOf([0, 0, 1]), {
      gamma: 0.01,
      rules: { temperatures: [], idkBiases: [], confidenceThresholds: [], agreement: [1, 2, 3] },
    });
    expect(rules.map(({ rule, value }) => [rule, value])).toEqual([1, 2, 3].map((k) => ['agreement', k]));
    rules.forEach(({ unanswered, errorRate, accuracy }, i) => {
      const guessed = R ** -i;
      expect(unanswered.errorRate).toBeCloseTo((guessed * (1 - 1 / R) + 1) / 2, 12);
      expect(unanswered.abstentionRate).toBeCloseTo((1 - guessed) / 2, 12);
      expect(errorRate).toBeCloseTo((guessed * (1 - 1 / R) + 1) / 3, 12);
      expect(accuracy).toBeCloseTo((guessed / R + 1) / 3, 12);
    });
  });

  test('innovation under rules is that of the changed p̂', async () => {
    const rules = { temperatures: [], idkBiases: [1], confidenceThresholds: [0.5], agreement: [2] };
    await fc.assert(
      fc.asyncProperty(randomCase, async ({ family, counts, rows }) => {
        const measured = await measureFamily(tableModel(family, rows), family, counts, { gamma: 0.01, rules });
        decisionRules(rules).forEach((rule, at) => {
          const changed = measureResponseProbabilities(
            family,
            counts,
            rows.map((row) => underRule(rule as ResponseRule, row)),
            { gamma: 0.01 },
          );
          expect(measured.rules[at].innovation).toBeCloseTo(changed.innovation!, 9);
          const { errorRate } = measured.rules[at].unanswered;
          if (errorRate === null) expect(changed.byCount[0].errorRate).toBeNull();
          else expect(errorRate).toBeCloseTo(changed.byCount[0].errorRate!, 9);
        });
      }),
      runs,
    );
  });
});

describe('statements without a prompt', () => {
  test('as enumerating every statement says', () => {
    const S = 7;
    const cases = fc
      .tuple(randomCase, fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }))
      .map(([made, masses]) => {
        const total = masses.reduce((a, b) => a + b, 0);
        return { ...made, begins: made.rows.map((_, c) => masses[c] / total) };
      });
    fc.assert(
      fc.property(cases, ({ family, counts, rows, begins }) => {
        const meter = unpromptedMeter(family, counts, Float64Array.from(begins, Math.log), S);
        rows.forEach((row, c) => meter.add(c, row));
        const measured = meter.measurement();
        const idk = family.responseCount;
        const statements = rows.flatMap((row, c) =>
          Array.from(row, (p, r) => {
            const [isAnswer, alpha] = [r === family.answer[c], family.answerProbability[c]];
            return {
              q: begins[c] * p,
              p: family.promptWeight[c] * (r === idk ? 1 - alpha : isAnswer ? alpha : 0),
              isFalse: r !== idk && !isAnswer,
              claims: r !== idk,
              rows: r === idk ? counts.abstained[c] : isAnswer ? counts.answered[c] : 0,
            };
          }),
        );
        type Statement = (typeof statements)[number];
        const sum = (value: (each: Statement) => number): number => statements.reduce((s, each) => s + value(each), 0);
        const ever = (q: number): number => 1 - (1 - q) ** S;
        const unknown = 1 - sum(({ q }) => q);
        const wrong = unknown + sum(({ q, isFalse }) => (isFalse ? q : 0));
        expect(measured.unknown).toBeCloseTo(unknown, 9);
        expect(measured.falseRate).toBeCloseTo(wrong, 9);
        expect(measured.innovation).toBeCloseTo(
          unknown + sum(({ q, claims, rows: times }) => (claims && times === 0 ? q : 0)),
          9,
        );
        expect(measured.distinctFalseShare).toBeCloseTo(
          unknown + sum(({ q, isFalse }) => (isFalse ? ever(q) : 0)) / S,
          9,
        );
        const shown = statements.filter(({ rows: times }) => times > 0);
        expect(measured.coverage).toBeCloseTo(shown.reduce((s, { q }) => s + ever(q), 0) / shown.length, 9);
        expect(measured.totalVariation).toBeCloseTo((sum(({ q, p }) => Math.abs(q - p)) + unknown) / 2, 9);
        fc.pre(shown.every(({ q }) => q > 1e-9));
        expect(measured.binnedDivergence).toBeCloseTo(divergenceOver(shown, counts.examples), 6);
        expect(measured.binnedDivergence).toBeGreaterThanOrEqual(-1e-9);
      }),
      runs,
    );
  });

  test('a model that says its rows as often as they occur: no falsehood, and only the unseen is missing', () => {
    const family = smallWorld({ responseCount: 3, answer: [0, 1, 2], answerProbability: 1 });
    const counts = countsOf([1, 1, 0]);
    const meter = unpromptedMeter(family, counts, Float64Array.of(Math.log(0.5), Math.log(0.5), -Infinity), 1000);
    [0, 1, 2].forEach((c) => meter.add(c, rowOf(3, [[family.answer[c], 1]])));
    expect(meter.measurement()).toEqual({
      count: 1000,
      falseRate: 0,
      unknown: 0,
      innovation: 0,
      distinctFalseShare: 0,
      coverage: expect.closeTo(1, 12),
      totalVariation: expect.closeTo(1 / 3, 12),
      binnedDivergence: expect.closeTo(0, 12),
    });
  });

  test('expected counts of different falsehoods and of covered rows are those of drawing', () => {
    const family = smallWorld({ responseCount: 4, answer: [0, 1], answerProbability: 1 });
    const rows = [
      rowOf(4, [
        [0, 0.6],
        [1, 0.3],
        [2, 0.1],
      ]),
      rowOf(4, [
        [0, 0.8],
        [1, 0.2],
      ]),
    ];
    const S = 6;
    const meter = unpromptedMeter(family, countsOf([1, 1]), Float64Array.of(Math.log(0.7), Math.log(0.3)), S);
    rows.forEach((row, c) => meter.add(c, row));
    const { distinctFalseShare, coverage } = meter.measurement();
    const draws = stream(5, 'sample');
    const [trials, drawn] = [20_000, { different: 0, covered: 0 }];
    for (let trial = 0; trial < trials; trial++) {
      const said = new Set<string>();
      for (let s = 0; s < S; s++) {
        const c = uniform(draws) < 0.7 ? 0 : 1;
        let [place, r] = [uniform(draws), 0];
        while (r < 4 && place >= rows[c][r]) place -= rows[c][r++];
        said.add(`${c} ${r}`);
      }
      drawn.covered += Number(said.has('0 0')) + Number(said.has('1 1'));
      drawn.different += [...said].filter((each) => each !== '0 0' && each !== '1 1').length;
    }
    expect(drawn.covered / trials / 2).toBeCloseTo(coverage, 2);
    expect(drawn.different / trials / S).toBeCloseTo(distinctFalseShare, 2);
  });
});

/** The divergence by sorting statements into bins first, an independent way. */
function divergenceOver(shown: readonly { readonly q: number; readonly rows: number }[], N: number): number {
  const places = [...new Set(shown.map(({ q }) => Math.floor(Math.log2(q))))];
  return places.reduce((total, place) => {
    const bin = shown.filter(({ q }) => q >= 2 ** place && q < 2 ** (place + 1));
    const share = bin.reduce((sum, { rows }) => sum + rows, 0) / N;
    return total + share * Math.log(share / bin.reduce((sum, { q }) => sum + q, 0));
  }, 0);
}
