import { describe, expect, test } from '@jest/globals';
import { retrievalInProse } from '../../src/experiments/retrieval-in-prose/claims.js';
import type { ReportTables } from '../../src/results/reportTables.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

interface Answers {
  /** Behind a passage about the person. */
  right: number;
  abstentionBehind: number;
  /** Without a passage. */
  abstention: number;
  /** Behind a passage about somebody else. */
  errorBehindOther: number;
}

const AS_FORETOLD: Answers = { right: 0.9, abstentionBehind: 0, abstention: 0.99, errorBehindOther: 0.97 };

/** Three worlds, in which people of whom training states nothing are asked for. */
function tables(changes: Partial<Answers> = {}): ReportTables {
  const { right, abstentionBehind, abstention, errorBehindOther } = { ...AS_FORETOLD, ...changes };
  const rows: Row[] = [1, 2, 3].map((seed) => {
    const noise = 0.001 * seed;
    return {
      run: String(seed),
      seed,
      'model.kind': 'transformer',
      'families.cities.nature': 'arbitrary',
      'families.cities.byCount.0.mass': 0.6,
      'families.cities.byCount.0.abstentionRate': abstention - noise,
      'families.cities.byCount.0.errorRate': 1 - abstention,
      'families.cities.byCount.0.invalidMass': noise,
      'families.cities.passage.given.unanswered.accuracy': right - noise,
      'families.cities.passage.given.unanswered.abstentionRate': abstentionBehind,
      'families.cities.passage.given.unanswered.errorRate': Math.max(0, 1 - right - abstentionBehind),
      'families.cities.passage.given.unanswered.invalidMass': noise,
      'families.cities.passage.other.unanswered.errorRate': errorBehindOther - noise,
    };
  });
  return tablesOf(rows, []);
}

function verdict(id: string, changes: Partial<Answers> = {}): string {
  return retrievalInProse.claims.find((claim) => claim.id === id)!.check(tables(changes)).verdict;
}

test('confirms each claim where the network reads, abstains and believes', () => {
  for (const { id } of retrievalInProse.claims) expect([id, verdict(id)]).toEqual([id, 'confirmed']);
});

describe('worlds that refute a claim', () => {
  test.each<readonly [string, string, Partial<Answers>]>([
    ['read-facts-are-right', 'a network that has not learnt to read', { right: 0.05 }],
    ['read-facts-are-right', 'one that abstains from everything', { right: 0.02, abstentionBehind: 0.98 }],
    ['unread-facts-are-left-open', 'one that guesses', { abstention: 0.02 }],
    ['a-wrong-passage-is-believed', 'one that compares names', { errorBehindOther: 0.1 }],
  ])('%s: %s', (id, _, changes) => {
    expect(verdict(id, changes)).toBe('refuted');
  });
});
