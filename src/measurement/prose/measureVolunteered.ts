/** Facts that a model of running text states without being asked. */
import type { Corpus } from '../../corpus/corpus.js';
import type { LanguageModel } from '../../models/languageModel.js';
import type { Stream } from '../../random/stream.js';
import type { VolunteeredMeasurement } from '../../results/familyMeasurement.js';
import { factFinder } from './statedFacts.js';
import { writeTexts } from './writeTexts.js';

/**
 * Lets the model write texts of a row's length from the start, and reads which facts they state.
 * @param count number of texts
 * @returns by family name
 */
export async function measureVolunteered(
  model: LanguageModel,
  corpus: Corpus,
  count: number,
  draws: Stream,
): Promise<Record<string, VolunteeredMeasurement>> {
  const { options, tokenizer } = corpus.world.prose!;
  const starts = Array.from({ length: count }, () => new Int32Array(0));
  const texts = await writeTexts(model, starts, options.window, options.window, draws);
  const find = factFinder(corpus);
  const facts = texts.flatMap((tokens) => find(tokenizer.vocabulary.text(tokens)));
  return Object.fromEntries(
    corpus.world.families.map(({ name }) => {
      const stated = facts.filter(({ family }) => family === name);
      const share = (holds: (fact: (typeof stated)[number]) => boolean): number | null =>
        stated.length === 0 ? null : stated.filter(holds).length / stated.length;
      return [
        name,
        {
          count: stated.length,
          right: share(({ outcome, shown }) => outcome === 'right' && shown > 0),
          luckyRight: share(({ outcome, shown }) => outcome === 'right' && shown === 0),
          wrong: share(({ outcome }) => outcome === 'wrong'),
          nobody: share(({ outcome }) => outcome === 'nobody'),
        },
      ];
    }),
  );
}
