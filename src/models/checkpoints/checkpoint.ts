/** Models that were trained elsewhere, as the files that Hugging Face or an ONNX export wrote. */
import { z } from 'zod';
import { sha256Schema } from '../../config/schema/sha256Schema.js';
import { createEngine } from '../../engine/engine.js';
import { UserError } from '../../errors/userError.js';
import { toleranceOption } from '../imported/toleranceOption.js';
import { askResponses, type ResponseModel, requireListed } from '../imported/wholeResponses.js';
import type { ImportContext, ImportedModelKind } from '../modelKind.js';
import { type CheckpointFiles, checkpointFiles, contentOf } from './checkpointFiles.js';
import type { ContextModel } from './contextModel.js';
import { exportedModel } from './exportedModel.js';
import { requireLikelierFraming } from './framing.js';
import { networkModel } from './networkModel.js';
import { type ResponsePaths, type ResponseTree, responsePaths } from './responsePaths.js';
import { beginningToken, type TextTokens, textTokens } from './textTokens.js';

const options = z.strictObject({
  folder: z
    .string()
    .min(1)
    .describe(
      'folder with config.json, model.safetensors (or its shards) and tokenizer.json of a GPT-2 or Llama, or with an ONNX export and tokenizer.json; or the .onnx file',
    ),
  bos: z
    .string()
    .min(1)
    .default('auto')
    .describe(
      'token that begins every text: its name, `none`, or `auto` for what the tokenizer itself puts in front; numbers depend on it',
    ),
  tolerance: toleranceOption(1e-4),
  start: z.string().optional().describe('the token that `bos` stands for, or `none`; the program fills it in'),
  sha256: sha256Schema
    .optional()
    .describe('digest of the content of the files; the program fills it in, and refuses other content'),
});

export const checkpoint: ImportedModelKind<typeof options> & { readonly kind: 'checkpoint' } = {
  kind: 'checkpoint',
  description:
    'Trained elsewhere: the files of a Hugging Face GPT-2 or Llama, or an ONNX export of any causal language model (`measure --checkpoint`).',
  options,
  files: {
    key: 'folder',
    list: (place) => contentOf(checkpointFiles(place)),
    decided: ({ folder, bos }) => ({ start: beginningToken(bos, checkpointFiles(folder)) }),
  },
  isAsked: true,
  async load(options, { corpus, engine, onProgress }) {
    const { world } = corpus;
    requireListed(world);
    const { files, tokens, lead, model, asked } = await openCheckpoint(options, engine);
    try {
      if (options.bos === 'auto') await requireLikelierFraming(model, tokens, files, lead, corpus);
      const checks = { tolerance: options.tolerance, where: options.folder };
      return await askResponses('checkpoint', world, asked, checks, onProgress);
    } finally {
      await model.dispose();
    }
  },
};

/** A checkpoint in memory. */
export interface OpenCheckpoint {
  readonly files: CheckpointFiles;
  readonly tokens: TextTokens;
  /** Tokens that begin every text: one or none. */
  readonly lead: readonly number[];
  readonly model: ContextModel;
  /** The model, asked in texts. */
  readonly asked: ResponseModel;
}

/** @throws UserError for a checkpoint that this program cannot read or compute */
export async function openCheckpoint(
  { folder, bos, start }: Pick<z.infer<typeof options>, 'folder' | 'bos' | 'start'>,
  { kind, threads, device }: ImportContext['engine'],
): Promise<OpenCheckpoint> {
  const files = checkpointFiles(folder);
  const tokens = await textTokens(files);
  const token = start ?? beginningToken(bos, files);
  const lead = token === 'none' ? [] : [idOfBeginning(token, tokens)];
  const model =
    files.format === 'onnx'
      ? await exportedModel(files, threads)
      : networkModel(files, await createEngine(kind, threads, undefined, device));
  return { files, tokens, lead, model, asked: askedInTexts(model, tokens, lead) };
}

function idOfBeginning(token: string, { idOf, file }: TextTokens): number {
  const id = idOf(token);
  if (id !== undefined) return id;
  throw new UserError({
    code: 'unknown-token',
    summary: 'the tokenizer has no such token',
    keyPath: 'model.bos',
    where: file,
    found: token,
    allowed: 'auto, none, or the name of a token as it stands in tokenizer.json',
  });
}

/** A model of tokens, asked in texts. */
function askedInTexts(model: ContextModel, tokens: TextTokens, lead: readonly number[]): ResponseModel {
  const known = new Map<string, ResponsePaths>();
  return {
    trainableParameters: model.trainableParameters,
    async responseLogProbabilities(prompts, responses, family) {
      const paths = known.get(family) ?? responsePaths(tokens, lead, prompts[0], responses, model.mostNodes);
      known.set(family, paths);
      const contexts = paths.contexts(prompts);
      const rows = prompts.map(() => new Float64Array(responses.length));
      for (const part of paths.trees) {
        requireReadable(model, tokens, contexts, prompts, part);
        const logs = await model.logProbabilities(contexts, part.tree);
        logs.forEach((row, i) => part.responses.forEach((response, leaf) => (rows[i][response] = row[leaf])));
      }
      return rows;
    },
  };
}

/** Makes sure that the model knows all tokens, and reads as many as the longest response needs. */
function requireReadable(
  { vocabularySize, maxPositions }: ContextModel,
  { file }: TextTokens,
  contexts: readonly Int32Array[],
  prompts: readonly string[],
  { tree, depth }: ResponseTree,
): void {
  const beyond = [...contexts.flatMap((context) => [...context]), ...tree.edgeToken].find(
    (token) => token >= vocabularySize,
  );
  if (beyond !== undefined)
    throw new UserError({
      code: 'other-vocabulary',
      summary: 'the tokenizer gives tokens that the model does not have',
      where: file,
      found: `token ${beyond}`,
      allowed: `0 to ${vocabularySize - 1}`,
    });
  contexts.forEach((context, i) => {
    const length = context.length + depth - 1; // the last token of a response is predicted and not read
    if (length <= maxPositions) return;
    throw new UserError({
      code: 'too-long',
      summary: 'the model does not read so many tokens',
      where: file,
      found: `${length} tokens of the prompt "${prompts[i]}" and its longest response`,
      allowed: `at most ${maxPositions}`,
    });
  });
}
