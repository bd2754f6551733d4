/** The main experiment: birthdays, of which nothing tells the answer, beside brackets, of which a rule does. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { errorAgainstSingletonRate } from '../../report/figures/errorAgainstSingletonRate.js';
import { errorByCount } from '../../report/figures/errorByCount.js';
import { familiesByNature } from '../../results/reportTables.js';
import {
  derivativeAgrees,
  everyKindErrs,
  factsStay,
  foretold,
  frequentFactsAreSafe,
  invalidVanishes,
  tracks,
} from './checks.js';
import { wrongWhileTraining } from './figures.js';

const claims: readonly Claim[] = [
  {
    id: 'error-tracks-singleton-rate',
    listed: ['T2prop'],
    statement:
      'A model that has memorised its training data errs on arbitrary facts about as often as the data hold them only once.',
    source: 'Kalai et al. 2025, Theorem 2 and Corollary 3',
    formula: 'err ≈ err_seen + MM·(1 − 1/R), and MM ≈ sr',
    explanation: [
      'Six corpora are drawn in each world, so that the singleton rate sr goes from 0.02 to 0.5, and a transformer is trained on each until it has memorised its rows. The missing mass MM is the probability that a fresh prompt asks for a fact that training never told; on those it can only guess among R = 365 dates. If that is where its errors come from, err plotted against MM·(1 − 1/R) is a line of slope 1 through err_seen, the small error on what it was told.',
      'sr is what one can count without knowing the world. It estimates MM with a noise of √(n_1 + 2 n_2)/N, which moves a slope by about 0.03 in one world; so the line against sr may have a slope within 0.1 of 1. Invalid strings are counted as errors, and on facts never told the luck of having guessed right is replaced by its expectation.',
    ],
    prediction:
      'slope on MM·(1 − 1/R) from 0.97 to 1.03, its intercept within 0.01 of 0; slope on sr·(1 − 1/R) from 0.9 to 1.1',
    check: tracks,
  },
  {
    id: 'error-foretold-from-counts',
    listed: ['S21'],
    statement: 'Which hallucinations to expect from next-word prediction can be told before any training.',
    source: 'the article “Why language models hallucinate” (2025); Kalai et al. 2025, Theorem 2',
    formula: 'err + invalid mass = MM·(1 − 1/R)',
    explanation: [
      'The prediction is made of the corpus alone: MM·(1 − 1/R) where the world is known, sr·(1 − 1/R) where one can only count. R² says what share of the spread of the measured errors over the corpora of a world it explains, as it stands: no line is fitted.',
    ],
    prediction: 'R² at least 0.98 from the missing mass, at least 0.95 from the counts',
    check: foretold,
  },
  {
    id: 'every-kind-of-model-errs',
    listed: ['S2b'],
    statement: 'Every kind of language model hallucinates on facts that it was never told, unless it abstains.',
    source: 'the article “Why language models hallucinate” (2025); derived from Kalai et al. 2025, Lemma 2',
    formula: 'err at c = (1 − 1/R)·(1 − p̂(IDK|c) − m_c) in expectation, for c never answered',
    explanation: [
      'A fact that was drawn at random and never told cannot be known, whatever the model: size, architecture and calibration do not enter, only how often it abstains (IDK) and how much of its mass m_c is on strings that are no date. A transformer, a trigram model and the calibrated learner, on the same data, must agree; they may differ on what they were told.',
      'The difference from the formula is what is measured. A model that erred less would have seen the answer somewhere: this is also a test that nothing of the answers leaks into training. The tolerance is the luck of guessing among 365 dates over the few hundred prompts of a corpus.',
    ],
    prediction: 'within 0.005 of the formula, for each kind',
    check: (tables) => everyKindErrs(tables, ['transformer', 'ngram', 'calibrated-learner']),
  },
  {
    id: 'wrong-but-plausible',
    listed: ['S2c'],
    statement: 'What a trained model says wrongly is plausible; malformed answers vanish with training.',
    source: 'the article “Why language models hallucinate” (2025)',
    formula: 'invalid mass → 0, while err stays',
    explanation: [
      'A wrong response is either another date, which is plausible, or no date at all, such as “April 31 .”, which is invalid. An untrained model says nearly nothing but invalid strings; after a few dozen steps it has learnt what a date looks like.',
      'Whether the invalid strings vanish altogether depends on the prompt. On prompts that it was told the answer to, they do. On others the transformer has become over-confident in first one word and then the next, and the pieces do not always fit: a month with a day that it does not have.',
    ],
    prediction: 'at least 0.9 of what is wrong is plausible, and at most 0.005 of the mass is invalid after training',
    check: invalidVanishes,
  },
  {
    id: 'frequent-facts-are-safe',
    listed: ['T2freq'],
    statement: 'Facts that the data repeat often are rarely told wrongly.',
    source: 'Kalai et al. 2025, §3.3.1 (Einstein’s birthday)',
    formula: 'err on facts seen j times falls with j',
    explanation: [
      'Prompts are sorted by how often training answered them. Nothing can be known of those never answered; one answer is enough for a model that is trained over its rows many times; and more answers make it safer, and sooner.',
    ],
    prediction: 'in every run the error falls from never to once to 2–4 to 5 or more times, and is at most 0.01 there',
    check: frequentFactsAreSafe,
  },
  {
    id: 'facts-stay-patterns-vanish',
    listed: ['S20b'],
    statement: 'Errors on arbitrary facts that were never told do not go away with training; errors on patterns do.',
    source: 'the article “Why language models hallucinate” (2025); Kalai et al. 2025, §3.3',
    formula: 'err + invalid mass on unanswered facts = 1 − 1/R at every step',
    explanation: [
      'One model is trained on birthdays and on brackets to be closed. More training brings the error on brackets to nothing, also for strings that it never saw. On birthdays that it was never told, what is not right (another date or no date) stays at 1 − 1/R = 0.997 however long it trains.',
    ],
    prediction:
      'on unanswered facts at least 0.99 wrong and no change beyond 0.005 over the last third; on brackets at most 0.003',
    check: factsStay,
  },
  {
    id: 'delta-is-a-derivative',
    listed: ['T1d'],
    statement: 'The calibration gap is the slope of the loss along the rescaling of confident responses.',
    source: 'Kalai et al. 2025, §3.2',
    formula: 'δ = |dL(p̂_s)/ds| at s = 1',
    explanation: [
      'This is why training by cross-entropy should make δ small: were it not 0, multiplying the probability of all responses above the threshold by some s would lower the loss. Both sides are computed on their own: δ from its definition, and the derivative from the loss of the rescaled model. They must agree in every model, at every measured step.',
    ],
    prediction: 'relative difference at most 1e-6 everywhere',
    check: derivativeAgrees,
  },
];

export const singletonRate: ExperimentClaims = {
  experiment: 'singleton-rate',
  title: 'The error rate tracks the singleton rate; patterns vanish',
  claims,
  figures: (tables) =>
    familiesByNature(tables.runs).arbitrary.flatMap((family) => [
      errorAgainstSingletonRate(tables.runs, family),
      errorByCount(tables.runs, family),
      wrongWhileTraining(tables, family),
    ]),
};
