/** Small families, counts and table-driven models for tests. */
import type { AnswerTree } from '../../src/corpus/answerTree.js';
import type { TrainingCounts } from '../../src/corpus/corpus.js';
import type { FamilyWorld, Nature } from '../../src/corpus/world.js';
import type { LanguageModel } from '../../src/models/languageModel.js';

export interface SmallWorldOptions {
  /** R ≥ 2. */
  readonly responseCount: number;
  /** a_c, [prompts]; sets the number of prompts. */
  readonly answer: readonly number[];
  /** α_c, [prompts] or one for all. */
  readonly answerProbability: number | readonly number[];
  /** μ up to a factor, [prompts]; uniform where left out. */
  readonly promptWeight?: readonly number[];
  readonly nature?: Nature;
  readonly idk?: 'valid' | 'outside';
  /** μ of the training rows up to a factor; `promptWeight` where left out. */
  readonly trainingWeight?: readonly number[];
  /** Fact of each prompt; one of its own where left out. */
  readonly fact?: readonly number[];
}

/** Token ids of a small world: START, STOP, IDK, first tokens, second tokens, one token of no response, prompts. */
export interface SmallTokens {
  readonly idk: number;
  readonly first: number;
  readonly second: number;
  readonly stray: number;
  readonly prompt: number;
}

/** A response is two tokens, `SECONDS` of the second to each of the first; IDK is one token. */
const SECONDS = 3;

export function smallTokens(responseCount: number): SmallTokens {
  const first = 3;
  const second = first + Math.ceil(responseCount / SECONDS);
  return { idk: 2, first, second, stray: second + SECONDS, prompt: second + SECONDS + 1 };
}

export function smallTree(responseCount: number): AnswerTree {
  const firsts = Math.ceil(responseCount / SECONDS);
  const tokens = smallTokens(responseCount);
  const responses = Array.from({ length: responseCount }, (_, r) => r);
  const firstTokens = Array.from({ length: firsts }, (_, i) => tokens.first + i);
  // Edges 0 … firsts − 1 write first tokens, edge `firsts` IDK, the rest one response's second token each.
  return {
    prefixes: [Int32Array.of(), ...firstTokens.map((token) => Int32Array.of(token))],
    edgePrefix: Int32Array.from([...firstTokens.map(() => 0), 0, ...responses.map((r) => 1 + Math.floor(r / SECONDS))]),
    edgeToken: Int32Array.from([...firstTokens, tokens.idk, ...responses.map((r) => tokens.second + (r % SECONDS))]),
    edgeParent: Int32Array.from([...firstTokens.map(() => -1), -1, ...responses.map((r) => Math.floor(r / SECONDS))]),
    leafEdge: Int32Array.from([...responses.map((r) => firsts + 1 + r), firsts]),
  };
}

export function smallWorld({
  responseCount,
  answer,
  answerProbability,
  promptWeight,
  nature = 'arbitrary',
  idk = 'valid',
  trainingWeight,
  fact,
}: SmallWorldOptions): FamilyWorld {
  const prompts = answer.length;
  const weights = promptWeight ?? answer.map(() => 1);
  const normalised = (values: readonly number[]): Float64Array => {
    const total = values.reduce((a, b) => a + b, 0);
    return Float64Array.from(values, (w) => w / total);
  };
  return {
    name: 'small',
    kind: 'small',
    nature,
    weight: 1,
    prompts: answer.map((_, c) => Int32Array.of(smallTokens(responseCount).prompt + c)),
    promptWeight: normalised(weights),
    trainingWeight: normalised(trainingWeight ?? weights),
    fact: Int32Array.from(fact ?? answer.map((_, c) => c)),
    idk,
    open: null,
    noise: 0,
    duplicate: { share: 0, times: 1 },
    answerProbability: Float64Array.from({ length: prompts }, (_, c) =>
      typeof answerProbability === 'number' ? answerProbability : answerProbability[c],
    ),
    answer: Int32Array.from(answer),
    responseCount,
    tree: smallTree(responseCount),
    responseTexts: Array.from({ length: responseCount + 1 }, (_, r) =>
      r === responseCount ? 'unknown .' : `answer ${r} .`,
    ),
    expectedSingletonRate: 0,
  };
}

export function countsOf(
  answered: readonly number[],
  abstained: readonly number[] = answered.map(() => 0),
): TrainingCounts {
  const examples = [...answered, ...abstained].reduce((a, b) => a + b, 0);
  return { examples, answered: Int32Array.from(answered), abstained: Int32Array.from(abstained) };
}

/** A row of p̂ with the given probability at each listed response, 0 elsewhere. */
export function rowOf(
  responseCount: number,
  entries: readonly (readonly [response: number, probability: number])[],
): Float64Array {
  const row = new Float64Array(responseCount + 1);
  for (const [response, probability] of entries) row[response] += probability;
  return row;
}

/** A row that spreads `mass` evenly over R_c and puts `abstention` on IDK. */
export function spreadRow(responseCount: number, mass: number, abstention: number): Float64Array {
  const row = new Float64Array(responseCount + 1).fill(mass / responseCount);
  row[responseCount] = abstention;
  return row;
}

/** p̂ of the calibrated learner of Theorem 2, [prompts][responseCount + 1]. */
export function calibratedRows(family: FamilyWorld, counts: TrainingCounts): Float64Array[] {
  const R = family.responseCount;
  return Array.from(family.answerProbability, (alpha, c) =>
    counts.answered[c] > 0
      ? rowOf(R, [
          [family.answer[c], alpha],
          [R, 1 - alpha],
        ])
      : spreadRow(R, alpha, 1 - alpha),
  );
}

/** A language model that gives every response of a small world its probability in `rows`, and the rest to a stray token. */
export function tableModel(family: FamilyWorld, rows: readonly Float64Array[]): LanguageModel {
  const R = family.responseCount;
  const tokens = smallTokens(R);
  const vocabularySize = tokens.prompt + rows.length;
  const massOfFirst = (row: Float64Array, i: number): number =>
    row.slice(i * SECONDS, Math.min(R, (i + 1) * SECONDS)).reduce((a, b) => a + b, 0);

  const next = (context: Int32Array): Float64Array => {
    const probabilities = new Float64Array(vocabularySize);
    const row = rows[context[0] - tokens.prompt];
    if (context.length === 1) {
      for (let i = 0; i * SECONDS < R; i++) probabilities[tokens.first + i] = massOfFirst(row, i);
      probabilities[tokens.idk] = row[R];
    } else {
      const i = context[1] - tokens.first;
      const mass = massOfFirst(row, i);
      for (let j = 0; j < SECONDS && i * SECONDS + j < R && mass > 0; j++)
        probabilities[tokens.second + j] = row[i * SECONDS + j] / mass;
    }
    probabilities[tokens.stray] = Math.max(0, 1 - probabilities.reduce((a, b) => a + b, 0));
    return probabilities.map(Math.log);
  };

  return {
    kind: 'table',
    trainableParameters: 0,
    vocabularySize,
    nextTokenLogProbabilities: (contexts) => {
      const result = new Float64Array(contexts.length * vocabularySize);
      contexts.forEach((context, i) => result.set(next(context), i * vocabularySize));
      return Promise.resolve(result);
    },
  };
}
