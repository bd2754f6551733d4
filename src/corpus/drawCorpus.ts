import { aliasSampler } from '../random/aliasSampler.js';
import { stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';
import type { Corpus, Examples, TrainingCounts } from './corpus.js';
import type { World } from './world.js';

/**
 * Draws N training examples i.i.d.: a family by weight, a prompt by μ, then its answer with probability α_c and IDK
 * otherwise. A longer corpus from the same seed begins with the shorter one.
 * @param examples N ≥ 1
 * @param seed the sample's seed, a safe integer
 */
export function drawCorpus(world: World, examples: number, seed: number): Corpus {
  const draws = stream(seed, 'sample');
  const drawFamily = aliasSampler(world.families.map((each) => each.weight));
  const drawPrompt = world.families.map((each) => aliasSampler(each.promptWeight));
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
    rows.response[i] = answers ? family.answer[prompt] : family.responseCount;
  }
  return { world, examples: rows, counts: countExamples(world, rows) };
}

/** Counts each family's rows, by position in `world.families`. */
export function countExamples(world: World, { family, prompt, response }: Examples): TrainingCounts[] {
  const rows = world.families.map(() => 0);
  const answered = world.families.map((each) => new Int32Array(each.prompts.length));
  const abstained = world.families.map((each) => new Int32Array(each.prompts.length));
  for (let i = 0; i < family.length; i++) {
    const index = family[i];
    const abstains = response[i] === world.families[index].responseCount;
    rows[index]++;
    (abstains ? abstained : answered)[index][prompt[i]]++;
  }
  return world.families.map((_, index) => ({
    examples: rows[index],
    answered: answered[index],
    abstained: abstained[index],
  }));
}
