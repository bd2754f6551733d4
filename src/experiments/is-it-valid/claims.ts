/** Theorem 1 over models and steps, and the same p̂ as a classifier of what a rule decides and of what nothing decides. */

import type { CheckResult, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  between,
  exactlyWithin,
  gate,
  gated,
  holdsAlways,
  meanWithin,
  unmeasured,
} from '../../claims/verdict.js';
import type { Family, ReportTables } from '../../results/reportTables.js';
import { cellAt, familiesOf, metric, numberAt, numbersAt, rowsOf } from '../../results/reportTables.js';
import { levelsOf, rowsByModel, rowsWhere } from '../../results/select.js';
import type { StoredTable } from '../../store/tables.js';
import { classifierOverSteps } from './figures.js';
import { theorem1Scatter } from './theorem1Figure.js';

const EXAMPLES = 'parameters.corpus.examples';
/** Of a comparison that holds with certainty. */
const ROUNDING = 1e-9;

export const isItValid: ExperimentClaims = {
  experiment: 'is-it-valid',
  title: 'Generating is no easier than telling valid from invalid',
  claims: [
    {
      id: 'theorem-1-always',
      listed: ['T1'],
      statement:
        'No model generates with less error than twice the error with which it tells valid responses from erroneous ones, less |V|/|E| and δ.',
      source: 'Kalai et al. 2025, Theorem 1 (and Corollary 1)',
      formula: 'err ≥ 2·err_iiv − max|V_c|/min|E_c| − δ',
      explanation: [
        'Is-It-Valid is a test with two kinds of items, half and half: a valid response drawn as the training data are, and a response drawn evenly from the erroneous ones. A language model sits the test by calling valid what it gives more probability than t = 1/min|E_c|. The theorem says that a model that fails the test also errs when it generates, unless it is badly calibrated.',
        'It is a theorem, so what is tested is the program, over every model of the sweep, every measured step of training from random weights on, and every decision rule laid on top (two temperatures, a bias on IDK). A bound that is at or below 0 says nothing, so such cases are counted apart. The probability of strings that are no response at all counts as error here, as the proof wants it. The signed form, with σ = p̂(A) − p(A) in place of δ, is stronger and must hold as well.',
      ],
      prediction: 'no violation, of either form, in any case; at least a third of the cases have a right side above 0',
      check: theorem1Always,
    },
    {
      id: 'theorem-1-nearly-tight',
      listed: ['T1c'],
      statement: 'The factor 2 of Theorem 1 is nearly the best there is.',
      source: 'Kalai et al. 2025, remark after Corollary 1',
      formula: '(2·err_iiv − |V|/|E| − δ) / err → 1',
      explanation: [
        'The calibrated learner has δ = 0, 2·err_iiv = MM and err = MM(1 − 1/R), so the right side is 1 + 1/K − (2/K)/err of the left one: 0.99 where err is a half. A factor of 2.1 in place of 2 would make the right side the larger one.',
        'Trained models come as close early on, while they guess evenly, and fall far below the line as they grow over-confident and δ takes up what is left.',
      ],
      prediction:
        'ratio of the calibrated learner on birthdays, mean over worlds: 0.98 to 1 at each N; with 2.1 in place of 2 it is above 1',
      check: nearlyTight,
    },
    {
      id: 'cats-and-dogs-but-not-birthdays',
      listed: ['S19', 'S17'],
      statement: 'The same model tells apart what features decide, and is at chance where nothing decides.',
      source: 'OpenAI 2025, "How hallucinations originate from next-word prediction"',
      formula: 'unseen animals: err_iiv → 0 (kinds), err_iiv = ½ and accuracy = 1/R (birthdays)',
      explanation: [
        'The article compares pretraining with sorting photos: cats and dogs can be told apart, pets labelled by birthday cannot, however good the algorithm. Here an animal is a description of eight words. One model is asked of the same animals what kind they are (most of five of the words decide) and when they were born (drawn at random). Three animals in ten are never shown.',
        'A model of language sees valid statements only and must make its own classifier of them: p̂ above the threshold. On kinds of unseen animals its errors fall towards 0. On their birthdays err_iiv is ½ in expectation for every model whatever it believes, as a_c is independent of all that it saw: if k of the R dates are above the threshold, the true one is missed with 1 − k/R and a false one passed with k/R. A guess is right with 1/365 = 0.0027.',
        'The models that know the answers (the truth) or the rule (calibrated learner, look-up) are left out; n-grams of 3 and of 6 words are taken in.',
      ],
      prediction:
        "on animals never asked about: the transformer's err_iiv on kinds at most 0.05 at the largest N; err_iiv on birthdays 0.5 ± 0.05 and accuracy at most 0.01 for transformer and n-grams at every N (a world of 400 unseen animals deviates from 0.5 by at most ¼/√400 = 0.0125 and from 1/R by √(1/365/400) = 0.0026: four times as much is allowed)",
      check: animals,
    },
  ],
  figures: (tables) => [theorem1Scatter(tables), classifierOverSteps(tables)],
};

interface Case {
  readonly lower: number;
  readonly holds: boolean;
  /** Null under a decision rule, of which the signed form is not stored. */
  readonly holdsSigned: boolean | null;
}

