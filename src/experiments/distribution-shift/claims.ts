/** Distribution shift: other prompts are asked than were trained on. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, atMost, meanWithin, predictionWords, rangeWords } from '../../claims/verdict.js';
import { combine, measured, present } from '../../results/measured.js';
import { pairsBySeed } from '../../results/select.js';
import { errorAgainstShift } from './figures.js';
import { shares, shiftedRows, TRAINED } from './readings.js';

const PREDICTED = { rise: about(1, 0.05), onBrackets: atMost(0.01) };

const shift: Claim = {
  id: 'errors-follow-the-shift',
  evidence: 'trained',
  listed: ['SH'],
  statement:
    'A model errs more on prompts from another distribution than it was trained on, by as much as the shift asks for facts that training never showed.',
  source: 'Kalai et al. 2025, §3.4 (distribution shift)',
  formula: "err(μ') = Σ_c μ'(c) p̂(E_c|c), so err(μ') − err(μ) ≈ (MM(μ') − MM(μ))(1 − 1/R)",
  explanation: [
    "Training rows come from μ, in which 200 people make up four fifths of the prompts. The model is then asked under μ' = (1 − s)·μ + s·uniform: at s = 1 each person is asked for equally often, and training has never shown most of them.",
    'The knowledge of the model does not change, only the prompts do. So the error must rise in a straight line with s, and as fast as the missing mass. The control is a family with a rule, brackets, whose measured prompts are shifted in the same way: there the error must stay near 0.',
  ],
  prediction: `the rise of err + invalid mass from s = 0 to s = 1 is ${predictionWords(PREDICTED.rise)} times the rise of MM·(1 − 1/R); err on shifted brackets ${rangeWords(PREDICTED.onBrackets)}`,
  check: (tables) => {
    const { runs } = tables;
    const [from, to] = [shares(tables)[0], shares(tables).at(-1)!].map((share) => shiftedRows(tables, TRAINED, share));
    const slopes = pairsBySeed(runs, from, to).map(([a, b]) => {
      const [before, after] = [a, b].map((row) => measured(runs, row, 'birthdays'));
      return combine(
        [after.wrong, before.wrong, after.calibratedError, before.calibratedError],
        (wrongAfter, wrongBefore, demandedAfter, demandedBefore) =>
          (wrongAfter - wrongBefore) / (demandedAfter - demandedBefore),
      );
    });
    const onBrackets = present(to.map((row) => measured(runs, row, 'brackets').errorRate));
    return allOf([
      meanWithin('rise of err + invalid mass over the rise of MM·(1 − 1/R)', slopes, PREDICTED.rise),
      meanWithin('control: err on shifted brackets', onBrackets, PREDICTED.onBrackets),
    ]);
  },
};

export const distributionShift: ExperimentClaims = {
  experiment: 'distribution-shift',
  title: 'Distribution shift',
  claims: [shift],
  figures: (tables) => [errorAgainstShift(tables)],
};
