import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlannedRequest } from '../../src/audit/ask/auditPlan.js';
import { auditReport } from '../../src/audit/auditReport.js';
import { auditRows } from '../../src/audit/auditRows.js';
import type { AuditOutcome, GradedSample } from '../../src/audit/gradedSample.js';
import { auditSentences } from '../../src/audit/show/auditSentences.js';
import { auditText } from '../../src/audit/show/auditText.js';
import { auditWarnings } from '../../src/audit/show/auditWarnings.js';

const OPTIONS = { resamples: 50, level: 0.95, seed: 1 };

function sample(
  question: number,
  penalty: number | null,
  at: number,
  outcome: AuditOutcome,
  answer = outcome as string,
): GradedSample {
  const request: PlannedRequest = { question, penalty, sample: at, messages: [], body: {} };
  return {
    request,
    answer: outcome === 'unusable' ? null : answer,
    outcome,
    reason: outcome === 'unusable' ? 'empty' : null,
    tokens: { prompt: null, completion: null },
  };
}

describe('pairs of samples', () => {
  test.each([
    [['right', 'Paris'], ['right', 'paris.'], 'right'],
    [['error', 'Lyon'], ['error', 'Lyon'], 'error'],
    [['error', 'Lyon'], ['error', 'Nice'], 'abstention'],
    [['right', 'Paris'], ['error', 'Lyon'], 'abstention'],
    [['right', 'Paris'], ['abstention', 'IDK'], 'abstention'],
    [['abstention', 'IDK'], ['abstention', "I don't know"], 'abstention'],
    [['right', 'Paris'], ['unusable', ''], 'unusable'],
  ] as const)('%j and %j make %s', ([one, said], [other, saidAgain], outcome) => {
    const rows = auditRows([sample(0, null, 1, one, said), sample(0, null, 2, other, saidAgain)]);
    expect(rows.map(({ arm }) => arm)).toEqual(['closed', 'closed', 'closed-agree']);
    expect(rows[2].outcome).toBe(outcome);
  });

  test('are all pairs of more samples, and none of one', () => {
    const rows = (count: number) => auditRows(Array.from({ length: count }, (_, at) => sample(0, 3, at + 1, 'right')));
    expect(rows(1).map(({ arm }) => arm)).toEqual(['open']);
    expect(rows(4).filter(({ arm }) => arm === 'open-agree')).toHaveLength(6);
  });
});

const OUTCOMES = ['right', 'error', 'abstention', 'unusable'] as const;
const table = fc.array(fc.array(fc.constantFrom(...OUTCOMES), { minLength: 6, maxLength: 6 }), {
  minLength: 1,
  maxLength: 12,
});

