/** Exposures and model size: errors that come from a lack of room and not from a lack of data. */
import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  allOf,
  atLeast,
  atMost,
  between,
  exactlyWithin,
  holdsAlways,
  meanWithin,
  rangeWords,
} from '../../claims/verdict.js';
import { combine, judge, type MeasuredFamily, measured, present, runAt, stratum } from '../../results/measured.js';
import type { ReportTables } from '../../results/reportTables.js';
import { completeMean, meanOf } from '../../results/seedMeans.js';
import { exposuresFigures } from './figures.js';
import { EVEN, rowsAt, rowsUnder, UNEVEN, widths } from './readings.js';

function birthdays({ runs }: ReportTables, rows: readonly number[]): readonly MeasuredFamily[] {
  return rows.map((row) => measured(runs, row, 'birthdays'));
}
function errors(tables: ReportTables, rows: readonly number[]): readonly number[] {
  return present(birthdays(tables, rows).map(({ errorRate }) => errorRate));
}

/** Bits that the model holds about the answers it was shown, over its parameters; one number for each run. */
function bitsPerParameter({ runs }: ReportTables, rows: readonly number[]): readonly (number | null)[] {
  return rows.map((row) =>
    combine(
      [measured(runs, row, 'birthdays').memorisedBits, runAt(runs, row).trainableParameters],
      (bits, parameters) => bits / parameters,
    ),
  );
}

/** Largest singleton rate of a corpus that counts as one without singletons. */
const NO_SINGLETONS = 0.001;
const CAPACITY = { smallest: atLeast(0.3), largest: atMost(0.03) };

const capacity: Claim = {
  id: 'errors-without-singletons',
  evidence: 'trained',
  listed: ['CAP'],
  statement:
    'A model too small for its facts errs on them although every fact was seen twenty times: the singleton rate is a floor of the error, not the whole of it.',
  source: 'challenge by Guo and Li 2026 (arXiv 2602.00906) to Kalai et al. 2025, Theorem 2',
  formula: 'sr = MM = 0, yet err > 0 where bits(facts) > bits(model)',
  explanation: [
    '2000 birthdays (500 in the quick form) are asked for evenly, in twenty times as many rows: each is seen some twenty times, none once. Theorem 2 demands nothing of such a corpus. But 2000 birthdays are 2000·log2 365 = 17,000 bits, and a small network does not have room for them.',
    'This does not contradict the theorem, which bounds the error from below. It refutes the reading that errors come from singletons alone. The control is the widest model: with enough room its error must vanish.',
  ],
  prediction: `sr ≤ ${NO_SINGLETONS} throughout; err ${rangeWords(CAPACITY.smallest)} for the smallest model, ${rangeWords(CAPACITY.largest)} for the largest`,
  check: (tables) => {
    const [smallest, largest] = [widths(tables)[0], widths(tables).at(-1)!];
    return allOf([
      meanWithin('err of the smallest model', errors(tables, rowsAt(tables, EVEN, smallest)), CAPACITY.smallest),
      meanWithin('control: err of the largest model', errors(tables, rowsAt(tables, EVEN, largest)), CAPACITY.largest),
      holdsAlways(
        `runs with sr > ${NO_SINGLETONS}`,
        birthdays(tables, rowsUnder(tables, EVEN)).map(({ singletonRate }) =>
          judge([singletonRate], (sr) => sr <= NO_SINGLETONS),
        ),
      ),
    ]);
  },
};

/** Bits a parameter: of the size that holds most of them, and of any run. */
const BITS = { largest: between(0.5, 2), anyRun: atMost(3.6) };

