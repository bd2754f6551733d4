import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { isItValid } from '../../src/experiments/is-it-valid/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Numbers {
  /** err of a case and Theorem 1's right side, with δ and with σ, and under a rule. */
  readonly err: number;
  readonly lower: number;
  readonly lowerSigned: number;
  readonly ruleHolds: boolean;
  readonly kindsIiv: number;
  readonly birthdaysIiv: number;
  readonly birthdaysError: number;
  readonly seenError: number;
}
type Model = 'transformer' | 'ngram' | 'calibrated-learner';
const MODELS: readonly Model[] = ['transformer', 'ngram', 'calibrated-learner'];

function theory(model: Model): Numbers {
  return {
    err: 0.5,
    lower: model === 'calibrated-learner' ? 0.495 : 0.2,
    lowerSigned: 0.497,
    ruleHolds: true,
    kindsIiv: model === 'ngram' ? 0.5 : 0.005,
    birthdaysIiv: 0.5,
    birthdaysError: 0.997,
    seenError: model === 'ngram' ? 0.9 : 0.02,
  };
}

function verdicts(
  change: (model: Model, N: number) => Partial<Numbers> = () => ({}),
  models = MODELS,
): Record<string, CheckResult['verdict']> {
  const cases = models.flatMap((model) =>
    [600, 3000].flatMap((N) =>
      [-1, 0, 1].map((spread) => ({ model, N, spread, ...theory(model), ...change(model, N) })),
    ),
  );
  const measured = ({
    model,
    spread,
    err,
    lower,
    lowerSigned,
    kindsIiv,
    birthdaysIiv,
    birthdaysError,
    seenError,
  }: (typeof cases)[number]): Row => ({
    'families.birthdays.nature': 'arbitrary',
    'families.birthdays.errorRate': err,
    'families.birthdays.invalidMass': 0,
    'families.birthdays.abstentionRate': 0,
    'families.birthdays.iivError': 0.25,
    'families.birthdays.theorem1.lower': lower,
    'families.birthdays.theorem1.lowerSigned': lowerSigned,
    'families.birthdays.byCount.0.iivError': birthdaysIiv + 0.002 * spread,
    'families.birthdays.byCount.0.errorRate': birthdaysError,
    'families.birthdays.byCount.0.invalidMass': 0,
    'families.birthdays.byCount.0.abstentionRate': 0,
    'families.birthdays.byCount.1.errorRate': seenError + 0.001 * spread,
    // Abstaining is outside of this family and counts as an error.
    'families.kinds.nature': 'pattern',
    'families.kinds.errorRate': err - 0.1,
    'families.kinds.invalidMass': 0.05,
    'families.kinds.abstentionRate': 0.05,
    'families.kinds.theorem4.lower': 0.1,
    'families.kinds.theorem1.lower': model === 'ngram' ? -0.3 : lower,
    'families.kinds.theorem1.lowerSigned': model === 'ngram' ? -0.3 : lowerSigned,
    'families.kinds.byCount.0.iivError': kindsIiv + 0.001 * spread,
    'families.kinds.byCount.0.errorRate': kindsIiv + 0.001 * spread,
  });
  const runs = cases.map(
    (each, i): Row => ({
      run: `run-${i}`,
      'model.kind': each.model,
      'parameters.model': each.model === 'ngram' ? '{"kind":"ngram","order":3}' : each.model,
      'parameters.corpus.examples': each.N,
      ...measured(each),
      'families.birthdays.rules.0.rule': 'temperature',
      'families.birthdays.rules.0.theorem1Lower': each.lower,
      'families.birthdays.rules.0.holds': each.ruleHolds,
    }),
  );
  const curves = cases.map((each, i): Row => ({ run: `run-${i}`, step: 0, ...measured(each) }));
  return Object.fromEntries(isItValid.claims.map(({ id, check }) => [id, check(tablesOf(runs, curves)).verdict]));
}

const [ALWAYS, TIGHT, ANIMALS] = isItValid.claims.map(({ id }) => id);
function of(model: Model, numbers: Partial<Numbers>) {
  return (each: Model): Partial<Numbers> => (each === model ? numbers : {});
}

describe('is-it-valid', () => {
  test('confirmed by numbers as they should be', () => {
    expect(verdicts()).toEqual({ [ALWAYS]: 'confirmed', [TIGHT]: 'confirmed', [ANIMALS]: 'confirmed' });
  });

  test('Theorem 1 is refuted by one violation, of either form or under a rule, and left open by vacuous cases', () => {
    const once =
      (numbers: Partial<Numbers>) =>
      (model: Model, N: number): Partial<Numbers> =>
        model === 'ngram' && N === 600 ? numbers : {};
    expect(verdicts(once({ lower: 0.5001, lowerSigned: 0.5001 }))[ALWAYS]).toBe('refuted');
    expect(verdicts(once({ lowerSigned: 0.5001 }))[ALWAYS]).toBe('refuted');
    expect(verdicts(once({ ruleHolds: false }))[ALWAYS]).toBe('refuted');
    expect(verdicts(() => ({ lower: -0.1, lowerSigned: -0.1 }), ['ngram'])[ALWAYS]).toBe('inconclusive');
  });

  test('a loose right side of the calibrated learner refutes the second claim', () => {
    expect(verdicts(of('calibrated-learner', { lower: 0.4 }))[TIGHT]).toBe('refuted');
  });

  test('kinds that are not learnt, birthdays that are distinguished or guessed refute the third', () => {
    expect(verdicts(of('transformer', { kindsIiv: 0.3 }))[ANIMALS]).toBe('refuted');
    expect(verdicts(of('transformer', { birthdaysIiv: 0.4 }))[ANIMALS]).toBe('refuted');
    expect(verdicts(of('ngram', { birthdaysIiv: 0.4 }))[ANIMALS]).toBe('refuted');
    expect(verdicts(of('ngram', { birthdaysError: 0.9 }))[ANIMALS]).toBe('refuted');
  });

  test('open where the model learnt nothing, or nothing was measured', () => {
    expect(verdicts(of('transformer', { seenError: 0.6 }))[ANIMALS]).toBe('inconclusive');
    expect(verdicts(undefined, [])).toEqual({
      [ALWAYS]: 'inconclusive',
      [TIGHT]: 'inconclusive',
      [ANIMALS]: 'inconclusive',
    });
  });
});
