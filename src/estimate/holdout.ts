/** Self-check: a part of the rows is held out, and its unseen share is predicted from the rest and counted. */
import { BIGINT, DuckDBScalarFunction } from '@duckdb/node-api';
import type { Database } from '../data/database.js';
import { binomial } from '../random/binomial.js';
import { stream } from '../random/stream.js';
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

/** SQL function: how many of so many equal rows are held out, by a hash of their place. */
const DRAW = 'held_out_of';

function registerDraw(database: Database, share: number): void {
  database.connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: DRAW,
      parameterTypes: [BIGINT, BIGINT],
      returnType: BIGINT,
      mainFunction: (_, input, output) => {
        const [counts, hashes] = [input.getColumnVector(0), input.getColumnVector(1)];
        for (let row = 0; row < input.rowCount; row++) {
          const draw = stream(Number(hashes.getItem(row)), 'draw/heldOut');
          output.setItem(row, BigInt(binomial(draw, Number(counts.getItem(row)), share)));
        }
        output.flush();
      },
    }),
  );
}

/**
 * Holds a row out by a hash of its place and the seed: the same rows for the same files on every machine. Of a row that counts w times,
 * a binomial draw is held out, which takes no longer for a count of 10⁹.
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
  const parts = Math.round(share * PARTS);
  if (weighted) registerDraw(database, parts / PARTS);
  const hashed = `SELECT key, h IS NOT NULL AS answered, ${weighted ? 'w' : '1'}::BIGINT AS w, hash(row_number() OVER (), ${seed}::BIGINT) AS place FROM (${keyed})`;
  const single = `(place % ${PARTS} < ${parts})::BIGINT`;
  const held = weighted ? `CASE WHEN w = 1 THEN ${single} ELSE ${DRAW}(w, (place % ${2 ** 53})::BIGINT) END` : single;
  const placed = `SELECT key, answered, w - held AS rest, held FROM (SELECT *, ${held} AS held FROM (${hashed}))`;
  const total = (column: string, condition = 'true'): string =>
    `coalesce(sum(${column}) FILTER (${condition}), 0)::BIGINT`;
  const prompts = `SELECT key, ${total('rest', 'answered')} AS n, ${total('held', 'answered')} AS m, ${total('rest')} AS a, ${total('held')} AS b FROM (${placed}) WHERE key IS NOT NULL GROUP BY key`;
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