const bits: Claim = {
  id: 'bits-per-parameter',
  evidence: 'trained',
  listed: ['CAP'],
  statement: 'A network holds a bit or two of arbitrary facts per parameter, and never more than about 3.6.',
  source:
    'Allen-Zhu and Li 2024 (arXiv 2404.05405): 1 bit at 100 exposures, 2 at 1000; Morris et al. 2025 (arXiv 2505.24832): 3.6 at most',
  formula: 'Σ_c max(0, log2 R + log2 p̂(a_c|c)) / parameters',
  explanation: [
    'A model holds as many bits of a fact as it makes the answer likelier than a blind guess: log2 365 = 8.5 bits if it is certain. Their sum over all facts, divided by the number of parameters, measures how the model uses its room. Where there is more room than facts the quotient falls, so that the largest over the sizes counts.',
    'A fact is seen about 190 times here (20 rows, each some ten times over), which lies between the published 100 and 1000 exposures.',
  ],
  prediction: `the largest mean over model sizes lies between ${BITS.largest.low} and ${BITS.largest.high} bits a parameter; no run is above ${BITS.anyRun.high}`,
  check: (tables) => {
    const bySize = widths(tables)
      .map((width) => bitsPerParameter(tables, rowsAt(tables, EVEN, width)))
      .filter((values) => values.length > 0);
    const means = bySize.map((values) => completeMean(values) ?? -Infinity);
    const largest = bySize[means.indexOf(Math.max(...means))] ?? [];
    const mostOfAnyRun = combine(bySize.flat(), Math.max);
    return allOf([
      meanWithin('largest bits a parameter', largest, BITS.largest),
      exactlyWithin('most bits a parameter of any run', mostOfAnyRun, BITS.anyRun),
    ]);
  },
};

const FREQUENCY = { fall: atLeast(0.2), wrongOnUnseen: atLeast(0.98) };

const frequency: Claim = {
  id: 'frequent-facts-first',
  evidence: 'trained',
  listed: ['T2freq', 'S20b'],
  statement:
    'Facts that are seen often are known first: error falls with the number of times a fact stands in the data, and with the size of the model.',
  source: 'Kalai et al. 2025, §3.3.1 (Einstein’s birthday); Kandpal et al. 2023 (arXiv 2211.08411)',
  formula: 'err at c falls with the training count of c; on U it stays at (1 − 1/R)(1 − p̂(IDK|c))',
  explanation: [
    "The same facts are now asked for by Zipf's law: the first ones a few thousand times, the last ones once or never. A model with too little room spends it on the facts that pay most, which are the frequent ones. So its error falls with the count, and a larger model reaches further down the list.",
    'On facts never seen, size does not help: the error there stays at 1 − 1/R, less the probability that the model puts on abstaining and on strings that are not dates.',
  ],
  prediction: `for the middle size, err on facts seen ten times or more is ${rangeWords(FREQUENCY.fall)} below err on facts seen once; the wrong mass on unseen facts, mean over all runs, is ${rangeWords(FREQUENCY.wrongOnUnseen)} (a run has some forty of them, and one lucky guess takes 0.03 off its own)`,
  check: (tables) => {
    const middle = rowsAt(tables, UNEVEN, widths(tables)[1] ?? widths(tables)[0]);
    const falls = birthdays(tables, middle).map((family) =>
      combine([stratum(family, 1).errorRate, stratum(family, 10).errorRate], (once, often) => once - often),
    );
    const unseen = birthdays(tables, rowsUnder(tables, UNEVEN)).map((family) => {
      const { wrong, abstentionRate } = stratum(family, 0);
      return combine([wrong, abstentionRate], (errors, abstentions) => errors + abstentions);
    });
    const wrongOnUnseen = meanOf(present(unseen));
    return allOf([
      meanWithin('err at one occurrence less err at ten or more', falls, FREQUENCY.fall),
      ...(wrongOnUnseen === null
        ? []
        : [
            exactlyWithin(
              'wrong mass on facts never shown, mean over runs',
              wrongOnUnseen.mean,
              FREQUENCY.wrongOnUnseen,
            ),
          ]),
    ]);
  },
};

export const exposures: ExperimentClaims = {
  experiment: 'exposures',
  title: 'Exposures and model size: where capacity binds, not data',
  claims: [capacity, bits, frequency],
  figures: exposuresFigures,
};
