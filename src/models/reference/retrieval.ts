import { z } from 'zod';
import type { CountedModelKind } from '../modelKind.js';
import { memoriserDistribution } from './memoriser.js';
import { referenceModel } from './referenceModel.js';
import { responseDistribution } from './responseDistribution.js';

const options = z.strictObject({
  covers: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('h: share of all prompts whose answer the tool holds, whether training showed them or not'),
  uncovered: z
    .enum(['guess', 'abstain'])
    .default('guess')
    .describe('on prompts that neither the tool nor training answered: any response of R_c alike, or IDK'),
});

/**
 * A memoriser with a look-up tool, such as a search engine: it knows the answers of all prompts that the tool covers,
 * gives those of training as a memoriser does, and else guesses or abstains. The tool covers the first prompts. Their order is independent
 * of their answers, and of their frequency in training unless the frequency law orders them.
 */
export const retrieval = {
  kind: 'retrieval' as const,
  description: 'Closed form: a memoriser with a look-up tool that holds the answers of a share of all prompts.',
  options,
  fit: ({ covers, uncovered }, { corpus: { world, counts } }) =>
    referenceModel('retrieval', world, (family, prompt) => {
      const familyWorld = world.families[family];
      const covered = prompt < covers * familyWorld.answer.length;
      if (covered)
        return responseDistribution(familyWorld, 0, 0, { response: familyWorld.answer[prompt], probability: 1 });
      const unanswered = uncovered === 'abstain' ? 'abstain' : 'uniform';
      return memoriserDistribution(unanswered, familyWorld, counts[family], prompt);
    }),
} satisfies CountedModelKind<typeof options>;
