/** The consistency mitigation of [N26]: give an answer only if several samples agree on it, and abstain otherwise. */
import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  between,
  gate,
  gated,
  holdsOnlyWhere,
  meanWithin,
  rangeWords,
} from '../../claims/verdict.js';
import { stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { consistencyFigures } from './figures.js';
import {
  errorsLeft,
  gain,
  type Moment,
  networkAt,
  PENALTIES,
  runsTrained,
  SAMPLES,
  thresholdAhead,
} from './readings.js';

const NATURE = 'Kalai et al. 2026, on the consistency mitigation (as its published experiments describe it)';

const PREDICTED = {
  leftWhereSpread: atMost(0.2),
  leftWhereMemorised: between(0.2, 0.5),
  gains: { 1: atLeast(0.05), 3: atLeast(0.2), 9: atLeast(0.8) },
  thresholdAhead: { 1: atLeast(0), 3: atLeast(0.05), 9: atLeast(0.15) },
} as const;

const KNOWN = atMost(0.1);

/** Without knowledge of facts shown once there is nothing that several samples could agree on rightly. */
function knows(tables: ReportTables): CheckResult {
  return gate(
    'err of the network that was trained long, on singletons',
    runsTrained(tables, 'long').map((row) => {
      const network = networkAt(tables, row, 'base');
      return network === null ? null : stratum(network, 1).errorRate;
    }),
    KNOWN,
  );
}
const MORE_STEPS = 'a network that knows what it was shown: more training steps';

const removes: Claim = {
  id: 'agreement-removes-spread-errors',
  evidence: 'trained',
  listed: ['N3'],
  statement: 'Answering only where two samples agree removes the errors on what training never showed.',
  source: NATURE,
  formula:
    'wrong: Σ μ(c) Σ_{r∈E} p̂(r|c)^k instead of Σ μ(c) p̂(E_c|c); for an even guess a factor 1/R for each further sample',
  explanation: [
    'Two guesses among 365 dates agree once in 365 times, so that a model that guesses evenly would stop erring if it had to agree with itself. The probability that k samples are one and the same answer is Σ p̂^k, so that nothing has to be drawn. Strings that are no dates count as agreeing whenever all samples are such, which is an upper bound.',
    'How much is removed depends on how evenly the model guesses where it knows nothing. A network that was trained a little has learnt what a date is and not whose; it spreads its guesses over many dates, if not evenly. One that has memorised its rows prefers some date to others for people of whom it was told nothing, and repeats it. Both come from one sweep over training steps.',
  ],
  prediction: `err + invalid mass on prompts never answered in training, relative to one sample, at k = 2: ${rangeWords(PREDICTED.leftWhereSpread)} for the network trained a little (holds); the same for the one that has memorised its rows (expected to fail: ${rangeWords(PREDICTED.leftWhereMemorised)})`,
  check: (tables) => {
    const left = (trained: 'little' | 'long', samples: 2 | 3, moment: Moment = 'base') =>
      runsTrained(tables, trained).map((row) => errorsLeft(networkAt(tables, row, moment), samples));
    const memorised = 'share of errors on U left by two samples, network that has memorised its rows';
    const finding = holdsOnlyWhere(
      'guesses are spread over many answers; a network that has memorised its rows is sure of some dates that it was never told, and two samples leave a fifth to a half of its errors',
      meanWithin(
        'share of errors on U left by two samples, network trained a little',
        left('little', 2),
        PREDICTED.leftWhereSpread,
      ),
      meanWithin(memorised, left('long', 2), PREDICTED.leftWhereSpread),
    );
    const size = meanWithin(memorised, left('long', 2), PREDICTED.leftWhereMemorised);
    const further = [
      meanWithin('the same, three samples', left('long', 3), PREDICTED.leftWhereMemorised),
      meanWithin(
        'the same, two samples, after grading by accuracy',
        left('long', 2, 'graded'),
        PREDICTED.leftWhereMemorised,
      ),
    ].map(({ quantity, measured }) => `${quantity}: ${measured === null ? 'not measured' : measured.toFixed(3)}.`);
    const joined = size.verdict === 'confirmed' ? finding : allOf([finding, size]);
    return gated(knows(tables), MORE_STEPS, { ...joined, details: [...(joined.details ?? []), ...further] });
  },
};

const pays: Claim = {
  id: 'agreement-pays-where-errors-cost',
  evidence: 'trained',
  listed: ['N3'],
  statement: 'Asking for agreement of two or three samples raises the score wherever errors cost something.',
  source: NATURE,
  formula: 'Σ p̂(a)^k − λ Σ_{r∈E} p̂(r)^k above p̂(a) − λ p̂(E), at λ = 1, 3, 9',
  explanation: [
    'Under accuracy agreement can only lose, for p^k ≤ p: right answers go with the errors. Whether the errors that go are worth more than the right answers depends on the network. The published experiments score frontier models at the penalties 0, 1, 3 and 9; these are the scores of a network that has memorised its rows, before it was graded by accuracy and after it.',
  ],
  prediction: `two and three samples, base network and graded network: ${PENALTIES.map((penalty) => `${rangeWords(PREDICTED.gains[penalty])} points a prompt at λ = ${penalty}`).join(', ')}`,
  check: (tables) => {
    const rows = runsTrained(tables, 'long');
    const parts = PENALTIES.flatMap((penalty) =>
      (['base', 'graded'] as const).flatMap((moment) =>
        SAMPLES.map((samples) =>
          meanWithin(
            `gain of ${samples} agreeing samples at λ = ${penalty}, ${moment} network`,
            rows.map((row) => gain(networkAt(tables, row, moment), samples, penalty)),
            PREDICTED.gains[penalty],
          ),
        ),
      ),
    );
    return gated(knows(tables), MORE_STEPS, allOf([parts[0], ...parts.slice(1)]));
  },
};

const threshold: Claim = {
  id: 'own-confidence-beats-agreement',
  evidence: 'trained',
  listed: ['N3', 'CT'],
  statement:
    'A model that follows its own confidence earns more than one whose samples must agree, at one sample a prompt.',
  source: 'derived for this program, from Kalai et al. 2026 and Kalai et al. 2025, §4.2',
  formula: 'answer ⇔ confidence > λ/(1 + λ), against k agreeing samples, at λ = 1, 3, 9',
  explanation: [
    'Agreement is a noisy reading of p̂: an answer of probability p passes with p^k. Whoever has p̂ can compare it with the threshold that the penalty asks for, and gives up no sure answer. For models of which only samples can be had, agreement is what is left. The difference is the price of not knowing p̂.',
    'The comparison is with the better of two and three samples in each world. The threshold is that of the penalty and was not fitted.',
  ],
  prediction: `the base network that has memorised its rows earns by the threshold, above the better of two and three samples: ${PENALTIES.map((penalty) => `${rangeWords(PREDICTED.thresholdAhead[penalty])} at λ = ${penalty}`).join(', ')}`,
  check: (tables) => {
    const parts = PENALTIES.map((penalty) =>
      meanWithin(
        `lead of the threshold at λ = ${penalty}`,
        runsTrained(tables, 'long').map((row) => thresholdAhead(networkAt(tables, row, 'base'), penalty)),
        PREDICTED.thresholdAhead[penalty],
      ),
    );
    return gated(knows(tables), MORE_STEPS, allOf([parts[0], ...parts.slice(1)]));
  },
};

export const consistency: ExperimentClaims = {
  experiment: 'consistency',
  title: 'Samples that must agree',
  claims: [removes, pays, threshold],
  figures: consistencyFigures,
};