describe('numbers of an audit', () => {
  test('rates, scores and differences are those of plain counting', () => {
    fc.assert(
      fc.property(table, (outcomes) => {
        const penalties = [0, 3];
        const stakes = [null, ...penalties];
        const samples = outcomes.flatMap((row, question) =>
          stakes.flatMap((penalty, at) => [0, 1].map((k) => sample(question, penalty, k + 1, row[2 * at + k]))),
        );
        const rows = auditRows(samples);
        const report = auditReport(rows, { questions: outcomes.length, samples: 2, penalties }, OPTIONS);
        const points = (arm: string, told: number | null, lambda: number): Map<number, number> => {
          const all = new Map<number, number[]>();
          for (const row of rows) {
            if (row.arm !== arm || row.penalty !== told || row.outcome === 'unusable') continue;
            const score = row.outcome === 'right' ? 1 : row.outcome === 'error' ? -lambda : 0;
            all.set(row.question, [...(all.get(row.question) ?? []), score]);
          }
          return new Map([...all].map(([question, each]) => [question, each.reduce((a, b) => a + b, 0) / each.length]));
        };
        const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
        for (const { arm, penalty, score, unusable } of report.arms) {
          const told = arm.startsWith('open') ? penalty : null;
          const each = points(arm, told, penalty);
          if (each.size === 0) expect(score.value).toBeNull();
          else expect(score.value).toBeCloseTo(mean([...each.values()]), 12);
          expect(unusable).toBe(
            rows.filter((row) => row.arm === arm && row.penalty === told && row.outcome === 'unusable').length,
          );
        }
        for (const { arm, against, penalty, score, shared } of report.differences) {
          const [one, other] = [arm, against].map((each) =>
            points(each, each.startsWith('open') ? penalty : null, penalty),
          );
          const both = [...one.keys()].filter((question) => other.has(question));
          expect(shared).toBe(both.length);
          if (both.length === 0) expect(score.difference).toBeNull();
          else
            expect(score.difference).toBeCloseTo(
              mean(both.map((question) => one.get(question)! - other.get(question)!)),
              12,
            );
        }
        expect(
          auditText(report, [])
            .split('\n')
            .every((line) => line.length <= 80),
        ).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test('say whether answering falls, and whether answers are right often enough', () => {
    const n = 60;
    const heeding = Array.from({ length: n }, (_, q) => [
      sample(q, null, 1, q < 30 ? 'right' : 'error'),
      sample(q, 1, 1, q < 50 ? (q < 45 ? 'right' : 'error') : 'abstention'),
      sample(q, 9, 1, q < 10 ? 'error' : 'abstention'),
    ]);
    const told = auditSentences(
      auditReport(auditRows(heeding.flat()), { questions: n, samples: 1, penalties: [1, 9] }, OPTIONS),
    ).join(' ');
    expect(told).toMatch(/it answers less where errors cost more/);
    expect(told).toMatch(/penalty of 1 [^;]*; 90 % of its answers are right[^;.]*[^;]*enough: answering pays/);
    expect(told).toMatch(/penalty of 9 [^;]*; 0 % of its answers are right.*too few/);
    expect(told).toMatch(/scores below 0 at penalty 9/);
    const deaf = heeding.map(([closed, one]) => [closed, one, sample(one.request.question, 9, 1, one.outcome)]);
    const same = auditSentences(
      auditReport(auditRows(deaf.flat()), { questions: n, samples: 1, penalties: [1, 9] }, OPTIONS),
    ).join(' ');
    expect(same).toMatch(/is not shown/);
    expect(same).not.toMatch(/it answers less where errors cost more \(p/);
  });
});

test('a narrow screen leaves columns out whole, and says so', () => {
  const rows = auditRows([sample(0, null, 1, 'right'), sample(0, 9, 1, 'error')]);
  const report = auditReport(rows, { questions: 1, samples: 1, penalties: [9] }, OPTIONS);
  for (const width of [30, 41, 55, 60, 79, 80]) {
    const text = auditText(report, [], { width });
    for (const number of text.match(/\d+\.\d+/g) ?? []) expect(number).toMatch(/\.\d{3}$|^95|\.\d$/);
    expect(text.includes('no room for')).toBe(width < 80);
  }
  expect(auditText(report, [], { width: 60 })).toMatch(/no room for of\s+attempted, score, ±|no room for score, ±/);
});

describe('doubts', () => {
  const question = { text: 'q', id: null, group: null, accepted: ['Paris'], pattern: null, shouldAbstain: false };
  const doubts = (samples: readonly GradedSample[], some: Partial<Parameters<typeof auditWarnings>[2]> = {}) =>
    auditWarnings(auditRows(samples), [question], {
      temperature: 1,
      samples: 1,
      hasGrader: false,
      isCompared: false,
      ...some,
    });

  test('errors that may be abstentions, or right, are shown with the remedy', () => {
    expect(doubts([sample(0, null, 1, 'error', "Sorry, I don't know that")])).toEqual([
      expect.stringMatching(/don't know that.*--abstention/),
    ]);
    expect(doubts([sample(0, null, 1, 'error', 'It is Paris.')])).toEqual([
      expect.stringMatching(/It is Paris.*--grader-model/),
    ]);
    expect(doubts([sample(0, null, 1, 'error', 'It is Paris.')], { hasGrader: true })).toEqual([]);
    expect(doubts([sample(0, null, 1, 'error', 'Lyon'), sample(0, 1, 1, 'right', 'Paris')])).toEqual([]);
  });

  test('right answers that do not agree word for word are told', () => {
    const pair = (other: string) => [sample(0, 3, 1, 'right', 'Paris'), sample(0, 3, 2, 'right', other)];
    expect(doubts(pair('In Paris'), { samples: 2 })).toEqual([
      expect.stringMatching(/1 times two samples.*--agreement grader/),
    ]);
    expect(doubts(pair('In Paris'), { samples: 2, isCompared: true })).toEqual([]);
    expect(doubts(pair('paris.'), { samples: 2 })).toEqual([]);
  });

  test('many answers that cannot be graded, and samples without chance, are told', () => {
    expect(doubts([sample(0, null, 1, 'unusable'), sample(0, 1, 1, 'right')])).toEqual([
      expect.stringMatching(/1 of 2 answers cannot be graded.*1 × empty/),
    ]);
    expect(doubts([sample(0, null, 1, 'right')], { temperature: 0, samples: 2 })).toEqual([
      expect.stringMatching(/--temperature 1/),
    ]);
  });
});
