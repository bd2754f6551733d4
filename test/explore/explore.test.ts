/** The explorable page's numbers against the library's own way to them: the experiment file that the page shows, model by model. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadExperiment } from '../../src/config/load/loadExperiment.js';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { explore } from '../../src/explore/explore.js';
import { LAWS } from '../../src/explore/laws.js';
import { leaderboard } from '../../src/explore/leaderboard.js';
import { type ExploreState, hashOf, INITIAL, SETTINGS, stateOf } from '../../src/explore/state.js';
import { TEST_TAKERS } from '../../src/explore/takers.js';
import { experimentText, figuresList, takersTable } from '../../src/explore/views.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import type { CountedModelKind } from '../../src/models/modelKind.js';
import { modelKindOf } from '../../src/models/registry.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';
import type { ModelRunConfig } from '../../src/sweep/experimentSchemas.js';
import { schemaOf } from '../../src/sweep/experimentSchemas.js';
import { corpusOf } from '../../src/sweep/run/executeRun.js';
import { theorem2Bounds } from '../../src/theory/theorems/theorem2.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';

const lexicon = checkLexicon(loadLexicon());
// The lexicon that the page carries.
const pageLexicon = { ...lexicon, english: [] };

const small: ExploreState = { ...INITIAL, examples: 300, prompts: 200, seed: 5 };

const states: readonly (readonly [string, ExploreState])[] = [
  ['uniform, birthdays', small],
  ['Zipf, three responses', { ...small, law: 'zipf', parameter: 1.2, responses: 3, alpha: 1 }],
  ['Pareto, many rows', { ...small, law: 'pareto', parameter: 0.8, responses: 50, examples: 2000, alpha: 0.3 }],
  ['head and tail, every response a word', { ...small, law: 'head-tail', parameter: 0.7, responses: 20 }],
  ['a singleton rate', { ...small, law: 'singleton-rate', parameter: 0.2, responses: 100 }],
];

describe('every figure is that of the library', () => {
  test.each(states)('%s', async (_, state) => {
    const explored = await explore(state, pageLexicon);
    const file = path.join(temporaryFolder(), 'explored.yaml');
    writeFileSync(file, experimentText(state));
    const { runs } = loadExperiment(file, { set: [], quick: false }, schemaOf);
    expect(runs).toHaveLength(TEST_TAKERS.length);
    for (const [at, run] of runs.entries()) {
      const options = run.config as ModelRunConfig;
      const corpus = corpusOf(options, lexicon);
      const { kind, ...model } = options.model;
      const fitted = (modelKindOf(kind) as CountedModelKind).fit(model, { corpus, loss: 'all' });
      const measured = await measureFamily(fitted, corpus.world.families[0], corpus.counts[0], { gamma: 0.01 });
      const taker = explored.takers[at];
      for (const figure of ['errorRate', 'invalidMass', 'accuracy', 'abstentionRate', 'delta', 'iivError'] as const)
        expect([taker.id, figure, taker[figure]]).toEqual([taker.id, figure, expect.closeTo(measured[figure], 9)]);
      expect(taker.theorem1.lower).toBeCloseTo(measured.theorem1.lower, 9);
      expect(taker.theorem1.holds).toBe(true);
      for (const bound of ['lower', 'lowerTight', 'upper'] as const)
        expect(taker.theorem2[bound]).toBeCloseTo(measured.theorem2![bound], 9);
      expect(explored.singletonRate).toBe(measured.singletonRate);
      expect(explored.missingMass).toBeCloseTo(measured.missingMass, 12);
      expect(explored.unansweredMass).toBeCloseTo(measured.unansweredMass, 12);
    }
  });
});

describe('closed forms', () => {
  const taker = async (state: ExploreState, id: string) =>
    (await explore(state, pageLexicon)).takers.find((each) => each.id === id)!;

  test('the calibrated learner errs at MM (1 − 1/R) with δ = 0, the guesser at μ(U) (1 − 1/R)', async () => {
    const { missingMass, unansweredMass } = await explore(small, pageLexicon);
    const calibrated = await taker(small, 'calibrated');
    expect(calibrated.errorRate).toBeCloseTo((missingMass * 364) / 365, 12);
    expect(calibrated.delta).toBeLessThan(1e-12);
    expect((await taker(small, 'guesser')).errorRate).toBeCloseTo((unansweredMass * 364) / 365, 12);
    expect((await taker(small, 'careful')).errorRate).toBe(0);
  });

  test('whoever abstains when unsure overtakes the guesser at λ = 1/(R − 1), whatever the corpus', async () => {
    for (const [, state] of states) {
      const { takers } = await explore(state, pageLexicon);
      const at = 1 / (state.responses - 1);
      const flip = leaderboard(takers, 0).flips.find(
        ({ ahead, behind }) => ahead === 'guesser' && behind === 'careful learner',
      )!;
      expect(flip.penalty).toBeCloseTo(at, 9);
      expect(flip.target).toBeCloseTo(1 / state.responses, 9);
      const order = (penalty: number) =>
        leaderboard(takers, penalty)
          .places.map(({ id }) => id)
          .filter((id) => id === 'guesser' || id === 'careful');
      expect(order(at * 0.99)).toEqual(['guesser', 'careful']);
      expect(order(at * 1.01)).toEqual(['careful', 'guesser']);
    }
  });

  test('the expected curve passes near what was drawn, and the bounds hold it between them', async () => {
    const state = { ...INITIAL, examples: 10_000, prompts: 10_000 };
    const explored = await explore(state, pageLexicon);
    const at = explored.curve.find(({ examples }) => examples === 10_000)!;
    expect(at.singletonRate).toBeCloseTo(0.8 * Math.exp(-0.8), 3);
    expect(Math.abs(at.singletonRate - explored.singletonRate)).toBeLessThan(0.03);
    for (const { lower, lowerTight, calibratedError, upper } of explored.curve) {
      expect(lower).toBeLessThan(lowerTight);
      expect(lowerTight).toBeLessThan(calibratedError);
      expect(calibratedError).toBeLessThan(upper);
    }
  });

  test('bounds that say nothing are called vacuous, and the others are numbers', async () => {
    const explored = await explore(small, pageLexicon);
    expect(figuresList(explored)).toMatch(/data-figure="lower"><span class="vacuous">vacuous/);
    expect(takersTable(explored)).toMatch(/always IDK<\/th>.*<td><span class="vacuous">vacuous<\/span><\/td>/);
    // 0.5 − 2/364 − (35 + 6 ln 10⁵)/√10⁵ = 0.1654, and 0.5 − 0.5/365 + 13/√10⁵ = 0.5397 above.
    const theorem2 = theorem2Bounds({
      singletonRate: 0.5,
      examples: 100_000,
      minErrors: 364,
      maxErrors: 364,
      delta: 0,
      gamma: 0.01,
    });
    const large = figuresList({ ...explored, takers: explored.takers.map((taker) => ({ ...taker, theorem2 })) });
    expect(large).toMatch(/data-figure="lower">0\.165</);
    expect(large).toMatch(/data-figure="upper">0\.540</);
  });

  test('a singleton rate that no setting gives is reported as a mistake', async () => {
    await expect(
      explore({ ...small, law: 'singleton-rate', parameter: 0.5, examples: 5000 }, pageLexicon),
    ).rejects.toMatchObject({ name: 'UserError', code: 'singleton-rate-out-of-reach' });
  });
});

describe('prompts that are asked', () => {
  test('those with the knowledge are right where training answered; elsewhere the careful one says IDK', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      for (const { shown, answer, given } of (await explore({ ...small, alpha: 1, responses: 12, seed }, pageLexicon))
        .asked) {
        const of = (id: string) => given[TEST_TAKERS.findIndex((each) => each.id === id)];
        if (shown > 0)
          for (const id of ['calibrated', 'guesser', 'certain', 'careful'])
            expect(of(id)).toEqual({ text: answer, outcome: 'right' });
        else expect(of('careful').outcome).toBe('abstention');
        expect(of('abstainer').outcome).toBe('abstention');
        for (const { text, outcome } of given) expect(text === answer).toBe(outcome === 'right');
      }
    }
  });

  test('their answers are drawn from p̂: outcomes over many worlds are near the exact rates', async () => {
    const state = { ...small, examples: 100, prompts: 100, responses: 5, alpha: 0.7 };
    const sums = TEST_TAKERS.map(() => ({ drawn: 0, exact: 0, asked: 0 }));
    for (let seed = 1; seed <= 100; seed++) {
      const { asked, takers } = await explore({ ...state, seed }, pageLexicon);
      sums.forEach((sum, at) => {
        sum.drawn += asked.filter(({ given }) => given[at].outcome === 'error').length;
        sum.asked += asked.length;
        sum.exact += asked.length * takers[at].errorRate;
      });
    }
    // Five standard errors of a share of 800, at most.
    for (const { drawn, exact, asked } of sums)
      expect(Math.abs(drawn - exact) / asked).toBeLessThan(5 * Math.sqrt(0.25 / asked));
  });
});

describe('the state in an address', () => {
  test('comes back whole', () => {
    const stop = (name: keyof typeof SETTINGS) => fc.constantFrom(...SETTINGS[name].stops);
    const anyLaw = fc.constantFrom(...LAWS).chain(({ kind, parameter }) =>
      fc.record({
        law: fc.constant(kind),
        parameter: parameter === null ? fc.constant(0) : fc.constantFrom(...parameter.stops),
      }),
    );
    const anyState = fc.record({
      examples: stop('examples'),
      prompts: stop('prompts'),
      alpha: stop('alpha'),
      responses: stop('responses'),
      penalty: stop('penalty'),
      seed: fc.maxSafeInteger(),
    });
    fc.assert(
      fc.property(anyState, anyLaw, (settings, law) => {
        const state = { ...settings, ...law };
        expect(stateOf(`#${hashOf(state)}`)).toEqual(state);
      }),
    );
  });

  test('what is impossible there is as it is initially', () => {
    expect(stateOf('')).toEqual(INITIAL);
    expect(
      stateOf('#examples=1e9&prompts=200.5&alpha=-1&law=constructor&seed=NaN&penalty=Infinity&responses=2'),
    ).toEqual(INITIAL);
    expect(stateOf('#law=zipf&parameter=99')).toEqual({ ...INITIAL, law: 'zipf', parameter: 1 });
    expect(stateOf('#examples=1234')).toEqual({ ...INITIAL, examples: 1234 });
  });

  test('it begins at stops of the sliders', () => {
    for (const [name, { stops }] of Object.entries(SETTINGS))
      expect(stops).toContain(INITIAL[name as keyof typeof SETTINGS]);
    for (const { parameter } of LAWS) if (parameter !== null) expect(parameter.stops).toContain(parameter.initial);
  });

  test('another seed, another draw; the same seed, the same', async () => {
    const [one, again, other] = [
      await explore(small, pageLexicon),
      await explore(small, pageLexicon),
      await explore({ ...small, seed: 6 }, pageLexicon),
    ];
    expect(again).toEqual(one);
    expect(other.singletonRate).not.toBe(one.singletonRate);
  });
});
