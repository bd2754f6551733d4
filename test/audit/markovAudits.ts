/** Audits on a real server of a model whose law is known (test/external/llamaServer/markovLaw.py). */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { hallucinationRate, temporaryFolder } from '../end-to-end/commandLine.js';

/** Probability of the right answer, as in markovLaw.py; otherwise the model says Lyon. */
const COUNTRIES = { France: 0.9, Italy: 0.75, Spain: 0.6, Norway: 0.4, Peru: 0.25 } as const;
const CAPITALS = { France: 'Paris', Italy: 'Rome', Spain: 'Madrid', Norway: 'Oslo', Peru: 'Lima' } as const;
/** Probability of abstaining by the stated penalty; otherwise the model says Paris. */
const ABSTAINS = new Map([
  [0, 0.1],
  [1, 0.4],
  [3, 0.6],
  [9, 0.9],
]);
const SAMPLES = 20;
const MODEL = 'm';

interface Rates {
  readonly arm: string;
  readonly penalty: number;
  readonly unusable: number;
  readonly accuracy: { readonly value: number };
  readonly errorRate: { readonly value: number };
  readonly abstentionRate: { readonly value: number };
}
interface Card {
  readonly arms: readonly Rates[];
  readonly requests: { readonly all: number; readonly sent: number };
  readonly tokens: { readonly completion: number };
}

const at = temporaryFolder();

async function audit(url: string, out: string, ...more: readonly string[]): Promise<Card> {
  const table = path.join(at, 'capitals.csv');
  const rows = Object.entries(CAPITALS).map(([country, capital]) => `The capital of ${country},${capital}\n`);
  writeFileSync(table, `question,answer\n${rows.join('')}`);
  // The model reads the last word alone, which must be that of the stakes.
  const template = path.join(at, 'template.txt');
  writeFileSync(template, '{question}? An error costs {penalty}\n');
  const { stdout, code, stderr } = await hallucinationRate(
    ...['audit', table, '--server', url, '--model', MODEL, '--template', template, '--max-tokens', '8'],
    ...['--at-once', '2', '--out', path.join(at, out), '--json', ...more],
  );
  expect([code, stderr]).toEqual([0, expect.anything()]);
  return JSON.parse(stdout) as Card;
}
function ratesOf({ arms }: Card, arm: string, penalty: number): Rates {
  return arms.find((each) => each.arm === arm && each.penalty === penalty)!;
}
function answersIn(out: string): Buffer {
  return readFileSync(path.join(at, out, MODEL, 'answers.arrow'));
}

/** Declares the tests. @param url address of the server, once it runs; it knows the model as m */
export function testMarkovAudits(url: () => string): void {
  test('without chance answers as the greatest probability says, exactly', async () => {
    const card = await audit(url(), 'greedy', '--temperature', '0', '--samples', '1');
    expect(card.requests).toEqual({ all: 25, sent: 25 });
    for (const [penalty, abstains] of ABSTAINS) {
      const closed = ratesOf(card, 'closed', penalty);
      expect([closed.accuracy.value, closed.errorRate.value, closed.abstentionRate.value]).toEqual([0.6, 0.4, 0]);
      const open = ratesOf(card, 'open', penalty);
      // It says Paris to every question, which is right once, or abstains.
      expect([open.accuracy.value, open.errorRate.value, open.abstentionRate.value]).toEqual(
        abstains > 0.5 ? [0, 0, 1] : [0.2, 0.8, 0],
      );
    }
    // Each answer is one token and the end, and the server counts both.
    expect(card.tokens.completion).toBe(50);
  });

  test('with chance answers by its law, and agreement of two by the square of it', async () => {
    const card = await audit(url(), 'drawn', '--samples', String(SAMPLES));
    const draws = Object.keys(COUNTRIES).length * SAMPLES;
    const mean = (of: (p: number) => number): number =>
      Object.values(COUNTRIES).reduce((sum, p) => sum + of(p), 0) / Object.keys(COUNTRIES).length;
    const near = (found: number, expected: number): void =>
      expect(Math.abs(found - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / draws));
    for (const [penalty, abstains] of ABSTAINS) {
      near(
        ratesOf(card, 'closed', penalty).accuracy.value,
        mean((p) => p),
      );
      near(
        ratesOf(card, 'closed-agree', penalty).accuracy.value,
        mean((p) => p * p),
      );
      near(
        ratesOf(card, 'closed-agree', penalty).errorRate.value,
        mean((p) => (1 - p) * (1 - p)),
      );
      near(ratesOf(card, 'open', penalty).abstentionRate.value, abstains);
      expect(card.arms.every(({ unusable }) => unusable === 0)).toBe(true);
    }
    // The same seeds draw the same answers, from another folder without kept ones.
    expect((await audit(url(), 'drawn-again', '--samples', String(SAMPLES))).requests.sent).toBe(5 * 5 * SAMPLES);
    expect(answersIn('drawn-again').equals(answersIn('drawn'))).toBe(true);
  });

  test('and what it answered is scored under its stated stakes', async () => {
    const { stdout } = await hallucinationRate('score', path.join(at, 'drawn', MODEL, 'answers.arrow'));
    expect(stdout).toMatch(/stated stakes: m\n told penalty[^]*none +1\.000/);
    expect(stdout).toMatch(/From penalty 0 to 9 coverage falls by 0\.[6-9]/);
  });
}
