/** What an experiment's tables say of its claims, as notebooks show it. */

import { checkClaims } from '../claims/checkClaims.js';
import type { ExperimentClaims } from '../claims/claim.js';
import type { Figure } from '../report/figures/figure.js';
import { type Displayed, notebookTable } from '../report/notebook.js';
import type { ReportTables } from '../results/reportTables.js';
import { experimentClaims } from './index.js';

/** @throws RangeError where no claim is made of an experiment of this name */
export function claimsOf(experiment: string): ExperimentClaims {
  const claims = experimentClaims.find((each) => each.experiment === experiment);
  if (claims === undefined)
    throw new RangeError(
      `no claims of ${experiment}; there are those of ${experimentClaims.map((each) => each.experiment).join(', ')}`,
    );
  return claims;
}

/** A figure of an experiment's claims by its id; `reproduce` puts all of them into its report. @throws RangeError for an unknown id */
export function claimFigure(experiment: string, id: string, tables: ReportTables): Figure {
  const figures = claimsOf(experiment).figures(tables);
  const figure = figures.find((each) => each.id === id);
  if (figure === undefined)
    throw new RangeError(`no figure ${id} of ${experiment}; there are ${figures.map((each) => each.id).join(', ')}`);
  return figure;
}

/** A row a claim: what was measured and the verdict; a verdict that depends names its condition. @param only ids, in their order; left out: all */
export function findingsTable(experiment: string, tables: ReportTables, only?: readonly string[]): Displayed {
  const { checked } = checkClaims({ claims: claimsOf(experiment), tables, runs: tables.runs.rows, failed: 0 });
  const shown = only === undefined ? checked : checked.filter(({ claim }) => only.includes(claim.id));
  return notebookTable(
    ['claim', 'measured', 'value', '95 % interval', 'verdict'],
    shown.map(({ claim, finding: { quantity, measured, interval, verdict, condition } }) => [
      claim.statement,
      quantity,
      measured,
      interval === null ? '–' : `${Number(interval.lower.toPrecision(3))} to ${Number(interval.upper.toPrecision(3))}`,
      condition === undefined ? verdict : `${verdict}: ${condition}`,
    ]),
  );
}
