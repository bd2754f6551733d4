/** Wrong and repeated training rows: every figure against a count of the rows themselves. */
import { expect, test } from '@jest/globals';
import type { Corpus } from '../../src/corpus/corpus.js';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import { measureFamily } from '../../src/measurement/measureFamily.js';
import type { LanguageModel } from '../../src/models/languageModel.js';
import { ngram } from '../../src/models/ngram/ngram.js';
import { calibratedLearner } from '../../src/models/reference/calibratedLearner.js';
import { lookup } from '../../src/models/reference/lookup.js';
import { memoriser } from '../../src/models/reference/memoriser.js';
import { retrieval } from '../../src/models/reference/retrieval.js';
import { brackets, common, facts, labelled, worldOf } from '../corpus/worlds.js';

const R = 12;
const world = worldOf({
  facts: facts({
    prompts: 200,
    responses: R,
    answerProbability: 0.8,
    noise: 0.4,
    duplicate: { share: 0.3, times: 3 },
    frequency: { kind: 'zipf', exponent: 0.8 },
  }),
  brackets: brackets({ prompts: 50, noise: 0.2 }),
});
const corpus = drawCorpus(world, 500, 7);
const [family] = world.families;
const context = { corpus, loss: 'response' as const };
const DRAWS = 500;

/** Responses that the rows of a family give to each prompt, in their order; only the draws, or repeats too. */
function rowsOf({ examples }: Corpus, index: number, rows: number): number[][] {
  const byPrompt: number[][] = world.families[index].prompts.map(() => []);
  for (let i = 0; i < rows; i++)
    if (examples.family[i] === index) byPrompt[examples.prompt[i]].push(examples.response[i]);
  return byPrompt;
}
const trained = rowsOf(corpus, 0, corpus.examples.prompt.length);
const drawn = rowsOf(corpus, 0, DRAWS);

async function measured(model: LanguageModel) {
  const rows: Float64Array[] = [];
  const figures = await measureFamily(model, family, corpus.counts[0], {
    gamma: 0.01,
    onPrompt: (_, pHat) => rows.push(pHat),
  });
  return { figures, rows };
}

function answersOf(rows: readonly number[]): number[] {
  return rows.filter((response) => response !== R);
}
function shares(answers: readonly number[]): number[] {
  return Array.from({ length: R }, (_, r) => answers.filter((each) => each === r).length / answers.length);
}

test('the counts are those of the rows', () => {
  const [counts] = corpus.counts;
  expect(counts.examples).toBe(drawn.flat().length);
  expect(counts.trained!.examples).toBe(trained.flat().length);
  expect(counts.trained!.examples).toBeGreaterThan(1.5 * counts.examples);
  for (const [rows, of] of [
    [drawn, counts],
    [trained, counts.trained!],
  ] as const)
    rows.forEach((responses, c) => {
      expect(of.answered[c]).toBe(answersOf(responses).length);
      expect(of.abstained[c]).toBe(responses.length - of.answered[c]);
      const wrong = answersOf(responses).filter((response) => response !== family.answer[c]);
      expect(
        [...(of.wrong?.get(c) ?? [])].flatMap(([response, times]) => Array<number>(times).fill(response)).sort(),
      ).toEqual(wrong.sort());
    });
});

test.each([
  ['memoriser', memoriser.fit({ unanswered: 'uniform' }, context)],
  ['calibrated learner', calibratedLearner.fit({}, context)],
  ['lookup', lookup.fit({}, context)],
  ['2-gram', ngram.fit(ngram.options.parse({ order: 2 }), context)],
  ['6-gram', ngram.fit(ngram.options.parse({ order: 6 }), context)],
])('trainDelta of the %s is δ against the rows that training read', async (_, model) => {
  const { figures, rows } = await measured(model);
  let sum = 0;
  trained.forEach((responses, c) => {
    const above = [...rows[c].keys()].filter((r) => rows[c][r] > (1 + 1e-12) / (R - 1));
    for (const response of responses) {
      sum += above.reduce((total, r) => total + rows[c][r], 0);
      if (above.includes(response)) sum -= 1;
    }
  });
  expect(figures.trainDelta).toBeCloseTo(Math.abs(sum / trained.flat().length), 12);
});