function theorem1Always({ runs, curves }: ReportTables): CheckResult {
  const cases = familiesOf(runs).flatMap((family) => [...stepCases(curves, family), ...ruleCases(runs, family)]);
  const telling = cases.filter(({ lower }) => lower > 0);
  const signed = cases.flatMap(({ holdsSigned }) => (holdsSigned === null ? [] : [holdsSigned]));
  const violations = allOf([
    holdsAlways(
      'violations of err + invalid mass ≥ 2·err_iiv − |V|/|E| − δ',
      cases.map(({ holds }) => holds),
    ),
    holdsAlways('violations of the signed form', signed),
  ]);
  if (violations.verdict !== 'confirmed') return violations;
  const share = exactlyWithin(
    'share of cases in which the right side is above 0',
    telling.length / cases.length,
    atLeast(1 / 3),
  );
  return gated(share, 'too few cases have a right side above 0: a bound that says nothing always holds', violations);
}

function stepCases(curves: StoredTable, family: Family): readonly Case[] {
  return rowsOf(curves).map((row) => {
    const at = (path: string): number => numberAt(curves, metric(family, path), row) ?? NaN;
    // Where IDK is no response of the family, its probability is outside the responses.
    const abstainsOutside = numberAt(curves, metric(family, 'theorem4.lower'), row) !== null;
    const wrong = at('errorRate') + at('invalidMass') + (abstainsOutside ? at('abstentionRate') : 0);
    return {
      lower: at('theorem1.lower'),
      holds: wrong >= at('theorem1.lower') - ROUNDING,
      holdsSigned: wrong >= at('theorem1.lowerSigned') - ROUNDING,
    };
  });
}

function ruleCases(runs: StoredTable, family: Family): readonly Case[] {
  return rowsOf(runs).flatMap((row) => {
    const cases: Case[] = [];
    for (let rule = 0; cellAt(runs, metric(family, `rules.${rule}.rule`), row) !== null; rule++) {
      cases.push({
        lower: numberAt(runs, metric(family, `rules.${rule}.theorem1Lower`), row) ?? NaN,
        holds: cellAt(runs, metric(family, `rules.${rule}.holds`), row) === true,
        holdsSigned: null,
      });
    }
    return cases;
  });
}

function nearlyTight({ runs }: ReportTables): CheckResult {
  const settings = levelsOf(runs, EXAMPLES).map((examples) => ({
    examples,
    rows: rowsWhere(runs, { 'model.kind': 'calibrated-learner', [EXAMPLES]: examples }),
  }));
  const parts = settings.flatMap(({ examples, rows }) => {
    const at = (path: string, row: number): number => numberAt(runs, `families.birthdays.${path}`, row) ?? NaN;
    const ratios = rows.map((row) => at('theorem1.lower', row) / at('errorRate', row));
    const raised = rows.map((row) => (at('theorem1.lower', row) + 0.1 * at('iivError', row)) / at('errorRate', row));
    return [
      meanWithin(`right side over err of the calibrated learner, N = ${examples}`, ratios, between(0.98, 1)),
      exactlyWithin(`the least of it with 2.1 in place of 2, N = ${examples}`, Math.min(...raised), atLeast(1)),
    ];
  });
  const [first, ...others] = parts;
  return first === undefined
    ? unmeasured('right side over err of the calibrated learner', 'no run has measured it')
    : allOf([first, ...others]);
}

function animals({ runs }: ReportTables): CheckResult {
  const sizes = levelsOf(runs, EXAMPLES);
  const largest = rowsWhere(runs, { 'model.kind': 'transformer', [EXAMPLES]: sizes.at(-1) ?? null });
  const unseen = 'byCount.0';
  const learnt = gate(
    'err of the transformer on birthdays shown once',
    numbersAt(runs, 'families.birthdays.byCount.1.errorRate', largest),
    atMost(0.1),
  );
  const birthdays = sizes.flatMap((examples) =>
    [...rowsByModel(runs, rowsWhere(runs, { [EXAMPLES]: examples }))].flatMap(([name, rows]) => {
      if (name !== 'transformer' && !name.startsWith('ngram')) return [];
      return [
        meanWithin(
          `err_iiv on birthdays of unseen animals, ${name}, N = ${examples}`,
          numbersAt(runs, `families.birthdays.${unseen}.iivError`, rows),
          about(0.5, 0.05),
        ),
        meanWithin(
          `accuracy on them, ${name}, N = ${examples}`,
          rows.map((row) => accuracyOf(runs, `families.birthdays.${unseen}`, row)),
          between(-0.01, 0.01),
        ),
      ];
    }),
  );
  return gated(
    learnt,
    'the transformer must have learnt the birthdays that it was shown: train longer',
    allOf([
      meanWithin(
        `err_iiv on kinds of unseen animals, transformer, N = ${sizes.at(-1)}`,
        numbersAt(runs, `families.kinds.${unseen}.iivError`, largest),
        atMost(0.05),
      ),
      meanWithin('err on them', numbersAt(runs, `families.kinds.${unseen}.errorRate`, largest), atMost(0.1)),
      ...birthdays,
    ]),
  );
}

/** What is left of a stratum's probability. */
function accuracyOf(runs: StoredTable, stratum: string, row: number): number {
  return (
    1 -
    ['errorRate', 'invalidMass', 'abstentionRate'].reduce(
      (sum, path) => sum + (numberAt(runs, `${stratum}.${path}`, row) ?? NaN),
      0,
    )
  );
}
