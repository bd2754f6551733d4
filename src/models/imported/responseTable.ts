/** Models that were trained elsewhere, as a table of the probabilities that they give to whole responses. */
import { statSync } from 'node:fs';
import { z } from 'zod';
import { sha256Schema } from '../../config/schema/sha256Schema.js';
import { UserError } from '../../errors/userError.js';
import type { ImportedModelKind } from '../modelKind.js';
import { readProbabilities } from './readProbabilities.js';
import { toleranceOption } from './toleranceOption.js';
import { modelOfResponses, requireListed } from './wholeResponses.js';

const options = z.strictObject({
  file: z
    .string()
    .min(1)
    .describe(
      'table with a row for each prompt and response: `family`, `promptId`, `responseId` (or `prompt`, `response`), and `logProbability` (natural logarithm) or `probability` of the whole response with its closing stop; or a row for each prompt with a list, `logProbabilities`, in the order of the responses',
    ),
  gaps: z
    .enum(['refuse', 'zero'])
    .default('refuse')
    .describe('pairs that the table lacks: refused, or taken for impossible'),
  tolerance: toleranceOption(1e-4),
  sha256: sha256Schema
    .optional()
    .describe('digest of the content of the file; the program fills it in, and refuses other content'),
});

export const responseTable: ImportedModelKind<typeof options> & { readonly kind: 'table' } = {
  kind: 'table',
  description:
    'Trained elsewhere: a table of the log-probability of every response to every prompt of an exported corpus (`corpus`, `measure`).',
  options,
  files: { key: 'file', list: tableFile },
  async load({ file, gaps, tolerance }, { corpus: { world }, corpusDigest }) {
    requireListed(world);
    const logs = await readProbabilities(file, world, gaps, corpusDigest);
    return modelOfResponses('table', world, logs, { tolerance, where: file });
  },
};

/** @throws UserError for a folder */
function tableFile(file: string): readonly string[] {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() !== true) return [file];
  throw new UserError({
    code: 'no-file',
    summary: 'a folder is no table',
    keyPath: 'model.file',
    where: file,
    allowed: 'a file of Parquet, Arrow, CSV or JSON Lines',
    hint: 'the folder of a model is measured by --checkpoint (kind: checkpoint)',
  });
}
