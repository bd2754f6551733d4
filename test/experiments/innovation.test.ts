import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { innovationClaims } from '../../src/experiments/innovation/claims.js';
import { TREATMENTS, type Treatment } from '../../src/experiments/innovation/readings.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Outcomes {
  readonly wrong: number;
  readonly innovation: number;
  readonly sigma: number;
}
interface World {
  readonly plain: Outcomes;
  readonly treated: Readonly<Record<Treatment, Outcomes>>;
  readonly kinds: Pick<Outcomes, 'wrong' | 'innovation'>;
  readonly errSeen: number;
}

function outcomes(wrong: number, sigma: number): Outcomes {
  return { wrong, innovation: wrong + 0.0005, sigma };
}
const theory: World = {
  plain: outcomes(0.27, 0.3),
  treated: {
    'arg-max': outcomes(0.245, 0.385),
    sharper: outcomes(0.25, 0.35),
    flatter: outcomes(0.38, 0.13),
    'answering always': outcomes(0.34, 0.4),
    'abstaining below 0.75': outcomes(0.05, 0.375),
  },
  kinds: { wrong: 0.02, innovation: 0.41 },
  errSeen: 0.02,
};

function verdicts(change: (world: World) => Partial<World> = () => ({})): Record<string, CheckResult['verdict']> {
  const { plain, treated, kinds, errSeen } = { ...theory, ...change(theory) };
  const b = 'families.birthdays';
  const rows = [1, 2, 3, 4].map((seed): Row => {
    const jitter = 0.0003 * seed;
    const of = (prefix: string, { wrong, innovation, sigma }: Outcomes): Row => ({
      [`${prefix}.errorRate`]: wrong + jitter,
      [`${prefix}.invalidMass`]: 0,
      [`${prefix}.innovation`]: innovation + jitter,
      [`${prefix}.signedDelta`]: sigma - jitter,
    });
    return {
      seed,
      ...of(b, plain),
      [`${b}.nature`]: 'arbitrary',
      [`${b}.byCount.1.errorRate`]: errSeen,
      'families.kinds.nature': 'pattern',
      'families.kinds.errorRate': kinds.wrong + jitter,
      'families.kinds.invalidMass': 0,
      'families.kinds.innovation': kinds.innovation,
      'families.kinds.byCount.1.errorRate': 0.001,
      ...Object.assign(
        {},
        ...(Object.keys(TREATMENTS) as Treatment[]).map(
          (treatment, at): Row => ({
            [`${b}.rules.${at}.rule`]: TREATMENTS[treatment].rule,
            [`${b}.rules.${at}.value`]: TREATMENTS[treatment].value,
            ...of(`${b}.rules.${at}`, treated[treatment]),
          }),
        ),
      ),
    };
  });
  const tables = tablesOf(rows);
  return Object.fromEntries(innovationClaims.claims.map(({ id, check }) => [id, check(tables).verdict]));
}
function treating(treatment: Treatment, changed: Outcomes) {
  return ({ treated }: World): Partial<World> => ({ treated: { ...treated, [treatment]: changed } });
}

describe('innovation', () => {
  test('what is expected, in part under conditions', () => {
    expect(verdicts()).toEqual({
      'errors-are-innovation': 'confirmed',
      'innovation-is-error-on-arbitrary-facts': 'depends',
      'giving-up-calibration-does-not-help': 'confirmed',
    });
  });

  test('an error that is no innovation, even under one rule, shows a fault', () => {
    expect(verdicts(treating('sharper', { wrong: 0.25, innovation: 0.2, sigma: 0.35 }))['errors-are-innovation']).toBe(
      'refuted',
    );
  });

  test('new claims about birthdays that are right refute; so do animals about which nothing was learnt', () => {
    const claim = 'innovation-is-error-on-arbitrary-facts';
    expect(verdicts(() => ({ plain: { ...theory.plain, innovation: 0.5 } }))[claim]).toBe('refuted');
    expect(verdicts(() => ({ kinds: { wrong: 0.2, innovation: 0.41 } }))[claim]).toBe('refuted');
  });

  test('giving up calibration that takes errors away, and errors that part from innovation, refute', () => {
    const claim = 'giving-up-calibration-does-not-help';
    expect(verdicts(treating('arg-max', outcomes(0.1, 0.385)))[claim]).toBe('refuted');
    expect(verdicts(treating('answering always', outcomes(0.2, 0.4)))[claim]).toBe('refuted');
    expect(verdicts(treating('abstaining below 0.75', outcomes(0.05, 0.3)))[claim]).toBe('refuted');
    expect(verdicts(treating('sharper', { wrong: 0.2, innovation: 0.27, sigma: 0.35 }))[claim]).toBe('refuted');
    expect(verdicts(() => ({ errSeen: 0.4 }))[claim]).toBe('inconclusive');
  });

  test('without runs there is nothing to say, and the figure says so', () => {
    const nothing = tablesOf([]);
    for (const { check } of innovationClaims.claims) expect(check(nothing).verdict).toBe('inconclusive');
    expect('missing' in innovationClaims.figures(nothing)[0]).toBe(true);
  });
});
