/** Selective upweighting [MK25] of trained networks: a twentieth of the rows is repeated ten times more. */
import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  gate,
  gated,
  holdsOnlyWhere,
  meanWithin,
  predictionWords,
  rangeWords,
  resultSentence,
} from '../../claims/verdict.js';
import { stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { upweightingFigures } from './figures.js';
import { changes, difference, falseStatements, networkAt, relative, runsOf, wrongAnswers } from './readings.js';

const SOURCE = 'Miao and Kearns 2025 (arXiv 2502.08666)';

/** A fall by so many per cent counts as lower, as in `monofact`. */
const FALL_PERCENT = 10;

const PREDICTED = {
  falls: atMost(-FALL_PERCENT / 100),
  unmoved: about(0, 0.1),
  variationRises: atLeast(0.03),
  divergenceRises: atLeast(0.05),
  coverageFalls: atMost(-0.05),
} as const;

/** A range of numbers that are stated in the details and decide nothing. */
const NOT_MORE = atMost(0);

const KNOWN = atMost(0.1);

function knows(tables: ReportTables): CheckResult {
  return gate(
    'err on singletons at the end, without repeated rows',
    runsOf(tables, false).map((row) => {
      const network = networkAt(tables, row, 'end');
      return network === null ? null : stratum(network, 1).errorRate;
    }),
    KNOWN,
  );
}
const MORE_STEPS = 'a network that has memorised its rows at the end: more training steps';

const lowers: Claim = {
  id: 'upweighting-helps-networks-early',
  evidence: 'trained',
  listed: ['MKrep'],
  statement: 'Repeating a twentieth of the training rows lowers the hallucination of a trained network.',
  source: SOURCE,
  formula: `false statements with repeated rows / without − 1 ≤ −${FALL_PERCENT} %`,
  explanation: [
    'A transformer learns whole sentences, names included, and then speaks without a prompt, as the fine-tuned networks of Miao and Kearns do. The names are all pairs of some first and some last names, so that every statement can be enumerated and nothing has to be drawn. A twentieth of the rows is repeated ten times more; number and order of the updates stay the same.',
    'In the middle of training repeated rows are learnt first, and the network says them instead of mixing others up. Once all rows are memorised there is little to gain, and the others have been seen less often. A bigram model, which is counted and never trained on, has no such end.',
  ],
  prediction: `relative change of the rate of false statements ${rangeWords(PREDICTED.falls)} in the middle of training (holds); the same at the end, when the rows are memorised (expected to fail)`,
  check: (tables) => {
    const finding = holdsOnlyWhere(
      'the network is still learning its rows; one that has memorised them gains nothing',
      meanWithin(
        'relative change of false statements, early',
        changes(tables, 'early', falseStatements, relative),
        PREDICTED.falls,
      ),
      meanWithin(
        'relative change of false statements, at the end',
        changes(tables, 'end', falseStatements, relative),
        PREDICTED.falls,
      ),
    );
    const distinct = meanWithin(
      'relative change of different false statements (the metric of the published code), early',
      changes(tables, 'early', ({ unprompted }) => unprompted.distinctFalseShare, relative),
      NOT_MORE,
    );
    return gated(knows(tables), MORE_STEPS, {
      ...finding,
      details: [...(finding.details ?? []), resultSentence(distinct)],
    });
  },
};

const asked: Claim = {
  id: 'upweighting-does-not-help-who-is-asked',
  evidence: 'trained',
  listed: ['MKrep'],
  statement: 'Repeating some rows does not lower the error rate of a network that is asked fresh prompts.',
  source: 'derived for this program, from Miao and Kearns 2025 and Kalai et al. 2025, Theorem 2',
  formula: 'err + invalid mass with repeated rows / without − 1 ≈ 0',
  explanation: [
    'A model that speaks without a prompt can avoid what it does not know. One that is asked cannot: prompts come from μ, whatever was repeated, and those never answered stay unanswered. What might change is the error on what was shown, which is small for a network that has memorised its rows.',
  ],
  prediction: `relative change of err + invalid mass at the end ${predictionWords(PREDICTED.unmoved)}`,
  check: (tables) =>
    gated(
      knows(tables),
      MORE_STEPS,
      meanWithin(
        'relative change of err + invalid mass, asked, at the end',
        changes(tables, 'end', wrongAnswers, relative),
        PREDICTED.unmoved,
      ),
    ),
};

const price: Claim = {
  id: 'upweighting-miscalibrates-networks',
  evidence: 'trained',
  listed: ['MKrep'],
  statement:
    'Repeating rows makes a trained network miscalibrated, by total variation and by the published measure alike.',
  source: SOURCE,
  formula: '½ Σ |p̂ − p| and Σ_B p(B) ln(p(B)/p̂(B)) rise; coverage falls',
  explanation: [
    'Total variation is the distance of all statements of the network from the truth, false ones included. The published measure is a Kullback–Leibler divergence of the training data from the model over bins of the probabilities of the model. Here each statement counts once, and probabilities are not renormalised. Both are taken at the end of training, when false statements are as rare with repeated rows as without.',
  ],
  prediction: `total variation changes by ${rangeWords(PREDICTED.variationRises)}, the binned divergence by ${rangeWords(PREDICTED.divergenceRises)} nats, the expected share of training statements among 1000 generated by ${rangeWords(PREDICTED.coverageFalls)}`,
  check: (tables) =>
    gated(
      knows(tables),
      MORE_STEPS,
      allOf([
        meanWithin(
          'change of the total variation',
          changes(tables, 'end', ({ unprompted }) => unprompted.totalVariation, difference),
          PREDICTED.variationRises,
        ),
        meanWithin(
          'change of the binned divergence, nats',
          changes(tables, 'end', ({ unprompted }) => unprompted.binnedDivergence, difference),
          PREDICTED.divergenceRises,
        ),
        meanWithin(
          'change of the coverage',
          changes(tables, 'end', ({ unprompted }) => unprompted.coverage, difference),
          PREDICTED.coverageFalls,
        ),
      ]),
    ),
};

export const upweightingClaims: ExperimentClaims = {
  experiment: 'upweighting',
  title: 'Upweighting of trained networks',
  claims: [lowers, asked, price],
  figures: upweightingFigures,
};
