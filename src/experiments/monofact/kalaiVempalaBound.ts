/** What the monofact rate says where no bound holds: the bound of 2024 without smoothing, and draws without replacement. */
import type { Claim } from '../../claims/claim.js';
import { about, allOf, holdsAlways, holdsOnlyWhere, meanWithin, unmeasured } from '../../claims/verdict.js';
import { bySeed, type MonofactRun, runsOf } from './readings.js';

export const kalaiVempala: Claim = {
  id: 'kalai-vempala-bound-is-vacuous-here',
  listed: ['MKrep'],
  statement:
    'The lower bound of 2024 says nothing of a bigram model without smoothing, however many statements are seen once.',
  source: 'derived for this program, from Kalai and Vempala 2024 (arXiv 2311.14648)',
  formula: 'sr − Mis − 300·|F|/|H| − 7/√n ≤ 0, for Mis ≥ MM',
  explanation: [
    'Monofact rates are often read with this bound: hallucination ≥ sr − Mis. But a model that gives nothing to statements it could not have put together misses the whole missing mass MM in the level set of p̂ = 0, and has it too much elsewhere: Mis ≥ MM. As sr ≈ MM, the two cancel and nothing is left, whether the model hallucinates or not.',
    'So the false rates here are no evidence for or against the bound; a smoothed model would be. Mis is taken over sets of equal p̂, false statements included, by enumeration.',
  ],
  prediction: 'in every run with i.i.d. data Mis ≥ MM less the recombined true statements, and the bound ≤ 0',
  check: (tables) => {
    const runs = runsOf(tables).filter((run) => Number.isFinite(run.at('kalaiVempala.lower')));
    const largest = Math.max(...runs.map((run) => run.at('kalaiVempala.lower')));
    const finding = allOf([
      holdsAlways(
        'runs in which the bound is above 0',
        runs.map((run) => run.at('kalaiVempala.lower') <= 0),
      ),
      // Of what p̂ reaches without having seen it, no more than all is in MM.
      holdsAlways(
        'runs with Mis below MM',
        runs.map((run) => run.at('miscalibration.levelSets') >= run.at('missingMass') - run.at('reachedUnseen') - 1e-9),
      ),
    ]);
    return runs.length === 0
      ? finding
      : { ...finding, details: [...(finding.details ?? []), `The largest bound of any run is ${largest.toFixed(3)}.`] };
  },
};

export const replacement: Claim = {
  id: 'monofact-rate-needs-independent-draws',
  listed: ['MKrep', 'L1'],
  statement: 'The monofact rate estimates the probability of what was not seen.',
  source: 'Good–Turing, as used by Kalai and Vempala 2024 and Miao and Kearns 2025',
  formula: 'sr ≈ MM',
  explanation: [
    'Good and Turing need draws that are independent: each fact put back before the next draw. The published n-gram code draws from a list of statements without putting back. Where most facts stand in the list once, nothing can come twice, so that nearly everything is a monofact, and the rate says less about what is missing.',
  ],
  prediction:
    'mean of sr − MM within 0.02 (two standard errors of one sample of 5000) with replacement; without, above it at the largest γ',
  check: (tables) => {
    const distance = ({ at }: MonofactRun): number => at('monofactRate') - at('missingMass');
    const without = runsOf(tables, { replacement: false, upweighting: 'none' });
    const largest = Math.max(...without.map(({ shape }) => shape));
    const independent = meanWithin(
      'sr − MM, drawn with replacement',
      bySeed(runsOf(tables, { upweighting: 'none' }), distance),
      about(0, 0.02),
    );
    if (without.length === 0)
      return allOf([independent, unmeasured('sr − MM, drawn without replacement', 'no run drew without replacement')]);
    const listed = meanWithin(
      `sr − MM at γ = ${largest}, drawn without replacement`,
      bySeed(
        without.filter(({ shape }) => shape === largest),
        distance,
      ),
      about(0, 0.02),
    );
    return holdsOnlyWhere('the training data are drawn independently, with replacement', independent, listed);
  },
};
