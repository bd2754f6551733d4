/** The posttraining section of a run, and the sections that are refused. */
import { describe, expect, test } from '@jest/globals';
import { posttrainingSchema } from '../../src/config/schema/posttrainingSchema.js';
import { drawCorpus } from '../../src/corpus/drawCorpus.js';
import type { FamilyOptions } from '../../src/corpus/families/registry.js';
import { UserError } from '../../src/errors/userError.js';
import type { ModelRunConfig } from '../../src/sweep/experimentSchemas.js';
import { type Posttraining, posttrainingOf } from '../../src/sweep/run/posttrainRun.js';
import { facts, spelling, worldOf } from '../corpus/worlds.js';

function made(grader: object, family: FamilyOptions = facts({ prompts: 20 }), share = 0.5): Posttraining | undefined {
  const corpus = drawCorpus(worldOf({ a: family }, { examples: 40, seed: 1 }), 40, 1);
  return posttrainingOf(
    { posttraining: posttrainingSchema.parse({ grader, share }), training: {}, seed: 1 } as unknown as ModelRunConfig,
    corpus,
  );
}

function asked(target: number | null) {
  return { family: 0, prompt: 0, tokens: new Int32Array(0), target };
}

describe('posttraining', () => {
  test.each([
    [{ kind: 'accuracy' }, 1, 0],
    [{ kind: 'penalty', lambda: 3 }, 1 / 4, -3 / 4],
    [{ kind: 'confidence-target', target: 0.75 }, 1 / 4, -3 / 4],
    [{ kind: 'partial-credit', credit: 0.4 }, 0.6, -0.4],
  ])('%j: what right answers and errors earn, abstaining earning 0', (grader, right, error) => {
    const { grade } = made(grader)!;
    expect([0.2, 0.9].map((stated) => grade(asked(null), 'right', stated))).toEqual([
      expect.closeTo(right, 12),
      expect.closeTo(right, 12), // whatever the probability that was stated
    ]);
    expect([grade(asked(null), 'error', 0.5), grade(asked(null), 'abstention', 0.5)]).toEqual([
      expect.closeTo(error, 12),
      expect.closeTo(0, 12),
    ]);
  });

  test.each([
    [{ kind: 'brier' }, 0.8, -0.2],
    [{ kind: 'log' }, 5, -1.25],
    [{ kind: 'log', floor: 0.25 }, 3.2, -0.8],
  ])('%j: what an answer given with probability 0.2 earns', (grader, right, error) => {
    const { grade } = made(grader)!;
    const outcomes = (['right', 'error', 'abstention'] as const).map((outcome) => grade(asked(null), outcome, 0.2));
    expect(outcomes).toEqual([expect.closeTo(right, 12), expect.closeTo(error, 12), 0]);
  });

  test('told-target: at the target that the prompt states', () => {
    const { grade } = made({ kind: 'told-target' }, facts({ prompts: 20, toldTargets: [0, 0.5, 0.9] }))!;
    expect([0, 0.5, 0.9].map((t) => grade(asked(t), 'error', 0.5))).toEqual([
      expect.closeTo(0, 12),
      expect.closeTo(-0.5, 12),
      expect.closeTo(-0.9, 12),
    ]);
  });

  test('the same seed grades the same facts, and measures the others', () => {
    const [first, second] = [made({ kind: 'accuracy' })!, made({ kind: 'accuracy' })!];
    expect(second.world.families[0].promptWeight).toEqual(first.world.families[0].promptWeight);
    first.world.families[0].promptWeight.forEach((mu, c) =>
      expect(mu > 0).toBe(first.others.families[0].promptWeight[c] === 0),
    );
  });

  test('refuses prompts without a target, responses that cannot be enumerated, and a share that leaves nothing', () => {
    const refusal = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        if (error instanceof UserError) return error.message;
        throw error;
      }
      return 'not refused';
    };
    expect(refusal(() => made({ kind: 'told-target' }))).toMatch(/do not state a target/);
    expect(refusal(() => made({ kind: 'accuracy' }, spelling()))).toMatch(/cannot be enumerated/);
    expect(refusal(() => made({ kind: 'accuracy' }, facts({ prompts: 20 }), 0.001))).toMatch(/posttraining\.share/);
  });
});
