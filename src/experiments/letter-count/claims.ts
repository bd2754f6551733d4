/** Letter counting: errors of a model whose tokens hide the letters that it must count. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  meanWithin,
  type Range,
  rangeWords,
  resultSentence,
  unmeasured,
} from '../../claims/verdict.js';
import { combine, present } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { pairedBySeed } from '../../results/select.js';
import { errorAgainstStep } from './figures.js';
import { errorOnPairs, FORMS, type Form, GUESS, rowsOfForm } from './readings.js';

const PREDICTED = {
  unseenWithWordTokens: atLeast(GUESS),
  shown: atMost(0.05),
  ratioToWordTokens: atMost(1 / 2),
  unseen: atMost(GUESS),
} as const;

/** Not predicted, but stated in the details: errors that are gone. */
const VANISHED = atMost(0.05);

function notRightOnUnseen(tables: ReportTables, form: Form, range: Range): CheckResult {
  return meanWithin(
    `1 − accuracy on pairs never shown, ${FORMS[form]}`,
    present(rowsOfForm(tables, form).map((row) => errorOnPairs(tables.runs, row, 'unseen'))),
    range,
  );
}

/** A model that has not learnt what it was shown says nothing about what it was not shown. */
function learnt(tables: ReportTables, form: Form, finding: CheckResult): CheckResult {
  return gated(
    gate(
      `1 − accuracy on pairs shown in training, ${FORMS[form]}`,
      rowsOfForm(tables, form).map((row) => errorOnPairs(tables.runs, row, 'shown')),
      PREDICTED.shown,
    ),
    'a model that knows the pairs it was shown: more training steps',
    finding,
  );
}

const MOST_IS_GONE = `1 − accuracy on pairs never shown at most half of 1 − accuracy with word tokens, as the mean over seeds of their ratio, and ${rangeWords(PREDICTED.unseen)}, the least error of a guess`;

/** Most of the error that word tokens leave is gone, and what is left is less than any guess would leave. */
function takesAwayMost(tables: ReportTables, form: Form): CheckResult {
  const { runs } = tables;
  const ratios = pairedBySeed(runs, rowsOfForm(tables, 'word'), rowsOfForm(tables, form), (a, b) =>
    combine([errorOnPairs(runs, a, 'unseen'), errorOnPairs(runs, b, 'unseen')], (word, other) => other / word),
  );
  const quantity = `1 − accuracy on pairs never shown over that of word tokens, ${FORMS[form]}`;
  if (ratios.length === 0) return unmeasured(quantity, 'no run has measured both');
  return learnt(
    tables,
    form,
    allOf([
      meanWithin(quantity, ratios, PREDICTED.ratioToWordTokens),
      notRightOnUnseen(tables, form, PREDICTED.unseen),
    ]),
  );
}

const SOURCE = 'Kalai et al. 2025, §3.3.2 (letter counting, "How many Ds are in DEEPSEEK?") and the article (2025)';

const hidden: Claim = {
  id: 'tokens-hide-letters',
  evidence: 'trained',
  listed: ['PM'],
  statement:
    'A model whose tokens are words cannot count letters: it learns every pair of word and letter that it is shown, and no other.',
  source: SOURCE,
  formula: `1 − accuracy on unseen pairs ≥ ${GUESS}, the least that a guess by the letter gets wrong`,
  explanation: [
    '"How many e in DEEP ?" shows the model a token, not d, e, e, p. The letters of the token are nowhere in the data, except in the counts themselves. So each count is nearly an arbitrary fact: known if it was shown, guessed if it was not.',
    'A fifth of the pairs is held out. Their words do occur in training, with other letters. The questions about a word ask for letters that occur in it twice, once and not at all, so that no count is right for more than half of them. Someone who knew the commonest count of each letter would be right on at most 0.65 of the questions: the model has to err at least on the rest.',
    'The control: the pairs that training shows are learnt, so neither size nor training is missing.',
  ],
  prediction: `1 − accuracy ${rangeWords(PREDICTED.unseenWithWordTokens)} on pairs never shown, and ${rangeWords(PREDICTED.shown)} on those shown (a gate, by the mean over seeds)`,
  check: (tables) => learnt(tables, 'word', notRightOnUnseen(tables, 'word', PREDICTED.unseenWithWordTokens)),
};

const visible: Claim = {
  id: 'characters-can-be-counted',
  evidence: 'trained',
  listed: ['PM'],
  statement:
    'The same model, asked the same questions with the word as characters, learns to count: most of its errors on pairs never shown go.',
  source: SOURCE,
  formula: '1 − accuracy on unseen pairs → 0',
  explanation: [
    'Nothing changes but the representation: "how many e in d e e p ?". Now a rule leads from the prompt to the count, and the model finds it. The paper lists letter counting under poor models: what cannot be expressed well is answered badly, whatever the data.',
    'When it finds the rule differs from seed to seed. Found early, it leaves errors below 0.02. Until then the model remembers pairs one by one, and once it remembers all of them it has little reason left to look for a rule: a world in which that comes first keeps errors of 0.1 to 0.2. So the test is on the mean over worlds of the ratio to the errors with word tokens; whether they vanish in the mean is stated in the details.',
  ],
  prediction: MOST_IS_GONE,
  check: (tables) => {
    const finding = takesAwayMost(tables, 'characters');
    return {
      ...finding,
      details: [
        ...(finding.details ?? []),
        `Vanishing, ${rangeWords(VANISHED)}: ${resultSentence(notRightOnUnseen(tables, 'characters', VANISHED))}`,
      ],
    };
  },
};

const spelt: Claim = {
  id: 'spelling-first-helps',
  evidence: 'trained',
  listed: ['PM'],
  statement:
    'A model whose tokens are words can count after all if it spells the word before it counts: the response itself shows the letters.',
  source: `${SOURCE}: a reasoning model spells the word out, letter by letter`,
  formula: '1 − p̂(V_c) on unseen pairs: spelling and count both right',
  explanation: [
    'The prompt hides the letters as before, but the response is "d e e p : 2". The spelling of a word is learnt from its other questions, and once it is written the count follows from it by the rule. This is what a chain of thought does in the paper\'s example.',
    'A response counts as right only if every letter and the count are. All strings of letters with any count are responses, too many to list: but the probability of the one right response is exact all the same. The competing way to fit the data is to remember the count of each pair that was shown; where the model does so, it fails on the others. Both ways are learnt side by side, and how far the rule wins depends on size and training. The prediction is that spelling first takes away most of the error that word tokens leave, at the same size and training.',
  ],
  prediction: `${MOST_IS_GONE}; spelling and count both count`,
  check: (tables) => takesAwayMost(tables, 'spelt'),
};

export const letterCount: ExperimentClaims = {
  experiment: 'letter-count',
  title: 'Letter counting: tokens that hide what is asked',
  claims: [hidden, visible, spelt],
  figures: (tables) => [errorAgainstStep(tables)],
};
