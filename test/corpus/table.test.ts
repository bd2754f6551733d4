import { describe, expect, test } from '@jest/globals';
import { responsePath } from '../../src/corpus/answerTree.js';
import { buildWorld } from '../../src/corpus/buildWorld.js';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import type { FactReader } from '../../src/corpus/factTable.js';
import type { FamilyOptions } from '../../src/corpus/families/registry.js';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { tokensText } from '../../src/corpus/vocabulary.js';
import type { FamilyWorld, World } from '../../src/corpus/world.js';
import { UserError } from '../../src/errors/userError.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';

const lexicon = checkLexicon(loadLexicon());
type Row = Readonly<Record<string, string>>;

const CAPITALS: readonly Row[] = [
  { country: 'Peru', capital: 'Lima', area: '3' },
  { country: 'Chile', capital: 'Santiago', area: '2' },
  { country: 'Côte  d’Ivoire', capital: 'Yamoussoukro', area: '1' },
  { country: 'Ecuador', capital: 'Quito .', area: '4' },
];
const TABLE = { kind: 'table', file: 'f.csv', prompt: 'the capital of {country} is', answer: 'capital' } as const;
const SHARED = { weight: 1, frequency: { kind: 'uniform' }, nature: 'arbitrary', answerProbability: 1 } as const;

function readerOf(rows: readonly Row[], lines: readonly string[] = []): FactReader {
  return {
    table: () => ({
      columns: Object.keys(rows[0]),
      rows: rows.map((cells, at) => ({ place: `row ${at + 1}`, cells })),
    }),
    lines: () => lines,
    documents: () => [],
  };
}

function worldOf(options: object, rows: readonly Row[] = CAPITALS, lines: readonly string[] = [], seed = 1): World {
  const family = { ...TABLE, ...SHARED, ...options } as unknown as FamilyOptions;
  return buildWorld({ examples: 100, families: { own: family } }, lexicon, seed, readerOf(rows, lines));
}

/** Prompt → answer, as texts. */
function factsOf(world: World): Record<string, string> {
  const [{ prompts, answer, tree }] = world.families;
  return Object.fromEntries(
    prompts.map((prompt, c) => [
      tokensText(world.vocabulary, prompt),
      tokensText(world.vocabulary, responsePath(tree, answer[c])),
    ]),
  );
}

