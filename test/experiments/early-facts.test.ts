import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { earlyFacts } from '../../src/experiments/early-facts/claims.js';
import type { ReportTables } from '../../src/results/reportTables.js';
import { type ModelRunConfig, schema } from '../../src/sweep/experimentSchemas.js';
import { corpusOf } from '../../src/sweep/run/executeRun.js';
import { readFacts } from '../../src/sweep/run/factFiles.js';
import { exposures } from '../../src/training/exposures.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';
import { lexicon } from '../corpus/worlds.js';

interface Course {
  /** Of early facts: accuracy on stated facts where they stop, and at the end. */
  atStop: number;
  atEnd: number;
  /** Invalid mass at the end, where they stopped early. */
  invalidAtEnd: number;
  throughout: number;
  lossAtEnd: number;
}

const AS_FORETOLD: Course = { atStop: 0.77, atEnd: 0.001, invalidAtEnd: 0.97, throughout: 0.93, lossAtEnd: 3.9 };

/** Three worlds of two arms, measured at six steps; a third of the prompts are never stated. */
function tables(changes: Partial<Course> = {}): ReportTables {
  const { atStop, atEnd, invalidAtEnd, throughout, lossAtEnd } = { ...AS_FORETOLD, ...changes };
  const rows: Row[] = [0.49, 1].flatMap((until) =>
    [1, 2, 3].map((seed) => ({
      run: `${until}-${seed}`,
      seed,
      'model.kind': 'transformer',
      'parameters.corpus.text.facts.until': until,
      'families.birthdays.nature': 'arbitrary',
    })),
  );
  const curves: Row[] = rows.flatMap(({ run, seed, ...row }) => {
    const isEarly = row['parameters.corpus.text.facts.until'] === 0.49;
    const noise = 0.0002 * Number(seed);
    const at = (step: number, known: number, invalid: number, loss: number): Row => ({
      run,
      step,
      'families.birthdays.byCount.0.mass': 0.3,
      'families.birthdays.byCount.0.errorRate': 0.9,
      'families.birthdays.byCount.1.mass': 0.7,
      'families.birthdays.byCount.1.errorRate': Math.max(0, 1 - known - invalid) - noise,
      'families.birthdays.byCount.1.invalidMass': invalid,
      'families.birthdays.byCount.1.abstentionRate': 0,
      'families.birthdays.prose.loss': loss + noise,
    });
    return isEarly
      ? [
          at(0, 0, 0.99, 6.7),
          at(75, 0.3, 0.1, 5.5),
          at(147, atStop, 0.03, 4.9),
          at(192, atEnd, 0.97, 4.1),
          at(300, atEnd, invalidAtEnd, lossAtEnd),
        ]
      : [at(0, 0, 0.99, 6.7), at(147, 0.69, 0.05, 4.4), at(300, throughout, 0.01, 4)];
  });
  return tablesOf(rows, curves);
}

function verdictOf(id: string, changes: Partial<Course> = {}): string {
  return earlyFacts.claims.find((claim) => claim.id === id)!.check(tables(changes)).verdict;
}

describe('early-facts-are-forgotten', () => {
  const id = 'early-facts-are-forgotten';
  test('confirmed where hardly any is left', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where they stay', () => expect(verdictOf(id, { atEnd: 0.75, invalidAtEnd: 0.03 })).toBe('refuted'));
  test('refuted where a part of them goes only', () =>
    expect(verdictOf(id, { atEnd: 0.5, invalidAtEnd: 0.03 })).toBe('refuted'));
  test('refuted where facts throughout are known no better', () =>
    expect(verdictOf(id, { throughout: 0.2 })).toBe('refuted'));
  test('open where they were not learnt before they stopped', () =>
    expect(verdictOf(id, { atStop: 0.3 })).toBe('inconclusive'));
});

describe('not-only-the-form-is-forgotten', () => {
  const id = 'not-only-the-form-is-forgotten';
  test('confirmed where the right date is none among dates', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where the date is still known, and only dates are no longer said', () =>
    expect(verdictOf(id, { atEnd: 0.024 })).toBe('refuted'));
});

describe('language-grows-while-facts-go', () => {
  const id = 'language-grows-while-facts-go';
  test('confirmed where the loss falls', () => expect(verdictOf(id)).toBe('confirmed'));
  test('refuted where it stays', () => expect(verdictOf(id, { lossAtEnd: 4.8 })).toBe('refuted'));
  test('refuted where it rises', () => expect(verdictOf(id, { lossAtEnd: 5.2 })).toBe('refuted'));
});

test('all are open without runs', () => {
  for (const claim of earlyFacts.claims) expect(claim.check(tablesOf([])).verdict).toBe('inconclusive');
});

test('the figure has both arms, over the steps', () => {
  const [figure] = earlyFacts.figures!(tables());
  expect('spec' in figure && JSON.stringify(figure.spec)).toMatch(/facts throughout.*early facts, among dates/);
});

test('the shipped arms read the facts equally often, to 3 %, and early ones stop', async () => {
  const file = 'experiments/early-facts.yaml';
  const readings = async (until: number): Promise<readonly number[]> => {
    const set = [`corpus.text.facts.until=${until}`];
    const config = resolveExperiment(readFileSync(file, 'utf8'), file, { set }, schema).base as ModelRunConfig;
    const corpus = corpusOf(config, lexicon, await readFacts(config));
    const read = exposures(corpus, config.training, 1);
    return [147, 300].map((step) => read(step)[0].reduce((sum, times) => sum + times, 0));
  };
  const [[stopped, early], [, throughout]] = [await readings(0.49), await readings(1)];
  expect(early).toBe(stopped);
  expect(Math.abs(early / throughout - 1)).toBeLessThan(0.03);
});
