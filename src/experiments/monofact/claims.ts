/** Claims of [MK25]: hallucination follows the monofact rate, and upweighting lowers it; with the metrics told apart. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  between,
  gated,
  holdsAlways,
  holdsOnlyWhere,
  meanWithin,
  resultSentence,
} from '../../claims/verdict.js';
import type { ReportTables } from '../../results/reportTables.js';
import { changesFigure, trendFigure } from './figures.js';
import { kalaiVempala, replacement } from './kalaiVempalaBound.js';
import {
  changes,
  difference,
  type MonofactRun,
  relative,
  runsOf,
  UPWEIGHTING_WORDS,
  type Upweighting,
} from './readings.js';

const SOURCE = 'Miao and Kearns 2025 (arXiv 2502.08666)';
const FALSE_RATE = 'falseRate';
const DISTINCT = 'generated.distinctFalseShare';

/** Least-squares slope of a figure on the monofact rate, over the shapes of each seed. */
function slopes(runs: readonly MonofactRun[], path: string): readonly number[] {
  return [...new Set(runs.map(({ seed }) => seed))]
    .map((seed) => {
      const own = runs.filter((run) => run.seed === seed);
      const mean = (value: (run: MonofactRun) => number): number =>
        own.reduce((sum, run) => sum + value(run), 0) / own.length;
      const [x, y] = [mean((run) => run.at('monofactRate')), mean((run) => run.at(path))];
      const around = (run: MonofactRun): number => run.at('monofactRate') - x;
      return mean((run) => around(run) * (run.at(path) - y)) / mean((run) => around(run) ** 2);
    })
    .filter(Number.isFinite);
}

const trend: Claim = {
  id: 'hallucination-rises-with-monofact-rate',
  listed: ['MKrep'],
  statement:
    'The more statements the training data hold only once, the more often a bigram model states what is false.',
  source: SOURCE,
  formula: 'd(false rate)/d(sr) > 0, and false rate ≤ sr',
  explanation: [
    'True statements consist of six values, say of a film, its actors and its director. A bigram model learns which value follows which, and generates statements unprompted. It states something false where it passes from one training statement to another at a value that both hold. A Pareto law of shape γ says how unequal the facts are: γ = 1 has a few very frequent ones, γ = 4 makes nearly all alike, so that the share sr of statements seen once (the monofact rate) grows.',
    'The probability of a false statement is computed exactly, 1 − Σ p̂(fact) over all true ones. Beside it stands the metric of the published code, different false statements per statement generated. Published: 0.09, 0.28, 0.40, 0.45 at monofact rates of 0.20, 0.50, 0.75, 0.95, a slope of 0.48. Where the curve lies is decided by how many statements share a value; 14,000 values a field were chosen to come near it. That it rises is the claim.',
  ],
  prediction: 'slope over the shapes of a seed above 0 by both metrics, and neither above sr in any run',
  check: (tables) => {
    const base = runsOf(tables, { upweighting: 'none' });
    return allOf([
      meanWithin('slope of the false rate on sr', slopes(base, FALSE_RATE), atLeast(0)),
      meanWithin('slope of the distinct-false share on sr', slopes(base, DISTINCT), atLeast(0)),
      holdsAlways(
        'runs above the diagonal',
        base.map((run) => run.at(FALSE_RATE) <= run.at('monofactRate') && run.at(DISTINCT) <= run.at('monofactRate')),
      ),
    ]);
  },
};

function relativeChange(tables: ReportTables, upweighting: Upweighting, path: string): readonly number[] {
  return changes(tables, upweighting, path, relative);
}

const upweighting: Claim = {
  id: 'upweighting-lowers-hallucination',
  listed: ['MKrep'],
  statement: 'Repeating a few per cent of the training statements lowers hallucination.',
  source: SOURCE,
  formula: 'false rate after / false rate before − 1 ≤ −10 %',
  explanation: [
    'A random twentieth of the training statements is repeated, and the model is counted anew; everything else stays the same, down to the draw. A statement that counts more draws the model along it to its end, so that fewer statements are mixed up.',
    'Repeated once more, a twentieth of the rows becomes a tenth, and little can change. Repeated ten times more, the chosen rows are 37 % of the mass. The price is coverage: of the statements that the model saw, fewer are ever generated.',
  ],
  prediction:
    'relative change of the exact false rate at most −10 % with ten repetitions; with one, above −10 % (expected: about 0), so that the claim depends on how often',
  check: (tables) => {
    const change = (kind: Upweighting): CheckResult =>
      meanWithin(
        `relative change of the false rate, ${UPWEIGHTING_WORDS[kind]}`,
        relativeChange(tables, kind, FALSE_RATE),
        atMost(-0.1),
      );
    const finding = holdsOnlyWhere(
      'the rows are repeated about ten times; repeated once they do not lower the false rate by a tenth',
      change('x10'),
      change('x1'),
    );
    const coverage = meanWithin(
      'price of ten repetitions: relative change of the coverage',
      relativeChange(tables, 'x10', 'coverage'),
      atMost(0),
    );
    return { ...finding, details: [...(finding.details ?? []), resultSentence(coverage)] };
  },
};

