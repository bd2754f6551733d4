import { describe, expect, test } from '@jest/globals';
import { answerProbability } from '../../src/experiments/answer-probability/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const GUESS = 1 - 1 / 365;
const ALPHAS = [1, 0.7, 0.4];

/** One world per seed; `err` of each kind at each α, as a multiple of its closed form. */
function worlds(factor: (kind: string, alpha: number, seed: number) => number): readonly Row[] {
  return [1, 2, 3].flatMap((seed) =>
    ALPHAS.flatMap((alpha) =>
      ['calibrated-learner', 'memoriser', 'transformer'].map((kind) => {
        const unanswered = 0.4 + 0.01 * seed;
        const mass = unanswered * alpha;
        return {
          'model.kind': kind,
          seed,
          'parameters.corpus.families.birthdays.answerProbability': alpha,
          'families.birthdays.nature': 'arbitrary',
          'families.birthdays.missingMass': mass,
          'families.birthdays.unansweredMass': unanswered,
          'families.birthdays.calibratedError': mass * GUESS,
          'families.birthdays.errorRate':
            (kind === 'memoriser' ? unanswered : mass) * GUESS * factor(kind, alpha, seed),
          'families.birthdays.invalidMass': 0,
          'families.birthdays.delta': 0.2,
        };
      }),
    ),
  );
}
function check(id: string, rows: readonly Row[]) {
  return answerProbability.claims.find((claim) => claim.id === id)!.check(tablesOf(rows));
}

describe('calibrated-error-is-missing-mass', () => {
  test('confirmed on the closed forms', () =>
    expect(
      check(
        'calibrated-error-is-missing-mass',
        worlds(() => 1),
      ).verdict,
    ).toBe('confirmed'));
  test('refuted by a calibrated learner or a memoriser that is off', () => {
    for (const off of ['calibrated-learner', 'memoriser'])
      expect(
        check(
          'calibrated-error-is-missing-mass',
          worlds((kind) => (kind === off ? 1.001 : 1)),
        ).verdict,
      ).toBe('refuted');
  });
  test('no runs prove nothing', () =>
    expect(check('calibrated-error-is-missing-mass', []).verdict).toBe('inconclusive'));
});

describe('trained-model-errs-at-missing-mass', () => {
  const wobble = (seed: number): number => 1 + 0.004 * (seed - 2);
  const of = (atOne: number, below: number) =>
    check(
      'trained-model-errs-at-missing-mass',
      worlds((_, alpha, seed) => (alpha === 1 ? atOne : below) * wobble(seed)),
    );
  test('confirmed where it is so at every α', () => expect(of(1, 1).verdict).toBe('confirmed'));
  test('depends where it is so without IDK alone', () =>
    expect(of(1, 0.6)).toMatchObject({ verdict: 'depends', condition: expect.stringMatching(/no IDK/) }));
  test('refuted where it is not so even at α = 1', () => expect(of(0.7, 0.6).verdict).toBe('refuted'));
});
