/** Kinds of language models err alike on facts that training never showed, and differently on facts that it showed. */

import type { CheckResult, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, atLeast, atMost, gate, gated, meanWithin, rangeWords } from '../../claims/verdict.js';
import { seedRunMeans, seedRuns } from '../../results/bySeed.js';
import { type MeasuredFamily, present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { errorByKind } from './figures.js';
import { deltaOf, KINDS, ofBirthdays, wrongOnAnswered, wrongShareOfUnseenDates } from './readings.js';

/** An even guess among R = 365 dates is wrong with 1 − 1/R. */
const GUESS_ERRS = evenGuessError(1, 365);

const PREDICTED = {
  wrongShareUnseen: about(GUESS_ERRS, 0.01),
  errDifference: atLeast(0.1),
  deltaDifference: atLeast(0.05),
};
/** err on facts told of a kind of model that has learnt something. */
const LEARNT = atMost(0.7);

export const everyModel: ExperimentClaims = {
  experiment: 'every-model',
  title: 'Every kind of language model',
  claims: [
    {
      id: 'no-kind-of-model-knows',
      evidence: 'check',
      listed: ['S2b'],
      statement:
        'Hallucination is a challenge for every kind of language model: on facts that training never showed, all of them err alike.',
      source: 'the article “Why language models hallucinate” (2025); derived from Kalai et al. 2025, Lemma 2',
      formula: 'err_U / (1 − IDK_U − m_U) = 1 − 1/R, whatever the model',
      explanation: [
        'A transformer, an LSTM, a GRU, a multi-layer perceptron over a window of tokens and an n-gram model are fitted to the same rows, in which every person has one of 365 birthdays. For a person never shown (U) none of them can do better than guess. Each puts some mass on IDK (IDK_U) and some on strings that are not dates (m_U); a share of 1/R of the rest, which lies on dates, falls on the right one.',
        'A kind of model with a lower share would have seen the answers somewhere. The tolerance allows for the luck of guessing on the few hundred prompts of a world that were never answered.',
      ],
      prediction: `within ${PREDICTED.wrongShareUnseen.around.tolerance} of 1 − 1/R = ${GUESS_ERRS.toFixed(3)} for each kind`,
      check: (tables) =>
        allOf(
          KINDS.map((kind) =>
            meanWithin(
              `share of errors among the dates given for people never shown, ${kind}`,
              seedRunMeans(seedRuns(tables, kind), ofBirthdays(tables, wrongShareOfUnseenDates)),
              PREDICTED.wrongShareUnseen,
            ),
          ) as [CheckResult, ...CheckResult[]],
        ),
    },
    {
      id: 'kinds-differ-on-what-they-saw',
      evidence: 'trained',
      listed: ['S2b'],
      statement:
        'Kinds of models differ in what they do with facts that training showed, and in how well they are calibrated.',
      source: 'derived from Kalai et al. 2025, Theorem 1 and §3.1',
      formula: 'err_seen and δ',
      explanation: [
        'The kind of model decides how fast it memorises, and how sure it is of itself. The same number of training steps makes the transformer memorise its rows; the recurrent networks and the perceptron remember less of what they saw once. The n-gram model, whose discount keeps something back from every count, comes closest to being calibrated, and pays for it on what it saw.',
        'The differences are taken within each world, between the kinds furthest apart. All kinds must have learnt something: their errors on what they saw lie well below those on what they did not see.',
      ],
      prediction: `difference of ${rangeWords(PREDICTED.errDifference)} in the error on facts told, of ${rangeWords(PREDICTED.deltaDifference)} in δ; every kind errs on ${rangeWords(LEARNT)} of facts told`,
      check: differ,
    },
  ],
  figures: (tables) => [errorByKind(tables)],
};

function differ(tables: ReportTables): CheckResult {
  const spread = (read: (birthdays: MeasuredFamily) => number | null): readonly number[] =>
    seedRuns(tables).flatMap(({ rows }) => {
      const values = present(rows.map(ofBirthdays(tables, read)));
      return values.length < KINDS.length ? [] : [Math.max(...values) - Math.min(...values)];
    });
  const learnt = KINDS.map((kind) =>
    gate(
      `err on facts told, ${kind}`,
      seedRunMeans(seedRuns(tables, kind), ofBirthdays(tables, wrongOnAnswered)),
      LEARNT,
    ),
  );
  const finding = allOf([
    meanWithin('difference between kinds in err on facts told', spread(wrongOnAnswered), PREDICTED.errDifference),
    meanWithin('difference between kinds in δ', spread(deltaOf), PREDICTED.deltaDifference),
  ]);
  return learnt.reduce((at, each) => gated(each, 'a kind of model has learnt next to nothing', at), finding);
}
