/** Facts in running text: their error is the missing mass, while the language around them is learnt. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  meanWithin,
  predictionWords,
  rangeWords,
  significant,
} from '../../claims/verdict.js';
import { errorAgainstSingletonRate } from '../../report/figures/errorAgainstSingletonRate.js';
import { accuracyOnShown } from '../../results/accuracyOnShown.js';
import { familyMeans, seedRunMeans, seedRuns } from '../../results/bySeed.js';
import { combine, type MeasuredFamily, measured, runAt, stratum } from '../../results/measured.js';
import { curveRows, familiesByNature, type ReportTables } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { lineThrough } from '../../theory/line.js';
import { languageWhileTraining } from './figures.js';

const FAMILY = 'birthdays';

const PREDICTED = {
  slope: about(1, 0.06),
  missed: atMost(0.02),
  wrongOnUnseen: atLeast(0.98),
  spelling: atMost(0.08),
  fallOfAgreement: atLeast(0.1),
  known: atLeast(0.9),
  knownReworded: atMost(0.3),
  volunteeredLess: atLeast(0.1),
} as const;

/** The model must know the facts that it was shown. */
const LEARNT = atMost(0.15);

const SOURCE = 'Kalai et al. 2025, Theorem 2 and §3.3; here in running text';

type Read = (family: MeasuredFamily) => number | null;

/** The measurements before and at the end of training, one mean for each world of their difference. */
function fall(tables: ReportTables, read: Read): readonly number[] {
  const curves = curveRows(tables.curves);
  return seedRunMeans(seedRuns(tables), (row) => {
    const steps = curves.get(runAt(tables.runs, row).run) ?? [];
    const errorAt = (step: number | undefined): number | null =>
      step === undefined ? null : read(measured(tables.curves, step, FAMILY));
    return combine([errorAt(steps[0]), errorAt(steps.at(-1))], (before, after) => before - after);
  });
}

function hasLearnt(tables: ReportTables): CheckResult {
  return gate(
    'err on facts shown once',
    familyMeans(tables, FAMILY, (family) => stratum(family, 1).errorRate),
    LEARNT,
  );
}

