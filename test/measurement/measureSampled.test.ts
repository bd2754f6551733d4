/** Compares draws from an open family with the enumeration of a family so small that both are possible. */
import { describe, expect, test } from '@jest/globals';
import { buildAnswerTree } from '../../src/corpus/answerTree.js';
import { openPathStates, openResponseSampler } from '../../src/corpus/openResponses.js';
import { STOP } from '../../src/corpus/vocabulary.js';
import { type FamilyWorld, type OpenResponses, openResponseCount } from '../../src/corpus/world.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import { pathLogProbabilities } from '../../src/measurement/pathLogProbabilities.js';
import { sampleResponses } from '../../src/measurement/sampleResponses.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { normal } from '../../src/random/normal.js';
import { stream } from '../../src/random/stream.js';
import type { FamilyMeasurement } from '../../src/results/familyMeasurement.js';
import { OUTCOMES, RATE_OF } from '../../src/theory/outcome.js';
import { countsOf, smallWorld } from './smallWorld.js';

const LETTERS = [2, 3, 4];
const COLON = 5;
const IDK = 6;
const VOCABULARY = 20;
const PROMPTS = 6;

/** All strings of 1 … 3 letters, with each tail. */
function strings(open: OpenResponses): number[][] {
  const ofLength = (n: number): number[][] =>
    n === 0 ? [[]] : ofLength(n - 1).flatMap((string) => Array.from(open.alphabet, (letter) => [...string, letter]));
  return [1, 2, 3].flatMap(ofLength).flatMap((string) => open.tails.map((tail) => [...string, ...tail]));
}

interface Pair {
  /** With `open` set and a tree of the answers alone, in one order. */
  readonly open: FamilyWorld;
  /** The same with every response in its tree. */
  readonly enumerated: FamilyWorld;
}

function pairOf(idk: 'valid' | 'outside', tails: readonly number[][], alpha: number): Pair {
  const openSet: OpenResponses = {
    alphabet: Int32Array.from(LETTERS),
    maxLength: 3,
    tails: tails.map((tail) => Int32Array.from(tail)),
  };
  const all = strings(openSet);
  const answers = Array.from({ length: PROMPTS }, (_, c) => (7 * c + 3) % all.length);
  const common = smallWorld({
    responseCount: all.length,
    answer: answers,
    answerProbability: alpha,
    promptWeight: [1, 2, 3, 1, 1, 2],
    nature: 'pattern',
  });
  const enumerated: FamilyWorld = {
    ...common,
    idk,
    open: null,
    prompts: answers.map((_, c) => Int32Array.of(7 + c)),
    trainingWeight: common.promptWeight.map((mu, c) => (c === 1 ? 0 : mu)),
    tree: buildAnswerTree([...all, [IDK]]),
  };
  return {
    enumerated,
    open: {
      ...enumerated,
      open: openSet,
      responseCount: PROMPTS,
      answer: Int32Array.from(answers, (_, c) => c),
      tree: buildAnswerTree([...answers.map((answer) => all[answer]), [IDK]]),
    },
  };
}

/** Next-token logits drawn once for each context, with `peak` more for the way to the answer. */
function randomModel({ open }: Pair, seed: number, peak: number): LanguageModel {
  const answerPaths = Array.from(open.answer, (answer) => [
    ...open.tree.prefixes[open.tree.edgePrefix[open.tree.leafEdge[answer]]],
    open.tree.edgeToken[open.tree.leafEdge[answer]],
  ]);
  const known = new Map<string, number[]>();
  return {
    kind: 'random',
    trainableParameters: 0,
    vocabularySize: VOCABULARY,
    nextTokenLogProbabilities: (contexts) => {
      const rows = contexts.map((context) => {
        const before = known.get(context.join(' '));
        if (before !== undefined) return before;
        const draws = stream(seed, `world/${context.join(' ')}`);
        const path = answerPaths[context[0] - 7];
        const onWay = path !== undefined && context.subarray(1).every((token, i) => token === path[i]);
        const logits = Array.from(
          { length: VOCABULARY },
          (_, token) => normal(draws) + (token < 7 ? 2 : -1) + (onWay && token === path[context.length - 1] ? peak : 0),
        );
        const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
        known.set(
          context.join(' '),
          logits.map((logit) => logit - total),
        );
        return known.get(context.join(' '))!;
      });
      return Promise.resolve(Float64Array.from(rows.flat()));
    },
  };
}

