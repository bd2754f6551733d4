import { expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { measureBehindPassages } from '../../src/measurement/measureInOtherForms.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { longestSentence } from '../../src/training/train.js';
import { cityProse } from './cityProse.js';

const world = await cityProse({ window: 80, passages: 1 });
const { counts } = drawCorpus(world, 60, 3);
const { tokenizer } = world.prose!;
const V = tokenizer.vocabulary.words.length;
const [city] = world.families;
const cities = city.responseTexts.slice(0, -1).map((text) => text.slice(0, -1));
const answers = city.responseTexts.map((text) => tokenizer.encode(` ${text}`));

/** A model that copies the city that its context names before the question, whoever lives there. */
const reader: LanguageModel = {
  kind: 'reader',
  trainableParameters: 0,
  vocabularySize: V,
  nextTokenLogProbabilities: async (contexts) => {
    const rows = new Float64Array(contexts.length * V).fill(-Infinity);
    contexts.forEach((context, row) => {
      const text = tokenizer.vocabulary.text([...context]);
      const read = cities.findIndex((each) => text.includes(each));
      const answer = answers[read];
      // As many tokens of the answer as the context ends with are written already.
      let written = answer.length - 1;
      while (
        written > 0 &&
        !answer.slice(0, written).every((token, at) => context[context.length - written + at] === token)
      )
        written--;
      rows[row * V + answer[written]] = 0;
    });
    return rows;
  },
};

test('a model that copies what it reads is right behind the passage, and wrong behind that of somebody else', async () => {
  const measured = await measureBehindPassages(reader, city, counts[0]);
  const { given, other } = measured!;
  for (const part of [given, given.answered, given.unanswered]) {
    expect(part.accuracy).toBeCloseTo(1, 12);
    expect(part.errorRate).toBeCloseTo(0, 12);
  }
  // Somebody else lives in the same city for one prompt in fifty or so.
  expect(other.errorRate).toBeGreaterThan(0.9);
  expect(other.accuracy! + other.errorRate!).toBeCloseTo(1, 12);
});

test('is left out where training has no passages, and the longest prompt has room where it does', async () => {
  const { behindPassages, ...inProse } = city.inProse!;
  expect(await measureBehindPassages(reader, { ...city, inProse }, counts[0])).toBeUndefined();
  const longest = Math.max(...behindPassages!.given.map(({ length }) => length));
  expect(longestSentence(world)).toBeGreaterThan(longest + Math.min(...answers.map(({ length }) => length)));
});
