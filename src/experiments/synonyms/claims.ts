/** Several ways to state a fact: counted as strings or as facts. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, gate, gated, meanWithin, rangeWords } from '../../claims/verdict.js';
import { combine, measured, present, stratum } from '../../results/measured.js';
import { levelsOf, pairedBySeed } from '../../results/select.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { errorAgainstWays, rowsOfWays, WAYS } from './figures.js';

/** R: birthdays are dates of a year. */
const DATES = 365;

const PREDICTED = {
  rise: atLeast(0.05),
  beyondStrings: atMost(0.01),
  beyondFacts: atLeast(-0.01),
  singletonsBeyondFacts: atLeast(0.1),
} as const;

/** The model must know the prompts that it was shown. */
const LEARNT = atMost(0.05);

const forms: Claim = {
  id: 'several-forms-of-a-fact',
  evidence: 'trained',
  listed: ['T2forms'],
  statement:
    'Where facts can be stated in several ways, a model errs more often, and the singleton rate counted by strings overstates by how much.',
  source: 'Kalai et al. 2025, §3.3.1 (remarks on several forms of a statement)',
  formula: 'MM(facts)·(1 − 1/R) ≤ err + invalid mass ≤ MM(strings)',
  explanation: [
    'The same 1500 birthdays are asked for in one, two or four ways ("Mira Kaplan was born on", "recall , Mira Kaplan was born on" …), with the same number of rows in all. Each way is counted as a prompt of its own: more prompts are singletons, and more are never seen in just these words.',
    'A model that treated every string as a fact of its own would err on all strings it never saw, the missing mass of strings. A model that recognised every way of asking would err only on facts that training never stated in any way, the missing mass of facts. The measured model lies between: it carries over a part of what it learnt from one way of asking to another.',
  ],
  prediction: `at the most ways: sr of strings is above sr of facts by ${rangeWords(PREDICTED.singletonsBeyondFacts)}; err + invalid mass is at most MM(strings) + ${PREDICTED.beyondStrings.high}, at least MM(facts)·(1 − 1/R) − ${-PREDICTED.beyondFacts.low}, and above that of one way by ${rangeWords(PREDICTED.rise)}`,
  check: (tables) => {
    const { runs } = tables;
    const levels = levelsOf(runs, WAYS);
    const [one, many] = [rowsOfWays(tables, levels[0]), rowsOfWays(tables, levels.at(-1)!)];
    const birthdays = (row: number) => measured(runs, row, 'birthdays');
    const most = many.map(birthdays);
    const learnt = gate(
      'err on prompts seen twice',
      present(most.map((family) => stratum(family, 2).errorRate)),
      LEARNT,
    );
    return gated(
      learnt,
      'a model that knows what it was shown: more training steps',
      allOf([
        meanWithin(
          'rise of err + invalid mass over one way',
          pairedBySeed(runs, one, many, (a, b) =>
            combine([birthdays(b).wrong, birthdays(a).wrong], (several, single) => several - single),
          ),
          PREDICTED.rise,
        ),
        meanWithin(
          'err + invalid mass less MM(strings)',
          most.map(({ wrong, missingMass }) => combine([wrong, missingMass], (mass, missing) => mass - missing)),
          PREDICTED.beyondStrings,
        ),
        meanWithin(
          'err + invalid mass less MM(facts)·(1 − 1/R)',
          most.map(({ wrong, byFact }) =>
            combine([wrong, byFact.missingMass], (mass, missing) => mass - evenGuessError(missing, DATES)),
          ),
          PREDICTED.beyondFacts,
        ),
        meanWithin(
          'sr of strings less sr of facts',
          most.map(({ singletonRate, byFact }) =>
            combine([singletonRate, byFact.singletonRate], (strings, facts) => strings - facts),
          ),
          PREDICTED.singletonsBeyondFacts,
        ),
      ]),
    );
  },
};

export const synonyms: ExperimentClaims = {
  experiment: 'synonyms',
  title: 'Several ways to state a fact',
  claims: [forms],
  figures: (tables) => [errorAgainstWays(tables)],
};
