import { UserError } from '../errors/userError.js';
import { stream } from '../random/stream.js';
import { expectedSingletonRateOfShare } from '../theory/expectedSingletonRate.js';
import { buildAnswerTree } from './answerTree.js';
import type { FactReader } from './factTable.js';
import type { FamilyParts } from './families/familyKind.js';
import { buildFamily, type FamilyOptions, isFamilyOfPlugin } from './families/registry.js';
import { type FrequencyOptions, promptWeights } from './frequencies/registry.js';
import type { Lexicon } from './lexicon.js';
import { heldOutFacts, shifted, trainingWeights, withSynonyms } from './modifiers.js';
import { answerTexts, encodeFacts } from './prose/factsInProse.js';
import { proseOf } from './prose/prose.js';
import type { ProseOptions } from './prose/proseOptions.js';
import { targetWord, withToldTarget } from './toldTargets.js';
import { buildVocabulary, tokensText, type Vocabulary } from './vocabulary.js';
import type { FamilyWorld, World } from './world.js';

/** The `corpus` part of a resolved config. */
export interface WorldOptions {
  /** Training examples of all families, ≥ 1; the `singleton-rate` law and the expected singleton rates depend on it. */
  readonly examples: number;
  /** Options of each family by its name; at least one. */
  readonly families: Readonly<Record<string, FamilyOptions>>;
  /** The running text in which training states the facts; by default there is none. */
  readonly text?: ProseOptions | undefined;
}

/**
 * Draws a world. Names, answers and prompt weights each come from a stream of their own, named after the family, so
 * that changing an option of one family leaves the draws of the others as they were.
 * @param seed of the world, a safe integer
 * @param facts reads the tables that families name; by default there are none
 * @throws UserError if the options of a family cannot be met
 */
export function buildWorld(options: WorldOptions, lexicon: Lexicon, seed: number, facts: FactReader = NO_FACTS): World {
  const entries = Object.entries(options.families);
  const totalWeight = entries.reduce((sum, [, family]) => sum + family.weight, 0);
  const parts = entries
    .map(([name, family], index) =>
      buildFamily(family, {
        path: `corpus.families.${name}`,
        ordinal: entries.slice(0, index).filter(([, earlier]) => earlier.kind === family.kind).length,
        lexicon,
        facts,
        stream: (purpose) => stream(seed, `world/${name}/${purpose}`),
        sharedStream: (purpose) => stream(seed, `world//${purpose}`),
      }),
    )
    .map((built, index) =>
      withToldTarget(withSynonyms(built, entries[index][1].synonyms ?? 1), entries[index][1].toldTargets),
    );
  if (options.text !== undefined) requireSimple(entries);
  const prose = options.text && proseOf(options.text, facts.documents(), parts.flatMap(answerTexts));
  const targetWords = entries.flatMap(([, { toldTargets = [] }]) => toldTargets.map(targetWord));
  const words = parts.flatMap(({ responses, prompts, open }) => [
    ...responses.flat(),
    ...prompts.flat(),
    ...(open?.alphabet ?? []),
    ...(open?.tails.flat() ?? []),
  ]);
  const vocabulary = prose?.tokenizer.vocabulary ?? buildVocabulary([...words, ...targetWords]);
  const families = entries.map(([name, family], index): FamilyWorld => {
    const weight = family.weight / totalWeight;
    const { answerProbability, prompts } = parts[index];
    const factOf = factsOf(parts[index]);
    const synonyms = family.synonyms ?? 1;
    // A law gives the weight of each fact; the synonymous prompts of a fact share it.
    const lawWeights = (law: FrequencyOptions, use: string): Float64Array => {
      const ofFact = promptWeights(law, {
        path: `corpus.families.${name}`,
        prompts: prompts.length / synonyms,
        answerProbability,
        totalExamples: options.examples,
        weight,
        stream: stream(seed, `world/${name}/${use}`),
      });
      const weights = Float64Array.from(prompts, (_, prompt) => ofFact[Math.floor(prompt / synonyms)] / synonyms);
      return multiplied(weights, parts[index].askedFactor);
    };
    if (parts[index].askedFactor !== undefined && family.frequency.kind === 'singleton-rate')
      throw new UserError({
        code: 'law-and-weights',
        summary: 'the law sets weights by itself',
        keyPath: `corpus.families.${name}.frequency`,
        found: 'singleton-rate, beside promptWeight',
        allowed: 'another law, or no promptWeight',
      });
    const base = lawWeights(family.frequency, 'frequency');
    const heldOut = heldOutFacts(
      factOf,
      family.heldOut ?? 0,
      stream(seed, 'world//held-out'),
      `corpus.families.${name}.heldOut`,
    );
    const trainingWeight = trainingWeights(base, parts[index].trainingFactor, factOf, heldOut);
    const promptWeight = shifted(base, family.shift?.share ?? 0, () => lawWeights(family.shift!.frequency, 'shift'));
    return {
      name,
      kind: family.kind,
      weight,
      promptWeight,
      trainingWeight,
      fact: factOf,
      noise: family.noise ?? 0,
      duplicate: family.duplicate ?? { share: 0, times: 1 },
      expectedSingletonRate: expectedSingletonRateOfShare(
        trainingWeight.map((mu) => mu * answerProbability),
        options.examples,
        weight,
      ),
      ...(family.toldTargets && {
        told: family.toldTargets.map((target) => ({ target, token: vocabulary.idOf(targetWord(target)) })),
      }),
      ...unencoded(parts[index]),
      ...(prose === undefined
        ? encode(parts[index], vocabulary)
        : encodeFacts(parts[index], prose, `corpus.families.${name}`)),
    };
  });
  requireDistinctPrompts(families, vocabulary);
  return { vocabulary, families, ...(prose && { prose }) };
}

