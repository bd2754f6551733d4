/** Modifiers: options that any family of facts may have, whatever its kind. */
import { z } from 'zod';

/** Resolved modifiers of a family. @typeParam Law options of a frequency law */
export interface ModifierConfig<Law = unknown> {
  /** Share of the facts that training never shows, in [0, 1); they keep their weight in the measurement. */
  readonly heldOut: number;
  /** ε: probability that a training row with an answer has a wrong one, uniform on E_c. */
  readonly noise: number;
  /** Ways to state each fact, ≥ 1: every fact becomes this number of prompts with one answer. */
  readonly synonyms: number;
  /** The model is measured under (1 − share)·μ + share·μ', where `frequency` is the law of μ'. */
  readonly shift: { readonly share: number; readonly frequency: Law };
  /** Selective upweighting: a random share of the training rows is repeated `times` more times. */
  readonly duplicate: { readonly share: number; readonly times: number };
  /** Confidence targets t: every prompt ends with one of them. Undefined: prompts state no target. */
  readonly toldTargets?: readonly number[] | undefined;
}

const share = z.number().min(0).max(1);

/** The modifiers as keys of a family's schema. */
export function modifierShape(law: z.ZodType) {
  return {
    heldOut: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe('share of the facts that training never shows; they are measured nevertheless'),
    noise: share.default(0).describe('ε: probability that a training row with an answer has a wrong one'),
    synonyms: z.int().min(1).max(16).default(1).describe('number of ways to state each fact, each a prompt of its own'),
    shift: z
      .strictObject({
        share: share
          .default(0)
          .describe("weight of μ' in the prompt distribution of the measurement; training uses μ alone"),
        frequency: law.describe("frequency law of the other prompt distribution μ'"),
      })
      .prefault({} as never) // the law has a default of its own, which its general type does not show
      .describe('measure the model under another prompt distribution than that of training'),
    duplicate: z
      .strictObject({
        share: share.default(0).describe('share of the training rows that are repeated'),
        times: z.int().min(1).max(1000).default(1).describe('number of additional copies of each of them'),
      })
      .prefault({})
      .describe('selective upweighting: repeat some training rows'),
    toldTargets: z
      .array(z.number().min(0).lt(1))
      .min(2)
      .max(16)
      .refine((targets) => new Set(targets).size === targets.length, 'different targets')
      .optional()
      .describe(
        'confidence targets t; every prompt states one of them. Pretraining shows each row with all of them, so that they have no meaning yet',
      ),
  };
}