/** Whether what was generated agrees with the exact rate, within four binomial standard errors. */
function generationAgrees(tables: ReportTables): CheckResult {
  return holdsAlways(
    'runs in which the generated statements disagree with the exact false rate',
    runsOf(tables).map((run) => {
      const rate = run.at(FALSE_RATE);
      return (
        Math.abs(run.at('generated.falseRate') - rate) <=
        4 * Math.sqrt((rate * (1 - rate)) / run.at('generated.statements'))
      );
    }),
  );
}

const collapse: Claim = {
  id: 'distinct-count-rewards-collapse',
  listed: ['MKrep'],
  statement:
    'The large published drop of hallucination under upweighting is for the most part a loss of diversity, which the metric counts as success.',
  source: 'derived for this program, from the published code of Miao and Kearns 2025',
  formula: '|set(generated) \\ facts| / generated, against 1 − Σ p̂(fact)',
  explanation: [
    'The published code does not repeat rows: it adds 1 to probabilities that are normalised already. With 250 statements chosen, these get 250/251 of the start, whatever they were. And it counts different false statements, so that one that is generated a hundred times counts once: a model that says the same few things over and over hallucinates little by this metric.',
    'Both metrics are taken of the same models. Under honest repetition they must agree; under the rule of the code the distinct count must fall much further than the rate of false statements, and the number of different statements must collapse. Where the rate falls too, it is because the model recites the chosen rows.',
  ],
  prediction:
    'by the rule of the code the distinct-false share falls by at least 20 points more than the false rate, and at most 30 % of the different outputs are left; with ten honest repetitions both metrics change alike, within 5 points',
  check: (tables) => {
    const apart = (kind: Upweighting): readonly number[] => {
      const rates = relativeChange(tables, kind, FALSE_RATE);
      return relativeChange(tables, kind, DISTINCT).map((change, i) => change - rates[i]);
    };
    const finding = allOf([
      meanWithin(
        'fall of the distinct-false share beyond that of the false rate, rule of the code',
        apart('code'),
        atMost(-0.2),
      ),
      meanWithin(
        'different outputs left, rule of the code',
        relativeChange(tables, 'code', 'generated.distinct').map((change) => 1 + change),
        between(0, 0.3),
      ),
      meanWithin('the same difference with ten honest repetitions', apart('x10'), about(0, 0.05)),
    ]);
    const others = (
      [
        ['code', FALSE_RATE],
        ['code', DISTINCT],
        ['x10', FALSE_RATE],
        ['x10', DISTINCT],
      ] as const
    ).map(([kind, path]) =>
      resultSentence(
        meanWithin(
          `relative change of the ${path === DISTINCT ? 'distinct-false share' : 'false rate'}, ${UPWEIGHTING_WORDS[kind]}`,
          relativeChange(tables, kind, path),
          atMost(0),
        ),
      ),
    );
    return gated(generationAgrees(tables), 'generate more statements', {
      ...finding,
      details: [...(finding.details ?? []), ...others],
    });
  },
};

const miscalibration: Claim = {
  id: 'upweighting-raises-miscalibration',
  listed: ['MKrep'],
  statement: 'Upweighting buys fewer false statements with miscalibration.',
  source: SOURCE,
  formula: 'Mis after > Mis before',
  explanation: [
    'Honest training data make p̂ follow p as far as they go; rows that are repeated make it follow something else. The honest measure is the total variation between p̂ and p over all statements, false ones included. The published code bins the true statements only and weighs each by the square of its multiplicity; both are reported, the second as it was described to us, and the first decides.',
  ],
  prediction: 'the mean change of the total variation is above 0, with ten repetitions and by the rule of the code',
  check: (tables) => {
    const words = { totalVariation: 'total variation', asCoded: 'miscalibration as coded' };
    const rise = (kind: Upweighting, path: keyof typeof words): CheckResult =>
      meanWithin(
        `rise of the ${words[path]}, ${UPWEIGHTING_WORDS[kind]}`,
        changes(tables, kind, `miscalibration.${path}`, difference),
        atLeast(0),
      );
    const finding = allOf([rise('x10', 'totalVariation'), rise('code', 'totalVariation')]);
    return {
      ...finding,
      details: [
        ...(finding.details ?? []),
        resultSentence(rise('x10', 'asCoded')),
        resultSentence(rise('code', 'asCoded')),
      ],
    };
  },
};

export const monofact: ExperimentClaims = {
  experiment: 'monofact',
  title: 'Facts seen once, and upweighting',
  claims: [trend, upweighting, collapse, miscalibration, kalaiVempala, replacement],
  figures: (tables) => [trendFigure(tables), changesFigure(tables)],
};