const counts = countsOf([2, 0, 1, 3, 0, 1]);
function measure(model: LanguageModel, family: FamilyWorld, samples: number, seed = 1): Promise<FamilyMeasurement> {
  return measureFamily(model, family, counts, {
    gamma: 0.01,
    sampling: { samples, stream: stream(seed, 'measurement/small') },
  });
}

const CASES: readonly [name: string, idk: 'valid' | 'outside', tails: number[][], alpha: number, peak: number][] = [
  ['a stop for a tail, no IDK', 'outside', [[STOP]], 1, 3],
  [
    'two tails, IDK valid',
    'valid',
    [
      [COLON, COLON, STOP],
      [COLON, STOP],
    ],
    0.7,
    2,
  ],
  ['a poor model', 'outside', [[STOP]], 1, 0],
];

describe('measureOpen', () => {
  test.each(CASES)('what is exact equals the enumeration: %s', async (_, idk, tails, alpha, peak) => {
    const pair = pairOf(idk, tails, alpha);
    const model = randomModel(pair, 5, peak);
    const [open, exact] = [await measure(model, pair.open, 100), await measure(model, pair.enumerated, 100)];
    expect(open.method).toBe('sampled');
    expect(exact.method).toBe('exact');
    for (const figure of [
      'accuracy',
      'abstentionRate',
      'crossEntropy',
      'excessCrossEntropy',
      'memorisedBits',
      'missingMass',
      'singletonRate',
    ] as const) {
      expect([figure, open[figure]]).toEqual([figure, expect.closeTo(exact[figure]!, 10)]);
    }
    expect(open.errorRate + open.invalidMass).toBeCloseTo(exact.errorRate + exact.invalidMass, 10);
    // Strata and held-out prompts: 1 − p̂(V_c).
    const outside = (stratum: {
      errorRate: number | null;
      invalidMass: number | null;
      abstentionRate: number | null;
    }): number => stratum.errorRate! + stratum.invalidMass! + (idk === 'valid' ? 0 : stratum.abstentionRate!);
    exact.byCount.forEach((stratum, i) => {
      expect(open.byCount[i].mass).toBeCloseTo(stratum.mass, 12);
      if (stratum.mass > 0) expect(open.byCount[i].errorRate).toBeCloseTo(outside(stratum), 10);
      else expect(open.byCount[i].errorRate).toBeNull();
    });
    const heldOut =
      1 -
      Math.exp(
        (await pathLogProbabilities(model, [pair.open.prompts[1]], [Int32Array.from(strings(pair.open.open!)[10])]))[0],
      );
    expect(open.heldOut.mass).toBeCloseTo(0.2, 12);
    if (idk === 'outside') expect(open.heldOut.errorRate).toBeCloseTo(heldOut, 10);
  });

  test.each(CASES)('what is drawn comes close to it with many samples: %s', async (_, idk, tails, alpha, peak) => {
    const pair = pairOf(idk, tails, alpha);
    const model = randomModel(pair, 5, peak);
    const [open, exact] = [await measure(model, pair.open, 20_000), await measure(model, pair.enumerated, 100)];
    // Five standard errors of a share of 20,000 draws are 0.018 at most.
    for (const figure of ['errorRate', 'invalidMass', 'delta', 'signedDelta', 'iivError'] as const) {
      expect(Math.abs(open[figure] - exact[figure])).toBeLessThan(0.018);
    }
    expect(Math.abs(open.theorem1.lower - exact.theorem1.lower)).toBeLessThan(0.04);
    expect(open.theorem1.holds).toBe(true);
  });

  test('the intervals cover the enumerated value as often as they promise', async () => {
    const pair = pairOf('outside', [[STOP]], 1);
    const model = randomModel(pair, 5, 2);
    const exact = await measure(model, pair.enumerated, 100);
    const seeds = Array.from({ length: 100 }, (_, i) => i + 1);
    const all = await Promise.all(seeds.map((seed) => measure(model, pair.open, 150, seed)));
    for (const figure of ['invalidMass', 'delta', 'iivError'] as const) {
      const covered = all.filter(
        ({ sampling }) => sampling![figure].lower <= exact[figure] && exact[figure] <= sampling![figure].upper,
      ).length;
      // Below 88 of 100 has probability 0.002 at a coverage of 95 %.
      expect(covered).toBeGreaterThanOrEqual(88);
      // Not so wide that they say nothing.
      expect(all[0].sampling![figure].upper - all[0].sampling![figure].lower).toBeLessThan(0.2);
    }
  });

  test('an open family without a stream is refused', async () => {
    const pair = pairOf('outside', [[STOP]], 1);
    await expect(measureFamily(randomModel(pair, 1, 1), pair.open, counts, { gamma: 0.01 })).rejects.toThrow(
      'sampling',
    );
  });
});

