/** Exposures are exact: against rows and texts that batches hold, and against closed forms of whole passes. */
import { describe, expect, test } from '@jest/globals';
import { timesRight } from '../../src/corpus/answersGiven.js';
import { buildWorld } from '../../src/corpus/buildWorld.js';
import type { Corpus } from '../../src/corpus/corpus.js';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { sentenceReader } from '../../src/corpus/sentence.js';
import { exposures } from '../../src/training/exposures.js';
import { type ReadingOptions, trainingBatches } from '../../src/training/trainingBatches.js';
import { facts, lexicon, worldOf } from '../corpus/worlds.js';

const SEED = 11;

const corpus = drawCorpus(
  worldOf(
    {
      birthdays: facts({ prompts: 60, responses: 9, answerProbability: 0.8, noise: 0.2 }),
      cities: facts({ prompts: 40, responses: 30 }),
    },
    { examples: 150, seed: 5 },
  ),
  150,
  5,
);

function rightRows({ world, counts }: Corpus): readonly (readonly number[])[] {
  return world.families.map(({ prompts }, index) => prompts.map((_, c) => timesRight(counts[index], c)));
}

function listed(read: readonly Int32Array[]): readonly (readonly number[])[] {
  return read.map((of) => [...of]);
}

/** Readings counted from the tokens of the batches alone. */
function countedFromBatches(of: Corpus, options: ReadingOptions, until: number): readonly (readonly number[])[] {
  const { world } = of;
  const read = sentenceReader(world);
  const sentences = new Map<string, readonly [family: number, prompt: number]>();
  world.families.forEach(({ prompts, answer }, family) =>
    prompts.forEach((_, prompt) =>
      sentences.set(read(family, prompt, answer[prompt]).tokens.join(' '), [family, prompt]),
    ),
  );
  const counts = world.families.map(({ prompts }) => prompts.map(() => 0));
  const rows = trainingBatches(of, { ...options, loss: 'all' }, SEED);
  const batches = rows.batches(0);
  for (let step = 1; step <= until; step++) {
    const { labels, weights } = batches.next().value;
    for (let row = 0; row < options.batchSize; row++) {
      const places = Array.from({ length: rows.predictions }, (_, slot) => row * rows.predictions + slot);
      const text = places.filter((at) => weights[at] > 0).map((at) => labels[at]);
      const stated = sentences.get(text.join(' '));
      if (stated !== undefined) counts[stated[0]][stated[1]]++;
    }
  }
  return counts;
}

describe('exposures', () => {
  const options = { steps: 30, batchSize: 16 };

  test('are 0 before the first step, and those of whole passes after them', () => {
    const passes = { steps: 6, batchSize: corpus.examples.family.length };
    const until = exposures(corpus, passes, SEED);
    expect(
      listed(until(0))
        .flat()
        .every((times) => times === 0),
    ).toBe(true);
    for (const step of [1, 4])
      expect(listed(until(step))).toEqual(rightRows(corpus).map((family) => family.map((times) => step * times)));
  });

  test('are what the tokens of the batches say', () => {
    for (const step of [1, 7, 30])
      expect(listed(exposures(corpus, options, SEED)(step))).toEqual(countedFromBatches(corpus, options, step));
  });

  test('asked at once or step by step are the same, and steps after the last one read nothing', () => {
    const stepwise = exposures(corpus, options, SEED);
    for (let step = 0; step < 30; step++) stepwise(step);
    expect(listed(stepwise(30))).toEqual(listed(exposures(corpus, options, SEED)(30)));
    expect(listed(stepwise(90))).toEqual(listed(exposures(corpus, options, SEED)(30)));
    expect(listed(exposures(corpus, options, SEED + 1)(7))).not.toEqual(listed(exposures(corpus, options, SEED)(7)));
  });

  test('in stages are those of the families that are taught', () => {
    const stages = [
      { until: 0.5, families: ['birthdays'], replay: 0 },
      { until: 1, families: ['cities'], replay: 0 },
    ];
    const until = exposures(corpus, { ...options, stages }, SEED);
    const sum = (of: Int32Array): number => of.reduce((total, times) => total + times, 0);
    expect(sum(until(15)[1])).toBe(0);
    const first = sum(until(15)[0]);
    expect([sum(until(30)[0]), sum(until(30)[1])]).toEqual([first, 15 * 16]);
  });
});

describe('exposures in running text', () => {
  const documents = Array.from(
    { length: 30 },
    (_, at) =>
      `The house of ${at} hills was old. It stood by the water. Nobody had lived there since the war of ${at}.`,
  );
  const prose = (from: number, until: number): Corpus =>
    drawCorpus(
      buildWorld(
        {
          examples: 120,
          families: {
            cities: {
              kind: 'person',
              attribute: 'city',
              prompts: 60,
              group: 1,
              groups: 1,
              weight: 1,
              frequency: { kind: 'uniform' },
              answerProbability: 1,
            },
          },
          text: {
            source: 'x.txt',
            heldOut: 0.1,
            vocabulary: 400,
            window: 90,
            share: 0.7,
            wordings: 3,
            wordingOf: 'fact',
            facts: { from, until },
            context: 0,
          },
        } as Parameters<typeof buildWorld>[0],
        lexicon,
        7,
        { table: () => undefined as never, lines: () => [], documents: () => documents },
      ),
      120,
      3,
    );
  const options = { steps: 20, batchSize: 8 };

  /** Times that the sentence of each prompt stands in the texts of the batches. */
  function standsIn(of: Corpus, until: number): readonly number[] {
    const sentence = new Map<number, Int32Array>();
    of.statements!.forEach((tokens, row) => sentence.set(of.examples.prompt[row], tokens));
    const counts = of.world.families[0].prompts.map(() => 0);
    const rows = trainingBatches(of, { ...options, loss: 'all' }, SEED);
    const batches = rows.batches(0);
    for (let step = 1; step <= until; step++) {
      const { labels } = batches.next().value;
      for (let row = 0; row < options.batchSize; row++) {
        const text = labels.subarray(row * rows.predictions, (row + 1) * rows.predictions);
        for (const [prompt, tokens] of sentence)
          text.forEach((_, at) => {
            if (tokens.every((token, i) => text[at + i] === token)) counts[prompt]++;
          });
      }
    }
    return counts;
  }

  test('are the sentences that stand in the texts', () => {
    const throughout = prose(0, 1);
    for (const step of [1, 9, 20]) {
      const [read] = listed(exposures(throughout, options, SEED)(step));
      expect(read).toEqual(standsIn(throughout, step));
    }
  });

  test('stop where facts do, and begin where they do', () => {
    const early = exposures(prose(0, 0.5), options, SEED);
    const atHalf = [...early(10)[0]];
    expect(atHalf.reduce((sum, times) => sum + times, 0)).toBeGreaterThan(100);
    expect([...early(20)[0]]).toEqual(atHalf);
    const late = exposures(prose(0.5, 1), options, SEED);
    expect(Math.max(...late(10)[0])).toBe(0);
    expect(Math.max(...late(20)[0])).toBeGreaterThan(0);
  });
});
