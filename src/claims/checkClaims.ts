/** Checks claims against the tables of their experiments. */
import type { ReportTables } from '../results/reportTables.js';
import type { CheckResult, Claim, Evidence, ExperimentClaims, Power, Verdict } from './claim.js';
import { unmeasured } from './verdict.js';

/** An experiment's claims, the tables of its runs, and how many runs failed. */
export interface ExperimentRuns {
  readonly claims: ExperimentClaims;
  /** Null if no run is complete. */
  readonly tables: ReportTables | null;
  /** Number of runs that the experiment has. */
  readonly runs: number;
  /** Number of those runs that failed. */
  readonly failed: number;
  /** The power of a claim at the number of seeds that was run; undefined where none was measured. */
  readonly powerOf?: (id: string) => Power | undefined;
  /** The seeds in words where they are not those that ship: "seeds 70001 to 70003, which are not the shipped ones". */
  readonly otherSeeds?: string | undefined;
}

/** A claim with the result of its check. */
export interface CheckedClaim {
  readonly claim: Claim;
  readonly finding: CheckResult;
  /** Null for all but claims about trained models, and where the power was not measured for this number of seeds. */
  readonly power: Power | null;
  /** True if the check itself broke although every run is complete: a mistake of ours; else left out. */
  readonly broken?: true;
}

/** An experiment with the results of its claims. */
export interface ExperimentOutcome extends ExperimentRuns {
  readonly checked: readonly CheckedClaim[];
}

/** Checks an experiment's claims against its stored tables. */
export function checkClaims(experiment: ExperimentRuns): ExperimentOutcome {
  return {
    ...experiment,
    checked: experiment.claims.claims.map((claim) => ({
      claim,
      ...foundBy(claim, experiment),
      power: (claim.evidence === 'trained' && experiment.powerOf?.(claim.id)) || null,
    })),
  };
}

/** The result of a check. One that breaks on complete runs leaves its claim open, and says why. */
function foundBy(claim: Claim, experiment: ExperimentRuns): Pick<CheckedClaim, 'finding' | 'broken'> {
  try {
    return { finding: asEvidence(claim.evidence, findingOf(claim, experiment)) };
  } catch (error) {
    const why = `its check broke, which is a bug of ours: ${(error as Error).message}`;
    return { finding: unmeasured('nothing', why), broken: true };
  }
}

/** Returns whether a check of some experiment broke, or runs of it failed. */
export function isIncomplete(outcomes: readonly ExperimentOutcome[]): boolean {
  return outcomes.some(({ failed, checked }) => failed > 0 || checked.some(({ broken }) => broken));
}

/** An interval says how another world might have come out, which a program check leaves no room for. */
function asEvidence(evidence: Evidence, finding: CheckResult): CheckResult {
  return evidence === 'check' ? { ...finding, interval: null } : finding;
}

/** Missing runs make a claim inconclusive, but a refutation stands: the runs that are complete suffice for it. */
function findingOf(claim: Claim, { tables, runs, failed }: ExperimentRuns): CheckResult {
  if (tables === null)
    return unmeasured(
      'nothing',
      `none of ${runs} runs is complete: the same command goes on, and --retry-failed makes failed runs again`,
    );
  if (failed === 0) return claim.check(tables);
  const condition = `${failed} of ${runs} runs failed: the same command with --retry-failed makes them again`;
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

/** Counts the claims of a class by their verdicts. */
export function countVerdicts(
  outcomes: readonly ExperimentOutcome[],
  evidence: Evidence,
): Readonly<Record<Verdict, number>> {
  const verdicts = outcomes.flatMap(({ checked }) =>
    checked.filter(({ claim }) => claim.evidence === evidence).map(({ finding }) => finding.verdict),
  );
  return Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, verdicts.filter((each) => each === verdict).length]),
  ) as Record<Verdict, number>;
}
