/** A family of facts, as somebody outside of this repository would write it. */
import { defineFamily, UserError, z } from 'hallucination-rate';

const COLOURS = ['red', 'green', 'blue', 'dark blue', 'yellow'];

export const birds = defineFamily({
  kind: 'birds',
  description: 'Arbitrary: the colour of each bird. `bird 7 is` → `dark blue .`',
  options: z.object({
    birds: z.int().min(2).max(1000).default(100).describe('number of prompts, a bird each'),
    colours: z.int().min(2).default(5).describe('number of colours, of which each bird has one'),
  }),
  build({ birds, colours }, { path, random }) {
    if (colours > COLOURS.length)
      throw new UserError({
        code: 'too-many-colours',
        summary: 'there are not so many colours',
        keyPath: `${path}.colours`,
        found: String(colours),
        allowed: `at most ${COLOURS.length}`,
      });
    const draw = random('colours');
    const prompts = Array.from({ length: birds }, (_, bird) => `bird ${bird + 1} is`);
    const answer = prompts.map(() => Math.floor(draw() * colours));
    return { nature: 'arbitrary', prompts, responses: COLOURS.slice(0, colours), answer };
  },
});
