/** Claims of an experiment and what its tables say about them, as notebooks show it. */

import { checkClaims } from '../claims/checkClaims.js';
import type { ExperimentClaims } from '../claims/claim.js';
import { EVIDENCE } from '../claims/evidence.js';
import type { Figure } from '../report/figures/figure.js';
import { type Displayed, notebookTable } from '../report/notebook.js';
import type { ReportTables } from '../results/reportTables.js';
import { experimentClaims } from './index.js';

/** Returns the claims of an experiment. @throws RangeError for an experiment that answers no claims */
export function claimsOf(experiment: string): ExperimentClaims {
  const claims = experimentClaims.find((each) => each.experiment === experiment);
  if (claims === undefined)
    throw new RangeError(
      `no experiment ${experiment} answers claims, expected one of ${experimentClaims.map((each) => each.experiment).join(', ')}`,
    );
  return claims;
}

/** Returns a figure of an experiment by its id; `reproduce` puts all figures into its report. @throws RangeError for an unknown id */
export function claimFigure(experiment: string, id: string, tables: ReportTables): Figure {
  const figures = claimsOf(experiment).figures(tables);
  const figure = figures.find((each) => each.id === id);
  if (figure === undefined)
    throw new RangeError(
      `${experiment} has no figure ${id}, expected one of ${figures.map((each) => each.id).join(', ')}`,
    );
  return figure;
}

/**
 * A table with a row for each claim: its class of evidence, the measured value and the verdict. A verdict that depends names its condition.
 * @param only ids of the claims to show; without it, all of them
 */
export function findingsTable(experiment: string, tables: ReportTables, only?: readonly string[]): Displayed {
  const { checked } = checkClaims({ claims: claimsOf(experiment), tables, runs: tables.runs.rows, failed: 0 });
  const shown = only === undefined ? checked : checked.filter(({ claim }) => only.includes(claim.id));
  return notebookTable(
    ['claim', 'class', 'measured', 'value', '95 % interval', 'verdict'],
    shown.map(({ claim, finding: { quantity, measured, interval, verdict, condition } }) => [
      claim.statement,
      EVIDENCE[claim.evidence].short,
      quantity,
      measured,
      interval === null ? '–' : `${Number(interval.lower.toPrecision(3))} to ${Number(interval.upper.toPrecision(3))}`,
      condition === undefined ? verdict : `${verdict}: ${condition}`,
    ]),
  );
}
