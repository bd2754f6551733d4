import { describe, expect, test } from '@jest/globals';
import { buildWorld } from '../../src/corpus/buildWorld.js';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import type { FamilyOptions } from '../../src/corpus/families/registry.js';
import { personFacts } from '../../src/corpus/people/personFacts.js';
import type { Integers } from '../../src/corpus/prose/keptText.js';
import { minimalPairs, PATTERNS } from '../../src/corpus/prose/minimalPairs.js';
import { drawPassages } from '../../src/corpus/prose/passages.js';
import type { ProseOptions } from '../../src/corpus/prose/proseOptions.js';
import { sentence } from '../../src/corpus/sentence.js';
import { START, STOP, tokensText } from '../../src/corpus/vocabulary.js';
import type { World } from '../../src/corpus/world.js';
import { UserError } from '../../src/errors/userError.js';
import { stream } from '../../src/random/stream.js';
import { ADDRESSES_FILE, documentsIn } from '../../src/sweep/run/textFiles.js';
import { proseBatches, proseTexts } from '../../src/training/proseBatches.js';
import { brackets, common, facts, lexicon } from './worlds.js';

const all = await documentsIn([ADDRESSES_FILE]);
/** A few of them, of all centuries. */
const documents = all.filter((_, at) => at % 12 === 0);

const text: ProseOptions = {
  source: 'addresses',
  heldOut: 0.2,
  vocabulary: 700,
  window: 48,
  share: 0.6,
  wordings: 16,
  wordingOf: 'fact',
  facts: { from: 0, until: 1 },
  context: 0,
};

function person(attribute: string, changes: object = {}): FamilyOptions {
  return {
    ...common,
    kind: 'person',
    attribute,
    prompts: 60,
    group: 1,
    groups: 1,
    answerProbability: 0.9,
    ...changes,
  } as FamilyOptions;
}

function proseWorld(changes: Partial<ProseOptions> = {}, families = everything()): World {
  const reader = { table: () => ({ columns: [], rows: [] }), lines: () => [], documents: () => documents };
  return buildWorld({ examples: 200, families, text: { ...text, ...changes } }, lexicon, 7, reader);
}

function everything(): Record<string, FamilyOptions> {
  return Object.fromEntries(personFacts.map(({ name }) => [name, person(name)]));
}

function whole(integers: Integers): Int32Array {
  return integers.slice(0, integers.length);
}

test('the shipped text is all of the addresses, each a line', () => {
  expect(all).toHaveLength(233);
  expect(all[0]).toMatch(/^Fellow-Citizens of the Senate and House of Representatives/);
});

