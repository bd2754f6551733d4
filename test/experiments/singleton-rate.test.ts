import { describe, expect, test } from '@jest/globals';
import { singletonRate } from '../../src/experiments/singleton-rate/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const GUESS = 1 - 1 / 365;
const TARGETS = [0.1, 0.3, 0.5];

interface Model {
  /** err by stratum of how often training answered. */
  readonly err: readonly number[];
  /** Invalid mass on prompts never answered, and on the others. */
  readonly invalid: readonly [number, number];
  readonly brackets: number;
  /** |dL/ds| over δ. */
  readonly slope: number;
  /** err on unanswered prompts at the step before the last, over that at the end. */
  readonly before: number;
}
const MEMORISED: Model = {
  err: [GUESS - 0.05, 0.01, 0.005, 0.003, 0.002, 0.001],
  invalid: [0.05, 0.001],
  brackets: 0.0005,
  slope: 1,
  before: 1,
};

/** Runs of three worlds by three kinds; the transformer is as given, the others as they are in theory. */
function tables(transformer: Partial<Model>) {
  const rows: Row[] = [];
  const curves: Row[] = [];
  for (const seed of [1, 2, 3])
    for (const sr of TARGETS)
      for (const kind of ['transformer', 'ngram', 'calibrated-learner']) {
        const model =
          kind === 'transformer'
            ? { ...MEMORISED, ...transformer }
            : {
                ...MEMORISED,
                err: kind === 'ngram' ? (Array(6).fill(GUESS * 0.99) as number[]) : [GUESS, 0, 0, 0, 0, 0],
                invalid: (kind === 'ngram' ? [0.01, 0.01] : [0, 0]) as [number, number],
              };
        const mass = sr + 0.002 * (seed - 2);
        const weights = [mass, ...(Array(5).fill((1 - mass) / 5) as number[])];
        const sum = (value: (i: number) => number): number =>
          weights.reduce((total, weight, i) => total + weight * value(i), 0);
        const invalidAt = (i: number): number => model.invalid[i === 0 ? 0 : 1];
        const luck = (i: number): number => (i === 0 ? 0.0005 * (seed - 2) : 0);
        const errAt = (i: number): number => model.err[i] * (1 + 0.01 * (i === 0 ? 0 : seed - 2)) - luck(i);
        const cells: Record<string, number | string> = {
          'families.birthdays.nature': 'arbitrary',
          'families.brackets.nature': 'pattern',
          'families.birthdays.singletonRate': sr,
          'families.birthdays.missingMass': mass,
          'families.birthdays.calibratedError': mass * GUESS,
          'families.birthdays.errorRate': sum(errAt),
          'families.birthdays.invalidMass': sum(invalidAt),
          'families.birthdays.errorRateExpected': sum((i) => (i === 0 ? model.err[0] + model.invalid[0] : errAt(i))),
          'families.birthdays.delta': 0.1,
          'families.birthdays.deltaByDerivative': 0.1 * model.slope,
          'families.brackets.errorRate': model.brackets * (1 + 0.1 * (seed - 2)),
        };
        weights.forEach((weight, i) =>
          Object.assign(cells, {
            [`families.birthdays.byCount.${i}.mass`]: weight,
            [`families.birthdays.byCount.${i}.errorRate`]: errAt(i),
            [`families.birthdays.byCount.${i}.abstentionRate`]: 0,
            [`families.birthdays.byCount.${i}.invalidMass`]: invalidAt(i),
          }),
        );
        const run = `${kind}-${sr}-${seed}`;
        rows.push({ run, seed, 'model.kind': kind, 'parameters.sr': sr, ...cells });
        for (const step of kind === 'transformer' ? [0, 600, 900] : [0]) {
          curves.push({
            run,
            step,
            loss: 1,
            'families.birthdays.byCount.0.errorRate': errAt(0) * (step === 600 ? model.before : 1),
            'families.birthdays.byCount.0.invalidMass': model.invalid[0],
          });
        }
      }
  return tablesOf(rows, curves);
}
function verdict(id: string, transformer: Partial<Model> = {}): string {
  return singletonRate.claims.find((claim) => claim.id === id)!.check(tables(transformer)).verdict;
}
function withErr(change: (err: number, stratum: number) => number): Partial<Model> {
  return { err: MEMORISED.err.map(change) };
}

