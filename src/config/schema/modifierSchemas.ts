/** What can be changed about any family of facts, whatever its kind. */
import { z } from 'zod';

/** Resolved modifiers of a family. @typeParam Law options of a frequency law */
export interface ModifierConfig<Law = unknown> {
  /** Share of the facts that training never shows, in [0, 1); they keep their weight when the model is measured. */
  readonly heldOut: number;
  /** ε: probability that a training row which answers carries a wrong answer, uniform on E_c. */
  readonly noise: number;
  /** Ways to state each fact, ≥ 1: every fact becomes so many prompts with one answer. */
  readonly synonyms: number;
  /** Measured under (1 − share)·μ + share·(the law's μ'); 0: under μ. */
  readonly shift: { readonly share: number; readonly frequency: Law };
  /** Selective upweighting: a share of the training rows, chosen at random, stands `times` times more. */
  readonly duplicate: { readonly share: number; readonly times: number };
  /** Confidence targets t, one of which stands last in every prompt; left out: none does. */
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
      .describe('share of the facts that training never shows, though they are measured'),
    noise: share.default(0).describe('ε: probability that a training row carries a wrong answer'),
    synonyms: z.int().min(1).max(16).default(1).describe('ways to state each fact'),
    shift: z
      .strictObject({
        share: share
          .default(0)
          .describe("weight of the other law in the prompt distribution that is measured; the training's is untouched"),
        frequency: law.describe("law of the other prompt distribution μ'"),
      })
      .prefault({} as never) // the law has a default of its own, which its general type does not show
      .describe('measure under another prompt distribution than the one trained on'),
    duplicate: z
      .strictObject({
        share: share.default(0).describe('share of the training rows that are repeated'),
        times: z.int().min(1).max(1000).default(1).describe('how many times more each of them stands'),
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
        'confidence targets t, one of which every prompt states; pretraining shows each row with all of them, so that they mean nothing yet',
      ),
  };
}