describe('a world in running text', () => {
  const world = proseWorld();
  const { encode, vocabulary } = world.prose!.tokenizer;

  test('has the start and the stop where every world has them', () => {
    expect(vocabulary.words[STOP]).toBe('.');
    expect(new Set(vocabulary.words).size).toBe(vocabulary.words.length);
    expect(encode('It was. So.').filter((token) => token === STOP)).toHaveLength(2);
    expect(encode(documents[0]).includes(START)).toBe(false);
  });

  test('gives back every document', () => {
    for (const document of documents.slice(0, 3)) expect(tokensText(vocabulary, encode(document))).toBe(document);
  });

  test('cuts a sentence as prompt, path and stop, for all prompts and responses', () => {
    world.families.forEach((family, index) => {
      for (const response of [0, 1, family.responseCount - 1, family.responseCount])
        for (const prompt of [0, 17, 59]) {
          const whole = tokensText(vocabulary, sentence(world, index, prompt, response).tokens);
          expect([...encode(` ${whole}`)]).toEqual([...sentence(world, index, prompt, response).tokens]);
          expect(whole.endsWith(family.responseTexts[response])).toBe(true);
        }
    });
  });

  test('asks every fact in the wording in which training states it', () => {
    const corpus = drawCorpus(world, 200, 7);
    corpus.statements!.forEach((tokens, row) => {
      const { family, prompt, response } = corpus.examples;
      expect([...tokens]).toEqual([...sentence(world, family[row], prompt[row], response[row]).tokens]);
    });
    const [birthday] = world.families;
    expect(tokensText(vocabulary, birthday.prompts[0])).toMatch(/^\S+ \S+ was born on$/);
    const { taught, subjects } = birthday.inProse!.wordings;
    const wordingOf = (prompt: number): string =>
      `${tokensText(vocabulary, birthday.prompts[prompt])} {answer}.`.replace(subjects[prompt], '{person}');
    expect(new Set(birthday.prompts.map((_, prompt) => wordingOf(prompt)))).toEqual(new Set(taught.slice(0, 16)));
  });

  test('asks again in wordings that training never uses', () => {
    for (const { inProse, prompts } of world.families) {
      expect(inProse!.reworded).toHaveLength(prompts.length);
      const { taught, heldOut } = inProse!.wordings;
      expect(taught.filter((each) => heldOut.includes(each))).toEqual([]);
      expect(taught).toHaveLength(36);
    }
  });

  test('is about the same people in each family', () => {
    const [first, ...others] = world.families.map(({ inProse }) => inProse!.wordings.subjects);
    for (const subjects of others) expect(subjects).toEqual(first);
  });

  test('keeps held-out documents apart', () => {
    const { heldOutDocuments, heldOut, training } = world.prose!;
    expect(heldOutDocuments).toHaveLength(Math.round(0.2 * documents.length));
    const ends = tokensText(vocabulary, whole(heldOut.tokens).slice(-30));
    expect([...heldOutDocuments].at(-1)!.endsWith(ends)).toBe(true);
    expect(tokensText(vocabulary, whole(training.tokens))).not.toContain(ends);
  });

  test('has sentences that begin behind a stop', () => {
    const [tokens, sentences] = [world.prose!.training.tokens, world.prose!.training.sentences].map(whole);
    const inside = [...sentences].filter((at) => at > 0 && tokens[at - 1] === STOP);
    expect(inside.length).toBeGreaterThan(0.98 * sentences.length);
    for (const at of sentences) expect(vocabulary.words[tokens[at]]).toMatch(/^Ġ/);
  });

  test('draws the wording of each row where rows have them', () => {
    const rows = proseWorld({ wordingOf: 'row', wordings: 36 });
    const corpus = drawCorpus(rows, 200, 7);
    const stated = corpus.statements!.map((tokens) => tokensText(vocabulary, tokens));
    expect(drawCorpus(rows, 200, 7).statements).toEqual(corpus.statements);
    expect(stated.some((sentence) => !/(nobody knows|\d|[\p{L}])\.$/u.test(sentence))).toBe(false);
    const { prompt, response, family } = corpus.examples;
    stated.forEach((sentence, row) => {
      const { inProse, responseTexts } = rows.families[family[row]];
      expect(sentence).toContain(inProse!.wordings.subjects[prompt[row]]);
      expect(sentence).toContain(responseTexts[response[row]].slice(0, -1));
    });
  });

  test('puts held-out text before each prompt where a context is asked for', () => {
    const with20 = proseWorld({ context: 20 });
    const [birthday] = with20.families;
    const text = tokensText(vocabulary, birthday.prompts[0]);
    const heldOut = tokensText(vocabulary, world.prose!.heldOut.tokens.slice(0, 200));
    const [before] = text.split(/\. (?=\S+ \S+ was born on$)/);
    expect(heldOut.startsWith(`${before}.`)).toBe(true);
    expect(birthday.prompts[0].length).toBeGreaterThan(20);
  });

  test('takes families with one wording, and refuses what cannot be said', () => {
    const plain = proseWorld({}, { keys: facts({ prompts: 20, responses: 20 }) });
    expect(tokensText(plain.vocabulary, plain.families[0].prompts[0])).toMatch(/^\S+ \S+'s keyword is$/);
    const refused = (family: FamilyOptions) => () => proseWorld({}, { x: family });
    expect(refused(brackets({ prompts: 50 }))).not.toThrow();
    expect(refused({ ...common, kind: 'spelling', words: 300, maxLength: 6, heldOut: 0 } as FamilyOptions)).toThrow(
      /cannot stand in running text/,
    );
    expect(refused(person('city', { synonyms: 2 }))).toThrow(/no meaning in running text/);
    expect(() => proseWorld({}, { a: person('city'), b: person('city') })).toThrow(/a prompt belongs to two families/);
    expect(() => proseWorld({ window: 60_000 })).toThrow(/the text is too short/);
  });

  test('has minimal pairs of equal length, of which the document has the right one', () => {
    const pairs = minimalPairs(world.prose!);
    const heldOut = [...world.prose!.heldOutDocuments].join('\n');
    for (const pattern of PATTERNS) {
      for (const { context, right, wrong } of pairs[pattern]) {
        expect(wrong).toHaveLength(right.length);
        expect(wrong).not.toEqual(right);
        const inOne = tokensText(vocabulary, Int32Array.from([...context, ...right]));
        expect(heldOut).toContain(inOne.slice(-20));
        expect(context.length + right.length).toBeLessThanOrEqual(text.window);
      }
    }
    expect(pairs.agreement.length).toBe(100);
    expect(pairs.spelling.length).toBeGreaterThan(20);
  });
});

describe('training rows of running text', () => {
  const world = proseWorld();
  const corpus = drawCorpus(world, 200, 7);
  const { window } = text;
  const schedule = { steps: 60, batchSize: 20 };

  function rowsOf(changes: Partial<ProseOptions> = {}): readonly (readonly string[])[] {
    const prose = { ...world.prose!, options: { ...text, ...changes } };
    const source = proseBatches(prose, { statements: corpus.statements! }, schedule, stream(1, 'batches'));
    return Array.from({ length: schedule.steps }, () => {
      const { labels, tokens } = source.next().value;
      expect(tokens.filter((_, at) => at % window === 0).every((token) => token === START)).toBe(true);
      for (let at = 1; at < tokens.length; at++) if (at % window !== 0) expect(tokens[at]).toBe(labels[at - 1]);
      return Array.from({ length: schedule.batchSize }, (_, b) =>
        tokensText(world.vocabulary, labels.subarray(b * window, (b + 1) * window)),
      );
    });
  }

  const stated = [...new Set(corpus.statements!.map((tokens) => tokensText(world.vocabulary, tokens)))];
  const times = (rows: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const row of rows)
      for (const each of stated) {
        const found = row.split(each).length - 1;
        if (found > 0) counts.set(each, (counts.get(each) ?? 0) + found);
      }
    return counts;
  };

  test('state every fact as often as its rows ask, whole, and the text fills the rest', () => {
    const rows = rowsOf().flat();
    const counts = times(rows);
    const perRow = corpus.statements!.map((tokens) => tokensText(world.vocabulary, tokens));
    const passes = perRow.map((each) => counts.get(each)! / perRow.filter((other) => other === each).length);
    expect(Math.max(...passes) - Math.min(...passes)).toBeLessThanOrEqual(1);
    const factTokens = corpus.statements!.reduce((sum, { length }, row) => sum + length * passes[row], 0);
    const share = 1 - factTokens / (rows.length * window);
    expect(Math.abs(share - text.share)).toBeLessThan(0.05);
  });

  test('hold facts in the part of training that is asked for', () => {
    const rows = rowsOf({ facts: { from: 0, until: 0.5 } });
    expect(times(rows.slice(30).flat()).size).toBe(0);
    expect(times(rows.slice(0, 30).flat()).size).toBe(stated.length);
  });

  test('are refused where they have no room for the facts', () => {
    // In less than half of the steps a row of 48 would have to state 1.6 facts of about 26 tokens, and has room for one.
    const early = (until: number, window = 48) => drawCorpus(proseWorld({ facts: { from: 0, until }, window }), 200, 7);
    expect(() => early(0.45)).toThrow(/no room[^]*window/);
    expect(() => early(0.7)).not.toThrow();
    expect(() => early(0.45, 300)).not.toThrow();
    // Longer rows are no remedy where facts would fill more than all tokens.
    expect(() => early(0.3, 300)).toThrow(/no room[^]*hint: +raise share, or/);
  });

  test('go on after the batches that are left out', () => {
    const batch = (skipped: number) =>
      proseBatches(world.prose!, { statements: corpus.statements! }, schedule, stream(1, 'batches'), skipped);
    const all = batch(0);
    all.next();
    all.next();
    expect(batch(2).next().value).toEqual(all.next().value);
  });
});

