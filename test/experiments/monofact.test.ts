import { describe, expect, test } from '@jest/globals';
import { monofact } from '../../src/experiments/monofact/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

/** Effects of upweighting in tables that confirm every claim. */
const EFFECTS = {
  none: { rate: 1, distinct: 1, outputs: 1, coverage: 1, miscalibration: 0 },
  x1: { rate: 0.99, distinct: 0.99, outputs: 0.99, coverage: 0.99, miscalibration: 0.001 },
  x10: { rate: 0.77, distinct: 0.77, outputs: 0.8, coverage: 0.83, miscalibration: 0.03 },
  code: { rate: 0.6, distinct: 0.2, outputs: 0.2, coverage: 0.2, miscalibration: 0.2 },
};
type Effects = Record<keyof typeof EFFECTS, (typeof EFFECTS)['none']>;

function run(
  seed: number,
  shape: number,
  replacement: boolean,
  upweighting: keyof Effects,
  effects: Effects,
  changes: Row,
): Row {
  const effect = effects[upweighting];
  const sr = 0.2 * shape + 0.002 * Math.sin(5 * seed);
  const rate = 0.5 * sr * (effect.rate + 0.003 * Math.sin(seed + effect.rate));
  return {
    seed,
    'model.kind': 'monofact',
    'parameters.study.shape': shape,
    'parameters.study.replacement': replacement,
    'parameters.study.upweighting': upweighting,
    'study.monofactRate': replacement ? sr : sr + 0.1,
    'study.missingMass': sr,
    'study.reachedUnseen': 0,
    'study.falseRate': rate,
    'study.coverage': 0.5 * effect.coverage,
    'study.generated.falseRate': rate,
    'study.generated.statements': 5000,
    'study.generated.distinctFalseShare': 0.4 * sr * effect.distinct,
    'study.generated.distinct': 3000 * effect.outputs,
    'study.miscalibration.totalVariation': sr + effect.miscalibration,
    'study.miscalibration.asCoded': 0.1 + effect.miscalibration,
    'study.miscalibration.levelSets': sr + 0.01,
    'study.kalaiVempala.lower': -0.1,
    ...changes,
  };
}

function sweepRows(effects: Partial<Effects> = {}, changes: Row = {}): readonly Row[] {
  return [true, false].flatMap((replacement) =>
    [1, 2, 3].flatMap((shape) =>
      (Object.keys(EFFECTS) as (keyof Effects)[]).flatMap((upweighting) =>
        [1, 2, 3].map((seed) => run(seed, shape, replacement, upweighting, { ...EFFECTS, ...effects }, changes)),
      ),
    ),
  );
}
function sweep(...given: Parameters<typeof sweepRows>) {
  return tablesOf(sweepRows(...given));
}

function check(id: string, tables: ReturnType<typeof sweep>) {
  return monofact.claims.find((claim) => claim.id === id)!.check(tables);
}

describe('where everything comes out as predicted', () => {
  test.each([
    ['hallucination-rises-with-monofact-rate', 'confirmed'],
    ['upweighting-lowers-hallucination', 'depends'],
    ['distinct-count-rewards-collapse', 'confirmed'],
    ['upweighting-raises-miscalibration', 'confirmed'],
    ['kalai-vempala-bound-is-vacuous-here', 'confirmed'],
    ['monofact-rate-needs-independent-draws', 'depends'],
  ])('%s: %s', (id, verdict) => {
    expect(check(id, sweep())).toMatchObject({ verdict });
  });

  test('all claims are tested here', () => expect(monofact.claims).toHaveLength(6));
});

