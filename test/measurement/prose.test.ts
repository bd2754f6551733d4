import { expect, test } from '@jest/globals';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { minimalPairs } from '../../src/corpus/prose/minimalPairs.js';
import { measureReworded } from '../../src/measurement/measureInOtherForms.js';
import { continueTexts } from '../../src/measurement/prose/continueTexts.js';
import { measureProse } from '../../src/measurement/prose/measureProse.js';
import { measureVolunteered } from '../../src/measurement/prose/measureVolunteered.js';
import { factFinder } from '../../src/measurement/prose/statedFacts.js';
import { concatenated } from '../../src/models/contexts.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { stream } from '../../src/random/stream.js';
import { cityProse } from './cityProse.js';

const world = await cityProse();
const corpus = drawCorpus(world, 60, 3);
const { tokenizer } = world.prose!;
const V = tokenizer.vocabulary.words.length;
const [city] = world.families;

/** A model that gives each token but the start the same probability, whatever stands before it. */
const even: LanguageModel = {
  kind: 'even',
  trainableParameters: 0,
  vocabularySize: V,
  nextTokenLogProbabilities: async (contexts) =>
    new Float64Array(contexts.length * V).map((_, at) => (at % V === 0 ? -Infinity : -Math.log(V - 1))),
};

/** A model that writes what follows a context in one of these texts, and else any token. */
function recites(known: readonly Int32Array[]): LanguageModel {
  return {
    ...even,
    kind: 'recites',
    nextTokenLogProbabilities: async (contexts) => {
      const rows = await even.nextTokenLogProbabilities(contexts);
      contexts.forEach((context, row) => {
        for (const text of known) {
          if (context.length >= text.length || !context.every((token, at) => token === text[at])) continue;
          rows.fill(-50, row * V, (row + 1) * V);
          rows[row * V + text[context.length]] = 0;
          return;
        }
      });
      return rows;
    },
  };
}

test('a model that knows nothing has the loss of even tokens, and errs on half of the pairs', async () => {
  const { loss, bitsPerCharacter, agreementError, spellingError } = await measureProse(even, world.prose!);
  expect(loss).toBeCloseTo(Math.log(V - 1), 10);
  const { tokens } = world.prose!.heldOut;
  const whole = Math.floor(tokens.length / 40) * 40;
  const characters = tokenizer.vocabulary.text(tokens.slice(0, whole)).length;
  const perCharacter = (whole * Math.log2(V - 1)) / characters;
  expect(Math.abs(bitsPerCharacter / perCharacter - 1)).toBeLessThan(0.05);
  expect(agreementError).toBeCloseTo(0.5, 10);
  expect(spellingError).toBeCloseTo(0.5, 10);
});

test('a model that writes the document errs on none of the pairs', async () => {
  const pairs = minimalPairs(world.prose!).agreement;
  const texts = pairs.map(({ context, right }) => concatenated(context, right));
  const { agreementError } = await measureProse(recites(texts), world.prose!);
  expect(agreementError!).toBeLessThan(1e-6);
});

test('one who has learnt a sentence by heart does not know it in other words', async () => {
  const reworded = await measureReworded(recites(corpus.statements!), city, corpus.counts[0]);
  expect(reworded!.answered.accuracy!).toBeLessThan(0.01);
  expect(reworded!.accuracy).toBeLessThan(0.01);
});

test('facts in a text are found in every wording, and judged', async () => {
  const find = factFinder(corpus);
  const { wordings } = city.inProse!;
  const [shown] = corpus.examples.prompt;
  const never = corpus.counts[0].answered.indexOf(0);
  const answerOf = (prompt: number): string => city.responseTexts[city.answer[prompt]].slice(0, -1);
  const say = (wording: string, subject: string, answer: string): string =>
    wording.replace('{person}', subject).replace('{answer}', answer);
  for (const wording of [...wordings.taught, ...wordings.heldOut]) {
    const other = answerOf(shown) === 'Austin' ? 'Bonn' : 'Austin';
    const text = [
      'We met.',
      say(wording, wordings.subjects[shown], answerOf(shown)),
      say(wording, wordings.subjects[shown], other),
      say(wording, wordings.subjects[never], answerOf(never)),
      say(wording, 'Xaver Unbekannt', 'Bonn'),
      say(wording, wordings.subjects[never], 'a place nobody knows'),
    ].join(' ');
    const found = find(text);
    expect([wording, ...found.map(({ outcome }) => outcome)]).toEqual([
      wording,
      'right',
      'wrong',
      'right',
      'nobody',
      'abstention',
    ]);
    expect(found.map((fact) => fact.shown > 0)).toEqual([true, true, false, false, false]);
    expect(text.slice(found[0].from, found[0].until)).toBe(say(wording, wordings.subjects[shown], answerOf(shown)));
  }
  expect(find('Nothing is said of anybody.')).toEqual([]);
});

test('facts that a model volunteers are counted', async () => {
  const [statement] = corpus.statements!;
  const { city: measured } = await measureVolunteered(recites([statement]), corpus, 5, stream(1, 'measurement'));
  expect(measured).toMatchObject({ count: 5, right: 1, wrong: 0, nobody: 0, luckyRight: 0 });
  const none = await measureVolunteered(even, corpus, 5, stream(1, 'measurement'));
  expect(none.city).toEqual({ count: 0, right: null, luckyRight: null, wrong: null, nobody: null });
});

test('a text is continued, and a beginning is not cut', async () => {
  const [statement] = corpus.statements!;
  const sentence = tokenizer.vocabulary.text(statement);
  const [{ text, facts }] = await continueTexts(
    recites([statement]),
    corpus,
    [sentence.slice(0, sentence.indexOf(' ', 12))],
    stream(1, 'measurement'),
  );
  expect(text.startsWith(sentence)).toBe(true);
  expect(facts[0]).toMatchObject({ outcome: 'right', from: 0, until: sentence.length });
});
