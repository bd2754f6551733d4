import { describe, expect, test } from '@jest/globals';
import { whoAteWhatClaims } from '../../src/experiments/who-ate-what/claims.js';
import { PUBLISHED, type Published } from '../../src/experiments/who-ate-what/published.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

/** Runs whose numbers are the published ones, but for a little noise. */
function sweep(changes: (published: Published) => Row = () => ({})) {
  return tablesOf(
    PUBLISHED.flatMap((published) =>
      [1, 2, 3].map((seed): Row => {
        const noise = 0.002 * Math.sin(seed + 10 * published.exponent);
        return {
          seed,
          'model.kind': 'who-ate-what',
          'parameters.study.listed': published.listed,
          'parameters.study.exponent': published.exponent,
          'study.monofactRate': published.monofactRate + noise,
          'study.missingMass': 0.2 * published.monofactRate + noise,
          'study.falseRate': published.falseStatements + noise,
          'study.distinctFalseShare': published.falseStatements + noise,
          'study.totalVariation': 0.3,
          'study.publishedMiscalibration': published.miscalibration + noise,
          'study.perfect.publishedMiscalibration': published.miscalibration - 0.01 + noise,
          ...changes(published),
        };
      }),
    ),
  );
}

function verdict(id: string, tables: ReturnType<typeof sweep>): string {
  return whoAteWhatClaims.claims.find((claim) => claim.id === id)!.check(tables).verdict;
}

describe('where everything comes out as predicted', () => {
  test.each(whoAteWhatClaims.claims.map(({ id }) => id))('%s is confirmed', (id) => {
    expect(verdict(id, sweep())).toBe('confirmed');
  });

  test('both figures are drawn', () => {
    for (const figure of whoAteWhatClaims.figures(sweep())) expect(figure).not.toHaveProperty('missing');
  });
});

describe('data that refute', () => {
  test('another law of the facts, or rows that miss as much as occurs once', () => {
    const uniform = sweep(() => ({ 'study.monofactRate': 0.9 }));
    expect(verdict('published-data-are-drawn-alike', uniform)).toBe('refuted');
    const independent = sweep(({ monofactRate }) => ({ 'study.missingMass': monofactRate }));
    expect(verdict('published-data-are-drawn-alike', independent)).toBe('refuted');
  });

  test('a perfect model that the code finds calibrated', () => {
    const calibrated = sweep(() => ({ 'study.perfect.publishedMiscalibration': 0.05 }));
    expect(verdict('published-miscalibration-is-of-the-sample', calibrated)).toBe('refuted');
  });

  test('a network that makes up nothing, or everything', () => {
    for (const share of [0, 0.9]) {
      const tables = sweep(() => ({ 'study.distinctFalseShare': share }));
      expect(verdict('false-statements-as-published', tables)).toBe('refuted');
      expect(verdict('memorised-monofacts-are-said-truly', tables)).toBe('refuted');
    }
  });

  test('800 rows of which as much is made up as of 8000', () => {
    const tables = sweep(({ monofactRate }) => ({ 'study.distinctFalseShare': 0.18 * monofactRate }));
    expect(verdict('memorised-monofacts-are-said-truly', tables)).toBe('refuted');
  });
});

test('exponents that were left out leave the claim open', () => {
  const only = tablesOf(
    [1, 2].map(
      (seed): Row => ({
        seed,
        'parameters.study.listed': 10_000,
        'parameters.study.exponent': 0.1,
        'study.monofactRate': 0.921,
        'study.distinctFalseShare': 0.169 + 0.001 * seed,
      }),
    ),
  );
  expect(verdict('false-statements-as-published', only)).toBe('inconclusive');
});

test('runs without a published setting are left out, and figures say so', () => {
  const tables = tablesOf([{ 'parameters.study.listed': 500, 'parameters.study.exponent': 1 }]);
  for (const figure of whoAteWhatClaims.figures(tables)) expect(figure).toHaveProperty('missing');
  expect(verdict('false-statements-as-published', tables)).toBe('inconclusive');
});
