/** A small world in running text for tests of measurements. */
import { buildWorld } from '../../src/corpus/buildWorld.js';
import type { Documents } from '../../src/corpus/prose/keptText.js';
import type { ProseOptions } from '../../src/corpus/prose/proseOptions.js';
import type { World } from '../../src/corpus/world.js';
import { ADDRESSES_FILE, documentsIn } from '../../src/sweep/run/textFiles.js';
import { common, lexicon } from '../corpus/worlds.js';

/** The cities of 50 people between the sentences of a few addresses. */
export async function cityProse(changes: Partial<ProseOptions> = {}): Promise<World> {
  return cityProseIn(
    (await documentsIn([ADDRESSES_FILE])).filter((_, at) => at % 20 === 0),
    changes,
  );
}

/** The cities of 50 people between the sentences of documents. */
export function cityProseIn(documents: Documents, changes: Partial<ProseOptions> = {}): World {
  const text: ProseOptions = {
    source: 'addresses',
    heldOut: 0.3,
    vocabulary: 600,
    window: 40,
    share: 0.5,
    wordings: 4,
    wordingOf: 'fact',
    facts: { from: 0, until: 1 },
    context: 0,
    ...changes,
  };
  const city = {
    ...common,
    kind: 'person',
    attribute: 'city',
    prompts: 50,
    group: 1,
    groups: 1,
    answerProbability: 1,
  } as const;
  const reader = { table: () => ({ columns: [], rows: [] }), lines: () => [], documents: () => documents };
  return buildWorld({ examples: 60, families: { city }, text }, lexicon, 3, reader);
}
