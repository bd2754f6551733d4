/** Ranking of the test-takers if an error costs λ points, and the penalties at which two of them change places. */
import { type Flip, flips, type NamedTally, ranking } from '../scoring/ranking.js';
import { penalisedScore } from '../scoring/tally.js';
import type { TakerMeasurement } from './explore.js';

export interface TakerPlace {
  readonly id: TakerMeasurement['id'];
  readonly name: string;
  /** 1 for the first; test-takers that tie share a place. */
  readonly place: number;
  /** Mean points per question: right 1, error −λ, IDK 0. */
  readonly score: number;
  readonly tally: NamedTally;
}

export interface TakerRanking {
  readonly places: readonly TakerPlace[];
  /** Flips of all pairs, by rising penalty. */
  readonly flips: readonly Flip[];
}

/** Outcomes as shares of questions; a response outside R_c counts as an error. */
export function tallyOf({ name, accuracy, errorRate, invalidMass, abstentionRate }: TakerMeasurement): NamedTally {
  return { model: name, right: accuracy, error: errorRate + invalidMass, abstention: abstentionRate };
}

export function leaderboard(takers: readonly TakerMeasurement[], penalty: number): TakerRanking {
  const tallies = takers.map(tallyOf);
  const { order, tied } = ranking(tallies, penalty);
  const places = order.map((name): TakerPlace => {
    const at = takers.findIndex((each) => each.name === name);
    const group = tied.find((names) => names.includes(name)) ?? [name];
    return {
      id: takers[at].id,
      name,
      place: 1 + order.indexOf(group[0]),
      score: penalisedScore(tallies[at], penalty),
      tally: tallies[at],
    };
  });
  return { places, flips: flips(tallies) };
}
