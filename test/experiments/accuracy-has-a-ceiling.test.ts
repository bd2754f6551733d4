import { describe, expect, test } from '@jest/globals';
import { accuracyCeiling } from '../../src/experiments/accuracy-has-a-ceiling/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const UNSEEN = 0.25;

interface Outcomes {
  readonly accuracy: number;
  readonly error: number;
  readonly abstention?: number;
  readonly unseen?: number;
  /** Measurements on prompts never shown. */
  readonly wrongUnseen?: number;
  readonly ruled?: { readonly error: number; readonly accuracy: number; readonly abstention: number };
}

function columns(
  family: string,
  {
    accuracy,
    error,
    abstention = 0,
    unseen = 0,
    wrongUnseen = NaN,
    ruled = { error: 0, accuracy, abstention: 1 - accuracy },
  }: Outcomes,
  wobble: number,
): Row {
  return {
    [`families.${family}.accuracy`]: accuracy + wobble,
    [`families.${family}.errorRate`]: error,
    [`families.${family}.invalidMass`]: 0,
    [`families.${family}.abstentionRate`]: abstention,
    [`families.${family}.unansweredMass`]: unseen,
    [`families.${family}.byCount.0.errorRate`]: wrongUnseen,
    [`families.${family}.byCount.0.invalidMass`]: 0,
    [`families.${family}.byCount.5.errorRate`]: 0.002,
    ...Object.fromEntries(
      [0.75, 0.9].flatMap((target, i) => [
        [`families.${family}.rules.${i}.rule`, 'confidence-target'],
        [`families.${family}.rules.${i}.value`, target],
        [`families.${family}.rules.${i}.errorRate`, ruled.error],
        [`families.${family}.rules.${i}.accuracy`, ruled.accuracy],
        [`families.${family}.rules.${i}.abstentionRate`, ruled.abstention],
      ]),
    ),
  };
}

function network(width: number, seed: number, changes: Row): Row {
  const wobble = 0.001 * Math.sin(seed);
  const known = { 6: 0.05, 16: 0.6, 48: 0.998 }[width]!;
  const partly = (responses: number): Outcomes => ({
    accuracy: (1 - UNSEEN) * known + UNSEEN / responses,
    error: 1 - (1 - UNSEEN) * known - UNSEEN / responses,
    unseen: UNSEEN,
    wrongUnseen: 1 - 1 / responses,
    ruled: { error: 0.03, accuracy: 0.748, abstention: 0.222 },
  });
  return {
    seed,
    'model.kind': 'transformer',
    'model.trainableParameters': 100 * width ** 2,
    'parameters.model': JSON.stringify({ kind: 'transformer', width }),
    ...columns('dates', partly(365), wobble),
    ...columns('months', partly(12), wobble),
    ...columns(
      'shown',
      { accuracy: known, error: 1 - known, ruled: { error: 0, accuracy: known, abstention: 0.001 } },
      wobble,
    ),
    ...columns('ambiguous', { accuracy: 0.5, error: 0.5, ruled: { error: 0, accuracy: 0, abstention: 1 } }, wobble),
    ...changes,
  };
}

function closed(kind: string, options: object, seed: number, left: number, abstains: boolean): Row {
  const outcomes = (responses: number): Outcomes => ({
    accuracy: abstains ? 1 - left : 1 - left * (1 - 1 / responses),
    error: abstains ? 0 : left * (1 - 1 / responses),
    abstention: abstains ? left : 0,
    unseen: UNSEEN,
  });
  return {
    seed,
    'model.kind': kind,
    'parameters.model': JSON.stringify({ kind, ...options }),
    ...columns('dates', outcomes(365), 0),
    ...columns('months', outcomes(12), 0),
    ...columns('shown', { accuracy: 1, error: 0 }, 0),
    ...columns('ambiguous', { accuracy: 1, error: 0 }, 0),
  };
}

type Change = (model: string | number) => Row;
function sweep(change: Change = () => ({})) {
  return tablesOf(
    [1, 2, 3].flatMap((seed) => [
      ...[6, 16, 48].map((width) => network(width, seed, change(width))),
      closed('retrieval', { covers: 0 }, seed, UNSEEN, false),
      {
        ...closed('retrieval', { covers: 0.5 }, seed, 0.5 * UNSEEN + 0.004 * Math.sin(seed), false),
        ...change('half'),
      },
      { ...closed('retrieval', { covers: 1 }, seed, 0, false), ...change('complete') },
      closed('retrieval', { covers: 0.5, uncovered: 'abstain' }, seed, 0.5 * UNSEEN, true),
    ]),
  );
}

