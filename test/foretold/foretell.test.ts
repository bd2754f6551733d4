/** Predictions of configs: what they depend on, and where there are none. */
import { describe, expect, test } from '@jest/globals';
import { resolveExperiment } from '../../src/config/load/loadExperiment.js';
import { checkLexicon } from '../../src/corpus/lexicon.js';
import { foretellNetwork } from '../../src/foretold/foretell.js';
import { promptClasses } from '../../src/foretold/promptClasses.js';
import { modelKinds } from '../../src/models/registry.js';
import { NETWORK_KINDS } from '../../src/results/modelKinds.js';
import { loadLexicon } from '../../src/store/loadLexicon.js';
import { type ModelRunConfig, schema } from '../../src/sweep/experimentSchemas.js';
import { corpusOf } from '../../src/sweep/run/executeRun.js';
import { foretellRun } from '../../src/sweep/run/foretellRun.js';

const LEXICON = checkLexicon(loadLexicon());
const FILE = `
corpus:
  examples: 800
  families:
    facts: { kind: arbitrary-facts, prompts: 400, responses: 40 }
    brackets: { kind: brackets }
model: { kind: transformer, width: 32 }
training: { steps: 1000, batchSize: 64 }
seed: 5
`;

function config(...set: string[]): ModelRunConfig {
  return resolveExperiment(FILE, 'facts.yaml', { set }, schema).base;
}

function foretold(...set: string[]) {
  const each = config(...set);
  return foretellNetwork(each, corpusOf(each, LEXICON)).facts!;
}

describe('what is foretold of a network', () => {
  test('is a rate inside its interval, above what was never shown can be guessed', () => {
    const { wrong, lower, upper, reason } = foretold();
    expect(reason).toBeNull();
    expect(lower!).toBeLessThan(wrong!);
    expect(upper!).toBeGreaterThan(wrong!);
    expect(lower!).toBeGreaterThanOrEqual(0);
    expect(upper!).toBeLessThanOrEqual(1);
  });

  test('does not use the answers of the world', () => {
    const each = config();
    const corpus = corpusOf(each, LEXICON);
    const families = corpus.world.families.map((family) => ({ ...family, answer: family.answer.map(() => 0) }));
    const others = { ...corpus, world: { ...corpus.world, families } };
    expect(foretellNetwork(each, others)).toEqual(foretellNetwork(each, corpus));
  });

  test('falls with training, and with rows for each fact', () => {
    expect(foretold('training.steps=1800').wrong!).toBeLessThan(foretold('training.steps=150').wrong!);
    expect(foretold('corpus.examples=3000', 'training.steps=1800').wrong!).toBeLessThan(
      foretold('corpus.examples=600', 'training.steps=1800').wrong!,
    );
  });

  test.each([
    [['model.kind=gru', 'model.width=500'], /model\.width is 500, far outside/],
    [['training.steps=20'], /training\.steps is 20, far outside/],
    [['corpus.families.facts.noise=0.1'], /noise/],
    [['corpus.families.facts.duplicate.share=0.1'], /duplicate/],
    [['corpus.families.facts.synonyms=2'], /synonyms/],
    [['corpus.families.facts.toldTargets=[0, 0.5]'], /toldTargets/],
    [['corpus.families.facts.answerProbability=0.2'], /answerProbability is 0\.2/],
    [['model.tiedHead=true'], /model\.tiedHead is true, and it was false in all fitted runs/],
    [['training.optimiser=adam'], /training\.optimiser is adam, and it was muon/],
    [['training.decay=none'], /training\.decay is none, and it was linear/],
    [['posttraining={grader: {kind: accuracy}}'], /grader/],
    [['training.resume=model.safetensors'], /resume/],
    [['corpus.families.facts={kind: attribute, responses: 12}'], /attribute/],
  ])('is nothing, with a reason, for %j', (set, reason) => {
    expect(foretold(...set)).toEqual({
      wrong: null,
      lower: null,
      upper: null,
      neverShown: null,
      reason: expect.stringMatching(reason),
    });
  });

  test('is nothing for patterns', () => {
    const each = config();
    expect(foretellNetwork(each, corpusOf(each, LEXICON)).brackets).toMatchObject({
      wrong: null,
      reason: expect.stringContaining('rule'),
    });
  });
});

describe('what is foretold of models that are counted or given', () => {
  test('is their closed form', async () => {
    const of = async (kind: string, ...set: string[]) => {
      const each = config(`model.kind=${kind}`, 'corpus.families.facts.answerProbability=0.8', ...set);
      const corpus = corpusOf(each, LEXICON);
      const { promptWeight } = corpus.world.families.find(({ name }) => name === 'facts')!;
      const { answered } = corpus.counts[corpus.world.families.findIndex(({ name }) => name === 'facts')]!;
      const never = promptWeight.reduce((sum, mu, c) => sum + (answered[c] === 0 ? mu : 0), 0);
      return { foretold: (await foretellRun(each, corpus)).facts!, never };
    };
    const learner = await of('calibrated-learner');
    expect(learner.foretold.wrong).toBeCloseTo(0.8 * learner.never * (1 - 1 / 40), 10);
    const memoriser = await of('memoriser');
    expect(memoriser.foretold.wrong).toBeCloseTo(memoriser.never * (1 - 1 / 40), 10);
    expect((await of('abstainer')).foretold.wrong).toBeCloseTo(0, 10);
    expect((await of('truth')).foretold).toMatchObject({
      wrong: null,
      reason: expect.stringContaining('given answers'),
    });
    expect((await of('ngram', 'corpus.families.facts.noise=0.2')).foretold.reason).toMatch(/noise/);
  });
});

test('classes hold each prompt once, by its rows', () => {
  const promptWeight = Float64Array.of(0.1, 0.2, 0.3, 0.15, 0.25);
  const counts = { answered: Int32Array.of(0, 0, 1, 4, 12), abstained: Int32Array.of(0, 3, 1, 0, 4) };
  const classes = promptClasses({ promptWeight }, counts);
  expect(classes.map(({ shown, mass }) => [shown, mass])).toEqual([
    ['never', 0.1],
    ['abstained', 0.2],
    ['answered', 0.3],
    ['answered', 0],
    ['answered', 0.15],
    ['answered', 0],
    ['answered', 0.25],
  ]);
  expect(classes[2]!.logRows).toBeCloseTo(Math.log(2), 12);
  expect(classes[6]!.abstainedShare).toBeCloseTo(0.25, 12);
});

test('the kinds that can be trained longer are the networks of the registry', () => {
  expect([...NETWORK_KINDS].sort()).toEqual(
    modelKinds.flatMap((kind) => ('network' in kind ? [kind.kind] : [])).sort(),
  );
});
