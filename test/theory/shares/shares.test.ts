/** Intervals and tests of shares: clusters, differences, graders' mistakes, groups. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { binomial } from '../../../src/random/binomial.js';
import { stream } from '../../../src/random/stream.js';
import { uniform } from '../../../src/random/uniform.js';
import { betaQuantile, binomialInterval, effectiveShareInterval } from '../../../src/theory/binomialInterval.js';
import { fitBetaBinomial, shrunkenShare } from '../../../src/theory/shares/betaBinomial.js';
import { detectableDifference, questionsNeeded } from '../../../src/theory/shares/detectableDifference.js';
import { differenceOfEstimates } from '../../../src/theory/shares/moverInterval.js';
import { roganGladen } from '../../../src/theory/shares/roganGladen.js';
import { signFlipTest } from '../../../src/theory/shares/signFlipTest.js';

describe('a share of an effective number of draws', () => {
  test('of integers it is the interval of Clopper and Pearson', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }), (draws, u) => {
        const hits = Math.round(u * draws);
        const [one, other] = [effectiveShareInterval(hits / draws, draws), binomialInterval(hits, draws)];
        expect(one.lower).toBeCloseTo(other.lower, 9);
        expect(one.upper).toBeCloseTo(other.upper, 9);
      }),
    );
  });

  test('fewer draws are wider', () => {
    const width = (draws: number): number => {
      const { lower, upper } = effectiveShareInterval(0.3, draws);
      return upper - lower;
    };
    expect(width(12.5)).toBeGreaterThan(width(12.9));
    expect(width(12.9)).toBeGreaterThan(width(100.2));
  });

  test('a quantile of a beta distribution: the median of Beta(1, 2) is 1 − √½', () => {
    expect(betaQuantile(0.5, 1, 2)).toBeCloseTo(1 - Math.SQRT1_2, 12);
  });
});

describe('differences of estimates', () => {
  const one = { value: 0.6, interval: { lower: 0.5, upper: 0.75 } };
  const other = { value: 0.2, interval: { lower: 0.1, upper: 0.25 } };

  test('independent estimates add in squares, opposite ones add, equal ones cancel', () => {
    expect(differenceOfEstimates(one, other, 0).lower).toBeCloseTo(0.4 - Math.hypot(0.1, 0.05), 12);
    expect(differenceOfEstimates(one, other, -1).upper).toBeCloseTo(0.4 + 0.15 + 0.1, 12);
    expect(differenceOfEstimates(one, other, 1).upper).toBeCloseTo(0.4 + 0.05, 12);
  });
});

describe('the sign-flip test', () => {
  test('far tails of the normal law, and differences beyond them', () => {
    const flips = (plus: number, minus: number) =>
      signFlipTest([
        { times: plus, difference: 1 },
        { times: minus, difference: -1 },
        { times: 1000, difference: 2 },
        { times: 1000, difference: -2 },
      ]);
    // A sum of 1200 with the variance 10,000: 2 Φ(−12).
    expect(flips(1600, 400).method).toBe('normal');
    expect(flips(1600, 400).p / 3.5529642241553e-33).toBeCloseTo(1, 5);
    const all = signFlipTest([
      { times: 20_000, difference: 1 },
      { times: 20_000, difference: 2 },
    ]);
    expect(all.p).toBeGreaterThan(0);
    expect(all.p).toBeLessThan(1e-290);
  });

  test('with one size it is the exact test of McNemar: 10 against 2', () => {
    const { p, method } = signFlipTest([
      { times: 10, difference: 1 },
      { times: 2, difference: -1 },
      { times: 500, difference: 0 },
    ]);
    expect(method).toBe('exact');
    expect(p).toBeCloseTo(0.03857421875, 12);
  });

  test('with two sizes it is the count over all signs', () => {
    const { p } = signFlipTest([
      { times: 3, difference: 1 },
      { times: 1, difference: -1 },
      { times: 2, difference: 3 },
    ]);
    expect(p).toBeCloseTo(0.15625, 12);
  });

  test('three questions show nothing, whatever the difference', () => {
    expect(signFlipTest([{ times: 3, difference: 1 }]).p).toBeCloseTo(0.25, 12);
    expect(signFlipTest([]).p).toBe(1);
  });

  test('with many different sizes it is normal, and near the exact one', () => {
    const differences = Array.from({ length: 400 }, (_, i) => ({ times: 1, difference: Math.sin(i) + 0.08 }));
    const { p, method } = signFlipTest(differences);
    expect(method).toBe('normal');
    const bits = stream(1, 'power');
    const sum = differences.reduce((all, { difference }) => all + difference, 0);
    let beyond = 0;
    const runs = 4000;
    for (let run = 0; run < runs; run++) {
      let flipped = 0;
      for (const { difference } of differences) flipped += uniform(bits) < 0.5 ? difference : -difference;
      if (Math.abs(flipped) >= Math.abs(sum)) beyond++;
    }
    expect(Math.abs(beyond / runs - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / runs) + 0.002);
  });
});

describe('power', () => {
  test('at the detectable difference a test of this level finds four of five', () => {
    const bits = stream(1, 'power');
    const [n, q] = [1000, 0.2];
    const standardError = Math.sqrt(q / n);
    const detectable = detectableDifference(standardError, 0.95);
    expect(detectable / standardError).toBeCloseTo(2.8016, 3);
    let found = 0;
    const runs = 4000;
    for (let run = 0; run < runs; run++) {
      // Discordant pairs: b − c has the mean n · detectable.
      const b = binomial(bits, n, (q + detectable) / 2);
      const c = binomial(bits, n - b, (q - detectable) / 2 / (1 - (q + detectable) / 2));
      const [mean, squares] = [(b - c) / n, (b + c) / n];
      if (Math.abs(mean) > 1.959964 * Math.sqrt((squares - mean * mean) / n)) found++;
    }
    expect(found / runs).toBeGreaterThan(0.77);
    expect(found / runs).toBeLessThan(0.83);
  });

  test('half the difference needs four times the questions', () => {
    expect(questionsNeeded(100, 0.05, 0.14008, 0.95)).toBe(100);
    expect(questionsNeeded(100, 0.05, 0.07004, 0.95)).toBe(400);
    expect(questionsNeeded(100, 0.05, 0, 0.95)).toBeNull();
  });
});

describe("a grader's mistakes", () => {
  test('the correction undoes them exactly where they are known', () => {
    // Of 1000 with the outcome 900 are found, of 1000 without it 800 are spared: 0.3 true is 0.3 · 0.9 + 0.7 · 0.2 = 0.41 graded.
    const counts = { truly: 1000, found: 900, otherwise: 1000, spared: 800 };
    const corrected = roganGladen(0.41, 1e6, counts, 0.95)!;
    expect(corrected.value).toBeCloseTo(0.3, 12);
    expect(corrected).toMatchObject({ sensitivity: 0.9, specificity: 0.8 });
  });

  test('a grader no better than chance, or an outcome that was not audited, tells nothing', () => {
    expect(roganGladen(0.4, 100, { truly: 10, found: 5, otherwise: 10, spared: 5 }, 0.95)).toBeNull();
    expect(roganGladen(0.4, 100, { truly: 0, found: 0, otherwise: 10, spared: 9 }, 0.95)).toBeNull();
  });

  test.each([
    [0.1, 1000, 100],
    [0.4, 300, 60],
    [0.02, 5000, 1000],
  ])('the interval holds a true rate of %p with 95 %, of %p answers %p audited', (rate, answers, audited) => {
    const bits = stream(3, 'power');
    const [sensitivity, specificity] = [0.9, 0.95];
    const runs = 1500;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const truly = binomial(bits, audited, rate);
      const counts = {
        truly,
        found: binomial(bits, truly, sensitivity),
        otherwise: audited - truly,
        spared: binomial(bits, audited - truly, specificity),
      };
      const graded = binomial(bits, answers, rate * sensitivity + (1 - rate) * (1 - specificity)) / answers;
      const corrected = roganGladen(graded, answers, counts, 0.95);
      if (corrected === null || (corrected.interval.lower <= rate && rate <= corrected.interval.upper)) held++;
    }
    expect(held / runs).toBeGreaterThan(0.93);
  });
});

describe('groups', () => {
  test('groups that are alike share one rate, those that differ keep their own', () => {
    const alike = Array.from({ length: 20 }, (_, g) => ({ hits: 30 + (g % 3), draws: 100 }));
    const law = fitBetaBinomial(alike)!;
    expect(law.strength).toBeGreaterThan(500);
    expect(shrunkenShare(law, { hits: 3, draws: 3 }, 0.95).value).toBeLessThan(0.35);
    const apart = Array.from({ length: 20 }, (_, g) => ({ hits: g % 2 === 0 ? 10 : 90, draws: 100 }));
    const wide = fitBetaBinomial(apart)!;
    expect(wide.strength).toBeLessThan(3);
    expect(shrunkenShare(wide, { hits: 90, draws: 100 }, 0.95).value).toBeGreaterThan(0.85);
  });

  test('the law that drew the groups is found again', () => {
    const bits = stream(5, 'power');
    const [mean, strength] = [0.3, 12];
    const groups = Array.from({ length: 400 }, () => {
      const share = betaQuantile(uniform(bits), mean * strength, (1 - mean) * strength);
      return { hits: binomial(bits, 40, share), draws: 40 };
    });
    const law = fitBetaBinomial(groups)!;
    expect(law.mean).toBeCloseTo(mean, 1);
    expect(law.strength).toBeGreaterThan(9);
    expect(law.strength).toBeLessThan(16);
  });

  test('posterior intervals hold the groups’ own shares with 95 %', () => {
    const bits = stream(6, 'power');
    const [runs, size] = [20, 30];
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const shares = Array.from({ length: size }, () => betaQuantile(uniform(bits), 3, 9));
      const groups = shares.map((share, g) => ({ hits: binomial(bits, 5 + g, share), draws: 5 + g }));
      const law = fitBetaBinomial(groups)!;
      for (const [g, share] of shares.entries()) {
        const { lower, upper } = shrunkenShare(law, groups[g], 0.95).interval;
        if (lower <= share && share <= upper) held++;
      }
    }
    expect(held / (runs * size)).toBeGreaterThan(0.92);
  });

  test('one group, or no hit at all, tells nothing of the spread', () => {
    expect(fitBetaBinomial([{ hits: 3, draws: 10 }])).toBeNull();
    expect(
      fitBetaBinomial([
        { hits: 0, draws: 10 },
        { hits: 0, draws: 5 },
      ]),
    ).toBeNull();
  });
});