const claims: readonly Claim[] = [
  {
    id: 'error-tracks-missing-mass-in-prose',
    evidence: 'trained',
    listed: ['T2prop'],
    statement:
      'In running text, too, a model that has memorised its facts errs on them as often as the text never states them.',
    source: SOURCE,
    formula: 'err + invalid mass ≈ err_seen + MM·(1 − 1/R)',
    explanation: [
      'A byte-pair transformer is trained on the State of the Union addresses. Between their sentences stand others that state birthdays, each person in one of 16 wordings: “According to the parish register, Mira Kaplan was born on September 10.” A fact that is stated once is one sentence of the whole corpus, which training reads many times; facts are counted by sentences, not by readings.',
      'Four corpora of each world take the singleton rate from 0.05 to 0.6. After training, each person is asked for in the wording of the corpus, and the probability of all 365 dates and of the abstention is added up exactly, token by token; everything else a model may write there counts as an invalid answer. A line is fitted through the four errors of a world.',
    ],
    prediction: `slope of err + invalid mass on MM·(1 − 1/R) ${predictionWords(PREDICTED.slope)}, mean distance from it ${rangeWords(PREDICTED.missed)}`,
    check: tracks,
  },
  {
    id: 'language-is-learnt-facts-are-not',
    evidence: 'trained',
    listed: ['N1', 'S16'],
    statement:
      'In one and the same model of running text, errors of spelling and grammar fall while those on facts never stated stay.',
    source: SOURCE,
    formula: 'minimal pairs: P(wrong)/(P(right) + P(wrong)) falls; err + invalid mass on unstated facts = 1 − 1/R',
    explanation: [
      'The language is tested on addresses that training never reads, by pairs of texts that differ in one place: two letters of a word exchanged, or “is” for “are”. Both have equally many tokens, so that a model which knows nothing errs on half of them. Spelling shows in almost every word and is learnt early; the agreement of verb and subject is rarer and harder, and a network as small as this one learns only a part of it.',
      'Birthdays that no sentence states cannot be learnt from any number of readings. The network says a date there as readily as it spells: the sentence is well-formed, and its fact is made up.',
    ],
    prediction: `spelling error ${rangeWords(PREDICTED.spelling)} at the end, agreement error lower than before training by ${rangeWords(PREDICTED.fallOfAgreement)}; wrong on facts never stated ${rangeWords(PREDICTED.wrongOnUnseen)}`,
    check: (tables) =>
      allOf([
        meanWithin(
          'spelling error',
          familyMeans(tables, FAMILY, ({ prose }) => prose.spellingError),
          PREDICTED.spelling,
        ),
        meanWithin(
          'agreement error before training less that at its end',
          fall(tables, ({ prose }) => prose.agreementError),
          PREDICTED.fallOfAgreement,
        ),
        meanWithin(
          'err + invalid mass on facts never stated',
          familyMeans(tables, FAMILY, (family) => stratum(family, 0).wrong),
          PREDICTED.wrongOnUnseen,
        ),
      ]),
  },
  {
    id: 'the-sentence-not-the-fact',
    evidence: 'trained',
    listed: ['AZ'],
    statement: 'A fact that training words in one way is known in that wording, and mostly unknown in another.',
    source: 'Allen-Zhu and Li 2024, knowledge storage and extraction',
    formula: 'accuracy on stated facts: in their wording against wordings that training never uses',
    explanation: [
      'Each person is asked for twice: in the wording of the corpus, and in one of four that no sentence of the corpus has, although it is as plain. A model that held the fact would answer both. The difference is what it holds of the sentence alone. Errors on facts that were stated, but are asked for in other words, come on top of the missing mass: the bounds of the theory are lower bounds.',
    ],
    prediction: `accuracy on stated facts ${rangeWords(PREDICTED.known)} in the wording of the corpus, ${rangeWords(PREDICTED.knownReworded)} in others`,
    check: (tables) =>
      allOf([
        meanWithin(
          'accuracy on stated facts, as worded in training',
          familyMeans(tables, FAMILY, accuracyOnShown),
          PREDICTED.known,
        ),
        meanWithin(
          'accuracy on stated facts, in other wordings',
          familyMeans(tables, FAMILY, ({ reworded }) => reworded.answered.accuracy),
          PREDICTED.knownReworded,
        ),
      ]),
  },
  {
    id: 'volunteered-facts-are-safer',
    evidence: 'trained',
    listed: [],
    statement: 'A model that writes freely states a larger share of right facts than one that is asked.',
    source: 'Kalai and Vempala 2024; Miao and Kearns 2025',
    formula: 'share of made-up facts among those volunteered < err',
    explanation: [
      'The model writes a hundred texts from nothing. Each sentence in them that states a birthday, in any of the wordings, is held against the truth. It speaks of people in proportion to how often the corpus does, while a question may fall on anybody: so less of what it volunteers is made up than of what it answers. The difference is between the shares of the same network, over the corpora of a world; it need not be there where the network invents names.',
    ],
    prediction: `err among answers less the made-up share of volunteered facts ${rangeWords(PREDICTED.volunteeredLess)}`,
    check: (tables) =>
      meanWithin(
        'err less the made-up share of volunteered facts',
        familyMeans(tables, FAMILY, ({ errorRate, volunteered }) =>
          combine([errorRate, volunteered.wrong, volunteered.nobody], (asked, wrong, nobody) => asked - wrong - nobody),
        ),
        PREDICTED.volunteeredLess,
      ),
  },
];

function tracks(tables: ReportTables): CheckResult {
  const points = seedRuns(tables).map(({ rows }) =>
    rows.flatMap((row) => {
      const { calibratedError, wrong } = measured(tables.runs, row, FAMILY);
      return calibratedError === null || wrong === null ? [] : [{ x: calibratedError, y: wrong }];
    }),
  );
  const finding = gated(
    hasLearnt(tables),
    'the model has not memorised what the text states: train longer',
    allOf([
      meanWithin(
        'slope of err + invalid mass on MM·(1 − 1/R)',
        points.flatMap((world) => lineThrough(world)?.slope ?? []),
        PREDICTED.slope,
      ),
      meanWithin(
        'mean distance of err + invalid mass from MM·(1 − 1/R)',
        familyMeans(tables, FAMILY, ({ calibratedError, wrong }) =>
          combine([calibratedError, wrong], (told, found) => Math.abs(found - told)),
        ),
        PREDICTED.missed,
      ),
    ]),
  );
  const language = [
    ['Held-out loss', familyMeans(tables, FAMILY, ({ prose }) => prose.loss), 'nats a token'],
    ['In bits', familyMeans(tables, FAMILY, ({ prose }) => prose.bitsPerCharacter), 'a character'],
  ] as const;
  return {
    ...finding,
    details: [
      ...(finding.details ?? []),
      ...language.map(([name, values, unit]) => {
        const mean = meanOf(values);
        return `${name}: ${mean === null ? 'not measured' : `${significant(mean.mean)} ${unit}`}.`;
      }),
    ],
  };
}

export const factsInProse: ExperimentClaims = {
  experiment: 'facts-in-prose',
  title: 'In language, too, the error is the missing mass',
  claims,
  figures: (tables) => [
    ...familiesByNature(tables.runs).arbitrary.map((family) => errorAgainstSingletonRate(tables.runs, family)),
    languageWhileTraining(tables, FAMILY),
  ],
};
