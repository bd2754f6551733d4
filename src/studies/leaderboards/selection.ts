/** Developers copy what leads: a population of models of equal knowledge, selected generation by generation by a leaderboard. */
import { normal } from '../../random/normal.js';
import type { Stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';
import type { Marker } from './exam.js';
import { type Guess, type Leaderboard, leaderboardScore, type Mitigation, outcomesOf, type Policy } from './policy.js';

/** How far a copy's threshold lies from the original's (standard deviation), and how often a copy is made from scratch. */
const STEP = 0.05;
const NEW = 0.05;

export interface Selection {
  readonly knowledge: number;
  readonly guess: Guess;
  readonly board: Leaderboard;
  readonly mitigation: Mitigation;
  /** Whether a mitigation is to be had. */
  readonly offered: boolean;
}

/** Of the better half of the models, means over the last quarter of the generations. */
export interface Survivors {
  readonly threshold: number;
  /** Share that answers at least nine in ten of the questions whose answers it does not know. */
  readonly guessers: number;
  readonly mitigated: number;
  /** Of the model that leads: expected outcomes of a question. */
  readonly winner: { readonly right: number; readonly error: number };
}

/**
 * Each generation answers two exams, one of each kind of benchmark. The better half stays, and each of it is copied with a change.
 * @param marked marks the exams of each generation: of benchmarks graded by accuracy, and of honest ones, [generations][2]
 */
export function select(
  { knowledge, guess, board, mitigation, offered }: Selection,
  models: number,
  marked: readonly (readonly Marker[])[],
  draws: Stream,
): Survivors {
  const fresh = (): Policy => ({ threshold: uniform(draws), mitigated: offered && uniform(draws) < 0.5 });
  let population = Array.from({ length: models }, fresh);
  const kept = Math.ceil(models / 2);
  const seen: Survivors[] = [];
  marked.forEach(([elsewhere, onHonest], generation) => {
    const ranked = population
      .map((policy) => ({
        policy,
        score: leaderboardScore(board, elsewhere(policy), onHonest(policy)),
        tieBreak: uniform(draws),
      }))
      .sort((a, b) => b.score - a.score || a.tieBreak - b.tieBreak)
      .map(({ policy }) => policy);
    const best = ranked.slice(0, kept);
    if (generation >= 0.75 * marked.length) seen.push(survivorsOf(best, knowledge, guess, mitigation));
    population = [...best, ...best.slice(0, models - kept).map((policy) => changed(policy, offered, fresh, draws))];
  });
  const mean = (value: (each: Survivors) => number): number =>
    seen.reduce((sum, each) => sum + value(each), 0) / seen.length;
  return {
    threshold: mean(({ threshold }) => threshold),
    guessers: mean(({ guessers }) => guessers),
    mitigated: mean(({ mitigated }) => mitigated),
    winner: { right: mean(({ winner }) => winner.right), error: mean(({ winner }) => winner.error) },
  };
}

function changed({ threshold, mitigated }: Policy, offered: boolean, fresh: () => Policy, draws: Stream): Policy {
  if (uniform(draws) < NEW) return fresh();
  const moved = Math.min(1, Math.max(0, threshold + STEP * normal(draws)));
  return { threshold: moved, mitigated: offered && uniform(draws) < NEW ? !mitigated : mitigated };
}

function survivorsOf(best: readonly Policy[], knowledge: number, guess: Guess, mitigation: Mitigation): Survivors {
  const share = (holds: (policy: Policy) => boolean): number => best.filter(holds).length / best.length;
  const { right, error } = outcomesOf(knowledge, best[0], guess, mitigation);
  return {
    threshold: best.reduce((sum, { threshold }) => sum + threshold, 0) / best.length,
    guessers: share(({ threshold }) => threshold < (guess === 'spread' ? 0.1 : guess)),
    mitigated: share(({ mitigated }) => mitigated),
    winner: { right, error },
  };
}
