/** `estimate` and `score` on files, with the defaults of the command line. */
import { Readable } from 'node:stream';
import { type EstimateRequest, estimateFiles, type FileEstimates } from '../estimate/estimateFiles.js';
import { type GivenOptions, readGraded } from '../scoring/read/readGraded.js';
import { type ScoreOptions, type ScoreReport, scoreReport } from '../scoring/scoreReport.js';

/**
 * Estimates the error that training files foretell.
 * @param files paths and globs
 * @param options those of `estimate` that differ from its defaults
 * @throws UserError for files, columns or values that cannot be read
 */
export function estimateData(
  files: readonly string[],
  options: Partial<Omit<EstimateRequest, 'files' | 'stdin'>> = {},
): Promise<FileEstimates> {
  return estimateFiles({ level: 0.95, seed: 1, ...options, files, stdin: Readable.from([]) });
}

/**
 * Scores graded answers in files under confidence targets.
 * @param files paths and globs
 * @param options those of `score` that differ from its defaults
 * @throws UserError for files that cannot be read
 */
export async function scoreData(
  files: readonly string[],
  options: Partial<ScoreOptions> & { readonly reading?: GivenOptions } = {},
): Promise<ScoreReport> {
  const { reading, ...scoring } = options;
  const graded = await readGraded(files, Readable.from([]), reading);
  return scoreReport(graded, {
    targets: [0, 0.5, 0.75, 0.9],
    bins: 10,
    level: 0.95,
    resamples: 1000,
    seed: 1,
    ...scoring,
  });
}
