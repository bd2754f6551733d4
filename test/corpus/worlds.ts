/** Worlds for tests. */
import { buildWorld, type WorldOptions } from '../../src/corpus/buildWorld.js';
import type { FamilyOptions } from '../../src/corpus/families.js';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import type { World } from '../../src/corpus/world.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';

export const lexicon = checkLexicon(loadLexicon());

type Facts = Extract<FamilyOptions, { kind: 'arbitrary-facts' }>;
/** What all kinds of families have, as it is by default. */
export const common = { weight: 1, frequency: { kind: 'uniform' } } as const;

type Brackets = Extract<FamilyOptions, { kind: 'brackets' }>;

export const facts = (changes: Partial<Facts> = {}): Facts => ({
  kind: 'arbitrary-facts', weight: 1, frequency: { kind: 'uniform' }, prompts: 2000, responses: 365, answerProbability: 1, ...changes,
});

export const brackets = (changes: Partial<Brackets> = {}): Brackets => ({
  kind: 'brackets', weight: 1, frequency: { kind: 'uniform' }, kinds: 3, depth: 3, length: 6, prompts: 1000, distractors: 0, ...changes,
});

export const worldOf = (families: WorldOptions['families'], { examples = 2000, seed = 1 } = {}): World =>
  buildWorld({ examples, families }, lexicon, seed);
