/** Answers of a model to a few prompts, beside what it was shown and what is right: errors to look at. */
import type { Corpus } from '../corpus/corpus.js';
import { tokensText } from '../corpus/vocabulary.js';
import type { FamilyWorld } from '../corpus/world.js';
import type { LanguageModel } from '../models/languageModel.js';
import { shuffle } from '../random/shuffle.js';
import type { Stream } from '../random/stream.js';
import { uniform } from '../random/uniform.js';
import type { Reply } from '../results/spoken.js';
import { responseProbabilities } from './responseProbabilities.js';

/** A prompt of a world: indices of the family, and of the prompt in it. */
export interface PromptChoice {
  readonly family: number;
  readonly prompt: number;
}

/**
 * Asks a model.
 * @param draws draws each response from p̂(·|c); left out, the likeliest response is given
 */
export async function askModel(
  model: LanguageModel,
  { world, counts }: Corpus,
  asked: readonly PromptChoice[],
  draws?: Stream,
): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  const rows = await rowsOf(model, world.families, asked);
  for (const { family: index, prompt } of asked) {
    const family = world.families[index];
    const pHat = rows[index].get(prompt)!;
    const idk = family.responseCount;
    const invalid = Math.max(
      0,
      pHat.reduce((rest, p) => rest - p, 1),
    );
    const said = draws === undefined ? likeliest(pHat) : drawn(pHat, uniform(draws));
    const answer = family.answer[prompt];
    replies.push({
      family: family.name,
      nature: family.nature,
      prompt: tokensText(world.vocabulary, family.prompts[prompt]),
      shown: counts[index].answered[prompt],
      abstained: counts[index].abstained[prompt],
      answer: family.responseTexts[answer],
      right: pHat[answer],
      said: said < 0 ? '' : family.responseTexts[said],
      probability: said < 0 ? invalid : pHat[said],
      outcome: said < 0 ? 'invalid' : said === answer ? 'right' : said === idk ? 'abstention' : 'error',
      abstention: pHat[idk],
      invalid,
    });
  }
  return replies;
}

/** p̂ of the asked prompts, by family and prompt. */
async function rowsOf(
  model: LanguageModel,
  families: readonly FamilyWorld[],
  asked: readonly PromptChoice[],
): Promise<readonly ReadonlyMap<number, Float64Array>[]> {
  const rows = families.map(() => new Map<number, Float64Array>());
  for (const [index, { prompts, tree }] of families.entries()) {
    const own = [...new Set(asked.flatMap(({ family, prompt }) => (family === index ? [prompt] : [])))];
    let at = 0;
    for await (const row of responseProbabilities(
      model,
      own.map((prompt) => prompts[prompt]),
      tree,
    ))
      rows[index].set(own[at++], row);
  }
  return rows;
}

function likeliest(pHat: Float64Array): number {
  return pHat.reduce((best, p, r) => (p > pHat[best] ? r : best), 0);
}

/** The response in whose part of [0, 1] a number lies; −1 for what the responses leave. */
function drawn(pHat: Float64Array, place: number): number {
  let rest = place;
  return pHat.findIndex((p) => (rest -= p) < 0);
}

/** Kinds of prompts that a mixed list takes in turn. */
const MIX: readonly ((family: FamilyWorld, shown: number) => boolean)[] = [
  ({ nature }, shown) => nature === 'arbitrary' && shown === 0,
  ({ nature }, shown) => nature === 'arbitrary' && shown === 1,
  ({ nature }, shown) => nature === 'arbitrary' && shown > 2,
  ({ nature }) => nature === 'pattern',
];

/**
 * Prompts of all kinds in turn: never shown, shown once, shown often, of a pattern. Each kind is in a random order.
 * @returns `number` prompts, or all where there are fewer
 */
export function mixedPrompts({ world, counts }: Corpus, number: number, draws: Stream): readonly PromptChoice[] {
  const all = world.families.flatMap(({ prompts }, family) => prompts.map((_, prompt) => ({ family, prompt })));
  const lists = MIX.map((belongs) =>
    shuffle(
      draws,
      all.filter(({ family, prompt }) => belongs(world.families[family], counts[family].answered[prompt])),
    ),
  );
  const mixed: PromptChoice[] = [];
  for (let turn = 0; mixed.length < number && lists.some((list) => list.length > turn); turn++)
    mixed.push(...lists.flatMap((list) => list.slice(turn, turn + 1)));
  return mixed.slice(0, number);
}
