import { describe, expect, test } from '@jest/globals';
import type { AbstentionBest } from '../../src/studies/testTakers/beliefs.js';
import { testTakers, valuesOf } from '../../src/studies/testTakers/testTakers.js';
import { lexicon } from '../corpus/worlds.js';

function optionsOf(changes: object) {
  return testTakers.options.parse(changes);
}
function run(changes: object, seed = 1) {
  return testTakers.run(optionsOf(changes), { seed, lexicon, onProgress: () => {} }) as never as ReturnType<
    typeof valuesOf
  > & {
    readonly abstentionBest: AbstentionBest;
  };
}

test('graded by hand: 2 known, 2 unknown questions of 4 options, one lucky guess in one of two tests', () => {
  const figures = valuesOf(
    optionsOf({ known: 2, unknown: 2, responses: 4, tests: 2, targets: [0, 0.5, 0.75] }),
    Int32Array.of(0, 1),
  );
  expect(figures.guesser).toEqual({ right: 0.625, error: 0.375, abstention: 0 });
  expect(figures.abstainer).toEqual({ right: 0.5, error: 0, abstention: 0.5 });
  expect(figures.lead).toEqual({
    share: 0.5,
    expectedShare: expect.closeTo(7 / 16, 12),
    points: 0.5,
    expectedPoints: 0.5,
  });
  // t = ½: −2 + 2 and −1 + 1 + 2 points of 4 questions; level in the second test, by X = n t.
  expect(figures.targets[1]).toEqual({
    target: 0.5,
    guesser: 0.25,
    abstainer: 0.5,
    abstainerAhead: 0.5,
    expectedAbstainerAhead: expect.closeTo(9 / 16, 9),
    expectedDifference: expect.closeTo(0.25, 12),
  });
  // t = ¾, λ = 3: 2 − 6 and 3 − 3.
  expect(figures.targets[2]).toMatchObject({ guesser: -0.5, abstainer: 0.5, abstainerAhead: 1 });
  expect(figures.targets[0]).toMatchObject({ abstainerAhead: 0, guesser: 0.625 });
  // A blank earns ¼: 2 + ½ points of 4.
  expect(figures.partialCredit).toEqual({ guesser: 0.625, abstainer: 0.625, abstainerAhead: 0.5 });
});

describe('simulated', () => {
  test('what is drawn agrees with the closed forms', () => {
    const { lead, targets } = run({ unknown: 300, responses: 10, tests: 4000 });
    expect(lead.points).toBeCloseTo(30, 0);
    expect(lead.share).toBe(1);
    for (const each of Object.values(targets)) {
      expect(Math.abs(each.abstainerAhead - each.expectedAbstainerAhead)).toBeLessThan(0.03);
      expect(Math.abs(each.abstainer - each.guesser - each.expectedDifference)).toBeLessThan(0.003 / (1 - each.target));
    }
  });

  test('under no belief is abstaining best by right and wrong; under a target of ½ it is for some, not for all', () => {
    const { beliefs, binary, underTarget } = run({ tests: 2, beliefs: 5000 }).abstentionBest;
    expect([beliefs, binary]).toEqual([5000, 0]);
    // Never where there is one answer or one grader.
    expect(underTarget / beliefs).toBeGreaterThan(0.1);
    expect(underTarget / beliefs).toBeLessThan(0.9);
  });

  test('depends on the seed and on the options, and on nothing else', () => {
    expect(run({ tests: 10 })).toEqual(run({ tests: 10 }));
    expect(run({ tests: 10 }, 2)).not.toEqual(run({ tests: 10 }));
    expect(run({ tests: 10, unknown: 1001 }).lead.points).not.toBe(run({ tests: 10 }).lead.points);
  });
});
