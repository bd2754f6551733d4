/** Files of figures: the curve, and resampled estimates. */
import type { Database } from '../../data/database.js';
import { UserError } from '../../errors/userError.js';
import type { PromptCounts } from '../countPrompts.js';
import type { Estimate } from '../estimateTypes.js';
import { writeList } from '../promptLists.js';
import { recordsSql } from './recordsSql.js';
import { replicatesOf } from './replicates.js';

/** Files to write: .csv, .jsonl or .parquet. */
export interface FigureFiles {
  readonly curveFile?: string | undefined;
  readonly replicatesFile?: string | undefined;
  readonly seed?: number;
}

/**
 * @returns names of the files that were written
 * @throws UserError where the data allow no estimate
 */
export async function writeFigures(
  database: Database,
  { curve, warnings }: Estimate,
  counts: PromptCounts,
  { curveFile, replicatesFile, seed = 1 }: FigureFiles,
): Promise<readonly string[]> {
  const wanted = Object.entries({ '--curve': curveFile, '--replicates': replicatesFile }).filter(([, file]) => file);
  if (wanted.length > 0 && curve.length === 0)
    throw new UserError({
      code: 'no-estimate',
      summary: 'these data allow no such estimate, so there is nothing to write',
      where: wanted[0]![0],
      hint: warnings[0],
    });
  if (curveFile !== undefined) await writeList(database, recordsSql(curve), curveFile);
  if (replicatesFile !== undefined) await writeList(database, recordsSql(replicatesOf(counts, seed)), replicatesFile);
  return [curveFile, replicatesFile].filter((file) => file !== undefined);
}
