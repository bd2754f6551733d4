/** Selection of models of equal knowledge by a leaderboard over generations: developers copy those that lead. */
import { normal } from '../../random/normal.js';
import type { Stream } from '../../random/stream.js';
import { uniform } from '../../random/uniform.js';
import type { Marker } from './exam.js';
import { type Guess, type Leaderboard, leaderboardScore, type Mitigation, outcomesOf, type Policy } from './policy.js';

/** Standard deviation of the change of threshold from a model to its copy. */
const STEP = 0.05;
/** Probability that a copy is drawn anew, and that it changes its use of the mitigation. */
const NEW = 0.05;
/**
 * Probability that a new model has one of the two simplest policies: it answers everything, or only what it knows. Were
 * all thresholds uniform, none would lie below a q of 1/365, and drift would decide whether a guesser is ever tried.
 */
const SIMPLE = 0.5;

/** Setting in which models are selected. */
export interface Selection {
  readonly knowledge: number;
  readonly guess: Guess;
  readonly board: Leaderboard;
  readonly mitigation: Mitigation;
  /** True if models may use the mitigation. */
  readonly offered: boolean;
}

/** The better half of the models: means over the last quarter of the generations. */
export interface Survivors {
  readonly threshold: number;
  /** Share of models that answer at least nine in ten of the questions whose answers they do not know. */
  readonly guessers: number;
  /** Share of models that use the mitigation. */
  readonly mitigated: number;
  /** Expected outcomes of a question for the model that leads. */
  readonly winner: { readonly right: number; readonly error: number };
}

/**
 * Selects models. Each generation answers two exams, one of each kind of benchmark. The better half stays, and each of
 * its models is copied with a change.
 * @param marked markers of the exams of each generation, [generations][2]: graded by accuracy, and honest
 */
export function select(
  { knowledge, guess, board, mitigation, offered }: Selection,
  models: number,
  marked: readonly (readonly Marker[])[],
  draws: Stream,
): Survivors {
  const fresh = (): Policy => ({ threshold: newThreshold(draws), mitigated: offered && uniform(draws) < 0.5 });
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

function newThreshold(draws: Stream): number {
  return uniform(draws) < SIMPLE ? Math.round(uniform(draws)) : uniform(draws);
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
