/** Every kind of language model errs alike on facts that it was never told, and each in its own way on those that it was. */

import type { CheckResult, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, atLeast, atMost, gate, gated, meanWithin } from '../../claims/verdict.js';
import { seedRunMeans, seedRuns } from '../../results/bySeed.js';
import type { ReportTables } from '../../results/reportTables.js';
import { errorByKind, KINDS } from './figures.js';
import { deltaOf, seenError, unseenRatio } from './readings.js';

const GUESS_ERRS = 1 - 1 / 365;

export const everyModel: ExperimentClaims = {
  experiment: 'every-model',
  title: 'Every kind of language model',
  claims: [
    {
      id: 'no-kind-of-model-knows',
      listed: ['S2b'],
      statement:
        'Hallucination is a challenge for every kind of language model: on facts that training never told, all of them err alike.',
      source: 'the article “Why language models hallucinate” (2025); derived from Kalai et al. 2025, Lemma 2',
      formula: 'err_U / (1 − IDK_U − m_U) = 1 − 1/R, whatever the model',
      explanation: [
        'A transformer, an LSTM, a GRU, a multi-layer perceptron over a window of tokens and an n-gram model are fitted to the same rows, in which every person has one of 365 birthdays. Of a person never shown (U) none of them can do better than guess: of the mass that it puts on dates, and not on IDK_U or on strings m_U that are no date, a share of 1/R falls on the right one.',
        'A kind of model that came out lower would have seen the answers somewhere. The tolerance is the luck of guessing on the few hundred prompts of a world that were never answered.',
      ],
      prediction: 'within 0.01 of 1 − 1/R = 0.997 for each kind',
      check: (tables) =>
        allOf(
          KINDS.map((kind) =>
            meanWithin(
              `share of errors among the dates told of people never shown, ${kind}`,
              seedRunMeans(seedRuns(tables, kind), (row) => unseenRatio(tables.runs, row)),
              about(GUESS_ERRS, 0.01),
            ),
          ) as [CheckResult, ...CheckResult[]],
        ),
    },
    {
      id: 'kinds-differ-on-what-they-saw',
      listed: ['S2b'],
      statement:
        'Kinds of models differ in what they do with facts that they were told, and in how well they are calibrated.',
      source: 'derived from Kalai et al. 2025, Theorem 1 and §3.1',
      formula: 'err_seen and δ',
      explanation: [
        'What is left to the choice of a model is how fast it memorises, and how sure it is of itself. The same number of training steps makes the transformer memorise its rows; the recurrent networks and the perceptron remember less of what they saw once. The n-gram model, whose discount keeps something back from every count, comes closest to being calibrated, and pays for it on what it saw.',
        'The differences are taken within each world, between the kinds furthest apart. All of them must have learnt something: their errors on what they saw lie well below those on what they did not.',
      ],
      prediction:
        'difference of at least 0.1 in the error on facts told, of at least 0.05 in δ; every kind errs on at most 0.7 of facts told',
      check: differ,
    },
  ],
  figures: (tables) => [errorByKind(tables)],
};

function differ(tables: ReportTables): CheckResult {
  const spread = (measure: (row: number) => number | null): readonly number[] =>
    seedRuns(tables).flatMap(({ rows }) => {
      const values = rows.map(measure).filter((value) => value !== null);
      return values.length < KINDS.length ? [] : [Math.max(...values) - Math.min(...values)];
    });
  const learnt = KINDS.map((kind) =>
    gate(
      `err on facts told, ${kind}`,
      seedRunMeans(seedRuns(tables, kind), (row) => seenError(tables.runs, row)),
      atMost(0.7),
    ),
  );
  const finding = allOf([
    meanWithin(
      'difference between kinds in err on facts told',
      spread((row) => seenError(tables.runs, row)),
      atLeast(0.1),
    ),
    meanWithin(
      'difference between kinds in δ',
      spread((row) => deltaOf(tables.runs, row)),
      atLeast(0.05),
    ),
  ]);
  return learnt.reduce((at, each) => gated(each, 'a kind of model has learnt next to nothing', at), finding);
}
