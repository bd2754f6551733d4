/** A corpus as texts: JSON Lines for trainers that read prompts and completions, and plain sentences. */

import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Corpus } from '../../corpus/corpus.js';
import { tokensText } from '../../corpus/vocabulary.js';
import { listedResponses } from '../../corpus/world.js';
import { replaceFile } from '../../store/atomicFile.js';
import { CORPUS_FILES } from '../../store/manifest.js';

/** Characters that are gathered before they are written. */
const BLOCK = 2 ** 20;

/**
 * Writes the tables of `writeCorpusTables` with an object in each line. An example has `prompt` and `completion`, the form that
 * trainers read: joined, they are the sentence, whose space between both belongs to the completion. In running text `text` is the
 * sentence that states it, perhaps in other words.
 */
export async function writeCorpusJson(corpus: Corpus, directory: string): Promise<void> {
  const { world, examples, counts, statements } = corpus;
  const prompts = promptTexts(corpus);
  const [ofExamples, ofPrompts, ofResponses] = CORPUS_FILES.jsonl.map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  await writeLines(ofExamples, function* () {
    for (let row = 0; row < examples.prompt.length; row++) {
      const [index, promptId, response] = [examples.family[row], examples.prompt[row], examples.response[row]];
      const { name, responseTexts, responseCount } = world.families[index];
      yield JSON.stringify({
        family: name,
        promptId,
        prompt: prompts[index][promptId],
        completion: ` ${responseTexts[response]}`,
        abstained: response === responseCount,
        ...(statements && { text: tokensText(world.vocabulary, statements[row]) }),
      });
    }
  });
  await writeLines(ofPrompts, function* () {
    for (const [index, family] of world.families.entries()) {
      const { answered, abstained } = counts[index];
      for (const [promptId, prompt] of prompts[index].entries())
        yield JSON.stringify({
          family: family.name,
          promptId,
          prompt,
          fact: family.fact[promptId],
          mu: family.promptWeight[promptId],
          trainingMu: family.trainingWeight[promptId],
          alpha: family.answerProbability[promptId],
          answerId: family.answer[promptId],
          answer: family.responseTexts[family.answer[promptId]],
          answered: answered[promptId],
          abstained: abstained[promptId],
        });
    }
  });
  await writeLines(ofResponses, function* () {
    for (const family of world.families)
      for (let responseId = 0; responseId < listedResponses(family); responseId++)
        yield JSON.stringify({
          family: family.name,
          responseId,
          response: family.responseTexts[responseId],
          abstention: responseId === family.responseCount,
        });
  });
}

/** Writes each example as a sentence in a line of its own, in running text as the text words it. */
export async function writeCorpusSentences(corpus: Corpus, directory: string): Promise<void> {
  const { world, examples, statements } = corpus;
  const prompts = promptTexts(corpus);
  const file = join(directory, CORPUS_FILES.txt[0]);
  await writeLines(file, function* () {
    for (let row = 0; row < examples.prompt.length; row++) {
      const index = examples.family[row];
      yield statements
        ? tokensText(world.vocabulary, statements[row])
        : `${prompts[index][examples.prompt[row]]} ${world.families[index].responseTexts[examples.response[row]]}`;
    }
  });
}

/** Texts of all prompts, [families][prompts]. */
export function promptTexts({ world: { families, vocabulary } }: Corpus): readonly (readonly string[])[] {
  return families.map(({ prompts }) => prompts.map((tokens) => tokensText(vocabulary, tokens)));
}

function writeLines(path: string, lines: () => Iterable<string>): Promise<void> {
  return replaceFile(path, async (temporaryPath) => {
    const file = openSync(temporaryPath, 'w');
    try {
      let block = '';
      for (const line of lines()) {
        block += `${line}\n`;
        if (block.length < BLOCK) continue;
        writeWhole(file, block);
        block = '';
      }
      writeWhole(file, block);
    } finally {
      closeSync(file);
    }
  });
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
