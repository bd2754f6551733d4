/** The section `corpus.text`: running text in which training states the facts. */
import { z } from 'zod';
import { sha256Schema } from './sha256Schema.js';

export const textSchema = z
  .strictObject({
    source: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .default('addresses')
      .describe(
        'addresses: the State of the Union addresses 1790–2021, which ship; or files: .txt, whose documents are separated by empty lines, or tables with a column text (.jsonl, .parquet, .csv, also packed)',
      ),
    sha256: sha256Schema
      .optional()
      .describe('SHA-256 of the files; the program fills it in, and refuses another content than the one stated'),
    heldOut: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.05)
      .describe('share of the documents that training never reads; the loss is measured on them'),
    vocabulary: z
      .int()
      .min(257)
      .max(65_536)
      .default(2048)
      .describe('tokens of the byte-pair tokenizer, which is trained on the text'),
    window: z
      .int()
      .min(16)
      .max(1024)
      .default(64)
      .describe('tokens of a training row; training.batchSize counts such rows'),
    share: z
      .number()
      .min(0)
      .lt(1)
      .default(0.75)
      .describe('share of the tokens of training that belong to the text; the others state facts'),
    wordings: z
      .int()
      .min(1)
      .max(36)
      .default(16)
      .describe(
        'wordings in which training states the facts of a family, as far as it has them: up to 16 end with the answer, 20 more go on after it',
      ),
    wordingOf: z
      .enum(['fact', 'row'])
      .default('fact')
      .describe(
        'fact: each fact keeps one wording, which ends with the answer, and is asked in it; row: each training row has its own, and all facts are asked in the first',
      ),
    facts: z
      .strictObject({
        from: z.number().min(0).lt(1).default(0).describe('share of the steps before the first facts'),
        until: z.number().gt(0).max(1).default(1).describe('share of the steps after which no facts come'),
      })
      .refine(({ from, until }) => from < until, 'from before until')
      .prefault({})
      .describe('part of training in which facts are stated, as often as otherwise in all of it'),
    passages: z
      .number()
      .gt(0)
      .max(8)
      .optional()
      .describe(
        'mean number, in a row of training, of questions about invented people, as far as the row has room: half of them stand behind a passage with the answer, the others alone, and their answer is IDK; families of the kind person',
      ),
    context: z
      .int()
      .min(0)
      .max(512)
      .default(0)
      .describe('tokens of held-out text before each prompt that is asked, to the end of the sentence; 0: none'),
  })
  .describe('running text in which training states the facts; without it every training row is a fact alone');

export type TextConfig = Readonly<z.output<typeof textSchema>>;
