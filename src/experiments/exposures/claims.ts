/** How often a fact was seen, how large the model is, and when error is owed to size and not to data. */
import { mean } from 'simple-statistics';
import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, between, exactlyWithin, holdsAlways, meanWithin } from '../../claims/verdict.js';
import { AXES, type Figure } from '../../report/figures/figure.js';
import { exact, pointsOf, seriesFigure } from '../../report/figures/seriesFigure.js';
import { metric, numberAt, numbersAt, type ReportTables } from '../../results/reportTables.js';
import { seedMean } from '../../results/seedMeans.js';
import { levelsOf, rowsWhere } from '../../results/select.js';

const WIDTH = 'parameters.model.width';
const LAW = 'parameters.corpus.families.birthdays.frequency';
const EVEN = 'uniform';
const UNEVEN = 'zipf';
const BIRTHDAYS = { name: 'birthdays', nature: 'arbitrary' } as const;
const PARAMETERS = 'model.trainableParameters';

function column(path: string): string {
  return metric(BIRTHDAYS, path);
}
function rowsAt({ runs }: ReportTables, law: string, width: number) {
  return rowsWhere(runs, { [LAW]: law, [WIDTH]: width });
}
function widths({ runs }: ReportTables): readonly number[] {
  return levelsOf(runs, WIDTH);
}

/** Bits that the model holds about the answers it was shown, over its parameters, a run each. */
function bitsPerParameter({ runs }: ReportTables, rows: readonly number[]): readonly number[] {
  return rows.map(
    (row) => (numberAt(runs, column('memorisedBits'), row) ?? NaN) / (numberAt(runs, PARAMETERS, row) ?? NaN),
  );
}

const capacity: Claim = {
  id: 'errors-without-singletons',
  listed: ['CAP'],
  statement:
    'A model too small for its facts errs on them although every fact was seen twenty times: the singleton rate is a floor of the error, not the whole of it.',
  source: 'challenge by Guo and Li 2026 (arXiv 2602.00906) to Kalai et al. 2025, Theorem 2',
  formula: 'sr = MM = 0, yet err > 0 where bits(facts) > bits(model)',
  explanation: [
    '2000 birthdays (500 in the quick form) are asked for evenly, in twenty times as many rows: each is seen some twenty times, none once. Theorem 2 demands nothing of such a corpus. But 2000 birthdays are 2000·log2 365 = 17,000 bits, and a small network has no room for them.',
    'The theorem is not contradicted, for it bounds the error from below. What is refuted is the reading that errors come from singletons alone. The control is the widest model: with room enough its error must vanish.',
  ],
  prediction: 'sr ≤ 0.001 throughout; err at least 0.3 for the smallest model, at most 0.03 for the largest',
  check: (tables) => {
    const { runs } = tables;
    const even = rowsWhere(runs, { [LAW]: EVEN });
    const [smallest, largest] = [widths(tables)[0], widths(tables).at(-1)!];
    return allOf([
      meanWithin(
        'err of the smallest model',
        numbersAt(runs, column('errorRate'), rowsAt(tables, EVEN, smallest)),
        atLeast(0.3),
      ),
      meanWithin(
        'control: err of the largest model',
        numbersAt(runs, column('errorRate'), rowsAt(tables, EVEN, largest)),
        atMost(0.03),
      ),
      holdsAlways(
        'runs with sr > 0.001',
        numbersAt(runs, column('singletonRate'), even).map((sr) => sr <= 0.001),
      ),
    ]);
  },
};

const bits: Claim = {
  id: 'bits-per-parameter',
  listed: ['CAP'],
  statement: 'A network holds a bit or two of arbitrary facts per parameter, and never more than about 3.6.',
  source:
    'Allen-Zhu and Li 2024 (arXiv 2404.05405): 1 bit at 100 exposures, 2 at 1000; Morris et al. 2025 (arXiv 2505.24832): 3.6 at most',
  formula: 'Σ_c max(0, log2 R + log2 p̂(a_c|c)) / parameters',
  explanation: [
    'What a model holds of a fact is how much likelier it makes the answer than a blind guess, in bits: log2 365 = 8.5 if it is certain. Summed over all facts and divided by the number of parameters, that is its use of its room. Where there is more room than facts the quotient falls, so the largest over the sizes is what counts.',
    'A fact is seen about 190 times here (20 rows, each some ten times over), which lies between the published 100 and 1000 exposures.',
  ],
  prediction: 'the largest mean over model sizes lies between 0.5 and 2 bits a parameter; no run is above 3.6',
  check: (tables) => {
    const bySize = widths(tables)
      .map((width) => bitsPerParameter(tables, rowsAt(tables, EVEN, width)))
      .filter((values) => values.length > 0);
    if (bySize.length === 0) return meanWithin('largest bits a parameter', [], between(0.5, 2));
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const largest = bySize.reduce((a, b) => (mean(b) > mean(a) ? b : a));
    return allOf([
      meanWithin('largest bits a parameter', largest, between(0.5, 2)),
      exactlyWithin('most bits a parameter of any run', Math.max(...bySize.flat()), atMost(3.6)),
    ]);
  },
};

