/** One model, four families: errors on patterns vanish with size and training, errors on arbitrary facts stay. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  between,
  gate,
  gated,
  meanWithin,
  predictionWords,
  type Range,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { modelSizes, seedRuns } from '../../results/bySeed.js';
import {
  combine,
  type MeasuredFamily,
  type MeasuredStratum,
  measured,
  present,
  runAt,
  stratum,
} from '../../results/measured.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { lineThrough } from '../../theory/line.js';
import { errorAgainstSize, errorAgainstSteps } from './figures.js';

/** R: birthdays are dates of a year. */
const DATES = 365;

const PREDICTED = {
  spelling: atMost(0.1),
  shorterPatterns: atMost(0.03),
  spellingOfSmallest: atLeast(0.3),
  wrongOverFloor: between(0.95, 1.15),
  slopeOnUnseen: about(0, 0.005),
  slopeOnSingletons: atMost(-0.1),
} as const;

/** The largest model must know the birthdays that it was shown. */
const LEARNT = atMost(0.1);

const SOURCE =
  'Kalai et al. 2025, §3.3 and the article (2025): spelling and parentheses follow patterns, birthdays do not';

const vanish: Claim = {
  id: 'patterns-vanish',
  evidence: 'trained',
  listed: ['S16', 'S20a', 'N1'],
  statement:
    'Errors on facts that follow a pattern (spelling, brackets, agreement) vanish with the size of the model, on prompts that training never showed too.',
  source: SOURCE,
  formula: 'err on held-out prompts → 0',
  explanation: [
    'One transformer learns four kinds of facts at once, in three sizes from thousands to hundreds of thousands of parameters. A part of each patterned family is held out: words never spelt in training, bracket strings never closed, sentences never finished. Only a model that has learnt the rule gets them right.',
    'The smallest model is the control: it is too small for spelling, and must fail there.',
  ],
  prediction: `on held-out prompts the largest model errs (strings that are no response included) ${rangeWords(PREDICTED.spelling)} on spelling (where it still falls when training ends) and ${rangeWords(PREDICTED.shorterPatterns)} on brackets and agreement; the smallest errs ${rangeWords(PREDICTED.spellingOfSmallest)} on spelling`,
  check: (tables) => {
    const sizes = modelSizes(tables);
    if (sizes.length < 2) return unmeasured('err on held-out prompts', 'models of several sizes');
    const heldOut = (family: string, size: 'smallest' | 'largest', range: Range): CheckResult =>
      meanWithin(
        `err on held-out ${family}, ${size} model`,
        present(
          sizes
            .at(size === 'smallest' ? 0 : -1)!
            .group.rows.map((row) => measured(tables.runs, row, family).heldOut.errorRate),
        ),
        range,
      );
    return allOf([
      heldOut('spelling', 'largest', PREDICTED.spelling),
      heldOut('brackets', 'largest', PREDICTED.shorterPatterns),
      heldOut('agreement', 'largest', PREDICTED.shorterPatterns),
      heldOut('spelling', 'smallest', PREDICTED.spellingOfSmallest),
    ]);
  },
};

/** The mass that is not right: errors, strings that are no response, and abstentions. */
function notRight({ wrong, abstentionRate }: MeasuredStratum): number | null {
  return combine([wrong, abstentionRate], (mass, idk) => mass + idk);
}

const stay: Claim = {
  id: 'facts-stay',
  evidence: 'trained',
  listed: ['S20b'],
  statement: 'Errors on arbitrary facts do not vanish with size: they stop at the missing mass.',
  source: `${SOURCE}; Theorem 2`,
  formula:
    'err + invalid mass → MM·(1 − 1/R); d(wrong on unseen)/d(log₁₀ parameters) = 0, d(err on singletons)/d(log₁₀ parameters) < 0',
  explanation: [
    'The same models, the same training: on birthdays the error falls while facts that were shown are memorised, and then stops. What is left is the missing mass, the probability of a birthday that the data never state. No size learns it, for it follows from nothing that was shown.',
    'Two slopes in size are taken in each world, against the logarithm of the number of parameters. On facts that were shown once the error must fall steeply. On facts never shown, the mass that is not right (errors, strings that are not a date) must not depend on size. In expectation it is 1 − 1/R for any model, so that a slope there would mean that answers leak into training; its tolerance is the luck of some 500 guesses per world.',
  ],
  prediction: `for the largest model err + invalid mass over MM·(1 − 1/R) is between ${PREDICTED.wrongOverFloor.low} and ${PREDICTED.wrongOverFloor.high}; a factor of ten in size changes what is wrong on facts never shown by ${predictionWords(PREDICTED.slopeOnUnseen)} and err on facts shown once by ${rangeWords(PREDICTED.slopeOnSingletons)}`,
  check: (tables) => {
    const sizes = modelSizes(tables);
    if (sizes.length < 2) return unmeasured('err + invalid mass over MM·(1 − 1/R)', 'models of several sizes');
    const { runs } = tables;
    const largest = sizes.at(-1)!.group.rows.map((row) => measured(runs, row, 'birthdays'));
    const slopes = (read: (birthdays: MeasuredFamily) => number | null): readonly number[] =>
      seedRuns(tables).flatMap(({ rows }) => {
        const points = rows.map((row) => ({
          x: runAt(runs, row).trainableParameters,
          y: read(measured(runs, row, 'birthdays')),
        }));
        const there = points.flatMap(({ x, y }) => (x === null || y === null ? [] : [{ x: Math.log10(x), y }]));
        return lineThrough(there)?.slope ?? [];
      });
    const learnt = gate(
      'err on birthdays seen once, largest model',
      present(largest.map((family) => stratum(family, 1).errorRate)),
      LEARNT,
    );
    return gated(
      learnt,
      'a model that knows what it was shown: more training steps',
      allOf([
        meanWithin(
          'err + invalid mass over MM·(1 − 1/R), largest model',
          present(
            largest.map(({ wrong, missingMass }) =>
              combine([wrong, missingMass], (mass, missing) => mass / evenGuessError(missing, DATES)),
            ),
          ),
          PREDICTED.wrongOverFloor,
        ),
        meanWithin(
          'change of err + invalid mass on facts never shown for ten times the parameters',
          slopes((birthdays) => notRight(stratum(birthdays, 0))),
          PREDICTED.slopeOnUnseen,
        ),
        meanWithin(
          'change of err on facts shown once for ten times the parameters',
          slopes((birthdays) => stratum(birthdays, 1).errorRate),
          PREDICTED.slopeOnSingletons,
        ),
      ]),
    );
  },
};

export const patternsVanish: ExperimentClaims = {
  experiment: 'patterns-vanish-facts-stay',
  title: 'Patterns vanish, facts stay',
  claims: [vanish, stay],
  figures: (tables) => [errorAgainstSize(tables), errorAgainstSteps(tables)],
};
