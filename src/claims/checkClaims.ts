/** What came of the claims that were checked. */
import type { ReportTables } from '../results/reportTables.js';
import type { CheckResult, Claim, ExperimentClaims, Verdict } from './claim.js';
import { unmeasured } from './verdict.js';

/** How an experiment's runs went. */
export interface ExperimentRuns {
  readonly claims: ExperimentClaims;
  /** Null where no run is complete. */
  readonly tables: ReportTables | null;
  /** Runs that there should be, and those of them that failed. */
  readonly runs: number;
  readonly failed: number;
}

/** A claim with what its check found. */
export interface CheckedClaim {
  readonly claim: Claim;
  readonly finding: CheckResult;
}

/** An experiment with the findings of its claims. */
export interface ExperimentOutcome extends ExperimentRuns {
  readonly checked: readonly CheckedClaim[];
}

/** Checks an experiment's claims against its stored tables. */
export function checkClaims(experiment: ExperimentRuns): ExperimentOutcome {
  return {
    ...experiment,
    checked: experiment.claims.claims.map((claim) => ({ claim, finding: findingOf(claim, experiment) })),
  };
}

/** What fails to be measured cannot confirm; a refutation stands on the runs that are there. */
function findingOf(claim: Claim, { tables, runs, failed }: ExperimentRuns): CheckResult {
  if (tables === null)
    return unmeasured('nothing', `none of ${runs} runs is complete: the same command tries them again`);
  if (failed === 0) return claim.check(tables);
  const condition = `${failed} of ${runs} runs failed: the same command tries them again`;
  try {
    const finding = claim.check(tables);
    return finding.verdict === 'refuted'
      ? { ...finding, details: [...(finding.details ?? []), `${condition}.`] }
      : { ...finding, verdict: 'inconclusive', condition };
  } catch (error) {
    return unmeasured('nothing', `${condition} (${(error as Error).message})`);
  }
}

export const VERDICTS: readonly Verdict[] = ['confirmed', 'depends', 'inconclusive', 'refuted'];

/** How many claims came out in which way. */
export function countVerdicts(outcomes: readonly ExperimentOutcome[]): Readonly<Record<Verdict, number>> {
  const verdicts = outcomes.flatMap(({ checked }) => checked.map(({ finding }) => finding.verdict));
  return Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, verdicts.filter((each) => each === verdict).length]),
  ) as Record<Verdict, number>;
}
