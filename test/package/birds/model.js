/** A model of texts, as somebody outside of this repository would write it. */
import { defineModel, z } from 'hallucination-rate';

export const commonest = defineModel({
  kind: 'commonest',
  description: 'Repeats what it has read; elsewhere it gives the commonest answers as often as it has read them.',
  options: z.object({ weight: z.number().min(0).default(1).describe('rows that each response counts beforehand') }),
  fit({ weight }, { examples }) {
    const read = new Map();
    const times = new Map();
    for (const { family, prompt, response } of examples) {
      read.set(prompt, response);
      times.set(`${family} ${response}`, (times.get(`${family} ${response}`) ?? 0) + 1);
    }
    return (prompt, responses, family) => {
      const counts = responses.map((response) => weight + (times.get(`${family} ${response}`) ?? 0));
      const total = counts.reduce((sum, count) => sum + count, 0);
      const known = read.get(prompt);
      return responses.map((response, r) =>
        Math.log(known === undefined ? counts[r] / total : Number(response === known)),
      );
    };
  },
});
