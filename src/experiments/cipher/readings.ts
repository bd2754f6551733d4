/** Reading the tables of `cipher`: the cipher of a run, and the errors on the texts that it never saw. */
import { type MeasuredFamily, measured, stratum } from '../../results/measured.js';
import { numberAt, rowsOf, textAt } from '../../results/reportTables.js';
import { sweptMapping } from '../../results/select.js';
import type { StoredTable } from '../../store/tables.js';
import { observation2Lower } from '../../theory/theorems/observation2.js';

/** Keys of the ciphers, from one without a rule to the one with the simplest rule. */
export const KEYS = ['permutation', 'feistel, 2 rounds', 'feistel, 1 round', 'xor'] as const;
export type Key = (typeof KEYS)[number];

export interface CipherRun {
  readonly run: string;
  readonly row: number;
  readonly key: Key;
  /** M. */
  readonly messages: number;
}

export function cipherRuns(runs: StoredTable): readonly CipherRun[] {
  return rowsOf(runs).flatMap((row) => {
    const swept = sweptMapping(runs, 'corpus.families.cipher', row);
    const name = swept.key === 'feistel' ? `feistel, ${swept.rounds} round${swept.rounds === 1 ? '' : 's'}` : swept.key;
    const key = KEYS.find((each) => each === name);
    return key === undefined ? [] : [{ run: textAt(runs, 'run', row), row, key, messages: Number(swept.messages) }];
  });
}

/** Shares of p̂ on a part of the cipher texts. */
interface Outcome {
  /** Σ μ(c) of this part. */
  readonly mass: number;
  /** err + invalid mass. */
  readonly wrong: number;
  readonly accuracy: number;
}

/** Reads a row of runs or curves. */
function cipherAt(table: StoredTable, row: number): MeasuredFamily {
  return measured(table, row, 'cipher');
}

function outcome(
  { errorRate, invalidMass, abstentionRate }: Pick<MeasuredFamily, 'errorRate' | 'invalidMass' | 'abstentionRate'>,
  mass: number | null,
): Outcome | null {
  if (mass === null || errorRate === null || invalidMass === null || abstentionRate === null) return null;
  return { mass, wrong: errorRate + invalidMass, accuracy: 1 - errorRate - invalidMass - abstentionRate };
}

/** Outcome on the cipher texts that training never answered; null where nothing was measured. */
export function onUnseen(table: StoredTable, row: number): Outcome | null {
  const unseen = stratum(cipherAt(table, row), 0);
  return outcome(unseen, unseen.mass);
}

/** Outcome on all cipher texts. */
export function onAll(table: StoredTable, row: number): Outcome | null {
  return outcome(cipherAt(table, row), 1);
}

/** Outcome on the cipher texts that training answered. */
export function onSeen(table: StoredTable, row: number): Outcome | null {
  const [whole, unseen] = [onAll(table, row), onUnseen(table, row)];
  if (whole === null || unseen === null || unseen.mass === 1) return null;
  const rest = (key: 'wrong' | 'accuracy'): number => (whole[key] - unseen.mass * unseen[key]) / (1 - unseen.mass);
  return { mass: 1 - unseen.mass, wrong: rest('wrong'), accuracy: rest('accuracy') };
}

/** A measured step of a run, with the right side of Observation 2. */
interface BoundedStep {
  readonly key: Key;
  readonly messages: number;
  readonly step: number;
  readonly wrong: number;
  readonly bound: number;
}

export function boundedSteps(runs: StoredTable, curves: StoredTable): readonly BoundedStep[] {
  const byRun = new Map(cipherRuns(runs).map((each) => [each.run, each]));
  return rowsOf(curves).flatMap((row) => {
    const run = byRun.get(textAt(curves, 'run', row));
    const [step, all] = [numberAt(curves, 'step', row), onAll(curves, row)];
    const { iivError, delta } = cipherAt(curves, row);
    if (run === undefined || all === null || iivError === null || delta === null || step === null) return [];
    const { key, messages } = run;
    return [{ key, messages, step, wrong: all.wrong, bound: observation2Lower({ iivError, messages, delta }) }];
  });
}
