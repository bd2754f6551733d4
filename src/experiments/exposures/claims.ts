/** Exposures and model size: errors that come from a lack of room and not from a lack of data. */
import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, holdsAlways, holdsOnlyWhere, meanWithin, rangeWords } from '../../claims/verdict.js';
import { combine, judge, type MeasuredFamily, measured, present, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { pairsBySeed } from '../../results/select.js';
import { exposuresFigures } from './figures.js';
import { rowsAt, rowsIn, widths } from './readings.js';

function birthdays({ runs }: ReportTables, rows: readonly number[]): readonly MeasuredFamily[] {
  return rows.map((row) => measured(runs, row, 'birthdays'));
}
function errors(tables: ReportTables, rows: readonly number[]): readonly number[] {
  return present(birthdays(tables, rows).map(({ errorRate }) => errorRate));
}

/** Largest singleton rate of a corpus that counts as one without singletons. */
const NO_SINGLETONS = 0.001;
const CAPACITY = { smallest: atLeast(0.3), largest: atMost(0.05) };

const capacity: Claim = {
  id: 'errors-without-singletons',
  evidence: 'trained',
  listed: ['CAP'],
  statement:
    'A model too small for its facts errs on them although every fact was seen twenty times: the singleton rate is a floor of the error, not the whole of it.',
  source: 'challenge by Guo and Li 2026 (arXiv 2602.00906) to Kalai et al. 2025, Theorem 2',
  formula: 'sr = MM = 0, yet err > 0 where bits(facts) > bits(model)',
  explanation: [
    '1000 birthdays (500 in the quick form) are asked for evenly, in twenty times as many rows: each is seen some twenty times, none once. Theorem 2 demands nothing of such a corpus. But 1000 birthdays are 1000·log2 365 = 8,500 bits, and a small network does not have room for them.',
    'This does not contradict the theorem, which bounds the error from below. It refutes the reading that errors come from singletons alone. The control is the widest model: with enough room its error must vanish.',
  ],
  prediction: `sr ≤ ${NO_SINGLETONS} throughout; err ${rangeWords(CAPACITY.smallest)} for the smallest model, ${rangeWords(CAPACITY.largest)} for the largest`,
  check: (tables) => {
    const [smallest, largest] = [widths(tables)[0], widths(tables).at(-1)!];
    return allOf([
      meanWithin('err of the smallest model', errors(tables, rowsAt(tables, 'even', smallest)), CAPACITY.smallest),
      meanWithin(
        'control: err of the largest model',
        errors(tables, rowsAt(tables, 'even', largest)),
        CAPACITY.largest,
      ),
      holdsAlways(
        `runs with sr > ${NO_SINGLETONS}`,
        birthdays(tables, rowsIn(tables, 'even')).map(({ singletonRate }) =>
          judge([singletonRate], (sr) => sr <= NO_SINGLETONS),
        ),
      ),
    ]);
  },
};

const FREQUENCY = { fall: atLeast(0.2), gainOfSize: atLeast(0.3) };

const frequency: Claim = {
  id: 'frequent-facts-first',
  evidence: 'trained',
  listed: ['T2freq'],
  statement:
    'Facts that are seen often are known first: error falls with the number of times a fact stands in the data, and with the size of the model.',
  source: 'Kalai et al. 2025, §3.3.1 (Einstein’s birthday); Kandpal et al. 2023 (arXiv 2211.08411)',
  formula: 'err at c falls with the training count of c; on U it stays at (1 − 1/R)(1 − p̂(IDK|c))',
  explanation: [
    "The same facts are now asked for by Zipf's law: the first ones a few thousand times, the last ones once or never. A model with too little room spends it on the facts that pay most, which are the frequent ones. So its error falls with the count, and a larger model reaches further down the list.",
    'On facts never seen, size does not help: the mass that is not right there is 1 − 1/R in expectation whatever the model, which is why no prediction is made of it.',
  ],
  prediction: `for the smaller model, err on facts seen ten times or more is ${rangeWords(FREQUENCY.fall)} below err on facts seen once; the larger model errs on facts seen three or four times ${rangeWords(FREQUENCY.gainOfSize)} less than the smaller one`,
  check: (tables) => {
    const { runs } = tables;
    const [smallest, largest] = [widths(tables)[0], widths(tables).at(-1)!].map((width) =>
      rowsAt(tables, 'uneven', width),
    );
    const falls = birthdays(tables, smallest).map((family) =>
      combine([stratum(family, 1).errorRate, stratum(family, 10).errorRate], (once, often) => once - often),
    );
    const rare = (row: number) => stratum(measured(runs, row, 'birthdays'), 3).errorRate;
    const gains = pairsBySeed(runs, smallest, largest).map(([small, large]) =>
      combine([rare(small), rare(large)], (before, after) => before - after),
    );
    return allOf([
      meanWithin('err at one occurrence less err at ten or more, smaller model', falls, FREQUENCY.fall),
      meanWithin('err at three or four occurrences, smaller model less larger', gains, FREQUENCY.gainOfSize),
    ]);
  },
};

/** α where three rows in ten say IDK, and what the starved network does with the mass that it cannot place. */
const ALPHA = 0.7;
const STARVED = {
  idkBeyondData: atMost(0.05),
  wrong: atLeast(0.4),
  confidentlyWrong: atLeast(0.05),
} as const;
const SURE = 0.5;

/** Probability of a prompt whose likeliest answer is wrong and given with a confidence above a half. */
function confidentlyWrong({ answers }: MeasuredFamily): number | null {
  const sure = answers.riskCoverage.filter(({ confidence }) => confidence !== null && confidence > SURE);
  const wrong = sure.map(({ coverage, risk }) => combine([coverage, risk], (share, errors) => share * errors));
  return answers.riskCoverage.length === 0 ? null : combine([0, ...wrong], Math.max);
}

const nonFacts: Claim = {
  id: 'starved-models-prefer-non-facts',
  evidence: 'trained',
  listed: ['CAP'],
  statement:
    'A model without room for its facts gives wrong answers with confidence, although it could abstain and saw every fact often.',
  source:
    'Guo and Li 2026 (arXiv 2602.00906): at limited memory the best strategy puts high confidence on some non-facts',
  formula: 'IDK ≤ 1 − α and err > 0 at sr = 0; Pr[wrong with p̂ > ½ of the answers] > 0',
  explanation: [
    `The same facts, about twenty rows each; now three rows in ten say "I don't know .", so that every model knows the words. The smaller network has no room for the facts. It could say IDK to what it cannot hold. Guo and Li argue that the best use of little memory is another: to be confident of some statements that are false.`,
    'Two things are read. Where does the probability go that the network cannot place: to wrong answers, or to IDK beyond the share 1 − α that the data have? If IDK took it, the claim would be refuted. And is the network sure of wrong answers: how often is its likeliest answer wrong, and given more than half of the probability of answering?',
    'Cross-entropy rewards a network for spreading what it does not know. Theirs is a limit of another kind, on the memory of a system that says yes or no. So the first half may hold without the second.',
  ],
  prediction: `smaller model: IDK beyond 1 − α ${rangeWords(STARVED.idkBeyondData)} and err + invalid mass ${rangeWords(STARVED.wrong)}; that it is confidently wrong with probability ${rangeWords(STARVED.confidentlyWrong)} is expected to fail, so that the claim depends on what confidence means`,
  check: (tables) => {
    const starved = birthdays(tables, rowsAt(tables, 'with-idk', widths(tables)[0]));
    return holdsOnlyWhere(
      'a network without room puts what it cannot place on wrong answers and not on IDK; but trained by cross-entropy it spreads this mass, and is sure of hardly any of them',
      allOf([
        meanWithin(
          'IDK less 1 − α, smaller model',
          starved.map(({ abstentionRate }) => combine([abstentionRate], (idk) => idk - (1 - ALPHA))),
          STARVED.idkBeyondData,
        ),
        meanWithin(
          'err + invalid mass, smaller model',
          starved.map(({ wrong }) => wrong),
          STARVED.wrong,
        ),
      ]),
      meanWithin(
        `likeliest answer wrong with a confidence above ${SURE}, smaller model`,
        starved.map(confidentlyWrong),
        STARVED.confidentlyWrong,
      ),
    );
  },
};

export const exposures: ExperimentClaims = {
  experiment: 'exposures',
  title: 'Exposures and model size: where capacity binds, not data',
  claims: [capacity, nonFacts, frequency],
  figures: exposuresFigures,
};