describe('sampleResponses', () => {
  test('draws responses as often as p̂ gives them', async () => {
    const pair = pairOf('outside', [[STOP]], 1);
    const model = randomModel(pair, 3, 2);
    const family = { ...pair.open, open: pair.open.open! };
    const count = 20_000;
    const drawn = await sampleResponses(model, family, count, stream(2, 'measurement'));
    expect(drawn).toHaveLength(count);
    for (let c = 0; c < PROMPTS; c++) {
      const [logProbability] = await pathLogProbabilities(
        model,
        [family.prompts[c]],
        [Int32Array.from(strings(family.open)[(7 * c + 3) % 39])],
      );
      const hits = drawn.filter(
        ({ prompt, path }) => prompt === c && path.join(' ') === strings(family.open)[(7 * c + 3) % 39].join(' '),
      );
      expect(Math.abs(hits.length / count - family.promptWeight[c] * Math.exp(logProbability))).toBeLessThan(0.015);
      for (const hit of hits.slice(0, 3)) {
        expect(hit.logProbability).toBeCloseTo(logProbability, 10);
        expect(hit.outcome).toBe('right');
      }
    }
  });

  test('calls each draw by one of the four outcomes, as often as the exact measurement says', async () => {
    const pair = pairOf('valid', [[STOP]], 0.7);
    const model = randomModel(pair, 5, 2);
    const count = 20_000;
    const drawn = await sampleResponses(
      model,
      { ...pair.open, open: pair.open.open! },
      count,
      stream(4, 'measurement'),
    );
    const exact = await measure(model, pair.enumerated, 0);
    for (const outcome of OUTCOMES) {
      const share = drawn.filter((each) => each.outcome === outcome).length / count;
      expect(Math.abs(share - exact[RATE_OF[outcome]])).toBeLessThan(5 * Math.sqrt(0.25 / count));
    }
  });
});

describe('open responses', () => {
  const open = pairOf(
    'outside',
    [
      [COLON, COLON, STOP],
      [COLON, STOP],
    ],
    1,
  ).open.open!;
  const stateOf = openPathStates(open);

  test('paths are distinguished as the list of all responses distinguishes them', () => {
    const all = new Set(strings(open).map((path) => path.join(' ')));
    const beginnings = new Set(strings(open).flatMap((path) => path.map((_, i) => path.slice(0, i).join(' '))));
    let paths: number[][] = [[]];
    for (let n = 0; n < 6; n++) {
      paths = paths
        .flatMap((path) => [1, 2, 3, 4, 5, 6].map((token) => [...path, token]))
        .filter((path) => {
          const text = path.join(' ');
          expect([text, stateOf(path)]).toEqual([
            text,
            all.has(text) ? 'response' : beginnings.has(text) ? 'beginning' : 'outside',
          ]);
          return stateOf(path) === 'beginning';
        });
    }
  });

  test('draws are uniform on R_c', () => {
    const draw = openResponseSampler(open);
    const draws = stream(1, 'measurement');
    const times = new Map(strings(open).map((path) => [path.join(' '), 0]));
    for (let i = 0; i < 78_000; i++) {
      const text = draw(draws).join(' ');
      times.set(text, times.get(text)! + 1);
    }
    expect(times.size).toBe(openResponseCount(open));
    // 1000 expected each: χ² of 77 degrees of freedom is above 125 with probability 0.0005.
    expect([...times.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)).toBeLessThan(125);
  });

  test('tails that cannot be distinguished from letters or from one another are refused', () => {
    const withTails = (...tails: number[][]): OpenResponses => ({
      ...open,
      tails: tails.map((tail) => Int32Array.from(tail)),
    });
    expect(() => openPathStates(withTails([2, STOP]))).toThrow(RangeError);
    expect(() => openPathStates(withTails([]))).toThrow(RangeError);
    expect(() => openPathStates(withTails([COLON], [COLON, STOP]))).toThrow('prefix');
  });
});
