/** What a discriminator learns that is told right from wrong: patterns, and the facts it was told of, but no others. */

import type { CheckResult, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, atMost, gate, gated, meanWithin, unmeasured } from '../../claims/verdict.js';
import type { ReportTables } from '../../results/reportTables.js';
import { numberAt, numbersAt } from '../../results/reportTables.js';
import { levelsOf, rowsWhere } from '../../results/select.js';
import type { StoredTable } from '../../store/tables.js';
import { errorAgainstNegatives } from './figures.js';
import { NEGATIVES, OF, STATEMENTS, seenError } from './readings.js';

export const labels: ExperimentClaims = {
  experiment: 'labels',
  title: 'Labels teach patterns, not facts',
  claims: [
    {
      id: 'labels-teach-patterns',
      listed: ['S17'],
      statement:
        'Without examples of invalid statements a discriminator has nothing to go by; with them it learns what follows a rule.',
      source: 'OpenAI 2025, "How hallucinations originate from next-word prediction"',
      formula: 'err on brackets: ½ without negatives, → 0 with them',
      explanation: [
        'Pretraining sees valid statements only, the article says, and has to do without the labels that a classifier is trained on. Here the labels are given: a transformer reads "( [ : ] ) ?" and must say "valid" or "invalid". Two facts in five are never shown, and each fact is measured with a true statement and a false one.',
        'Trained on valid statements alone it says "valid" to everything and is wrong on half of all statements. With as many false statements as true ones it learns the rule and recognises statements that it never saw. What a model of language, which sees no negatives either, makes of its own probabilities as a classifier is measured in the experiment is-it-valid.',
      ],
      prediction:
        'brackets: err 0.5 ± 0.01 without negatives; at most 0.05 on unseen statements where half of the rows are false',
      check: patterns,
    },
    {
      id: 'labels-cannot-teach-unseen-facts',
      listed: ['S18', 'S17'],
      statement:
        'Even with labels some errors are unavoidable: on facts that nothing tells, a discriminator is at chance.',
      source: 'OpenAI 2025, "How hallucinations originate from next-word prediction"; Kalai et al. 2025, Lemma 2',
      formula: 'unseen birthdays: err = ½ in expectation, for every amount of labels',
      explanation: [
        'The same transformer is asked "Mira Kaplan was born on September 10 ?". It learns the statements that it was told of, true and false. Of a person whose birthday it was told nothing about it sees one true date and one false one, both drawn evenly: neither looks more valid than the other, so half of what it says is wrong, whatever it says and however many labels it read.',
        'In a world of 400 unseen facts, labels told at random deviate from ½ by about √(1/8/400) = 0.018.',
      ],
      prediction:
        'birthdays: err on unseen statements 0.5 ± 0.07 (four standard deviations of a world) for every share of negatives above 0, mean over worlds; err 0.5 ± 0.01 on all statements without negatives',
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
      numbersAt(runs, `${STATEMENTS}.heldOut.errorRate`, withLabels),
      atMost(0.05),
    ),
    withoutNegatives(runs, 'brackets'),
  ]);
}

function facts({ runs }: ReportTables): CheckResult {
  const shares = levelsOf(runs, NEGATIVES).filter((share) => share > 0);
  const rowsAt = (share: number): readonly number[] => rowsWhere(runs, { [OF]: 'birthdays', [NEGATIVES]: share });
  const parts = shares.map((share) =>
    meanWithin(
      `err on unseen birthday statements, ${share * 100} % of the rows false`,
      numbersAt(runs, `${STATEMENTS}.heldOut.errorRate`, rowsAt(share)),
      about(0.5, 0.07),
    ),
  );
  const [first, ...others] = parts;
  if (first === undefined)
    return unmeasured('err on unseen birthday statements', 'no run had false statements to train on');
  const told = rowsAt(shares.at(-1)!)
    .map((row) => seenError(runs, row))
    .filter((value) => value !== null);
  const learnt = gate(
    'err on birthday statements of facts that it was shown, half of the rows false',
    told,
    atMost(0.25),
  );
  return gated(
    learnt,
    'the discriminator must have learnt the statements that it was told of: train longer',
    allOf([first, ...others, withoutNegatives(runs, 'birthdays')]),
  );
}

/** Strings that are no label count as wrong: a model that saw one label only says little else, and never the other. */
function withoutNegatives(runs: StoredTable, of: string): CheckResult {
  const wrong = rowsWhere(runs, { [OF]: of, [NEGATIVES]: 0 }).flatMap((row) => {
    const err = numberAt(runs, `${STATEMENTS}.errorRate`, row);
    return err === null ? [] : [err + (numberAt(runs, `${STATEMENTS}.invalidMass`, row) ?? 0)];
  });
  return meanWithin(`err + invalid mass on all statements about ${of}, no row false`, wrong, about(0.5, 0.01));
}
