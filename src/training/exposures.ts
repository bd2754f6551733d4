/** Counts how often training has stated each fact up to a step, exactly: the order of its rows is drawn again. */
import type { Corpus } from '../corpus/corpus.js';
import { examplesRead, type ReadingOptions } from './trainingBatches.js';

/**
 * Returns the number of rows read until a step, that step included, which give each prompt its right answer,
 * [families][prompts]. Steps must be asked in ascending order. The arrays are counted on by the next call.
 * @param seed of the training
 */
export function exposures(
  corpus: Corpus,
  options: ReadingOptions,
  seed: number,
): (step: number) => readonly Int32Array[] {
  const { world, examples } = corpus;
  const read = world.families.map(({ prompts }) => new Int32Array(prompts.length));
  const steps = examplesRead(corpus, options, seed);
  let done = 0;
  return (step) => {
    // Steps after the last one are those of grading, which states no facts.
    for (const last = Math.min(step, options.steps); done < last; done++) {
      const stated = steps.next().value;
      for (let i = 0; i < stated.length; i++) {
        const { family, prompt, response } = examples;
        const example = stated[i];
        const of = family[example];
        if (response[example] === world.families[of].answer[prompt[example]]) read[of][prompt[example]]++;
      }
    }
    return read;
  };
}
