/** Statements without a prompt: a person, and what that person ate, as a model of two tokens says them. */
import { aliasSampler } from '../../random/aliasSampler.js';
import type { Stream } from '../../random/stream.js';
import { everGenerated } from '../../theory/unseen/everGenerated.js';
import { totalVariation } from '../monofact/miscalibration.js';
import type { FactList } from './list.js';
import { publishedMiscalibration } from './publishedMiscalibration.js';

/** Next-token probabilities of a model of statements, over the tokens of `tokensOf`. */
export interface StatementModel {
  /** Number of tokens: the start, people, foods. */
  readonly tokens: number;
  /** Probabilities of the first token, [tokens]. */
  readonly who: Float64Array;
  /** Probabilities of the second token after each person, [people × tokens]. */
  readonly what: Float64Array;
}

/** Tokens: 0 begins every statement, then people, then foods. */
export function tokensOf(
  { people, foods }: Pick<FactList, 'people' | 'foods'>,
  pair: number,
): readonly [number, number] {
  return [1 + Math.floor(pair / foods), 1 + people + (pair % foods)];
}

/**
 * Measures a model: exact shares of what it says, and the miscalibration of the published code, from drawn statements.
 * @param statements number of statements that the published numbers are of
 */
export function statementValues(list: FactList, model: StatementModel, statements: number, draws: Stream) {
  const { people, foods, pairs, probability, occurrences } = list;
  const factOf = new Map(Array.from(pairs, (pair, fact) => [pair, fact]));
  const pHat = Float64Array.from(pairs, (pair) => probabilityOf(list, model, pair));
  const trueRate = pHat.reduce((sum, each) => sum + each, 0);
  let [pairRate, different] = [0, 0];
  for (let pair = 0; pair < people * foods; pair++) {
    const q = probabilityOf(list, model, pair);
    pairRate += q;
    if (!factOf.has(pair)) different += everGenerated(q, statements);
  }
  const falseRate = Math.max(0, 1 - trueRate);
  return {
    falseRate,
    // What is no pair of a person and a food is different each time: it has next to no probability.
    distinctFalseShare: different / statements + Math.max(0, 1 - pairRate),
    novelTrueRate: pHat.reduce((sum, q, fact) => (occurrences[fact] === 0 ? sum + q : sum), 0),
    totalVariation: totalVariation(probability, pHat),
    publishedMiscalibration: publishedMiscalibration(
      probability,
      drawnStatements(list, factOf, model, statements, draws),
    ),
  };
}

function probabilityOf({ people, foods }: FactList, { tokens, who, what }: StatementModel, pair: number): number {
  const [person, food] = tokensOf({ people, foods }, pair);
  return who[person] * what[(person - 1) * tokens + food];
}

/**
 * Draws statements: the index of the fact, or −1 − the number of an untrue pair of tokens.
 * @param factOf index of each fact by its pair
 */
function drawnStatements(
  { people, foods }: FactList,
  factOf: ReadonlyMap<number, number>,
  { tokens, who, what }: StatementModel,
  statements: number,
  draws: Stream,
): Int32Array {
  const drawWho = aliasSampler(who);
  const after = new Map<number, (stream: Stream) => number>();
  return Int32Array.from({ length: statements }, () => {
    const first = drawWho(draws);
    if (first < 1 || first > people) return -1 - first * tokens;
    let drawWhat = after.get(first);
    if (drawWhat === undefined) {
      drawWhat = aliasSampler(what.subarray((first - 1) * tokens, first * tokens));
      after.set(first, drawWhat);
    }
    const second = drawWhat(draws);
    const isPair = second > people; // tokensOf, the other way round
    return (isPair ? factOf.get((first - 1) * foods + second - 1 - people) : undefined) ?? -1 - first * tokens - second;
  });
}
