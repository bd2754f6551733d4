import { expect, test } from '@jest/globals';
import { letterCount } from '../../src/experiments/letter-count/claims.js';
import { type Row, tablesOf } from '../claims/fakeTables.js';

const [hidden, visible, spelt] = letterCount.claims;
const family = 'families.letters.';

/** 1 − accuracy on pairs shown and never shown. */
interface Form {
  readonly shown: number;
  readonly unseen: number;
}
type Model = Readonly<Record<'word' | 'characters' | 'spelt', Form>>;

const good: Model = {
  word: { shown: 0.01, unseen: 0.6 },
  characters: { shown: 0.001, unseen: 0.01 },
  spelt: { shown: 0.01, unseen: 0.08 },
};

/** A row of a run. In enumerated families a part of what is wrong is invalid; in drawn ones the error rate has it all. */
function row(tokens: keyof Model, seed: number, { shown, unseen }: Form): Row {
  const drawn = tokens === 'spelt';
  const stratum = (count: number, mass: number, wrong: number): Row => ({
    [`${family}byCount.${count}.mass`]: mass,
    [`${family}byCount.${count}.errorRate`]: mass === 0 ? null : drawn ? wrong : wrong / 2,
    [`${family}byCount.${count}.invalidMass`]: drawn || mass === 0 ? null : wrong / 4,
    [`${family}byCount.${count}.abstentionRate`]: mass === 0 ? null : wrong / 4,
  });
  return {
    seed,
    'model.kind': 'transformer',
    'parameters.corpus.families.letters.tokens': tokens,
    [`${family}method`]: drawn ? 'sampled' : 'exact',
    ...stratum(0, 0.2, unseen + 0.001 * seed),
    ...stratum(1, 0.4, shown * 1.5),
    ...stratum(2, 0.4, shown * 0.5),
    ...stratum(3, 0, 0),
    ...stratum(4, 0, 0),
    ...stratum(5, 0, 0),
  };
}

function runs(model: Model): Row[] {
  return (Object.keys(model) as (keyof Model)[]).flatMap((tokens) =>
    [1, 2, 3].map((seed) => row(tokens, seed, model[tokens])),
  );
}
function verdict(claim: typeof hidden, changes: Partial<Model> = {}) {
  return claim.check(tablesOf(runs({ ...good, ...changes })));
}

test('confirmed where word tokens hide the letters and characters and spelling show them', () => {
  for (const claim of letterCount.claims) expect(verdict(claim).verdict).toBe('confirmed');
  expect(verdict(hidden).measured).toBeCloseTo(0.602, 12);
});

test('refuted by a model that counts in tokens, and by ones that cannot count what they see', () => {
  expect(verdict(hidden, { word: { shown: 0.01, unseen: 0.1 } }).verdict).toBe('refuted');
  expect(verdict(visible, { characters: { shown: 0.01, unseen: 0.4 } }).verdict).toBe('refuted');
  expect(verdict(spelt, { spelt: { shown: 0.01, unseen: 0.4 } }).verdict).toBe('refuted');
  expect(verdict(spelt, { word: { shown: 0.01, unseen: 0.5 }, spelt: { shown: 0.01, unseen: 0.3 } }).verdict).toBe(
    'refuted',
  );
});

test('open where the model has not learnt what it was shown, and without runs', () => {
  expect(verdict(hidden, { word: { shown: 0.3, unseen: 0.6 } }).verdict).toBe('inconclusive');
  expect(verdict(visible, { characters: { shown: 0.3, unseen: 0.3 } }).verdict).toBe('inconclusive');
  expect(verdict(spelt, { spelt: { shown: 0.3, unseen: 0.3 } }).verdict).toBe('inconclusive');
  for (const claim of letterCount.claims) expect(claim.check(tablesOf([])).verdict).toBe('inconclusive');
  expect(letterCount.figures(tablesOf([]))[0]).toHaveProperty('missing');
});

test('a figure is drawn from the curves', () => {
  const rows = runs(good).map((each, i) => ({ ...each, run: `run-${i}` }));
  const curves = rows.flatMap((each) => [0, 100].map((step) => ({ ...each, step, loss: 1 })));
  expect(letterCount.figures(tablesOf(rows, curves))[0]).toHaveProperty('spec');
});