const frequency: Claim = {
  id: 'frequent-facts-first',
  listed: ['T2freq', 'S20b'],
  statement:
    'Facts that are seen often are known first: error falls with the number of times a fact stands in the data, and with the size of the model.',
  source: 'Kalai et al. 2025, §3.3.1 (Einstein’s birthday); Kandpal et al. 2023 (arXiv 2211.08411)',
  formula: 'err at c falls with the training count of c; on U it stays at (1 − 1/R)(1 − p̂(IDK|c))',
  explanation: [
    "The same facts, now asked for by Zipf's law: a few thousands of times, the last ones once or never. A model with too little room spends it on what pays most, the frequent facts; so its error falls with the count, and a larger model reaches further down the list.",
    'On facts never seen no size helps: the error there stays at 1 − 1/R, less what the model abstains or puts on strings that are no date.',
  ],
  prediction:
    'for the middle size, err on facts seen ten times or more is at least 0.2 below err on facts seen once; the wrong mass on unseen facts, mean over all runs, is at least 0.98 (a run has some forty of them, and one lucky guess takes 0.03 off its own)',
  check: (tables) => {
    const { runs } = tables;
    const middle = rowsAt(tables, UNEVEN, widths(tables)[1] ?? widths(tables)[0]);
    const falls = middle.map(
      (row) =>
        (numberAt(runs, column('byCount.1.errorRate'), row) ?? NaN) -
        (numberAt(runs, column('byCount.5.errorRate'), row) ?? NaN),
    );
    const unseen = rowsWhere(runs, { [LAW]: UNEVEN }).flatMap((row) => {
      const [err, invalid, abstained] = ['errorRate', 'invalidMass', 'abstentionRate'].map((path) =>
        numberAt(runs, column(`byCount.0.${path}`), row),
      );
      return err === null || invalid === null || abstained === null ? [] : [err + invalid + abstained];
    });
    return allOf([
      meanWithin('err at one occurrence less err at ten or more', falls, atLeast(0.2)),
      ...(unseen.length === 0
        ? []
        : [exactlyWithin('wrong mass on facts never shown, mean over runs', mean(unseen), atLeast(0.98))]),
    ]);
  },
};

function figures(tables: ReportTables): readonly Figure[] {
  const { runs } = tables;
  const id = 'error-against-size';
  const title = 'Error and bits against model size';
  if (widths(tables).length === 0) return [{ id, title, missing: 'There are no runs of several sizes.' }];
  const sizeOf = (law: string, width: number): number =>
    seedMean(runs, PARAMETERS, rowsAt(tables, law, width))?.mean ?? 0;
  const against = (law: string, path: string) =>
    pointsOf(
      widths(tables).map((width) => ({
        x: sizeOf(law, width),
        mean: seedMean(runs, column(path), rowsAt(tables, law, width)),
      })),
    );
  const shown = [
    { path: 'byCount.0', name: 'never seen', colour: '#000000', shape: 'cross' as const },
    { path: 'byCount.1', name: 'seen once', colour: '#D55E00', shape: 'triangle-up' as const },
    { path: 'byCount.3', name: 'seen 3–4 times', colour: '#E69F00', shape: 'diamond' as const },
    { path: 'byCount.5', name: 'seen ≥ 10 times', colour: '#0072B2', shape: 'circle' as const },
  ];
  const errors = seriesFigure(
    [
      {
        heading: 'every fact seen about 20 times (sr = 0)',
        series: [
          {
            name: 'all facts, none a singleton',
            colour: '#009E73',
            shape: 'square',
            points: against(EVEN, 'errorRate'),
          },
        ],
      },
      {
        heading: "Zipf's law",
        series: shown.map(({ path, ...series }) => ({ ...series, points: against(UNEVEN, `${path}.errorRate`) })),
      },
    ],
    { title: 'trainable parameters', scale: { type: 'log' }, axis: { format: '~s', tickCount: 4 } },
    { title: AXES.errorRate, scale: { domain: [0, 1] } },
    { width: 270, height: 280 },
  );
  const demanded = (seedMean(runs, column('prompts'), rowsWhere(runs, { [LAW]: EVEN }))?.mean ?? 0) * Math.log2(365);
  const held = seriesFigure(
    [
      {
        series: [
          {
            name: 'bits of the facts',
            colour: '#555',
            dash: [6, 4],
            points: widths(tables).map((width) => exact(sizeOf(EVEN, width), demanded)),
          },
          {
            name: 'one bit a parameter',
            colour: '#555',
            dash: [2, 3],
            points: widths(tables).map((width) => exact(sizeOf(EVEN, width), sizeOf(EVEN, width))),
          },
          {
            name: 'bits held by the model',
            colour: '#009E73',
            shape: 'square',
            points: against(EVEN, 'memorisedBits'),
          },
        ],
      },
    ],
    { title: 'trainable parameters', scale: { type: 'log' }, axis: { format: '~s', tickCount: 4 } },
    { title: 'bits about the answers', scale: { type: 'log' }, axis: { format: '~s' } },
    { width: 420, height: 280 },
  );
  return [
    {
      id,
      title: 'Error against model size',
      caption: [
        "Left: every fact stands about twenty times in the data, none once, so Theorem 2 demands nothing; what is left is want of room. Right: the same facts by Zipf's law, by how often training showed them. Means over seeds with 95 % Student t intervals.",
      ],
      spec: errors,
    },
    {
      id: 'bits-against-size',
      title: 'Bits held against model size',
      caption: [
        'What the model holds about the answers, Σ_c max(0, log2 R + log2 p̂(a_c|c)), where every fact is seen about twenty times. It follows the number of parameters until all bits of the facts, log2 365 each, are held.',
      ],
      spec: held,
    },
  ];
}

export const exposures: ExperimentClaims = {
  experiment: 'exposures',
  title: 'Exposures and model size: where capacity binds, not data',
  claims: [capacity, bits, frequency],
  figures,
};
