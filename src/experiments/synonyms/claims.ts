/** Several ways to state a fact: counted as strings or as facts. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, atMost, gate, gated, meanWithin } from '../../claims/verdict.js';
import { AXES, type Figure } from '../../report/figures/figure.js';
import { pointsOf, seriesFigure } from '../../report/figures/seriesFigure.js';
import { metric, numberAt, numbersAt, type ReportTables } from '../../results/reportTables.js';
import { seedMean } from '../../results/seedMeans.js';
import { levelsOf, pairedBySeed, rowsWhere } from '../../results/select.js';

const WAYS = 'parameters.corpus.families.birthdays.synonyms';
const BIRTHDAYS = { name: 'birthdays', nature: 'arbitrary' } as const;
const R = 365;

function column(path: string): string {
  return metric(BIRTHDAYS, path);
}
function rowsAt({ runs }: ReportTables, ways: number) {
  return rowsWhere(runs, { [WAYS]: ways });
}
function values(
  { runs }: ReportTables,
  rows: readonly number[],
  value: (at: (path: string) => number) => number,
): readonly number[] {
  return rows.map((row) => value((path) => numberAt(runs, column(path), row) ?? NaN));
}

const forms: Claim = {
  id: 'several-forms-of-a-fact',
  listed: ['T2forms'],
  statement:
    'Where facts can be stated in several ways, a model errs more often, and the singleton rate counted by strings overstates by how much.',
  source: 'Kalai et al. 2025, §3.3.1 (remarks on several forms of a statement)',
  formula: 'MM(facts)·(1 − 1/R) ≤ err + invalid mass ≤ MM(strings)',
  explanation: [
    'The same 1500 birthdays are asked for in one, two or four ways ("Mira Kaplan was born on", "recall , Mira Kaplan was born on" …), with as many rows in all. Each way has a row of its own to be counted: more prompts are singletons, and more are never seen in just these words.',
    'A model that treated every string as a fact of its own would err on all strings it never saw, the missing mass of strings. One that saw through the words would err only on facts that no string of them stated, the missing mass of facts. The measured model lies between: it carries over a part of what it learnt from one way of asking to another.',
  ],
  prediction:
    'at the most ways: sr of strings is above sr of facts by at least 0.1; err + invalid mass is at most MM(strings) + 0.01, at least MM(facts)·(1 − 1/R) − 0.01, and above that of one way by at least 0.05',
  check: (tables) => {
    const { runs } = tables;
    const levels = levelsOf(runs, WAYS);
    const [one, many] = [rowsAt(tables, levels[0]), rowsAt(tables, levels.at(-1)!)];
    const wrong = (at: (path: string) => number): number => at('errorRate') + at('invalidMass');
    const wrongOf = (row: number): number => values(tables, [row], wrong)[0];
    const learnt = gate(
      'err on prompts seen twice',
      numbersAt(runs, column('byCount.2.errorRate'), many),
      atMost(0.05),
    );
    return gated(
      learnt,
      'a model that knows what it was shown: more training steps',
      allOf([
        meanWithin(
          'rise of err + invalid mass over one way',
          pairedBySeed(runs, one, many, (a, b) => wrongOf(b) - wrongOf(a)),
          atLeast(0.05),
        ),
        meanWithin(
          'err + invalid mass less MM(strings)',
          values(tables, many, (at) => wrong(at) - at('missingMass')),
          atMost(0.01),
        ),
        meanWithin(
          'err + invalid mass less MM(facts)·(1 − 1/R)',
          values(tables, many, (at) => wrong(at) - at('byFact.missingMass') * (1 - 1 / R)),
          atLeast(-0.01),
        ),
        meanWithin(
          'sr of strings less sr of facts',
          values(tables, many, (at) => at('singletonRate') - at('byFact.singletonRate')),
          atLeast(0.1),
        ),
      ]),
    );
  },
};

function errorAgainstWays(tables: ReportTables): Figure {
  const { runs } = tables;
  const id = 'error-against-synonyms';
  const title = 'Error rate against the ways to state a fact';
  const levels = levelsOf(runs, WAYS);
  if (levels.length === 0) return { id, title, missing: 'There are no runs with synonyms.' };
  const of = (path: string) =>
    pointsOf(levels.map((ways) => ({ x: ways, mean: seedMean(runs, column(path), rowsAt(tables, ways)) })));
  const series = [
    { name: 'missing mass of strings', colour: '#D55E00', dash: [6, 4], points: of('missingMass') },
    { name: 'error rate of the transformer', colour: '#0072B2', shape: 'circle' as const, points: of('errorRate') },
    { name: 'missing mass of facts', colour: '#009E73', dash: [2, 3], points: of('byFact.missingMass') },
  ];
  return {
    id,
    title,
    caption: [
      'Means over seeds with 95 % Student t intervals. A model that counts strings would lie on the upper line, one that sees facts through all words on the lower.',
    ],
    spec: seriesFigure(
      [{ series }],
      { title: 'ways to state each fact', axis: { values: levels, format: 'd' } },
      { title: AXES.errorRate, scale: { domain: [0, 1] } },
      { width: 420, height: 300 },
    ),
  };
}

export const synonyms: ExperimentClaims = {
  experiment: 'synonyms',
  title: 'Several ways to state a fact',
  claims: [forms],
  figures: (tables) => [errorAgainstWays(tables)],
};