describe('passages', () => {
  const window = 96;
  const world = proseWorld({ passages: 0.5, window }, { birthday: person('birthday'), city: person('city') });
  const { vocabulary, families } = world;
  const corpus = drawCorpus(world, 200, 7);
  const draw = drawPassages(world);

  /** The wording, the invented person and the answer of a sentence. */
  function stated(sentence: string, { inProse, responseTexts }: World['families'][number]) {
    const { taught, strangers } = inProse!.wordings;
    const names = new Set(strangers!());
    const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    const answers = responseTexts.map((text) => escaped(text.slice(0, -1))).join('|');
    for (const wording of taught) {
      const pattern = escaped(wording)
        .replace('\\{person\\}', '(?<person>.+)')
        .replace('\\{answer\\}', `(?<answer>${answers})`);
      const groups = new RegExp(`^${pattern}$`).exec(sentence)?.groups;
      if (groups !== undefined && names.has(groups.person))
        return { wording, person: groups.person, answer: groups.answer };
    }
    return undefined;
  }

  test('are about nobody of the world, in two wordings; half of the questions stand alone and are not answered', () => {
    const draws = stream(5, 'batches');
    let alone = 0;
    for (let i = 0; i < 400; i++) {
      const text = tokensText(vocabulary, draw(draws)).trim();
      const family = families.find(({ responseTexts: [...texts] }) => texts.some((each) => text.endsWith(` ${each}`)))!;
      const { subjects } = family.inProse!.wordings;
      const unknown = family.responseTexts.at(-1)!.slice(0, -1);
      const end = text.indexOf('. ') + 1;
      const reply = stated(text.slice(end).trim(), family)!;
      expect(subjects).not.toContain(reply.person);
      if (end === 0) {
        alone++;
        expect(reply.answer).toBe(unknown);
        continue;
      }
      const passage = stated(text.slice(0, end), family)!;
      // A passage goes on behind its answer: it does not begin as a question does.
      expect(passage.wording).not.toMatch(/\{answer\}\.$/);
      expect(passage.person).toBe(reply.person);
      expect(passage.answer).toBe(reply.answer);
      expect(reply.answer).not.toBe(unknown);
    }
    // Within five standard deviations of half.
    expect(Math.abs(alone - 200)).toBeLessThan(50);
  });

  test('stand in as many rows as asked for, and facts are stated as often as without them', () => {
    const schedule = { steps: 60, batchSize: 20 };
    const rowsOf = (passages: number, nextPassage = draw): { readonly texts: string[]; readonly facts: number } => {
      const prose = { ...world.prose!, options: { ...world.prose!.options, passages, share: 0.8 } };
      const steps = proseTexts(prose, { statements: corpus.statements!, nextPassage }, schedule, stream(1, 'batches'));
      let facts = 0;
      const texts = Array.from({ length: schedule.steps }, () => {
        const { texts: tokens, stated: rows } = steps.next().value;
        facts += rows.length;
        return Array.from({ length: schedule.batchSize }, (_, b) =>
          tokensText(vocabulary, tokens.slice(b * window, (b + 1) * window)),
        );
      }).flat();
      return { texts, facts };
    };
    let drawn = 0;
    const counting = (draws: Parameters<typeof draw>[0]) => {
      drawn++;
      return draw(draws);
    };
    const half = rowsOf(0.5, counting);
    expect(Math.abs(drawn - 600)).toBeLessThan(90);
    expect(Math.abs(half.facts / rowsOf(0).facts - 1)).toBeLessThan(0.1);
  });

  test('stand before each prompt, about its person or about a stranger', () => {
    for (const { inProse, prompts, answer, responseTexts } of families) {
      const { given, other } = inProse!.behindPassages!;
      const { subjects } = inProse!.wordings;
      prompts.forEach((prompt, at) => {
        const asked = tokensText(vocabulary, prompt);
        const [right, elsewhere] = [given[at], other[at]].map((tokens) => tokensText(vocabulary, tokens));
        expect(right.endsWith(asked)).toBe(true);
        expect(elsewhere.endsWith(asked)).toBe(true);
        const passage = right.slice(0, -asked.length);
        expect(passage).toContain(subjects[at]);
        expect(passage).toContain(responseTexts[answer[at]].slice(0, -1));
        for (const subject of subjects) expect(elsewhere.slice(0, -asked.length)).not.toContain(subject);
      });
    }
  });

  test('are refused where rows have no room for them', () => {
    expect(() => proseWorld({ passages: 0.5, window: 40 }, { city: person('city') })).toThrow(
      /no room for so many passages/,
    );
    expect(() => proseWorld({ passages: 4, window }, { city: person('city') })).toThrow(/window/);
  });

  test('may be longer than a row if few are', () => {
    const asked = { city: person('city') };
    const { given } = proseWorld({ passages: 0.5, window }, asked).families[0].inProse!.behindPassages!;
    const lengths = given.map(({ length }) => length).sort((a, b) => a - b);
    // The longest question has no room beside its answer, which takes more than two tokens.
    expect(() => proseWorld({ passages: 0.5, window: lengths.at(-1)! + 2 }, asked)).not.toThrow();
    expect(() => proseWorld({ passages: 0.5, window: lengths[lengths.length >> 1]! }, asked)).toThrow(/no room/);
  });

  test('need people who can be invented', () => {
    expect(() => proseWorld({ passages: 0.5 }, { keys: facts({ prompts: 20, responses: 20 }) })).toThrow(UserError);
  });
});
