/** A network's own words that are kept with its run: answers drawn as the error rate counts them, and in running text a few texts. */
import type { Corpus } from '../corpus/corpus.js';
import type { LanguageModel } from '../models/languageModel.js';
import { stream } from '../random/stream.js';
import type { Spoken } from '../results/spoken.js';
import { askModel, mixedPrompts } from './askModel.js';
import { continueTexts } from './prose/continueTexts.js';

/** Prompts that are asked: never shown, shown once, shown often and of patterns in turn. */
const ASKED = 10;
/** Texts that are written from nothing. */
const WRITTEN = 2;

/**
 * Asks a network, and lets it write.
 * @param isEnd whether training has ended: before it, the network only writes
 */
export async function speak(model: LanguageModel, corpus: Corpus, seed: number, isEnd: boolean): Promise<Spoken> {
  // Of an open family the answers that are listed are not all: what is said beside them may be one.
  const asked = (isEnd ? mixedPrompts(corpus, ASKED, stream(seed, 'measurement/spoken')) : []).filter(
    ({ family }) => corpus.world.families[family].open === null,
  );
  return {
    replies: await askModel(model, corpus, asked, stream(seed, 'measurement/spoken/answers')),
    texts:
      corpus.world.prose === undefined
        ? []
        : await continueTexts(model, corpus, Array(WRITTEN).fill(''), stream(seed, 'measurement/spoken/texts')),
  };
}

/**
 * The steps at which a network speaks: the end, and in running text the measured ones nearest to a third and two thirds of it.
 * @param measured steps at which it is measured, ascending
 */
export function speakingSteps(measured: readonly number[], writes: boolean): ReadonlySet<number> {
  const end = measured[measured.length - 1];
  const later = measured.filter((step) => step > 0);
  const nearest = (place: number): number =>
    later.reduce((best, step) => (Math.abs(step - place) < Math.abs(best - place) ? step : best), end);
  return new Set(writes ? [nearest(end / 3), nearest((2 * end) / 3), end] : [end]);
}
