import { describe, expect, test } from '@jest/globals';
import type { CheckResult } from '../../src/claims/claim.js';
import { confidenceTargets } from '../../src/experiments/confidence-targets/claims.js';
import { FAMILIES, type FamilyName } from '../../src/experiments/confidence-targets/readings.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const RULES = [0, 0.25, 0.5, 0.75, 0.9];
/** Probabilities of a right answer and confidences: the first number for one half of a family's prompts, the second for the rest. */
const SURE: Record<FamilyName, readonly [number, number]> = {
  known: [0.99, 0.95],
  doubtful: [0.8, 0.6],
  unknown: [0.1, 0.3],
};

interface Case {
  readonly right: typeof SURE;
  readonly stated: typeof SURE;
}

const ideal: Case = { right: SURE, stated: SURE };

function tables({ right, stated }: Case, seeds = [1, 2, 3]) {
  const rows = seeds.map(
    (seed): Row =>
      Object.assign(
        { run: `r${seed}`, seed, 'model.kind': 'transformer' },
        ...FAMILIES.map((family) => ({
          [`families.${family}.answers.accuracy`]: (right[family][0] + right[family][1]) / 2,
        })),
        ...FAMILIES.flatMap((family) =>
          RULES.map((value, i) => {
            const answered = [0, 1].filter((half) => stated[family][half] > value);
            const accuracy = answered.reduce((sum, half) => sum + right[family][half] / 2, 0);
            const path = `families.${family}.rules.${i}`;
            return {
              [`${path}.value`]: value,
              [`${path}.accuracy`]: accuracy,
              [`${path}.errorRate`]: answered.length / 2 - accuracy,
              [`${path}.invalidMass`]: 0,
              [`${path}.abstentionRate`]: 1 - answered.length / 2,
            };
          }),
        ),
      ) as Row,
  );
  return tablesOf(rows);
}

function verdicts(given: Case, seeds?: number[]): Record<string, CheckResult['verdict']> {
  return Object.fromEntries(confidenceTargets.claims.map(({ id, check }) => [id, check(tables(given, seeds)).verdict]));
}

const [THRESHOLD, GUESSING, TOLD, METRIC] = confidenceTargets.claims.map(({ id }) => id);

describe('confidence-targets', () => {
  test('all confirmed of a model that knows its confidence', () => {
    expect(verdicts(ideal)).toEqual({
      [THRESHOLD]: 'confirmed',
      [GUESSING]: 'confirmed',
      [TOLD]: 'confirmed',
      [METRIC]: 'confirmed',
    });
  });

  test('confidences that are not those of being right refute the threshold, and answers below the target the audit', () => {
    const vain = verdicts({ ...ideal, stated: { ...SURE, unknown: [0.8, 0.8] } });
    expect([vain[THRESHOLD], vain[GUESSING], vain[TOLD]]).toEqual(['refuted', 'refuted', 'refuted']);
  });

  test('a model that is sure of everything gains nothing from being told its target', () => {
    const sure: typeof SURE = { known: [0.99, 0.99], doubtful: [0.98, 0.98], unknown: [0.97, 0.97] };
    expect(verdicts({ right: sure, stated: sure })[TOLD]).toBe('refuted');
  });

  test('guesses that are mostly right refute that errors rise more, and that the two rules differ in err', () => {
    const lucky = verdicts({ ...ideal, right: { known: [0.99, 0.99], doubtful: [0.95, 0.95], unknown: [0.9, 0.9] } });
    expect([lucky[GUESSING], lucky[METRIC]]).toEqual(['refuted', 'refuted']);
  });

  test('a model that does not know its facts leaves it open', () => {
    const open = verdicts({ ...ideal, right: { ...SURE, known: [0.5, 0.5] } });
    expect([open[THRESHOLD], open[GUESSING], open[TOLD]]).toEqual(['inconclusive', 'inconclusive', 'inconclusive']);
  });

  test('no runs: open, and the figures say why', () => {
    expect(new Set(Object.values(verdicts(ideal, [])))).toEqual(new Set(['inconclusive']));
    for (const figure of confidenceTargets.figures(tablesOf([]))) expect(figure).toHaveProperty('missing');
    for (const figure of confidenceTargets.figures(tables(ideal))) expect(figure).toHaveProperty('spec');
  });
});