describe('data that refute', () => {
  test('false statements that do not follow the monofact rate, or exceed it', () => {
    expect(check('hallucination-rises-with-monofact-rate', sweep({}, { 'study.falseRate': 0.9 })).verdict).toBe(
      'refuted',
    );
    const falling = tablesOf(
      [1, 2].flatMap((shape) =>
        [1, 2, 3].map((seed) =>
          run(seed, shape, true, 'none', EFFECTS, { 'study.falseRate': 0.2 - 0.05 * shape - 0.001 * seed }),
        ),
      ),
    );
    expect(check('hallucination-rises-with-monofact-rate', falling).verdict).toBe('refuted');
  });

  test('false statements that hardly rise, or that come close to the monofact rate', () => {
    const at = (falseRate: (sr: number) => number) =>
      tablesOf(
        sweepRows().map((row) => {
          const rate = falseRate(row['study.monofactRate'] as number) + 0.001 * (row.seed as number);
          return { ...row, 'study.falseRate': rate, 'study.generated.distinctFalseShare': rate };
        }),
      );
    expect(
      check(
        'hallucination-rises-with-monofact-rate',
        at((sr) => 0.6 * sr),
      ).verdict,
    ).toBe('confirmed');
    expect(
      check(
        'hallucination-rises-with-monofact-rate',
        at((sr) => 0.1 + 0.1 * sr),
      ).verdict,
    ).toBe('refuted');
    expect(
      check(
        'hallucination-rises-with-monofact-rate',
        at((sr) => 0.97 * sr),
      ).verdict,
    ).toBe('refuted');
  });

  test('ten repetitions that change nothing', () => {
    expect(check('upweighting-lowers-hallucination', sweep({ x10: EFFECTS.none })).verdict).toBe('refuted');
  });

  test('one repetition that does it too: the claim then holds outright', () => {
    expect(check('upweighting-lowers-hallucination', sweep({ x1: EFFECTS.x10 })).verdict).toBe('confirmed');
  });

  test('a rule of the code that lowers both metrics alike, or keeps diversity', () => {
    expect(check('distinct-count-rewards-collapse', sweep({ code: { ...EFFECTS.code, distinct: 0.6 } })).verdict).toBe(
      'refuted',
    );
    expect(check('distinct-count-rewards-collapse', sweep({ code: { ...EFFECTS.code, outputs: 0.9 } })).verdict).toBe(
      'refuted',
    );
    expect(check('distinct-count-rewards-collapse', sweep({ x10: { ...EFFECTS.x10, distinct: 0.5 } })).verdict).toBe(
      'refuted',
    );
  });

  test('miscalibration that falls', () => {
    expect(
      check('upweighting-raises-miscalibration', sweep({ x10: { ...EFFECTS.x10, miscalibration: -0.01 } })).verdict,
    ).toBe('refuted');
  });

  test('a bound above 0', () => {
    expect(check('kalai-vempala-bound-is-vacuous-here', sweep({}, { 'study.kalaiVempala.lower': 0.1 })).verdict).toBe(
      'refuted',
    );
    expect(
      check('kalai-vempala-bound-is-vacuous-here', sweep({}, { 'study.miscalibration.levelSets': 0.1 })).verdict,
    ).toBe('refuted');
  });

  test('a monofact rate off the missing mass though draws are independent', () => {
    expect(check('monofact-rate-needs-independent-draws', sweep({}, { 'study.missingMass': 0 })).verdict).toBe(
      'refuted',
    );
  });
});

test('generated statements that disagree with the exact rate leave the claim on metrics open', () => {
  expect(check('distinct-count-rewards-collapse', sweep({}, { 'study.generated.falseRate': 0.9 }))).toMatchObject({
    verdict: 'inconclusive',
    condition: 'generate more statements',
  });
});

test('tables without runs leave every claim open', () => {
  for (const claim of monofact.claims) expect(claim.check(tablesOf([]))).toMatchObject({ verdict: 'inconclusive' });
});

test('figures are drawn from the tables, or say why not', () => {
  for (const figure of monofact.figures(sweep())) expect(figure).toHaveProperty('spec');
  for (const figure of monofact.figures(tablesOf([]))) expect(figure).toHaveProperty('missing');
});
