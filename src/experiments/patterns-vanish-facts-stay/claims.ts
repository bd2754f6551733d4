/** One model, four families: errors on patterns vanish with size and training, errors on arbitrary facts stay. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  between,
  gate,
  gated,
  holdsAlways,
  meanWithin,
  type Range,
  rangeWords,
  unmeasured,
} from '../../claims/verdict.js';
import { modelSizes } from '../../results/bySeed.js';
import { combine, measured, present, stratum } from '../../results/measured.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { errorAgainstSize, errorAgainstSteps } from './figures.js';

/** R: birthdays are dates of a year. */
const DATES = 365;

/** On a prompt that training never answered nothing but luck is right; no world of some 500 prompts has more of it. */
const LUCK = 0.02;

const PREDICTED = {
  spelling: atMost(0.1),
  shorterPatterns: atMost(0.02),
  spellingOfSmallest: atLeast(0.3),
  wrongOverFloor: between(0.95, 1.15),
} as const;

/** The largest model must know the birthdays that it was shown. */
const LEARNT = atMost(0.1);

const SOURCE =
  'Kalai et al. 2025, §3.3 and the article (2025): spelling and parentheses follow patterns, birthdays do not';

const vanish: Claim = {
  id: 'patterns-vanish',
  evidence: 'trained',
  listed: ['S16', 'S20a'],
  statement:
    'Errors on facts that follow a pattern (spelling, brackets, agreement) vanish with the size of the model, on prompts that training never showed too.',
  source: SOURCE,
  formula: 'err on held-out prompts → 0',
  explanation: [
    'One transformer learns four kinds of facts at once, in four sizes from thousands to hundreds of thousands of parameters. A part of each patterned family is held out: words never spelt in training, bracket strings never closed, sentences never finished. Only a model that has learnt the rule gets them right.',
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

const stay: Claim = {
  id: 'facts-stay',
  evidence: 'trained',
  listed: ['S20b'],
  statement: 'Errors on arbitrary facts do not vanish with size: they stop at the missing mass.',
  source: `${SOURCE}; Theorem 2`,
  formula: 'err + invalid mass → MM·(1 − 1/R); at unseen prompts 1 − 1/R at every size',
  explanation: [
    'The same models, the same training: on birthdays the error falls while facts that were shown are memorised, and then stops. What is left is the missing mass, the probability of a birthday that the data never state. No size learns it, for it follows from nothing that was shown.',
    'On the unseen prompts alone the mass that is not right (errors, strings that are not a date, abstentions) must be 1 − 1/R at every size, within the luck of some 500 guesses per world.',
  ],
  prediction: `for the largest model err + invalid mass over MM·(1 − 1/R) is between ${PREDICTED.wrongOverFloor.low} and ${PREDICTED.wrongOverFloor.high}; on unseen prompts no run of any size is right with probability above ${LUCK}`,
  check: (tables) => {
    const sizes = modelSizes(tables);
    if (sizes.length < 2) return unmeasured('err + invalid mass over MM·(1 − 1/R)', 'models of several sizes');
    const birthdays = (rows: readonly number[]) => rows.map((row) => measured(tables.runs, row, 'birthdays'));
    const largest = birthdays(sizes.at(-1)!.group.rows);
    const unseen = sizes
      .flatMap(({ group }) => birthdays(group.rows))
      .map((family) => {
        const { wrong, abstentionRate } = stratum(family, 0);
        return combine([wrong, abstentionRate], (mass, idk) => mass + idk);
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
        holdsAlways(
          'runs of any size that know birthdays never shown',
          present(unseen).map((notRight) => notRight >= 1 - LUCK),
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
