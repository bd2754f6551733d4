import { aliasSampler } from '../random/aliasSampler.js';
import { integer } from '../random/integer.js';
import { type Stream, stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';
import type { Corpus, Examples, RowCounts, TrainingCounts } from './corpus.js';
import { statedRows } from './prose/factsInProse.js';
import type { FamilyWorld, World } from './world.js';

/**
 * Draws N training examples i.i.d.: a family by its weight, a prompt by μ of the training rows, then the answer with
 * probability α_c and IDK otherwise. An answer is wrong with probability ε of the family. A longer corpus from the same
 * seed begins with the shorter one. Repeated rows follow at the end.
 * @param examples N ≥ 1
 * @param seed of the sample, a safe integer
 */
export function drawCorpus(world: World, examples: number, seed: number): Corpus {
  const draws = stream(seed, 'sample');
  const drawFamily = aliasSampler(world.families.map((each) => each.weight));
  const noise = stream(seed, 'sample/noise');
  const drawPrompt = world.families.map((each) => aliasSampler(each.trainingWeight));
  const rows: Examples = {
    family: new Uint16Array(examples),
    prompt: new Int32Array(examples),
    response: new Int32Array(examples),
  };
  for (let i = 0; i < examples; i++) {
    const index = drawFamily(draws);
    const family = world.families[index];
    const prompt = drawPrompt[index](draws);
    const answers = uniform(draws) < family.answerProbability[prompt];
    rows.family[i] = index;
    rows.prompt[i] = prompt;
    rows.response[i] = answers ? statedAnswer(family, prompt, noise) : family.responseCount;
  }
  const repeated = withRepeats(world, rows, stream(seed, 'sample/duplicate'));
  return {
    world,
    examples: repeated,
    counts: trainingCounts(world, rows, repeated),
    ...(world.prose && { statements: statedRows(world, repeated, world.prose, seed) }),
  };
}

/** Counts the draws of each family and, if it has repeats, its training rows too. */
function trainingCounts(world: World, draws: Examples, trained: Examples): readonly TrainingCounts[] {
  const ofDraws = countExamples(world, draws);
  if (trained === draws) return ofDraws;
  const ofRows = countExamples(world, trained);
  return ofDraws.map((counts, index) =>
    ofRows[index].examples === counts.examples ? counts : { ...counts, trained: ofRows[index] },
  );
}

/** Draws the response of an answering row: the answer, or with probability ε a wrong one. */
function statedAnswer({ answer, noise, responseCount }: FamilyWorld, prompt: number, draws: Stream): number {
  if (noise === 0 || uniform(draws) >= noise) return answer[prompt];
  const other = integer(draws, responseCount - 1);
  return other < answer[prompt] ? other : other + 1;
}

/** Returns the rows, followed by `times` copies of each row that is drawn to be repeated. */
function withRepeats({ families }: World, rows: Examples, draws: Stream): Examples {
  const repeats: number[] = [];
  if (families.every(({ duplicate }) => duplicate.share === 0)) return rows;
  for (let i = 0; i < rows.family.length; i++) {
    const { share, times } = families[rows.family[i]].duplicate;
    if (uniform(draws) < share) for (let time = 0; time < times; time++) repeats.push(i);
  }
  const N = rows.family.length;
  const extended = <Rows extends Uint16Array | Int32Array>(from: Rows, into: Rows): Rows => {
    into.set(from);
    repeats.forEach((row, at) => (into[N + at] = from[row]));
    return into;
  };
  return {
    family: extended(rows.family, new Uint16Array(N + repeats.length)),
    prompt: extended(rows.prompt, new Int32Array(N + repeats.length)),
    response: extended(rows.response, new Int32Array(N + repeats.length)),
  };
}

/** Counts each family's rows, by position in `world.families`. */
export function countExamples(world: World, { family, prompt, response }: Examples): RowCounts[] {
  const rows = world.families.map(() => 0);
  const answered = world.families.map((each) => new Int32Array(each.prompts.length));
  const abstained = world.families.map((each) => new Int32Array(each.prompts.length));
  const wrong = world.families.map(() => new Map<number, Map<number, number>>());
  for (let i = 0; i < family.length; i++) {
    const index = family[i];
    const { responseCount, answer } = world.families[index];
    rows[index]++;
    if (response[i] === responseCount) {
      abstained[index][prompt[i]]++;
      continue;
    }
    answered[index][prompt[i]]++;
    if (response[i] === answer[prompt[i]]) continue;
    const times = wrong[index].get(prompt[i]) ?? new Map<number, number>();
    wrong[index].set(prompt[i], times.set(response[i], (times.get(response[i]) ?? 0) + 1));
  }
  return world.families.map((_, index) => ({
    examples: rows[index],
    answered: answered[index],
    abstained: abstained[index],
    ...(wrong[index].size > 0 && { wrong: wrong[index] }),
  }));
}