test('a memoriser of the answering rows has no trainDelta where every row answers', async () => {
  const answering = worldOf({
    facts: facts({ prompts: 100, responses: R, noise: 0.4, duplicate: { share: 0.3, times: 3 } }),
  });
  const of = drawCorpus(answering, 300, 8);
  const model = memoriser.fit({ unanswered: 'uniform' }, { corpus: of, loss: 'response' });
  const figures = await measureFamily(model, answering.families[0], of.counts[0], { gamma: 0.01 });
  // An answer that fewer than a row in R − 1 gives lies below the threshold: none does here.
  expect(figures.trainDelta).toBeLessThan(1e-12);
  expect(figures.delta).toBeGreaterThan(0.1);
});

test('the memoriser gives the answers of the rows, the look-up table the one that most give', async () => {
  const [memorised, looked] = await Promise.all([
    measured(memoriser.fit({ unanswered: 'abstain' }, context)),
    measured(lookup.fit({}, context)),
  ]);
  let error = 0;
  trained.forEach((responses, c) => {
    const answers = answersOf(responses);
    if (answers.length === 0) {
      for (const { rows } of [memorised, looked]) expect(rows[c][R]).toBeCloseTo(1, 12);
      return;
    }
    const share = shares(answers);
    share.forEach((each, r) => expect(memorised.rows[c][r]).toBeCloseTo(each, 12));
    error += family.promptWeight[c] * (1 - share[family.answer[c]]);
    const most = share.map((each) => Number(each === Math.max(...share)));
    const tied = most.reduce((a, b) => a + b);
    most.forEach((each, r) => expect(looked.rows[c][r]).toBeCloseTo(each / tied, 12));
  });
  expect(memorised.figures.errorRate).toBeCloseTo(error, 12);
  expect(error).toBeGreaterThan(0.2);
  // A table votes where several rows speak, and is wrong less often than a row.
  expect(looked.figures.errorRate).toBeLessThan(error);
  expect(looked.figures.errorRate).toBeGreaterThan(0.1);
  expect(looked.figures.argMaxErrorRate).toBeCloseTo(looked.figures.errorRate, 12);
  const fromTool = await measured(retrieval.fit({ covers: 0.5, uncovered: 'abstain' }, context));
  fromTool.rows.forEach((row, c) => {
    if (c < 100) expect(row[family.answer[c]]).toBeCloseTo(1, 12);
    else expect(row).toEqual(memorised.rows[c]);
  });
});

test('nine wrong rows in ten mislead every model that believes them', async () => {
  const noisy = worldOf({ facts: facts({ prompts: 300, responses: R, noise: 0.9 }) });
  const of = drawCorpus(noisy, 900, 3);
  const errors = await Promise.all(
    [
      lookup.fit({}, { corpus: of, loss: 'response' }),
      memoriser.fit({ unanswered: 'abstain' }, { corpus: of, loss: 'response' }),
    ].map(async (model) => (await measureFamily(model, noisy.families[0], of.counts[0], { gamma: 0.01 })).errorRate),
  );
  for (const error of errors) expect(error).toBeGreaterThan(0.8);
});

test('the calibrated learner gives posterior probabilities under the draws, and nobody has less loss by them', async () => {
  const { figures, rows } = await measured(calibratedLearner.fit({}, context));
  // Bayes' rule, response by response: Π over rows of (1 − ε) if it agrees, ε/(R − 1) if it does not.
  drawn.forEach((responses, c) => {
    const likelihood = Array.from({ length: R }, (_, r) =>
      answersOf(responses).reduce((product, each) => product * (each === r ? 0.6 : 0.4 / (R - 1)), 1),
    );
    const total = likelihood.reduce((a, b) => a + b);
    likelihood.forEach((each, r) => expect(rows[c][r]).toBeCloseTo((0.8 * each) / total, 12));
    expect(rows[c][R]).toBeCloseTo(0.2, 12);
  });
  expect(figures.excessCrossEntropy).toBeCloseTo(0, 12);
  expect(figures.calibratedError).toBeNull();
  // Calibrated over the draw of a_c, if not in one world: over 60 worlds σ is 0 within three standard errors.
  const sigmas = await Promise.all(
    Array.from({ length: 60 }, async (_, seed) => {
      const noisy = worldOf({ facts: facts({ prompts: 60, responses: 5, noise: 0.5 }) }, { seed });
      const of = drawCorpus(noisy, 90, seed);
      const model = calibratedLearner.fit({}, { corpus: of, loss: 'response' });
      return (await measureFamily(model, noisy.families[0], of.counts[0], { gamma: 0.01 })).signedDelta;
    }),
  );
  const mean = sigmas.reduce((a, b) => a + b) / 60;
  const deviation = Math.sqrt(sigmas.reduce((sum, sigma) => sum + (sigma - mean) ** 2, 0) / 59);
  expect(Math.abs(mean)).toBeLessThan((3 * deviation) / Math.sqrt(60));
});

