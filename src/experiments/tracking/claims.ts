/** Tracking: the error follows the missing mass over the number of rows, under two frequency laws. */

import type { CheckResult, Claim, ExperimentClaims } from '../../claims/claim.js';
import { about, allOf, atMost, meanWithin, predictionWords, rangeWords, significant } from '../../claims/verdict.js';
import { errorAgainstExamples } from '../../report/figures/errorAgainstExamples.js';
import { type SeedRuns, seedRunMeans, seedRuns } from '../../results/bySeed.js';
import { combine, measured } from '../../results/measured.js';
import { familiesByNature, type ReportTables, textAt } from '../../results/reportTables.js';
import { meanOf } from '../../results/seedMeans.js';
import { evenGuessError } from '../../theory/evenGuess.js';
import { lineThrough } from '../../theory/line.js';

/** R: birthdays are dates of a year. */
const DATES = 365;
const LAW = 'parameters.corpus.families.birthdays.frequency';
const LAWS = ['uniform', 'zipf'] as const;

const PREDICTED = {
  slope: about(1, 0.05),
  missedByMissingMass: atMost(0.01),
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
  formula: 'err + invalid mass ≈ err_seen + MM·(1 − 1/R) at each N',
  explanation: [
    "Networks are trained on corpora of three sizes, drawn by the uniform law and by Zipf's, under which few facts make up most of the rows. The more rows there are, the less of the prompt distribution is left that training never showed. What is plotted is the error as it was measured, the luck of guesses included.",
    'sr, which one can count, estimates MM with a standard error of 0.02 to 0.05 at these N: the line against it is a matter of the main experiment, whose corpora are larger. Here its mean distance from the error is stated beside the result.',
    'In each world and under each law a line is fitted through the sizes. Its slope falls below 1 where the network errs on what it was shown and does so more in larger corpora, which would show that it had not memorised them; then MM would foretell only a part of the error.',
  ],
  prediction: `under either law: slope of err + invalid mass on MM·(1 − 1/R) over N ${predictionWords(PREDICTED.slope)}, mean distance from it ${rangeWords(PREDICTED.missedByMissingMass)}`,
  check: (tables) => {
    const parts = LAWS.flatMap((law) => partsUnder(tables, law));
    const finding = allOf(parts as [CheckResult, ...CheckResult[]]);
    return {
      ...finding,
      details: [...(finding.details ?? []), ...LAWS.map((law) => distanceFromSingletons(tables, law))],
    };
  },
};

/** The worlds of a law, each with its runs. */
function worldsUnder(tables: ReportTables, law: string): readonly SeedRuns[] {
  return seedRuns(tables).map(({ seed, rows }) => ({
    seed,
    rows: rows.filter((row) => textAt(tables.runs, LAW, row) === law),
  }));
}

/** Mean over the corpora of a world of the distance between the error and what was foretold. */
function distances(tables: ReportTables, law: string, foretold: 'byMass' | 'bySingletons'): readonly number[] {
  return seedRunMeans(worldsUnder(tables, law), (row) => {
    const error = errorAt(tables, row);
    return combine([error.wrong, error[foretold]], (wrong, told) => Math.abs(wrong - told));
  });
}

function partsUnder(tables: ReportTables, law: string): readonly CheckResult[] {
  const slopes = worldsUnder(tables, law).flatMap(({ rows }) => {
    const points = rows
      .map((row) => errorAt(tables, row))
      .flatMap(({ wrong, byMass }) => (wrong === null || byMass === null ? [] : [{ x: byMass, y: wrong }]));
    return lineThrough(points)?.slope ?? [];
  });
  return [
    meanWithin(`slope of err + invalid mass on MM·(1 − 1/R) over N, ${law}`, slopes, PREDICTED.slope),
    meanWithin(
      `mean distance from MM·(1 − 1/R), ${law}`,
      distances(tables, law, 'byMass'),
      PREDICTED.missedByMissingMass,
    ),
  ];
}

function distanceFromSingletons(tables: ReportTables, law: string): string {
  const mean = meanOf(distances(tables, law, 'bySingletons'));
  return `Mean distance from sr·(1 − 1/R), ${law}: ${mean === null ? 'not measured' : significant(mean.mean)}.`;
}

export const trackingOverN: ExperimentClaims = {
  experiment: 'tracking',
  title: 'The error follows the missing mass as the data grow',
  claims: [tracking],
  figures: ({ runs }) => familiesByNature(runs).arbitrary.map((family) => errorAgainstExamples(runs, family)),
};
