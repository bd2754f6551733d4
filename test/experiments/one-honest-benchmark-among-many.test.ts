import { describe, expect, test } from '@jest/globals';
import { oneHonestBenchmark } from '../../src/experiments/one-honest-benchmark-among-many/claims.js';
import { honestBenchmarksNeeded, mixedThreshold } from '../../src/theory/guessing.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

/** A run that came out as the closed forms say. */
function run(honest: number, guess: number | null, seed: number, changes: Row): Row {
  const w = honest / (300 + honest);
  const needed = guess === null ? null : honestBenchmarksNeeded(300, 1, guess);
  const wobble = 0.004 * Math.sin(seed);
  const guesses = needed === null ? honest < 20 : honest < needed;
  const league = (place: number, knowledge: number): Row => {
    const error = (1 - knowledge) * (guess === null ? 0.5 : guesses ? 1 - guess : 0);
    const gain = 0.5 * w * error - 0.01 * (1 - error);
    return {
      [`study.leagues.${place}.knowledge`]: knowledge,
      [`study.leagues.${place}.plain.guessers`]: guesses ? 0.99 + wobble : 0.01 + wobble,
      [`study.leagues.${place}.plain.threshold`]: mixedThreshold(w, 1) + 0.01 + wobble,
      [`study.leagues.${place}.plain.winner.error`]: error + wobble,
      [`study.leagues.${place}.plain.expected.error`]: error,
      [`study.leagues.${place}.mitigable.mitigated`]: gain > 0 ? 0.99 : 0.01,
      [`study.leagues.${place}.mitigable.gain.alone`]: gain,
      [`study.leagues.${place}.mitigable.gain.jointly`]: gain + 1e-4,
    };
  };
  const rankings = Object.fromEntries(
    [0, 1, 9].flatMap((penalty, i) => [
      [`study.rankings.${i}.penalty`, penalty],
      [`study.rankings.${i}.kendall`, penalty === 0 ? 1 : 1 - 0.25 * Math.sqrt(penalty) + wobble],
    ]),
  );
  return {
    seed,
    'model.kind': 'leaderboards',
    'study.honestBenchmarks': honest,
    'study.guessAccuracy': guess,
    'study.needed': needed,
    'study.expectedThreshold': mixedThreshold(w, 1),
    ...league(0, 0.3),
    ...league(1, 0.9),
    ...rankings,
    ...changes,
  };
}

function sweep(changes: (honest: number, guess: number | null) => Row = () => ({})) {
  return tablesOf(
    [0, 1, 10, 75, 300].flatMap((honest) =>
      [0.00274, 0.1, 0.25, null].flatMap((guess) =>
        [1, 2, 3].map((seed) => run(honest, guess, seed, changes(honest, guess))),
      ),
    ),
  );
}

function verdict(id: string, tables: ReturnType<typeof tablesOf>) {
  return oneHonestBenchmark.claims.find((claim) => claim.id === id)!.check(tables).verdict;
}

describe.each([
  ['accuracy-leaderboards-breed-guessers', 'confirmed'],
  ['few-honest-benchmarks-change-little', 'depends'],
  ['answering-pays-above-the-mixed-threshold', 'confirmed'],
  ['fixed-scoreboards-spread-mitigations', 'confirmed'],
  ['penalties-reorder-models', 'confirmed'],
] as const)('%s', (id, expected) => {
  test(`closed forms: ${expected}`, () => expect(verdict(id, sweep())).toBe(expected));
  test('no runs leave it open', () => expect(verdict(id, tablesOf([]))).toBe('inconclusive'));
});

test('all claims are tested here', () => expect(oneHonestBenchmark.claims).toHaveLength(5));

describe('data that refute', () => {
  const all = (value: number) => ({ 'study.leagues.0.plain.guessers': value, 'study.leagues.1.plain.guessers': value });

  test('cautious survivors though accuracy alone counts, at one degree of knowledge or all', () => {
    expect(
      verdict(
        'accuracy-leaderboards-breed-guessers',
        sweep((honest) => (honest === 0 ? { 'study.leagues.1.plain.guessers': 0.2 } : {})),
      ),
    ).toBe('refuted');
    expect(
      verdict(
        'accuracy-leaderboards-breed-guessers',
        sweep((honest) => (honest === 300 ? all(0.9) : {})),
      ),
    ).toBe('refuted');
    expect(
      verdict(
        'accuracy-leaderboards-breed-guessers',
        sweep((honest) => (honest === 0 ? { 'study.leagues.0.plain.winner.error': 0 } : {})),
      ),
    ).toBe('refuted');
  });

  test('few honest benchmarks that end guessing though guesses are good, or do not though guesses are bad', () => {
    expect(
      verdict(
        'few-honest-benchmarks-change-little',
        sweep((honest) => (honest === 10 ? all(0) : {})),
      ),
    ).toBe('refuted');
    const noEffect = sweep((_, guess) => (guess === 0.00274 ? { ...all(1), 'study.needed': 1000 } : {}));
    expect(verdict('few-honest-benchmarks-change-little', noEffect)).toBe('refuted');
  });

  test('guessers far above m*', () => {
    expect(
      verdict(
        'few-honest-benchmarks-change-little',
        sweep((honest, guess) => (honest === 300 && guess === 0.1 ? all(1) : {})),
      ),
    ).toBe('refuted');
  });

  test('a threshold of λ/(1 + λ) however few benchmarks are honest', () => {
    expect(
      verdict(
        'answering-pays-above-the-mixed-threshold',
        sweep(() => ({ 'study.leagues.0.plain.threshold': 0.5, 'study.leagues.1.plain.threshold': 0.5 })),
      ),
    ).toBe('refuted');
  });

  test('a mitigation that spreads though it does not pay', () => {
    expect(
      verdict(
        'fixed-scoreboards-spread-mitigations',
        sweep(() => ({ 'study.leagues.0.mitigable.mitigated': 1 })),
      ),
    ).toBe('refuted');
    expect(
      verdict(
        'fixed-scoreboards-spread-mitigations',
        sweep(() => ({ 'study.leagues.0.mitigable.mitigated': 0 })),
      ),
    ).toBe('refuted');
  });

  test('a population in which it pays only with another threshold may do either', () => {
    const trapped = { 'study.leagues.0.mitigable.gain.alone': -0.01, 'study.leagues.0.mitigable.gain.jointly': 0.01 };
    for (const mitigated of [0, 1]) {
      expect(
        verdict(
          'fixed-scoreboards-spread-mitigations',
          sweep((honest, guess) =>
            honest === 75 && guess === 0.1 ? { ...trapped, 'study.leagues.0.mitigable.mitigated': mitigated } : {},
          ),
        ),
      ).toBe('confirmed');
    }
  });

  test('rankings that agree under every penalty, or the more the larger it is', () => {
    expect(
      verdict(
        'penalties-reorder-models',
        sweep(() => ({ 'study.rankings.1.kendall': 1 })),
      ),
    ).toBe('refuted');
    expect(
      verdict(
        'penalties-reorder-models',
        sweep(() => ({ 'study.rankings.1.kendall': 0.1 })),
      ),
    ).toBe('refuted');
  });
});

test('figures are drawn from the tables, or say why not', () => {
  for (const figure of oneHonestBenchmark.figures(sweep())) expect(figure).toHaveProperty('spec');
  for (const figure of oneHonestBenchmark.figures(tablesOf([]))) expect(figure).toHaveProperty('missing');
});