type Encoded = Omit<
  FamilyWorld,
  | 'name'
  | 'kind'
  | 'weight'
  | 'promptWeight'
  | 'trainingWeight'
  | 'fact'
  | 'noise'
  | 'duplicate'
  | 'expectedSingletonRate'
  | 'told'
>;

function unencoded(parts: FamilyParts): Omit<Encoded, 'prompts' | 'tree' | 'open' | 'responseTexts' | 'inProse'> {
  return {
    nature: parts.nature,
    answerProbability: new Float64Array(parts.prompts.length).fill(parts.answerProbability),
    answer: parts.answer,
    responseCount: parts.responses.length - 1,
    idk: parts.idk ?? 'valid',
    ...(parts.ruleless && { ruleless: true }),
  };
}

function encode(
  parts: FamilyParts,
  vocabulary: Vocabulary,
): Pick<Encoded, 'prompts' | 'tree' | 'open' | 'responseTexts'> {
  const tokens = (words: readonly string[]): Int32Array => Int32Array.from(words, (word) => vocabulary.idOf(word));
  return {
    prompts: parts.prompts.map(tokens),
    tree: buildAnswerTree(parts.responses.map(tokens)),
    open: parts.open
      ? { alphabet: tokens(parts.open.alphabet), maxLength: parts.open.maxLength, tails: parts.open.tails.map(tokens) }
      : null,
    responseTexts: parts.responses.map((words) => (words.at(-1) === '.' ? words : [...words, '.']).join(' ')),
  };
}

/** Checks that no family has modifiers that running text does not know. @throws UserError */
function requireSimple(families: readonly (readonly [name: string, family: FamilyOptions])[]): void {
  for (const [name, { synonyms = 1, toldTargets }] of families) {
    const key = synonyms > 1 ? 'synonyms' : toldTargets !== undefined ? 'toldTargets' : undefined;
    if (key === undefined) continue;
    throw new UserError({
      code: 'not-in-prose',
      summary: 'this modifier has no meaning in running text',
      keyPath: `corpus.families.${name}.${key}`,
      hint:
        key === 'synonyms'
          ? 'corpus.text.wordings states a fact in several ways'
          : 'leave it out, or leave corpus.text out',
    });
  }
}

/** A reader for worlds that are made where no files are, such as a page. */
const NO_FACTS: FactReader = { table: noFacts, lines: noFacts, documents: () => noFacts('corpus.text') };

function noFacts(file: string): never {
  throw new UserError({ code: 'no-files', summary: 'files of facts are not read here', found: file });
}

/** Returns weights times a factor, [prompts], summing to 1; without a factor the same weights. */
function multiplied(weights: Float64Array, factor: Float64Array | undefined): Float64Array {
  if (factor === undefined) return weights;
  const products = weights.map((weight, prompt) => weight * factor[prompt]);
  const total = products.reduce((sum, product) => sum + product, 0);
  return products.map((product) => product / total);
}

/** Returns the number of the fact that each prompt states, [prompts]: by default a fact of its own. */
function factsOf({ fact, prompts }: FamilyParts): Int32Array {
  return fact ?? Int32Array.from(prompts, (_, prompt) => prompt);
}

/** Keys that decide the prompts of a family, by its kind. */
const PROMPT_KEYS: Readonly<Record<string, string>> = { table: '.prompt', person: '.attribute' };

/**
 * Checks that no prompt occurs twice, since two answers to one prompt would make μ, α and a_c meaningless.
 * @throws UserError where tables, or plugins, give two families one prompt; Error for other kinds, of which one has a bug then
 */
function requireDistinctPrompts(families: readonly FamilyWorld[], vocabulary: Vocabulary): void {
  const seen = new Set<string>();
  const hasPlugin = families.some(({ kind }) => isFamilyOfPlugin(kind));
  for (const family of families) {
    for (const prompt of family.prompts) {
      const key = prompt.join(' ');
      if (seen.has(key) && (family.kind === 'table' || family.kind === 'person' || hasPlugin))
        throw new UserError({
          code: 'same-prompt',
          summary: 'a prompt belongs to two families',
          keyPath: `corpus.families.${family.name}${PROMPT_KEYS[family.kind] ?? ''}`,
          found: tokensText(vocabulary, prompt),
          hint: 'give the prompts of the families different words',
        });
      if (seen.has(key))
        throw new Error(`prompts of a world must differ, got one in family ${family.name} that it has already`);
      seen.add(key);
    }
  }
}
