import { z } from 'zod';
import { answersGiven, trainedRows } from '../../corpus/answersGiven.js';
import type { CountedModelKind } from '../modelKind.js';
import { referenceModel } from './referenceModel.js';
import { responseDistribution, sharedDistribution } from './responseDistribution.js';

const options = z.strictObject({});

/**
 * A question-answering system that never errs if its rows are right: a table of the answers that training gave, a
 * calculator for patterns, and IDK for all else. With such a system Kalai et al. (2025, §1) show that hallucination is
 * not inevitable.
 *
 * Where rows contradict each other (`noise`), the table holds the answer that most rows give; several share evenly.
 */
export const lookup = {
  kind: 'lookup' as const,
  description:
    'Closed form: a table of the answers that most training rows give, a calculator for patterns, IDK for all else. It errs only where rows are wrong.',
  options,
  fit: (_, { corpus: { world, counts } }) =>
    referenceModel('lookup', world, (family, prompt) => {
      const familyWorld = world.families[family];
      if (familyWorld.nature === 'pattern')
        return responseDistribution(familyWorld, 0, 0, { response: familyWorld.answer[prompt], probability: 1 });
      const given = answersGiven(familyWorld, trainedRows(counts[family]), prompt);
      if (given.length === 0) return responseDistribution(familyWorld, 1, 0);
      const most = Math.max(...given.map(([, times]) => times));
      const tied = given.filter(([, times]) => times === most);
      return sharedDistribution(
        familyWorld,
        tied.map(([response]) => [response, 1]),
      );
    }),
} satisfies CountedModelKind<typeof options>;
