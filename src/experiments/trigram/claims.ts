/** Corollary 2: a model that cannot see the word that matters errs on half of the prompts; one that can need not. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  gate,
  gated,
  holdsAlways,
  meanWithin,
  ROUNDING,
  rangeWords,
} from '../../claims/verdict.js';
import { combine, measured, present, stratum } from '../../results/measured.js';
import type { StoredTable } from '../../store/tables.js';
import { errorAgainstOrder } from './figures.js';
import { ngramRows, notRight, PAPERS, transformerRows, VARIED } from './readings.js';

/** Error of a model that cannot see the pronoun: it must give both prompts the same answer. */
const HALF = 0.5;

/**
 * Largest probability that add-k leaves to other words than the one it has seen: two tokens of a response, each with
 * k·V' of at least 1 + k·V', for V' < 100 words and k = 10⁻⁶.
 */
const SMOOTHING = 2 * 100 * 1e-6;

const PREDICTED = {
  distance: atMost(ROUNDING),
  outOfSight: atLeast(HALF - ROUNDING),
  inSight: atMost(SMOOTHING),
  // A transformer is trained, not counted, and stops near its optimum.
  transformer: atMost(0.01),
  unseenByNgram: atLeast(HALF),
} as const;

/** Sentences must be left that training does not show. */
const ENOUGH_UNSEEN = atLeast(0.2);

function notRightIn(runs: StoredTable, family: string, rows: readonly number[]): readonly number[] {
  return present(rows.map((row) => notRight(runs, family, row)));
}

function ofOrder(runs: StoredTable, wanted: (order: number) => boolean): readonly number[] {
  return ngramRows(runs)
    .filter(({ order }) => wanted(order))
    .map(({ row }) => row);
}

const families = [...PAPERS, VARIED];
const SETTING = 'Kalai et al. 2025';

const half: Claim = {
  id: 'trigram-half',
  evidence: 'check',
  listed: ['Cor2'],
  statement:
    'Every trigram model errs on at least half of the prompts "She (He) lost it and was completely out of", and on exactly half where only "her mind" and "his mind" have mass.',
  source: `${SETTING}, Corollary 2`,
  formula: 'err ≥ ½;  err / (err + accuracy) = ½',
  explanation: [
    'A trigram predicts a word from the two before it. In both prompts those are "out of", so it must give both the same answer, and the probability that it gives "her" on the one is wrong on the other: p̂(her) + p̂(his) ≤ 1 makes the accuracy at most ½.',
    'The trigram is counted from training rows and smoothed by adding k = 10⁻⁶ to every count, so that a trace of mass falls on strings that are not a response. The bound is tested on err plus that invalid mass, 1 − accuracy; the equality on the two responses alone, err / (err + accuracy). Both are computed from enumerated probabilities and not sampled, so the tolerance is the rounding of float64.',
    'It makes no difference how the rows happened to be drawn, how long the sentences are or how many there are: every world and every family of the experiment must give the same ½.',
  ],
  prediction: `1 − accuracy ≥ ${HALF} in every run, and err / (err + accuracy) = ${HALF} to within 10⁻⁹`,
  check({ runs }): CheckResult {
    const rows = ofOrder(runs, (order) => order === 3);
    const distances = rows.flatMap((row) =>
      families.map(({ family }) => {
        const { errorRate, accuracy } = measured(runs, row, family);
        return combine([errorRate, accuracy], (err, right) => Math.abs(err / (err + right) - HALF));
      }),
    );
    return allOf([
      exactlyWithin(
        'largest distance of err / (err + accuracy) of the trigram from ½, over all runs and families',
        combine(distances, Math.max),
        PREDICTED.distance,
      ),
      holdsAlways(
        '1 − accuracy < ½',
        families.flatMap(({ family }) => notRightIn(runs, family, rows)).map((wrong) => wrong >= HALF - ROUNDING),
      ),
    ]);
  },
};

const step: Claim = {
  id: 'ngram-step',
  evidence: 'check',
  listed: ['Cor2'],
  statement:
    'An n-gram stays at ½ up to n = gap and need never err from n = gap + 1 on: each further word between pronoun and gap defeats one order more.',
  source: `${SETTING}, Corollary 2, for every n (derived)`,
  formula: 'err ≥ ½ for n ≤ gap;  err → 0 for n ≥ gap + 1',
  explanation: [
    'An n-gram sees n − 1 words. The pronoun is 8 words before the gap in the paper\'s sentence, so n = 9 is the first order that sees it. With two and with four words more between them, "She lost it again there and was completely out of", it is n = 11 and n = 13.',
    "Up to n = gap the argument of the trigram holds word for word. From n = gap + 1 on, both prompts have counts of their own, and what is left is the smoothing: at most 2·k·V' ≈ 2·10⁻⁴.",
    'The step is the control of the claim: the effect must vanish as soon as, and not before, the word that matters comes into sight.',
  ],
  prediction: `1 − accuracy ≥ ${HALF} at every n ≤ gap, and at most 2·10⁻⁴ at every n ≥ gap + 1, for gaps 8, 10 and 12`,
  check({ runs }): CheckResult {
    const above = PAPERS.flatMap(({ family, gap }) =>
      notRightIn(
        runs,
        family,
        ofOrder(runs, (order) => order > gap),
      ),
    );
    const blind = PAPERS.flatMap(({ family, gap }) =>
      notRightIn(
        runs,
        family,
        ofOrder(runs, (order) => order <= gap),
      ),
    );
    if (above.length === 0 || blind.length === 0) return holdsAlways('n-grams on both sides of the step', []);
    return allOf([
      exactlyWithin('largest 1 − accuracy at n ≥ gap + 1', Math.max(...above), PREDICTED.inSight),
      exactlyWithin('least 1 − accuracy at n ≤ gap', Math.min(...blind), PREDICTED.outOfSight),
    ]);
  },
};

