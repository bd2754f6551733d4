/** Rows in documents: those of one document are not independent, so that whole documents are left out, not single rows. */
import type { Database } from '../../data/database.js';
import type { Interval } from '../../theory/meanInterval.js';
import { clusteredMissingMass } from '../../theory/unseen/clusteredMissingMass.js';

/** The missing mass for rows of a document not yet seen. */
export interface DocumentEstimate extends Interval {
  readonly column: string;
  readonly documents: number;
  /** Rows without a value in the column. Each is taken for a document of its own. */
  readonly rowsWithout: number;
  /** Share of rows whose prompt no other document answers. */
  readonly missingMass: number;
  readonly standardError: number;
  /** Variance of this estimate over that of Good–Turing on the same rows as if they were independent; null where that is 0. */
  readonly designEffect: number | null;
}

/**
 * @param keyed SQL of `keyedRows` by `PROMPT_HASH` with the column `d`
 * @param weighted rows have counts `w`
 * @param rowError standard error of Good–Turing on independent rows
 */
export async function estimateDocuments(
  database: Database,
  keyed: string,
  weighted: boolean,
  column: string,
  rowError: number,
  level: number,
): Promise<DocumentEstimate> {
  const w = weighted ? 'w' : '1';
  const named = `SELECT key, h, ${w} AS w, CASE WHEN d IS NULL THEN hash(row_number() OVER (), 'a row') ELSE hash(d) END AS d, d IS NULL AS lone FROM (${keyed}) WHERE key IS NOT NULL`;
  const cells = await database.keep(
    `SELECT key, d, coalesce(sum(w) FILTER (h IS NOT NULL), 0)::DOUBLE AS n, sum(w)::DOUBLE AS a, coalesce(sum(w) FILTER (lone), 0)::BIGINT AS lone FROM (${named}) GROUP BY key, d`,
  );
  const prompts = `SELECT count(*) AS docs, min(d) AS d1, max(d) AS d2, arg_min(n, d) AS n1, arg_max(n, d) AS n2 FROM ${cells} WHERE n > 0 GROUP BY key HAVING count(*) <= 2`;
  const own = `SELECT d1 AS d, sum(n1) AS u FROM (${prompts}) WHERE docs = 1 GROUP BY d1`;
  const sizes = `SELECT d, sum(a) AS s, sum(lone) AS lone FROM ${cells} GROUP BY d`;
  const [sums] = await database.rows(
    `SELECT count(*) AS documents, sum(lone)::BIGINT AS lone, sum(s) AS rows, sum(u) AS own, sum(u * u) AS squares, sum(u * s) AS products, sum(s * s) AS sizes FROM (SELECT s, lone, coalesce(u, 0) AS u FROM (${sizes}) AS a LEFT JOIN (${own}) AS b USING (d))`,
  );
  const [shared] = await database.rows(
    `SELECT coalesce(sum(2 * a * b), 0)::DOUBLE AS pairs FROM (SELECT sum(n1) AS a, sum(n2) AS b FROM (${prompts}) WHERE docs = 2 GROUP BY d1, d2)`,
  );
  const { missingMass, standardError, lower, upper } = clusteredMissingMass(
    {
      rows: Number(sums.rows),
      own: Number(sums.own),
      ownSquares: Number(sums.squares),
      products: Number(sums.products),
      sizeSquares: Number(sums.sizes),
      pairs: Number(shared.pairs),
    },
    level,
  );
  return {
    column,
    documents: Number(sums.documents),
    rowsWithout: Number(sums.lone),
    missingMass,
    lower,
    upper,
    standardError,
    designEffect: rowError > 0 ? (standardError / rowError) ** 2 : null,
  };
}
