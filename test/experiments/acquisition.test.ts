import { describe, expect, test } from '@jest/globals';
import { acquisition } from '../../src/experiments/acquisition/claims.js';
import type { ReportTables } from '../../src/results/reportTables.js';
import { power } from '../../src/theory/power.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Course {
  /** Exponent of the number of people in the step at which half of the facts are known. */
  exponent: number;
  /** Step from which answers are well-formed. */
  form: number;
  /** Accuracy on shown facts before the plateau ends, and at the end. */
  onPlateau: number;
  atEnd: number;
  confidenceThen: number;
  confidenceAtEnd: number;
}

const AS_FORETOLD: Course = {
  exponent: 0.75,
  form: 30,
  onPlateau: 0.02,
  atEnd: 0.98,
  confidenceThen: 0.03,
  confidenceAtEnd: 0.55,
};

/** Three worlds of three numbers of people, measured every ten steps; knowledge rises from 0.02 to its end within 20 steps. */
function tables(changes: Partial<Course> = {}): ReportTables {
  const course = { ...AS_FORETOLD, ...changes };
  const rows: Row[] = [200, 400, 800].flatMap((people) =>
    [1, 2, 3].map((seed) => ({
      run: `${people}-${seed}`,
      seed,
      'model.kind': 'transformer',
      'parameters.corpus.families.birthdays.prompts': people,
      'families.birthdays.nature': 'arbitrary',
    })),
  );
  const curves: Row[] = rows.flatMap(({ run, seed, ...row }) => {
    const people = Number(row['parameters.corpus.families.birthdays.prompts']);
    const half = (1 + 0.005 * Number(seed)) * 60 * power(people / 200, course.exponent);
    return Array.from({ length: 61 }, (_, at): Row => {
      const step = 10 * at;
      const share = Math.min(1, Math.max(0, (step - half + 10) / 20));
      const known = course.onPlateau + share * (course.atEnd - course.onPlateau);
      const confidence = course.confidenceThen + share * (course.confidenceAtEnd - course.confidenceThen);
      return {
        run,
        step,
        'families.birthdays.invalidMass': step >= course.form ? 0.05 : 0.8,
        'families.birthdays.byCount.0.mass': 0.1,
        'families.birthdays.byCount.0.confidence': confidence,
        'families.birthdays.byCount.0.errorRate': 0.99,
        'families.birthdays.byCount.0.invalidMass': 0.005,
        'families.birthdays.byCount.1.mass': 0.9,
        'families.birthdays.byCount.1.errorRate': 1 - known,
        'families.birthdays.byCount.1.invalidMass': 0,
        'families.birthdays.byCount.1.abstentionRate': 0,
      };
    });
  });
  return tablesOf(rows, curves);
}

function verdictOf(id: string, changes: Partial<Course> = {}): string {
  return acquisition.claims.find((claim) => claim.id === id)!.check(tables(changes)).verdict;
}

describe('plateau-grows-with-people', () => {
  const id = 'plateau-grows-with-people';
  test('confirmed at the exponent that is foretold', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where the number of people does not matter', () =>
    expect(verdictOf(id, { exponent: 0 })).toBe('refuted'));
  test('refuted where the steps grow faster than the people', () =>
    expect(verdictOf(id, { exponent: 1.4 })).toBe('refuted'));
  test('open where the facts were not learnt', () => expect(verdictOf(id, { atEnd: 0.7 })).toBe('inconclusive'));
});

describe('form-before-facts', () => {
  const id = 'form-before-facts';
  test('confirmed where well-formed answers come long before facts', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where they come with the facts', () => expect(verdictOf(id, { form: 150 })).toBe('refuted'));
  test('refuted where facts are known then', () => expect(verdictOf(id, { onPlateau: 0.3 })).toBe('refuted'));
});

describe('confidence-comes-with-knowledge', () => {
  const id = 'confidence-comes-with-knowledge';
  test('confirmed where it rises with the facts', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where it stays low', () => expect(verdictOf(id, { confidenceAtEnd: 0.04 })).toBe('refuted'));
  test('refuted where it was there before', () => expect(verdictOf(id, { confidenceThen: 0.5 })).toBe('refuted'));
});

test('all are open without runs', () => {
  for (const claim of acquisition.claims) expect(claim.check(tablesOf([])).verdict).toBe('inconclusive');
});