const optimum: Claim = {
  id: 'least-error-of-a-family',
  evidence: 'check',
  listed: ['opt(G)', 'T3/T4'],
  statement:
    'The least error of a family of models as classifiers, opt(G), bounds the error of each of its members as a generator.',
  source: `${SETTING}, §3.3.2 and Theorem 3`,
  formula: 'err ≥ 2(1 − 1/C)·opt(G), C = 2: err ≥ opt(G)',
  explanation: [
    'opt(G) is the least Is-It-Valid error of any classifier that sees only the last n − 1 words of a prompt. It is computed from the world alone, by counting: prompts that look alike must be classified alike, so each look costs the smaller side of its mass. No model enters it.',
    'Where the pronoun is out of sight every look has as much She as He, and opt(G) is ½; where it is in sight opt(G) is 0. In pure multiple choice with C = 2 choices Theorem 3 turns this into err ≥ opt(G), with no calibration gap δ; Theorem 1 would say nothing here, for |V|/|E| = 1.',
    "The bound is tested on 1 − accuracy of every n-gram in every family: the paper's pair at three gaps, where it is met exactly, and 256 varied sentences, where n-grams that see the pronoun still lack counts for sentences they were not shown and stay above it.",
  ],
  prediction: 'opt(G) = ½ for n ≤ gap and 0 for n ≥ gap + 1, exactly; 1 − accuracy ≥ opt(G) in every run and family',
  check({ runs }): CheckResult {
    const cases = families
      .flatMap(({ family, gap }) =>
        ngramRows(runs).map(({ row, order }) => ({
          sees: order > gap,
          opt: measured(runs, row, family).leastIivError,
          wrong: notRight(runs, family, row),
        })),
      )
      .flatMap(({ sees, opt, wrong }) => (opt === null || wrong === null ? [] : [{ sees, opt, wrong }]));
    return allOf([
      holdsAlways(
        '1 − accuracy < opt(G)',
        cases.map(({ opt, wrong }) => wrong >= opt - ROUNDING),
      ),
      holdsAlways(
        'opt(G) other than ½ where the pronoun is out of sight and 0 where it is in sight',
        cases.map(({ sees, opt }) => Math.abs(opt - (sees ? 0 : HALF)) <= ROUNDING),
      ),
    ]);
  },
};

const network: Claim = {
  id: 'agreement-is-learnt',
  evidence: 'trained',
  listed: ['Cor2'],
  statement:
    "The half is the trigram's, not the language's: a small transformer, which sees the whole prompt, errs almost never, also on sentences that it was not shown.",
  source: `${SETTING}, §3.3.2`,
  formula: '1 − accuracy → 0',
  explanation: [
    'Errors of a poor model vanish with a better one. One transformer of two layers is trained on all four families at once; it can look back at the pronoun wherever it is.',
    'On the 256 varied sentences a quarter of the prompts is held out. An n-gram that is long enough to see the pronoun has no counts for most of these, so nearly all of its mass falls on strings that are not a response: it has memorised sentences. The transformer has learnt what the pronoun means.',
  ],
  prediction: `1 − accuracy of the transformer ${rangeWords(PREDICTED.transformer)} at every gap and on held-out sentences; of the 9-gram ${rangeWords(PREDICTED.unseenByNgram)} on sentences never shown`,
  check({ runs }): CheckResult {
    const rows = transformerRows(runs);
    const unseenAt = (row: number) => stratum(measured(runs, row, VARIED.family), 0);
    const unseen = (of: readonly number[]): readonly number[] =>
      present(
        of.map((row) => {
          const { wrong, abstentionRate } = unseenAt(row);
          return combine([wrong, abstentionRate], (mass, idk) => mass + idk);
        }),
      );
    return gated(
      gate(
        'mass of unseen sentences',
        rows.map((row) => unseenAt(row).mass),
        ENOUGH_UNSEEN,
      ),
      'sentences must be left that training does not show',
      allOf([
        meanWithin(
          '1 − accuracy of the transformer, of each run the worst gap',
          present(
            rows.map((row) =>
              combine(
                PAPERS.map(({ family }) => notRight(runs, family, row)),
                Math.max,
              ),
            ),
          ),
          PREDICTED.transformer,
        ),
        meanWithin('1 − accuracy of the transformer on sentences never shown', unseen(rows), PREDICTED.transformer),
        meanWithin(
          '1 − accuracy of the 9-gram on sentences never shown',
          unseen(ofOrder(runs, (order) => order === VARIED.gap + 1)),
          PREDICTED.unseenByNgram,
        ),
      ]),
    );
  },
};

export const trigram: ExperimentClaims = {
  experiment: 'trigram',
  title: 'Poor models: the trigram that cannot see the pronoun',
  claims: [half, step, optimum, network],
  figures: (tables) => [errorAgainstOrder(tables)],
};
