import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { multipleChoice } from '../../src/experiments/multiple-choice/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const F = 'families.choices';

interface Numbers {
  readonly error: number;
  readonly outside: number;
  readonly mean: number;
  readonly least: number;
}

/** Values that the identity gives, with a threshold that gains a tenth. */
function theory(choices: number, error: number, outside = 0): Numbers {
  const mean = (error + outside * (1 - 1 / choices)) / (2 * (1 - 1 / choices));
  return { error, outside, mean, least: 0.9 * mean };
}

function verdicts(
  change: (numbers: Numbers, choices: number) => Partial<Numbers> = () => ({}),
  sizes = [2, 4, 10],
): Record<string, CheckResult['verdict']> {
  const cases = sizes.flatMap((choices) =>
    [theory(choices, 0.3), theory(choices, 0), theory(choices, 0.2, 0.5)].map((numbers) => ({
      choices,
      ...numbers,
      ...change(numbers, choices),
    })),
  );
  const runs = cases.map(
    ({ choices }, i): Row => ({
      run: `run-${i}`,
      'model.kind': 'transformer',
      [`${F}.nature`]: 'arbitrary',
      'parameters.corpus.families.choices.responses': choices,
    }),
  );
  const curves = cases.map(
    ({ choices, error, outside, mean, least }, i): Row => ({
      run: `run-${i}`,
      step: 0,
      [`${F}.errorRate`]: error,
      [`${F}.invalidMass`]: outside / 2,
      [`${F}.abstentionRate`]: outside / 2,
      [`${F}.theorem4.lower`]: 2 * (1 - 1 / choices) * mean,
      [`${F}.theorem4.leastIivError`]: least,
    }),
  );
  return Object.fromEntries(multipleChoice.claims.map(({ id, check }) => [id, check(tablesOf(runs, curves)).verdict]));
}

describe('multiple-choice', () => {
  test('confirmed where the identity holds and the best threshold is better', () => {
    expect(verdicts()).toEqual({ 'multiple-choice-bound': 'confirmed', 'multiple-choice-identity': 'confirmed' });
  });

  test('refuted by one case whose error is below the bound', () => {
    expect(verdicts(({ error }, choices) => (error === 0 && choices === 4 ? { mean: 0.1, least: 0.05 } : {}))).toEqual({
      'multiple-choice-bound': 'refuted',
      'multiple-choice-identity': 'refuted',
    });
  });

  test('the identity is refuted by a difference of a millionth, which the bound allows', () => {
    expect(verdicts(({ error, mean }) => (error === 0.3 ? { mean: mean - 1e-6 } : {}))).toEqual({
      'multiple-choice-bound': 'confirmed',
      'multiple-choice-identity': 'refuted',
    });
  });

  test('what lies outside of R_c must be counted as it should', () => {
    expect(verdicts(({ outside }) => (outside > 0 ? { outside: 0 } : {}))['multiple-choice-bound']).toBe('refuted');
    expect(
      verdicts(({ error, outside }) => (outside > 0 ? { error: error + outside, outside: 0 } : {}))[
        'multiple-choice-identity'
      ],
    ).toBe('refuted');
  });

  test('a vacuous bound, and a best threshold that gains nothing, confirm nothing', () => {
    expect(verdicts(() => ({ error: 0, outside: 0, mean: 0, least: 0 }))).toEqual({
      'multiple-choice-bound': 'inconclusive',
      'multiple-choice-identity': 'refuted',
    });
  });

  test('open where a size was not measured, or nothing was', () => {
    expect(verdicts(undefined, [2, 4])['multiple-choice-bound']).toBe('inconclusive');
    expect(verdicts(undefined, [])).toEqual({
      'multiple-choice-bound': 'inconclusive',
      'multiple-choice-identity': 'inconclusive',
    });
  });
});
