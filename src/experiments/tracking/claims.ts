/** Tracking: the error follows the missing mass over the number of rows, under two frequency laws. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, atMost, meanWithin, predictionWords, rangeWords } from '../../claims/verdict.js';
import { errorAgainstExamples } from '../../report/figures/errorAgainstExamples.js';
import { seedRunMeans, seedRuns } from '../../results/bySeed.js';
import { combine, measured } from '../../results/measured.js';
import { familiesByNature, type ReportTables, textAt } from '../../results/reportTables.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { lineThrough } from '../../theory/line.js';

/** R: birthdays are dates of a year. */
const DATES = 365;
const LAW = 'parameters.corpus.families.birthdays.frequency';
const LAWS = ['uniform', 'zipf'] as const;

const PREDICTED = {
  slope: about(1, 0.06),
  missedByMissingMass: atMost(0.02),
  fromSingletons: about(0, 0.06),
} as const;

/** Reads the error of a run, and the errors that the missing mass and the singleton rate foretold. */
function errorAt({ runs }: ReportTables, row: number) {
  const { wrong, missingMass, singletonRate } = measured(runs, row, 'birthdays');
  const guessed = (rate: number | null) => combine([rate], (mass) => evenGuessError(mass, DATES));
  return { wrong, byMass: guessed(missingMass), bySingletons: guessed(singletonRate) };
}

const tracking: Claim = {
  id: 'error-tracks-missing-mass-over-n',
  evidence: 'trained',
  listed: ['T2prop'],
  statement:
    'As the data grow, the error of a model that has memorised them falls with the missing mass, under any frequency law.',
  source: 'Kalai et al. 2025, Theorem 2 and Corollary 3',
  formula: 'err + invalid mass ≈ MM·(1 − 1/R) ≈ sr·(1 − 1/R) at each N',
  explanation: [
    "Networks are trained on corpora of three sizes, drawn by the uniform law and by Zipf's, under which few facts make up most of the rows. The more rows there are, the less of the prompt distribution is left that training never showed. What is plotted is the error as it was measured, the luck of guesses included.",
    'In each world and under each law a line is fitted through the sizes. Its slope falls below 1 where the network errs on what it was shown and does so more in larger corpora, which would show that it had not memorised them; then MM would foretell only a part of the error.',
  ],
  prediction: `under either law: slope of err + invalid mass on MM·(1 − 1/R) over N ${predictionWords(PREDICTED.slope)}, mean distance from it ${rangeWords(PREDICTED.missedByMissingMass)}; mean of err + invalid mass less sr·(1 − 1/R) ${predictionWords(PREDICTED.fromSingletons)}`,
  check: (tables) => {
    const parts = LAWS.flatMap((law) => partsUnder(tables, law));
    return allOf(parts as [CheckResult, ...CheckResult[]]);
  },
};

function partsUnder(tables: ReportTables, law: string): readonly CheckResult[] {
  const worlds = seedRuns(tables).map(({ seed, rows }) => ({
    seed,
    rows: rows.filter((row) => textAt(tables.runs, LAW, row) === law),
  }));
  const slopes = worlds.flatMap(({ rows }) => {
    const points = rows
      .map((row) => errorAt(tables, row))
      .flatMap(({ wrong, byMass }) => (wrong === null || byMass === null ? [] : [{ x: byMass, y: wrong }]));
    return lineThrough(points)?.slope ?? [];
  });
  const less = (foretold: 'byMass' | 'bySingletons', of: (difference: number) => number) =>
    seedRunMeans(worlds, (row) => {
      const error = errorAt(tables, row);
      return combine([error.wrong, error[foretold]], (wrong, told) => of(wrong - told));
    });
  return [
    meanWithin(`slope of err + invalid mass on MM·(1 − 1/R) over N, ${law}`, slopes, PREDICTED.slope),
    meanWithin(`mean distance from MM·(1 − 1/R), ${law}`, less('byMass', Math.abs), PREDICTED.missedByMissingMass),
    meanWithin(
      `mean of err + invalid mass less sr·(1 − 1/R), ${law}`,
      less('bySingletons', (difference) => difference),
      PREDICTED.fromSingletons,
    ),
  ];
}

export const trackingOverN: ExperimentClaims = {
  experiment: 'tracking',
  title: 'The error follows the missing mass as the data grow',
  claims: [tracking],
  figures: ({ runs }) => familiesByNature(runs).arbitrary.map((family) => errorAgainstExamples(runs, family)),
};
