/** What the story says in numbers, against closed forms and the library. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { createEngine } from '../../src/engine/engine.js';
import { leadsToExpert } from '../../src/explore/address.js';
import { explore } from '../../src/explore/explore.js';
import { hashOf, INITIAL, stateOf } from '../../src/explore/state.js';
import { isNews, leaveOut } from '../../src/explore/story/leaveOneOut.js';
import { type LiveMeasurement, trainLive } from '../../src/explore/story/liveTraining.js';
import { manyCorpora, memoryError } from '../../src/explore/story/manyCorpora.js';
import { askAbout, askSomebody } from '../../src/explore/story/perfectMemory.js';
import { DAYS, expertSettings, PEOPLE, storyCorpus } from '../../src/explore/story/storyCorpus.js';
import { storyFacts } from '../../src/explore/story/storyFacts.js';
import {
  COSTS,
  SENTENCES,
  STEPS,
  STORY_START,
  type StoryState,
  storyHash,
  storyStateOf,
} from '../../src/explore/story/storyState.js';
import { BREAK_EVEN, students } from '../../src/explore/story/students.js';
import { stream } from '../../src/random/stream.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';

const lexicon = { ...checkLexicon(loadLexicon()), english: [] };
const factsOf = (sentences: number, seed: number) => storyFacts(storyCorpus({ sentences, seed }, lexicon));

describe('the corpus', () => {
  test('has four hundred people, each with a birthday, and counts them as the library does', async () => {
    const state = { ...STORY_START, sentences: 400, seed: 3 };
    const facts = factsOf(400, 3);
    expect(new Set(facts.names).size).toBe(PEOPLE);
    expect(facts.names[0]).toMatch(/^\p{Lu}\S+ \p{Lu}\S+$/u);
    expect(facts.days).toHaveLength(DAYS);
    expect(facts.days[10]).toBe('January 11');
    expect(facts.rows).toHaveLength(400);
    expect(facts.never + facts.once + facts.often).toBe(PEOPLE);
    const explored = await explore(expertSettings(state), lexicon);
    expect(explored.singletonRate).toBe(facts.onceShare);
    expect(explored.missingMass).toBeCloseTo(facts.missing, 12);
    expect(explored.takers.find(({ id }) => id === 'guesser')!.errorRate).toBeCloseTo(memoryError(facts.missing), 12);
  });

  test('of more sentences begins with the same ones', () => {
    const [few, many] = [factsOf(200, 5), factsOf(900, 5)];
    expect(many.names).toEqual(few.names);
    expect([...many.rows.slice(0, 200)]).toEqual([...few.rows]);
  });
});

test('the perfect memory is right about whoever is named, and about the others once in 365 times', () => {
  const facts = factsOf(400, 1);
  const draws = stream(1, 'measurement/test');
  let [asked, lucky] = [0, 0];
  for (let i = 0; i < 20_000; i++) {
    const { person, right, said, truth, times } = askSomebody(facts, draws);
    expect(said).toMatch(new RegExp(`^${facts.names[person]} was born on \\w+ \\d+\\.$`));
    if (times > 0) expect([right, said.endsWith(`${truth}.`)]).toEqual([true, true]);
    else {
      asked++;
      if (right) lucky++;
    }
  }
  expect(asked / 20_000).toBeCloseTo(facts.missing, 1);
  // Five standard errors.
  expect(Math.abs(lucky / asked - 1 / DAYS)).toBeLessThan(5 * Math.sqrt(1 / DAYS / asked));
  expect(askAbout(facts, facts.times.indexOf(1), draws).right).toBe(true);
});

describe('once foretells never', () => {
  test('sentences that are news when they are taken away are the singletons', () => {
    const facts = factsOf(350, 2);
    expect(leaveOut(facts, 350)).toEqual({ tried: 350, news: facts.once });
    expect(leaveOut(facts, 350).news / 350).toBe(facts.onceShare);
    expect(leaveOut(facts, 0)).toEqual({ tried: 0, news: 0 });
    // By hand: a sentence is news if its person is in no other.
    for (let row = 0; row < 50; row++)
      expect(isNews(facts, row)).toBe(!facts.rows.some((person, other) => other !== row && person === facts.rows[row]));
  });

  test('over many corpora share and error are one, up to chance', () => {
    const points = manyCorpora(1);
    expect(points.length).toBeGreaterThan(100);
    const apart = points.reduce((sum, { onceShare, error }) => sum + onceShare - error, 0) / points.length;
    expect(Math.abs(apart)).toBeLessThan(0.01);
    for (const { onceShare, error, sentences } of points)
      expect(Math.abs(onceShare - error)).toBeLessThan(4.42 * Math.sqrt(Math.log(5 / 0.01) / sentences));
  });
});

test('the honest student leads from a cost of 1/364 on, whatever is missing', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), (missing) => {
      const lead = (cost: number) => {
        const { guesser, honest } = students(missing, cost);
        return guesser.points - honest.points;
      };
      expect(lead(0)).toBeCloseTo((100 * missing) / DAYS, 9);
      expect(lead(BREAK_EVEN)).toBeCloseTo(0, 9);
      for (const cost of COSTS) expect(Math.sign(lead(cost))).toBe(cost < BREAK_EVEN ? 1 : -1);
    }),
  );
});

describe('the address', () => {
  test('brings the state back, and is none of expert mode', () => {
    const anyState: fc.Arbitrary<StoryState> = fc.record({
      step: fc.constantFrom(...STEPS),
      sentences: fc.constantFrom(...SENTENCES),
      seed: fc.maxSafeInteger(),
      cost: fc.constantFrom(...COSTS),
    });
    fc.assert(
      fc.property(anyState, (state) => {
        expect(storyStateOf(`#${storyHash(state)}`)).toEqual(state);
        expect(leadsToExpert(`#${storyHash(state)}`)).toBe(false);
        expect(stateOf(`#${hashOf(expertSettings(state))}`)).toEqual(expertSettings(state));
      }),
    );
  });

  test('what is impossible there is as it is at the start', () => {
    expect(storyStateOf('')).toEqual(STORY_START);
    expect(storyStateOf('#step=constructor&sentences=401&seed=x&cost=-1')).toEqual(STORY_START);
    expect([leadsToExpert(''), leadsToExpert('#expert'), leadsToExpert(`#${hashOf(INITIAL)}`)]).toEqual([
      false,
      true,
      true,
    ]);
  });
});

test('the live transformer learns what it was shown, and errs on the rest: its error falls onto the missing mass', async () => {
  const drawn = { sentences: 100, seed: 2 };
  const corpus = storyCorpus(drawn, lexicon);
  const { missing } = storyFacts(corpus);
  const curve: LiveMeasurement[] = [];
  await trainLive(corpus, await createEngine('compiled', 1), drawn.seed, 120, (measured) => curve.push(measured));
  const [first, last] = [curve[0], curve.at(-1)!];
  expect([first.step, last.step]).toEqual([0, 120]);
  expect(first.total).toBeGreaterThan(0.99);
  expect(last.shown).toBeLessThan(0.02);
  expect(last.unshown).toBeGreaterThan(0.97);
  // Some days are guessed right, as 1 of 365 is by chance.
  expect(Math.abs(last.total - missing)).toBeLessThan(0.02);
  expect(last.right).toHaveLength(PEOPLE);
  for (let person = 0; person < PEOPLE; person++)
    if (last.right[person] > 0.5) expect(last.likeliest[person]).toBe(corpus.world.families[0].answer[person]);
});
