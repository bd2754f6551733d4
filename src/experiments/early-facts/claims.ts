/** Facts that come early only: what is left of them at the end of training. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, gate, gated, meanWithin, rangeWords } from '../../claims/verdict.js';
import { knowledgeAfterFacts } from './figures.js';
import { inWorlds, known, knownAmongDates, languageLoss } from './readings.js';

const PREDICTED = {
  fall: atLeast(0.4),
  behind: atLeast(0.5),
  fallAmongDates: atLeast(0.4),
  language: atLeast(0.3),
} as const;

/** The network must know the facts when they stop, or there is nothing to forget. */
const LEARNT = atLeast(0.5);

const SOURCE = 'Kalai et al. 2025, §3.3: facts without repeated support, and regularities';

function atStop(before: number): number {
  return before;
}
function atEnd(_: number, after: number): number {
  return after;
}
function fall(before: number, after: number): number {
  return before - after;
}

type Tables = Parameters<Claim['check']>[0];

function hasLearnt(tables: Tables, finding: CheckResult): CheckResult {
  return gated(
    gate('accuracy on stated facts when they stop', inWorlds(tables, true, known, atStop), LEARNT),
    'the network has not learnt the facts before they stop: train longer',
    finding,
  );
}

const claims: readonly Claim[] = [
  {
    id: 'early-facts-are-forgotten',
    evidence: 'trained',
    listed: ['N1'],
    statement:
      'Facts that stand in the first half of training only are forgotten by its end; read as often throughout, most of them are known.',
    source: SOURCE,
    formula: 'p(right) on stated facts when they stop, less at the end',
    explanation: [
      'In one arm the sentences that state birthdays stand in the first half of training, twice as densely; in the other they stand in all of it. The facts are read equally often in both, to a few per cent, and stand in the same text. Nothing contradicts a fact after it has stopped: what follows is text about other things.',
      'A model that kept what it has read would end the first arm as it was when the facts stopped. Exposures alone do not say what is known: it matters when they were.',
    ],
    prediction: `a fall of ${rangeWords(PREDICTED.fall)} after the facts stop, to ${rangeWords(PREDICTED.behind)} below the arm in which they go on`,
    check: (tables) => {
      const early = inWorlds(tables, true, known, atEnd);
      const throughout = inWorlds(tables, false, known, atEnd);
      return hasLearnt(
        tables,
        allOf([
          meanWithin(
            'accuracy on stated facts when they stop, less at the end',
            inWorlds(tables, true, known, fall),
            PREDICTED.fall,
          ),
          meanWithin(
            'accuracy at the end with facts throughout, less with early facts',
            throughout.flatMap((each, world) => (early[world] === undefined ? [] : [each - early[world]])),
            PREDICTED.behind,
          ),
        ]),
      );
    },
  },
  {
    id: 'not-only-the-form-is-forgotten',
    evidence: 'trained',
    listed: ['N1'],
    statement: 'What is lost after early facts is which date it was, and not only the habit of answering with a date.',
    source: SOURCE,
    formula: 'p(right) / p(a date) on stated facts when they stop, less at the end',
    explanation: [
      'After the facts have stopped, the network goes on with a question as with any other text, so that hardly any probability is left for dates. It might still rank them as before. The share of the right date among all dates does not depend on how likely a date is: if only the form were lost, it would stay.',
    ],
    prediction: `the share of the right date among dates falls by ${rangeWords(PREDICTED.fallAmongDates)}`,
    check: (tables) =>
      hasLearnt(
        tables,
        meanWithin(
          'share of the right date among dates when facts stop, less at the end',
          inWorlds(tables, true, knownAmongDates, fall),
          PREDICTED.fallAmongDates,
        ),
      ),
  },
  {
    id: 'language-grows-while-facts-go',
    evidence: 'trained',
    listed: ['N1'],
    statement: 'While early facts are forgotten, the language of the same model goes on improving.',
    source: SOURCE,
    formula: 'held-out loss when facts stop, less at the end',
    explanation: [
      'Forgetting is no breakdown of the network: the loss on documents that it never reads falls all the while. Regularities of the language recur in every text, and facts in their own sentences alone.',
    ],
    prediction: `held-out loss falls by ${rangeWords(PREDICTED.language)} nats a token after the facts stop`,
    check: (tables) =>
      meanWithin(
        'held-out loss when facts stop, less at the end',
        inWorlds(tables, true, languageLoss, fall),
        PREDICTED.language,
      ),
  },
];

export const earlyFacts: ExperimentClaims = {
  experiment: 'early-facts',
  title: 'Facts that come early only are forgotten',
  claims,
  figures: (tables) => [knowledgeAfterFacts(tables)],
};