function verdict(id: string, tables: ReturnType<typeof tablesOf>) {
  return accuracyCeiling.claims.find((claim) => claim.id === id)!.check(tables).verdict;
}

describe.each(accuracyCeiling.claims)('$id', ({ id }) => {
  test('what is expected confirms it', () => expect(verdict(id, sweep())).toBe('confirmed'));
  test('no runs leave it open', () => expect(verdict(id, tablesOf([]))).toBe('inconclusive'));
});

describe('data that refute', () => {
  const only =
    (model: string | number, row: Row): Change =>
    (each) =>
      each === model ? row : {};

  test('a network of any size above its cap', () => {
    expect(verdict('unanswerable-questions-cap-accuracy', sweep(only(16, { 'families.months.accuracy': 0.9 })))).toBe(
      'refuted',
    );
  });

  test('a network that errs though it may abstain, or abstains from what it knows', () => {
    expect(verdict('error-has-no-floor', sweep(only(48, { 'families.dates.rules.1.errorRate': 0.2 })))).toBe('refuted');
    expect(verdict('error-has-no-floor', sweep(only(48, { 'families.months.rules.1.accuracy': 0.1 })))).toBe('refuted');
  });

  test('a large model that stays far below its cap', () => {
    for (const family of ['dates', 'months'])
      expect(
        verdict('three-reasons-for-less-than-everything', sweep(only(48, { [`families.${family}.accuracy`]: 0.6 }))),
      ).toBe('refuted');
  });

  test('a large model that errs on what it was shown, a small one that does not, ambiguity that size resolves', () => {
    expect(
      verdict('three-reasons-for-less-than-everything', sweep(only(48, { 'families.shown.errorRate': 0.2 }))),
    ).toBe('refuted');
    expect(
      verdict('three-reasons-for-less-than-everything', sweep(only(6, { 'families.shown.errorRate': 0.02 }))),
    ).toBe('refuted');
    expect(
      verdict('three-reasons-for-less-than-everything', sweep(only(48, { 'families.ambiguous.accuracy': 0.8 }))),
    ).toBe('refuted');
  });

  test('a tool that saves all or nothing, and a complete one that errs', () => {
    expect(verdict('a-tool-answers-what-it-covers', sweep(only('half', { 'families.dates.errorRate': 0 })))).toBe(
      'refuted',
    );
    expect(verdict('a-tool-answers-what-it-covers', sweep(only('half', { 'families.dates.errorRate': 0.249 })))).toBe(
      'refuted',
    );
    expect(
      verdict('a-tool-answers-what-it-covers', sweep(only('complete', { 'families.dates.errorRate': 0.01 }))),
    ).toBe('refuted');
  });

  test('one prediction that fails', () => {
    expect(verdict('errors-are-foretold', sweep(only(48, { 'families.ambiguous.accuracy': 0.8 })))).toBe('refuted');
    expect(verdict('errors-are-foretold', sweep(only(48, { 'families.dates.errorRate': 0.1 })))).toBe('refuted');
  });

  test('what holds for every model decides no prediction', () => {
    const { verdict: decided, details } = accuracyCeiling.claims
      .find(({ id }) => id === 'errors-are-foretold')!
      .check(sweep(only(6, { 'families.dates.byCount.0.errorRate': 0.5 })));
    expect(decided).toBe('confirmed');
    expect(details!.filter((each) => each.startsWith('Certain: ')).map((each) => each.endsWith('refuted.'))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

test('predictions that were not measured leave the claim open', () => {
  expect(
    verdict(
      'errors-are-foretold',
      sweep(() => ({ 'families.dates.byCount.5.errorRate': null })),
    ),
  ).toBe('inconclusive');
});

test('figures are drawn from the tables, or say why not', () => {
  for (const figure of accuracyCeiling.figures(sweep())) expect(figure).toHaveProperty('spec');
  for (const figure of accuracyCeiling.figures(tablesOf([]))) expect(figure).toHaveProperty('missing');
});
