/** A discriminator learns patterns from labels, and the facts that it was shown, but no others. */

import type { CheckResult, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  gate,
  gated,
  meanWithin,
  predictionWords,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, type MeasuredFamily, present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { completeMean } from '../../results/seedMeans.js';
import { levelsOf, rowsWhere } from '../../results/select.js';
import type { StoredTable } from '../../store/tables.js';
import { errorAgainstNegatives } from './figures.js';
import { errorOnShownFacts, NEGATIVES, OF, statementsAt } from './readings.js';

const PREDICTED = {
  withoutNegatives: about(0.5, 0.01),
  unseenBrackets: atMost(0.05),
  shownBirthdays: atMost(0.1),
  unseenLessShown: atLeast(0.35),
  // Over four standard deviations of the mean over four worlds of 400 unseen facts, √(1/8/400/4).
  unseenBirthdays: about(0.5, 0.04),
} as const;

/** The discriminator must have learnt the statements that it was shown. */
const LEARNT = atMost(0.25);

export const labels: ExperimentClaims = {
  experiment: 'labels',
  title: 'Labels teach patterns, not facts',
  claims: [
    {
      id: 'labels-teach-patterns',
      evidence: 'trained',
      listed: ['S17'],
      statement:
        'Without examples of invalid statements a discriminator cannot learn anything; with them it learns what follows a rule.',
      source: 'OpenAI 2025, "How hallucinations originate from next-word prediction"',
      formula: 'err on brackets: ½ without negatives, → 0 with them',
      explanation: [
        'Pretraining sees valid statements only, the article says, and has no labels such as a classifier is trained on. Here the labels are given: a transformer reads "( [ : ] ) ?" and must say "valid" or "invalid". Two facts in five are never shown, and each fact is measured with a true statement and a false one.',
        'Trained on valid statements alone it says "valid" to everything and is wrong on half of all statements. With as many false statements as true ones it learns the rule and recognises statements that it never saw. A language model sees no negatives either; how well its own probabilities classify is measured in the experiment is-it-valid.',
      ],
      prediction: `brackets: err ${predictionWords(PREDICTED.withoutNegatives)} without negatives; ${predictionWords(PREDICTED.unseenBrackets)} on unseen statements where half of the rows are false`,
      check: patterns,
    },
    {
      id: 'labels-teach-the-facts-shown',
      evidence: 'trained',
      listed: ['S17', 'S18'],
      statement:
        'From labels a discriminator learns the arbitrary facts that it was shown, whatever the share of false statements among them; none of it carries over to other facts.',
      source: 'OpenAI 2025, "How hallucinations originate from next-word prediction"; Kalai et al. 2025, §3.3.1',
      formula: 'birthdays: err on shown facts → 0, err on unseen facts less err on shown ones → ½',
      explanation: [
        'The same transformer reads statements about birthdays, "Mira Kaplan was born on September 10 ?". Three people in five are shown, with true dates and with one false date each. Half of the rows are false. It must remember both kinds, one by one. Too small a network, or one that says the commoner label always, would not.',
        'Trained on valid statements alone it says "valid" to everything, as with brackets.',
      ],
      prediction: `at every share of negatives above 0: err on the statements of facts that it was shown ${rangeWords(PREDICTED.shownBirthdays)}, and ${rangeWords(PREDICTED.unseenLessShown)} less than on unseen ones; without negatives err ${predictionWords(PREDICTED.withoutNegatives)} on all statements`,
      check: shownFacts,
    },
    {
      id: 'labels-cannot-teach-unseen-facts',
      evidence: 'check',
      listed: ['S18', 'S17'],
      statement:
        'Even with labels some errors are unavoidable: on facts that follow from nothing it was shown, a discriminator is at chance.',
      source: 'OpenAI 2025, "How hallucinations originate from next-word prediction"; Kalai et al. 2025, Lemma 2',
      formula: 'unseen birthdays: err = ½ in expectation, for every amount of labels',
      explanation: [
        'The transformer is asked about people whose birthdays training never mentioned, with one true date and one false one each, both drawn evenly. Neither date looks more valid than the other, so half of its labels are wrong, whatever it says and however many labels it has read. Another result would show that the answers leak into the training data.',
        'In a world of 400 unseen facts, the error of random labels deviates from ½ by about √(1/8/400) = 0.018.',
      ],
      prediction: `birthdays: err on unseen statements ${predictionWords(PREDICTED.unseenBirthdays)} for every share of negatives above 0, mean over worlds`,
      check: facts,
    },
  ],
  figures: (tables) => [errorAgainstNegatives(tables)],
};

function patterns({ runs }: ReportTables): CheckResult {
  const withLabels = rowsWhere(runs, { [OF]: 'brackets', [NEGATIVES]: 0.5 });
  return allOf([
    meanWithin(
      'err on unseen bracket statements, half of the rows false',
      present(withLabels.map((row) => statementsAt(runs, row).heldOut.errorRate)),
      PREDICTED.unseenBrackets,
    ),
    withoutNegatives(runs, 'brackets'),
  ]);
}

function shownFacts({ runs }: ReportTables): CheckResult {
  const parts = sharesOfNegatives(runs).flatMap((share) => {
    const statements = birthdaysAt(runs, share);
    return [
      meanWithin(
        `err on birthday statements of facts that it was shown, ${100 * share} % of the rows false`,
        statements.map(errorOnShownFacts),
        PREDICTED.shownBirthdays,
      ),
      meanWithin(
        'err on unseen ones, less this',
        statements.map((each) =>
          combine([each.heldOut.errorRate, errorOnShownFacts(each)], (unseen, shown) => unseen - shown),
        ),
        PREDICTED.unseenLessShown,
      ),
    ];
  });
  const [first, ...others] = parts;
  if (first === undefined)
    return unmeasured(
      'err on birthday statements of facts that it was shown',
      'no run had false statements to train on',
    );
  return allOf([first, ...others, withoutNegatives(runs, 'birthdays')]);
}

function facts({ runs }: ReportTables): CheckResult {
  const shares = sharesOfNegatives(runs);
  const parts = shares.map((share) =>
    exactlyWithin(
      `err on unseen birthday statements, ${100 * share} % of the rows false`,
      completeMean(birthdaysAt(runs, share).map(({ heldOut }) => heldOut.errorRate)),
      PREDICTED.unseenBirthdays,
    ),
  );
  const [first, ...others] = parts;
  if (first === undefined)
    return unmeasured('err on unseen birthday statements', 'no run had false statements to train on');
  const learnt = gate(
    'err on birthday statements of facts that it was shown, half of the rows false',
    birthdaysAt(runs, shares.at(-1)!).map(errorOnShownFacts),
    LEARNT,
  );
  return gated(
    learnt,
    'the discriminator must have learnt the statements that it was told of: train longer',
    allOf([first, ...others]),
  );
}

/** Shares of false statements among the training rows, above 0. */
function sharesOfNegatives(runs: StoredTable): readonly number[] {
  return levelsOf(runs, NEGATIVES).filter((share) => share > 0);
}
function birthdaysAt(runs: StoredTable, share: number): readonly MeasuredFamily[] {
  return rowsWhere(runs, { [OF]: 'birthdays', [NEGATIVES]: share }).map((row) => statementsAt(runs, row));
}

/** Strings that are not a label count as wrong: a model that saw one label only hardly says anything else. */
function withoutNegatives(runs: StoredTable, of: string): CheckResult {
  const statements = rowsWhere(runs, { [OF]: of, [NEGATIVES]: 0 }).map((row) => statementsAt(runs, row));
  return meanWithin(
    `err + invalid mass on all statements about ${of}, no row false`,
    present(statements.map(({ wrong, errorRate }) => wrong ?? errorRate)),
    PREDICTED.withoutNegatives,
  );
}