function problemOf(build: () => World): UserError {
  try {
    build();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('nothing was refused');
}

describe('facts of a table', () => {
  test('each row is a fact: its prompt from the template, its answer without a stop of its own', () => {
    expect(factsOf(worldOf({}))).toEqual({
      'the capital of Peru is': 'Lima',
      'the capital of Chile is': 'Santiago',
      'the capital of Côte d’Ivoire is': 'Yamoussoukro',
      'the capital of Ecuador is': 'Quito',
    });
    const [family] = worldOf({}).families;
    expect([family.responseCount, family.nature, family.responseTexts.at(-1)]).toEqual([
      4,
      'arbitrary',
      "I don't know .",
    ]);
    expect([...family.promptWeight]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  test('prompts stand in an order of their own, by seed, so that a law knows nothing of the file', () => {
    const rows = Array.from({ length: 60 }, (_, i) => ({ country: `c${i}`, capital: `a${i}` }));
    const orders = [1, 2, 1].map((seed) => Object.keys(factsOf(worldOf({}, rows, [], seed))).join());
    expect(orders[0]).toBe(orders[2]);
    expect(orders[0]).not.toBe(orders[1]);
    expect(orders[0]).not.toBe(rows.map(({ country }) => `the capital of ${country} is`).join());
  });

  test('a column of weights makes μ, also for synonyms', () => {
    const weightOf = ({ vocabulary, families: [family] }: World): Record<string, number> => {
      const sums: Record<string, number> = {};
      family.prompts.forEach((prompt, c) => {
        const country = tokensText(vocabulary, prompt).replace(/^.*capital of (.*) is$/, '$1');
        sums[country] = (sums[country] ?? 0) + family.promptWeight[c];
      });
      return sums;
    };
    const expected = { Peru: 0.3, Chile: 0.2, 'Côte d’Ivoire': 0.1, Ecuador: 0.4 };
    for (const options of [{ promptWeight: 'area' }, { promptWeight: 'area', synonyms: 3 }])
      for (const [country, weight] of Object.entries(weightOf(worldOf(options))))
        expect(weight).toBeCloseTo(expected[country as keyof typeof expected], 12);
    expect(
      problemOf(() => worldOf({ promptWeight: 'area', frequency: { kind: 'singleton-rate', target: 0.2 } })).code,
    ).toBe('law-and-weights');
  });

  test('answers that begin others end with the stop, and equal letters are equal words', () => {
    const rows = [
      { country: 'a', capital: 'San Juan' },
      { country: 'b', capital: 'San Juan Bautista' },
      { country: 'c', capital: 'Bogot\u00e1' },
      { country: 'd', capital: 'Bogota\u0301' },
    ];
    const world = worldOf({}, rows);
    expect(world.families[0].responseCount).toBe(3);
    expect(factsOf(world)['the capital of a is']).toBe('San Juan .');
    const drawn = drawCorpus(world, 200, 1);
    expect(drawn.examples.prompt).toHaveLength(200);
  });

  test('more responses: made-up ones up to a number, or a list of them', () => {
    const many = worldOf({ responses: 50 }).families[0];
    expect([many.responseCount, new Set(many.responseTexts).size]).toEqual([50, 51]);
    const listed = worldOf({ responses: 'r.txt' }, CAPITALS, [
      'Lima',
      'Santiago',
      '',
      'Quito .',
      'Yamoussoukro',
      'La Paz',
    ]);
    expect(listed.families[0].responseTexts).toContain('La Paz .');
    expect(listed.families[0].responseCount).toBe(5);
  });

  const cases: readonly (readonly [string, object, readonly Row[], readonly string[], RegExp])[] = [
    ['a fact that stands twice', {}, [...CAPITALS, CAPITALS[1]], [], /stands in the table twice[^]*row 5[^]*row 2/],
    [
      'two answers to one prompt',
      {},
      [...CAPITALS, { country: 'Peru', capital: 'Cusco', area: '1' }],
      [],
      /different answers[^]*"the capital of Peru is", also in row 1/,
    ],
    ['an empty cell', {}, [...CAPITALS, { country: 'x', capital: ' ', area: '1' }], [], /empty[^]*capital/],
    ['an empty name', {}, [...CAPITALS, { country: '', capital: 'y', area: '1' }], [], /empty[^]*country/],
    [
      'an abstention',
      {},
      [...CAPITALS, { country: 'x', capital: "I don't know .", area: '1' }],
      [],
      /abstention is no fact[^]*answerProbability/,
    ],
    ['a lone stop', {}, [...CAPITALS, { country: 'St . Lucia', capital: 'y', area: '1' }], [], /closes every sentence/],
    ['a missing column', { answer: 'city' }, CAPITALS, [], /no such column[^]*city[^]*country, capital, area/],
    ['a missing column of a prompt', { prompt: '{land} is' }, CAPITALS, [], /no such column[^]*own\.prompt/],
    ['a prompt without a column', { prompt: 'who' }, CAPITALS, [], /all prompts would be the same/],
    [
      'a weight that is none',
      { promptWeight: 'area' },
      [{ ...CAPITALS[0], area: '0' }, ...CAPITALS.slice(1)],
      [],
      /not a weight[^]*above 0/,
    ],
    ['too few responses', { responses: 3 }, CAPITALS, [], /more different answers[^]*at least 4/],
    ['a list without an answer', { responses: 'r.txt' }, CAPITALS, ['Lima'], /no response[^]*"Santiago"/],
    ['a single fact', {}, CAPITALS.slice(0, 1), [], /too few/],
  ];
  test.each(cases)('%s is refused by name', (_name, options, rows, lines, words) => {
    const error = problemOf(() => worldOf(options, rows, lines));
    expect(error.message).toMatch(words);
    expect(error.problems[0].keyPath).toMatch(/^corpus\.families\.own\./);
  });

  test('one prompt in two families is refused, and so are tables where no files are read', () => {
    const family = { ...TABLE, ...SHARED } as unknown as FamilyOptions;
    const two = { examples: 100, families: { one: family, two: family } };
    expect(problemOf(() => buildWorld(two, lexicon, 1, readerOf(CAPITALS))).message).toMatch(
      /two families[^]*the capital of/,
    );
    expect(problemOf(() => buildWorld({ examples: 9, families: { one: family } }, lexicon, 1)).code).toBe('no-files');
  });

  test('α, held-out facts and noise work as in every family', () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ country: `c${i}`, capital: `a${i % 20}` }));
    const world = worldOf({ answerProbability: 0.5, heldOut: 0.1, noise: 0.2 }, rows);
    const [family]: readonly FamilyWorld[] = world.families;
    expect(family.trainingWeight.filter((weight) => weight === 0)).toHaveLength(20);
    expect([...new Set(family.answerProbability)]).toEqual([0.5]);
    const { counts } = drawCorpus(world, 4000, 1);
    const answered = counts[0].answered.reduce((sum, n) => sum + n, 0);
    expect(Math.abs(answered / 4000 - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 4000));
  });
});
