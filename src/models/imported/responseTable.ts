/** Models that were trained elsewhere, as a table of the probabilities that they give to whole responses. */
import { z } from 'zod';
import type { FamilyWorld, World } from '../../corpus/world.js';
import { UserError } from '../../errors/userError.js';
import type { LanguageModel } from '../languageModel.js';
import type { ImportedModelKind } from '../modelKind.js';
import { promptIndex } from '../reference/promptIndex.js';
import { readProbabilities } from './readProbabilities.js';

const options = z.strictObject({
  file: z
    .string()
    .min(1)
    .describe(
      'table with a row for each prompt and response: `family`, `promptId`, `responseId` (or `prompt`, `response`), and `logProbability` (natural logarithm) or `probability` of the whole response with its closing stop',
    ),
  gaps: z
    .enum(['refuse', 'zero'])
    .default('refuse')
    .describe('pairs that the table lacks: refused, or taken for impossible'),
  tolerance: z
    .number()
    .min(0)
    .max(0.1)
    .default(1e-4)
    .describe('largest excess over 1 of the sum of a prompt; up to it a prompt is scaled to 1'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('digest of the content of the file; the program fills it in, and refuses other content'),
});

export const responseTable: ImportedModelKind<typeof options> & { readonly kind: 'table' } = {
  kind: 'table',
  description:
    'Trained elsewhere: a table of the log-probability of every response to every prompt of an exported corpus (`corpus`, `measure`).',
  options,
  async load({ file, gaps, tolerance }, { corpus: { world } }) {
    const open = world.families.find((family) => family.open !== null);
    if (open !== undefined)
      throw new UserError({
        code: 'open-family',
        summary: 'a table cannot hold all responses of this family',
        keyPath: `corpus.families.${open.name}`,
        found: `the kind ${open.kind}, whose responses are too many to list`,
        hint: 'measure the model on a corpus without it',
      });
    const logs = await readProbabilities(file, world, gaps);
    scale(world, logs, file, tolerance);
    return modelOf(world, logs);
  },
};

/** Checks the sum of each prompt, and scales those that exceed 1 by no more than the tolerance. */
function scale(world: World, logs: readonly Float64Array[], file: string, tolerance: number): void {
  for (const [index, family] of world.families.entries()) {
    const width = family.responseCount + 1;
    for (let prompt = 0; prompt < family.prompts.length; prompt++) {
      const row = logs[index].subarray(prompt * width, (prompt + 1) * width);
      const sum = row.reduce((total, log) => total + Math.exp(log), 0);
      if (sum > 1 + tolerance)
        throw new UserError({
          code: 'not-a-distribution',
          summary: 'the probabilities of a prompt add up to more than 1',
          where: file,
          found: `${sum.toPrecision(8)}: family ${family.name}, promptId ${prompt}`,
          allowed: `at most 1 + ${tolerance}`,
          hint: 'logarithms must be natural, and of the whole response with its closing stop; model.tolerance is for rounding alone',
        });
      const excess = Math.log(sum);
      if (sum > 1) for (let r = 0; r < width; r++) row[r] -= excess;
    }
  }
}

/** ln p̂ stands on the edge that completes a response, and 0 on the others: their sum is that of the response. */
function modelOf(world: World, logs: readonly Float64Array[]): LanguageModel {
  const find = promptIndex(world);
  return {
    kind: 'table',
    trainableParameters: 0,
    vocabularySize: world.vocabulary.words.length,
    nextTokenLogProbabilities: () => Promise.reject(new RangeError('a table knows whole responses alone')),
    answerTreeLogProbabilities: async (prompts, tree) => {
      const edges = tree.edgeToken.length;
      const edgeLogs = new Float64Array(prompts.length * edges);
      prompts.forEach((tokens, i) => {
        const place = find(tokens);
        if (place === undefined) throw new RangeError('a table knows the prompts of its world alone');
        const family: FamilyWorld = world.families[place.family];
        const first = place.prompt * (family.responseCount + 1);
        for (let r = 0; r < tree.leafEdge.length; r++)
          edgeLogs[i * edges + tree.leafEdge[r]] = logs[place.family][first + r];
      });
      return edgeLogs;
    },
  };
}
