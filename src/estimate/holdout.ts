/** Self-check: a part of the rows is held out, and its unseen share is predicted from the rest and counted. */
import type { Database } from '../data/database.js';
import { frequencyCounts, seenTimes } from '../theory/frequencyCounts.js';
import { missingMassStandardError } from '../theory/goodTuring.js';
import { twoSidedQuantile } from '../theory/normalQuantile.js';
import { scoreHalfWidth } from '../theory/scoreHalfWidth.js';

export interface Holdout {
  /** The share of rows to hold out, as the user gave it. */
  readonly share: number;
  readonly rows: number;
  readonly heldOutRows: number;
  /** n_1/N of the rest: the share of held-out rows that should answer prompts that the rest does not. */
  readonly predicted: number;
  /** The interval in which `observed` should lie, from the prediction's own error and the chance of the draw. */
  readonly lower: number;
  readonly upper: number;
  /** Share of held-out rows that answer prompts that the rest does not. */
  readonly observed: number;
  readonly within: boolean;
}

/** Parts of the hash's range by which rows are held out. */
const PARTS = 1_000_000;

/**
 * Holds a row out by a hash of its place and the seed: the same rows for the same files on every machine.
 * @param keyed SQL of `keyedRows`, without keys where there is no prompt
 * @param share in (0, 1)
 */
export async function holdOut(
  database: Database,
  keyed: string,
  weighted: boolean,
  share: number,
  seed: number,
  level: number,
): Promise<Holdout | null> {
  const single = weighted ? `SELECT key, h FROM (SELECT key, h, unnest(range(w)) FROM (${keyed}))` : keyed;
  const placed = `SELECT key, h IS NOT NULL AS answered, hash(row_number() OVER (), ${seed}::BIGINT) % ${PARTS} < ${Math.round(share * PARTS)} AS held FROM (${single})`;
  const prompts = `SELECT key, count(*) FILTER (answered AND NOT held) AS n, count(*) FILTER (answered AND held) AS m, count(*) FILTER (NOT held) AS a, count(*) FILTER (held) AS b FROM (${placed}) WHERE key IS NOT NULL GROUP BY key`;
  const tally = await database.rows(
    `SELECT n, count(*) AS prompts, sum(m)::BIGINT AS m, sum(a)::BIGINT AS a, sum(b)::BIGINT AS b FROM (${prompts}) GROUP BY n`,
  );
  const sum = (name: string, of = tally): number => of.reduce((total, row) => total + Number(row[name]), 0);
  const [rest, heldOutRows] = [sum('a'), sum('b')];
  if (rest === 0 || heldOutRows === 0) return null;
  const counts = frequencyCounts(
    tally.filter(({ n }) => Number(n) > 0).map((row) => [Number(row.n), Number(row.prompts)]),
  );
  const unseen = sum(
    'm',
    tally.filter(({ n }) => Number(n) === 0),
  );
  return compared(
    { share, rest, heldOutRows, unseen, singletons: seenTimes(counts, 1), doubletons: seenTimes(counts, 2) },
    level,
  );
}

interface Split {
  readonly share: number;
  readonly rest: number;
  readonly heldOutRows: number;
  readonly unseen: number;
  readonly singletons: number;
  readonly doubletons: number;
}

function compared({ share, rest, heldOutRows, unseen, singletons, doubletons }: Split, level: number): Holdout {
  const predicted = singletons / rest;
  const observed = unseen / heldOutRows;
  // Variances of the count of unseen held-out rows: of the missing mass, scaled, and of the draw of the rows.
  const ofPrediction = (heldOutRows * missingMassStandardError(singletons, doubletons, rest)) ** 2;
  const halfWidth =
    scoreHalfWidth(ofPrediction + heldOutRows * predicted * (1 - predicted), twoSidedQuantile(level)) / heldOutRows;
  const [lower, upper] = [Math.max(0, predicted - halfWidth), Math.min(1, predicted + halfWidth)];
  return {
    share,
    rows: rest + heldOutRows,
    heldOutRows,
    predicted,
    lower,
    upper,
    observed,
    within: lower <= observed && observed <= upper,
  };
}
