import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { inevitableOrNot } from '../../src/experiments/inevitable-or-not/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Numbers {
  readonly errorRate: number;
  readonly invalidMass: number;
  readonly abstentionRate: number;
  readonly delta: number;
  readonly iivError: number;
  readonly onBrackets: number;
}
type Model = 'lookup' | 'calibrated-learner' | 'memoriser' | 'truth';

const ALPHA = 0.9;
const RATIO = 364 / 365;

/** The closed forms at a missing mass MM and μ(U) = MM/α. */
function theory(model: Model, missing: number): Numbers {
  const unanswered = missing / ALPHA;
  const flawless = { errorRate: 0, invalidMass: 0, onBrackets: 0, abstentionRate: 1 - ALPHA, delta: 0, iivError: 0 };
  const cost = (1 - unanswered) * (1 - ALPHA) + unanswered * ALPHA;
  switch (model) {
    case 'truth':
      return flawless;
    case 'lookup':
      return { ...flawless, abstentionRate: unanswered, delta: cost, iivError: cost / 2 };
    case 'calibrated-learner':
      return { ...flawless, errorRate: missing * RATIO, iivError: missing / 2 };
    case 'memoriser':
      return {
        ...flawless,
        errorRate: unanswered * RATIO,
        abstentionRate: 0,
        delta: (1 - unanswered) * (1 - ALPHA),
        iivError: ((1 - unanswered) * (1 - ALPHA) + unanswered) / 2,
        onBrackets: 0.4,
      };
  }
}

const MODELS: readonly Model[] = ['lookup', 'calibrated-learner', 'memoriser', 'truth'];

function verdicts(
  change: (model: Model, numbers: Numbers) => Partial<Numbers> = () => ({}),
  models = MODELS,
): Record<string, CheckResult['verdict']> {
  const rows = models.flatMap((model) =>
    [0.1, 0.3].flatMap((missing) =>
      [1, 2, 3].map((seed): Row => {
        const base = theory(model, missing);
        const { errorRate, invalidMass, abstentionRate, delta, iivError, onBrackets } = {
          ...base,
          ...change(model, base),
        };
        const b = 'families.birthdays';
        return {
          seed,
          'model.kind': model,
          'parameters.model': model === 'memoriser' ? '{"kind":"memoriser","unanswered":"uniform"}' : model,
          [`${b}.errorRate`]: errorRate,
          [`${b}.invalidMass`]: invalidMass,
          [`${b}.abstentionRate`]: abstentionRate,
          [`${b}.delta`]: delta,
          [`${b}.iivError`]: iivError,
          [`${b}.theorem1.lower`]: 2 * iivError - 2 / 364 - delta,
          [`${b}.missingMass`]: missing,
          [`${b}.unansweredMass`]: missing / ALPHA,
          'families.brackets.errorRate': onBrackets,
          'families.brackets.invalidMass': 0,
        };
      }),
    ),
  );
  return Object.fromEntries(inevitableOrNot.claims.map(({ id, check }) => [id, check(tablesOf(rows)).verdict]));
}

const [NOT_INEVITABLE, COSTS, ERRS] = inevitableOrNot.claims.map(({ id }) => id);

describe('inevitable-or-not', () => {
  test('confirmed by the closed forms', () => {
    expect(verdicts()).toEqual({ [NOT_INEVITABLE]: 'confirmed', [COSTS]: 'confirmed', [ERRS]: 'confirmed' });
  });

  test('a look-up system that errs on a millionth, on facts or on the pattern, refutes the first claim', () => {
    expect(verdicts((model) => (model === 'lookup' ? { errorRate: 1e-6 } : {}))[NOT_INEVITABLE]).toBe('refuted');
    expect(verdicts((model) => (model === 'lookup' ? { onBrackets: 1e-6 } : {}))[NOT_INEVITABLE]).toBe('refuted');
    expect(verdicts((model) => (model === 'lookup' ? { abstentionRate: 0.9 } : {}))[NOT_INEVITABLE]).toBe('refuted');
  });

  test('a control without errors refutes it too: then nothing was hard', () => {
    expect(verdicts((model) => (model === 'memoriser' ? { errorRate: 0 } : {}))[NOT_INEVITABLE]).toBe('refuted');
  });

  test('a model that never errs and is calibrated without being able to distinguish valid from wrong refutes the second claim', () => {
    expect(verdicts((model) => (model === 'lookup' ? { delta: 0 } : {}))[COSTS]).toBe('refuted');
    expect(verdicts((model) => (model === 'truth' ? { iivError: 0.2 } : {}))[COSTS]).toBe('refuted');
    expect(verdicts((model) => (model === 'lookup' ? { delta: 0, iivError: 0 } : {}))[COSTS]).toBe('refuted');
  });

  test('a calibrated learner that errs less than the missing mass, or is not calibrated, refutes the third', () => {
    expect(
      verdicts((model, { errorRate }) => (model === 'calibrated-learner' ? { errorRate: 0.9 * errorRate } : {}))[ERRS],
    ).toBe('refuted');
    expect(verdicts((model) => (model === 'calibrated-learner' ? { delta: 0.01 } : {}))[ERRS]).toBe('refuted');
  });

  test('open where nothing was measured', () => {
    expect(verdicts(undefined, [])).toEqual({
      [NOT_INEVITABLE]: 'inconclusive',
      [COSTS]: 'inconclusive',
      [ERRS]: 'inconclusive',
    });
  });
});
