/** Models that lead as an error costs more and more. */
import { byName, type Flip, type NamedTally } from '../ranking.js';
import { penalisedScore } from '../tally.js';

/** The model that leads from a penalty on, until the next one does. */
export interface Leader {
  readonly model: string;
  /** Penalty λ from which it leads; 0 for the first. */
  readonly fromPenalty: number;
  /** Confidence target of that penalty. */
  readonly fromTarget: number;
}

/** Leaders by rising penalty, as long as they score more than 0, and the penalty above which abstaining from every question scores more than any of them. */
export interface Leaders {
  readonly leaders: readonly Leader[];
  /** Null where a model never errs, so that it stays above 0. */
  readonly abstainingAbove: number | null;
}

/**
 * Models that lead, from accuracy alone to any penalty. The first is the most accurate; of several such ones the one with the
 * fewest errors, which leads as soon as errors cost anything.
 */
export function leadersOf(models: readonly NamedTally[], flips: readonly Flip[]): Leaders {
  const byLead = [...models].sort(
    (a, b) =>
      penalisedScore(b, 0) - penalisedScore(a, 0) ||
      penalisedScore(b, 1) - penalisedScore(a, 1) ||
      byName(a.model, b.model),
  );
  const zeros = models.map((each) => (each.error === 0 ? Infinity : each.right / each.error));
  const most = Math.max(...zeros);
  const leaders: Leader[] = [{ model: byLead[0].model, fromPenalty: 0, fromTarget: 0 }];
  for (;;) {
    const { model, fromPenalty } = leaders[leaders.length - 1];
    const next = flips.filter((flip) => flip.ahead === model && flip.penalty >= fromPenalty && flip.penalty < most);
    if (next.length === 0) break;
    const [{ penalty, target }] = next;
    // Of several that overtake at once the one with the fewest errors leads beyond.
    const overtaking = next.filter((flip) => flip.penalty === penalty).map(({ behind }) => behind);
    const errors = (name: string): number => {
      const tally = models.find((each) => each.model === name)!;
      return penalisedScore(tally, 0) - penalisedScore(tally, 1);
    };
    overtaking.sort((a, b) => errors(a) - errors(b) || byName(a, b));
    leaders.push({ model: overtaking[0], fromPenalty: penalty, fromTarget: target });
  }
  return { leaders, abstainingAbove: most === Infinity ? null : most };
}
