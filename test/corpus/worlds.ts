/** Worlds for tests. */
import { buildWorld, type WorldOptions } from '../../src/corpus/buildWorld.js';
import type { FamilyOptions } from '../../src/corpus/families/registry.js';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import type { World } from '../../src/corpus/world.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';

export const lexicon = checkLexicon(loadLexicon());

type Facts = Extract<FamilyOptions, { kind: 'arbitrary-facts' }>;
/** Default options that all kinds of families have. */
export const common = { weight: 1, frequency: { kind: 'uniform' } } as const;

type Brackets = Extract<FamilyOptions, { kind: 'brackets' }>;
type Category = Extract<FamilyOptions, { kind: 'category' }>;
type Attribute = Extract<FamilyOptions, { kind: 'attribute' }>;
type Labelled = Extract<FamilyOptions, { kind: 'labelled' }>;
type Spelling = Extract<FamilyOptions, { kind: 'spelling' }>;

export function facts(changes: Partial<Facts> = {}): Facts {
  return {
    kind: 'arbitrary-facts',
    weight: 1,
    frequency: { kind: 'uniform' },
    prompts: 2000,
    responses: 365,
    answerProbability: 1,
    ...changes,
  };
}

export function brackets(changes: Partial<Brackets> = {}): Brackets {
  return {
    kind: 'brackets',
    weight: 1,
    frequency: { kind: 'uniform' },
    kinds: 3,
    depth: 3,
    length: 6,
    prompts: 1000,
    distractors: 0,
    ...changes,
  };
}

export function category(changes: Partial<Category> = {}): Category {
  return {
    kind: 'category',
    weight: 1,
    frequency: { kind: 'uniform' },
    ask: 'kind',
    kinds: 2,
    animals: 1000,
    ...changes,
  };
}

export function attribute(changes: Partial<Attribute> = {}): Attribute {
  return {
    kind: 'attribute',
    weight: 1,
    frequency: { kind: 'uniform' },
    prompts: 1000,
    responses: 2,
    answerProbability: 1,
    abstention: true,
    ...changes,
  };
}

export function labelled(changes: Partial<Labelled> = {}): Labelled {
  return {
    kind: 'labelled',
    weight: 1,
    frequency: { kind: 'uniform' },
    of: 'birthdays',
    facts: 1000,
    negatives: 0.5,
    ...changes,
  };
}

export function spelling(changes: Partial<Spelling> = {}): Spelling {
  return {
    kind: 'spelling',
    weight: 1,
    frequency: { kind: 'uniform' },
    words: 300,
    maxLength: 6,
    ...changes,
  };
}

export function worldOf(families: WorldOptions['families'], { examples = 2000, seed = 1 } = {}): World {
  return buildWorld({ examples, families }, lexicon, seed);
}