describe('a model that has memorised what it was shown, and guesses the rest', () => {
  test.each(singletonRate.claims.map(({ id }) => id).filter((id) => id !== 'wrong-but-plausible'))(
    'confirms %s',
    (id) => expect(verdict(id)).toBe('confirmed'),
  );
  test('confirms wrong-but-plausible in part, and outright where nothing invalid is left', () => {
    expect(verdict('wrong-but-plausible')).toBe('depends');
    expect(
      verdict('wrong-but-plausible', {
        invalid: [0.001, 0.001],
        err: [GUESS - 0.001, 0.01, 0.005, 0.003, 0.002, 0.001],
      }),
    ).toBe('confirmed');
  });
});

test.each(['error-tracks-singleton-rate', 'error-foretold-from-counts'])(
  '%s says nothing of a network that does not know what it was shown once',
  (id) => {
    const { err } = withErr((err, i) => (i > 0 ? err + 0.3 : err));
    const claim = singletonRate.claims.find((each) => each.id === id)!;
    expect(claim.check(tables({ err: err! }))).toMatchObject({
      verdict: 'inconclusive',
      condition: expect.stringContaining('train longer') as unknown,
    });
  },
);

describe('what refutes', () => {
  test('error-tracks-singleton-rate: a model that knows half of what it was never shown', () =>
    expect(
      verdict(
        'error-tracks-singleton-rate',
        withErr((err, i) => (i === 0 ? err / 2 : err)),
      ),
    ).toBe('refuted'));
  test('error-tracks-singleton-rate: luck on facts never shown, which its expectation does not see', () => {
    const lucky = tables({});
    const columns = lucky.runs.columns as Record<string, (number | string)[]>;
    const errs = columns['families.birthdays.errorRate'];
    columns['families.birthdays.errorRate'] = errs.map(
      (err, row) => Number(err) - 0.1 * Number(columns['families.birthdays.missingMass'][row]),
    );
    const claim = singletonRate.claims.find(({ id }) => id === 'error-tracks-singleton-rate')!;
    expect(claim.check(lucky).verdict).toBe('refuted');
  });
  test('error-foretold-from-counts: a network that has not memorised what it was shown once', () =>
    expect(
      verdict(
        'error-foretold-from-counts',
        withErr((err, i) => (i > 0 ? err + 0.1 : err)),
      ),
    ).toBe('refuted'));
  test('error-foretold-from-counts: a model that errs half as often as foretold', () =>
    expect(
      verdict(
        'error-foretold-from-counts',
        withErr((err, i) => (i === 0 ? err / 2 : err)),
      ),
    ).toBe('refuted'));
  test('every-kind-of-model-errs: a model that guesses better than chance', () =>
    expect(
      verdict(
        'every-kind-of-model-errs',
        withErr((err, i) => (i === 0 ? err - 0.05 : err)),
      ),
    ).toBe('refuted'));
  test('wrong-but-plausible: invalid strings on facts that were shown, or as most of what is wrong', () => {
    expect(verdict('wrong-but-plausible', { invalid: [0.05, 0.02] })).toBe('refuted');
    expect(verdict('wrong-but-plausible', { invalid: [0.5, 0.001], err: [0.49, 0, 0, 0, 0, 0] })).toBe('refuted');
  });
  test('frequent-facts-are-safe: errors on facts shown often, or more there than on facts shown once', () => {
    expect(
      verdict(
        'frequent-facts-are-safe',
        withErr((err, i) => (i >= 4 ? 0.1 : err)),
      ),
    ).toBe('refuted');
    expect(
      verdict(
        'frequent-facts-are-safe',
        withErr((err, i) => (i >= 4 ? 0.009 : i === 1 ? 0.004 : err)),
      ),
    ).toBe('refuted');
  });
  test('facts-stay-patterns-vanish: patterns that stay, facts that are still going', () => {
    expect(verdict('facts-stay-patterns-vanish', { brackets: 0.05 })).toBe('refuted');
    expect(verdict('facts-stay-patterns-vanish', { before: 0.9 })).toBe('refuted');
  });
  test('delta-is-a-derivative: the smallest disagreement', () =>
    expect(verdict('delta-is-a-derivative', { slope: 1.00001 })).toBe('refuted'));
});

test('no runs confirm nothing', () => {
  const none = tablesOf([]);
  for (const claim of singletonRate.claims)
    expect([claim.id, claim.check(none).verdict]).not.toEqual([claim.id, 'confirmed']);
});
