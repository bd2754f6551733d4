import { stream } from '../random/stream.js';
import { expectedSingletonRateOfShare } from '../theory/expectedSingletonRate.js';
import { buildAnswerTree } from './answerTree.js';
import { buildFamily, type FamilyOptions } from './families.js';
import type { FamilyParts } from './families/familyKind.js';
import { promptWeights } from './frequencies.js';
import type { Lexicon } from './lexicon.js';
import { buildVocabulary, type Vocabulary } from './vocabulary.js';
import type { FamilyWorld, World } from './world.js';

/** The `corpus` part of a resolved config. */
export interface WorldOptions {
  /** Training examples of all families, ≥ 1; the `singleton-rate` law and the expected singleton rates depend on it. */
  readonly examples: number;
  /** By name, at least one. */
  readonly families: Readonly<Record<string, FamilyOptions>>;
}

/**
 * Draws a world: names, answers and prompt weights each from a stream of their own, named after the family, so that
 * changing one option of a family leaves the others' draws as they were.
 * @param seed the world's seed, a safe integer
 * @throws UserError where a family asks for what cannot be built
 */
export function buildWorld(options: WorldOptions, lexicon: Lexicon, seed: number): World {
  const entries = Object.entries(options.families);
  const totalWeight = entries.reduce((sum, [, family]) => sum + family.weight, 0);
  const parts = entries.map(([name, family], index) =>
    buildFamily(family, {
      path: `corpus.families.${name}`,
      ordinal: entries.slice(0, index).filter(([, earlier]) => earlier.kind === family.kind).length,
      lexicon,
      stream: (purpose) => stream(seed, `world/${name}/${purpose}`),
    }),
  );
  const vocabulary = buildVocabulary(parts.flatMap(({ responses, prompts }) => [...responses.flat(), ...prompts.flat()]));
  const families = entries.map(([name, family], index): FamilyWorld => {
    const weight = family.weight / totalWeight;
    const { answerProbability, prompts } = parts[index];
    const promptWeight = promptWeights(family.frequency, {
      path: `corpus.families.${name}`,
      prompts: prompts.length,
      answerProbability,
      totalExamples: options.examples,
      weight,
      stream: stream(seed, `world/${name}/frequency`),
    });
    return {
      name,
      kind: family.kind,
      weight,
      promptWeight,
      expectedSingletonRate: expectedSingletonRateOfShare(
        promptWeight.map((mu) => mu * answerProbability),
        options.examples,
        weight,
      ),
      ...encode(parts[index], vocabulary),
    };
  });
  requireDistinctPrompts(families);
  return { vocabulary, families };
}

type Encoded = Omit<FamilyWorld, 'name' | 'kind' | 'weight' | 'promptWeight' | 'expectedSingletonRate'>;

function encode(parts: FamilyParts, vocabulary: Vocabulary): Encoded {
  const tokens = (words: readonly string[]): Int32Array => Int32Array.from(words, (word) => vocabulary.idOf(word));
  return {
    nature: parts.nature,
    prompts: parts.prompts.map(tokens),
    answerProbability: new Float64Array(parts.prompts.length).fill(parts.answerProbability),
    answer: parts.answer,
    responseCount: parts.responses.length - 1,
    tree: buildAnswerTree(parts.responses.map(tokens)),
    responseTexts: parts.responses.map((words) => (words.at(-1) === '.' ? words : [...words, '.']).join(' ')),
  };
}

/** A kind that builds the same prompt twice has a bug: two answers to one prompt would make μ, α and a_c meaningless. */
function requireDistinctPrompts(families: readonly FamilyWorld[]): void {
  const seen = new Set<string>();
  for (const family of families) {
    for (const prompt of family.prompts) {
      const key = prompt.join(' ');
      if (seen.has(key)) throw new Error(`family ${family.name} holds a prompt that the world has already`);
      seen.add(key);
    }
  }
}