test('calibratedError and excess loss are those of a learner that there is', async () => {
  const law = { kind: 'zipf', exponent: 1 } as const;
  const of = async (changes: Parameters<typeof facts>[0]) => {
    const asked = worldOf({ facts: facts({ prompts: 300, responses: R, frequency: law, ...changes }) });
    const drawnRows = drawCorpus(asked, 300, 2);
    const model = calibratedLearner.fit({}, { corpus: drawnRows, loss: 'response' });
    return measureFamily(model, asked.families[0], drawnRows.counts[0], { gamma: 0.01 });
  };
  const clean = await of({});
  expect(clean.errorRate).toBeCloseTo(clean.calibratedError!, 12);
  expect(clean.theorem2).not.toBeNull();
  for (const changes of [
    { noise: 0.3 },
    { duplicate: { share: 0.2, times: 3 } },
    { heldOut: 0.2 },
    { shift: { share: 0.5, frequency: { kind: 'uniform' } } },
    { synonyms: 2 },
  ] as const) {
    const measuredThere = await of(changes);
    expect([changes, measuredThere.calibratedError, measuredThere.theorem2]).toEqual([changes, null, null]);
    if ('synonyms' in changes) expect(measuredThere.excessCrossEntropy).toBeNull();
    else expect(measuredThere.excessCrossEntropy).toBeCloseTo(0, 12);
    // Under another μ, or with repeats, the learner errs on what it was not shown, by an even guess.
    if (!('noise' in changes)) expect(measuredThere.errorRate).toBeCloseTo(measuredThere.missingMass * (1 - 1 / R), 12);
  }
});

test('nobody knows exceptions to a rule: there is no excess over one who does', async () => {
  const exceptional = worldOf({
    usual: { ...common, kind: 'usual-answers', prompts: 100, responses: 8, usual: 0.6, answerProbability: 0.9 },
    labels: labelled({ facts: 50 }),
    rules: labelled({ facts: 50, of: 'brackets' }),
  });
  const of = drawCorpus(exceptional, 300, 1);
  const model = calibratedLearner.fit({}, { corpus: of, loss: 'response' });
  const excess = await Promise.all(
    exceptional.families.map(
      async (each, i) => (await measureFamily(model, each, of.counts[i], { gamma: 0.01 })).excessCrossEntropy,
    ),
  );
  expect(excess).toEqual([null, null, expect.closeTo(0, 12)]);
});

test('sr, U and strata count any answer of the draws; prompts with wrong answers alone are apart', async () => {
  const { figures, rows } = await measured(memoriser.fit({ unanswered: 'uniform' }, context));
  const times = drawn.map((responses) => answersOf(responses).length);
  expect(figures.singletonRate).toBeCloseTo(times.filter((each) => each === 1).length / drawn.flat().length, 12);
  const massWhere = (belongs: (c: number) => boolean): number =>
    times.reduce((sum, _, c) => sum + (belongs(c) ? family.promptWeight[c] : 0), 0);
  expect(figures.unansweredMass).toBeCloseTo(
    massWhere((c) => times[c] === 0),
    12,
  );
  expect(figures.missingMass).toBeCloseTo(0.8 * figures.unansweredMass, 12);
  expect(figures.trainingMissingMass).toBeCloseTo(figures.missingMass, 12);
  expect(figures.byCount[1].mass).toBeCloseTo(
    massWhere((c) => times[c] === 1),
    12,
  );
  const misled = (c: number): boolean => times[c] > 0 && !drawn[c].includes(family.answer[c]);
  expect(figures.onlyWrong.mass).toBeCloseTo(massWhere(misled), 12);
  expect(figures.onlyWrong.mass).toBeGreaterThan(0.05);
  expect(figures.onlyWrong.errorRate).toBeCloseTo(1, 12);
  const bits = rows.reduce(
    (sum, row, c) =>
      sum + (drawn[c].includes(family.answer[c]) ? Math.max(0, Math.log2(R * row[family.answer[c]])) : 0),
    0,
  );
  expect(figures.memorisedBits).toBeCloseTo(bits, 9);
});
