/** Reading the tables of the experiment `cipher`: which cipher a run had, and what was got wrong of what it never saw. */
import { type Family, metric, numberAt, rowsOf, textAt } from '../../results/reportTables.js';
import { sweptMapping } from '../../results/select.js';
import type { StoredTable } from '../../store/tables.js';

export const CIPHER: Family = { name: 'cipher', nature: 'pattern' };

/** From no rule at all to the simplest one. */
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

/** Shares of p̂ on some prompts. */
export interface Outcome {
  /** Σ μ(c) of these prompts. */
  readonly mass: number;
  /** err + invalid mass. */
  readonly wrong: number;
  readonly accuracy: number;
}

/** On cipher texts that training never answered; null where nothing was measured. Works on runs and on curves. */
export function onUnseen(table: StoredTable, row: number): Outcome | null {
  return outcome(table, row, 'byCount.0.', numberAt(table, metric(CIPHER, 'byCount.0.mass'), row));
}

/** On all cipher texts. */
export function onAll(table: StoredTable, row: number): Outcome | null {
  return outcome(table, row, '', 1);
}

/** On cipher texts that training answered. */
export function onSeen(table: StoredTable, row: number): Outcome | null {
  const [whole, unseen] = [onAll(table, row), onUnseen(table, row)];
  if (whole === null || unseen === null || unseen.mass === 1) return null;
  const rest = (path: 'wrong' | 'accuracy'): number => (whole[path] - unseen.mass * unseen[path]) / (1 - unseen.mass);
  return { mass: 1 - unseen.mass, wrong: rest('wrong'), accuracy: rest('accuracy') };
}

function outcome(table: StoredTable, row: number, prefix: string, mass: number | null): Outcome | null {
  const [err, invalid, abstention] = ['errorRate', 'invalidMass', 'abstentionRate'].map((path) =>
    numberAt(table, metric(CIPHER, prefix + path), row),
  );
  if (mass === null || err === null || invalid === null || abstention === null) return null;
  return { mass, wrong: err + invalid, accuracy: 1 - err - invalid - abstention };
}

/** A measured step of a run, with Observation 2's right side. */
export interface BoundedStep {
  readonly key: Key;
  readonly messages: number;
  readonly step: number;
  readonly wrong: number;
  /** 1 − β − 2/(M − 1) − δ with β = 1 − 2·err_iiv. */
  readonly bound: number;
}

export function boundedSteps(runs: StoredTable, curves: StoredTable): readonly BoundedStep[] {
  const byRun = new Map(cipherRuns(runs).map((each) => [each.run, each]));
  return rowsOf(curves).flatMap((row) => {
    const run = byRun.get(textAt(curves, 'run', row));
    const [iiv, delta, step] = [metric(CIPHER, 'iivError'), metric(CIPHER, 'delta'), 'step'].map((column) =>
      numberAt(curves, column, row),
    );
    const all = onAll(curves, row);
    if (run === undefined || all === null || iiv === null || delta === null || step === null) return [];
    const beta = 1 - 2 * iiv;
    return [
      {
        key: run.key,
        messages: run.messages,
        step,
        wrong: all.wrong,
        bound: 1 - beta - 2 / (run.messages - 1) - delta,
      },
    ];
  });
}
