/** A family of facts and a model in a module of one's own; README.md says how to run them. */
const PETS = ['cat', 'dog', 'tortoise', 'parrot', 'hamster', 'goldfish', 'canary', 'rabbit'];

export default ({ defineFamily, defineModel, z }) => [
  defineFamily({
    kind: 'pets',
    description: 'Arbitrary: the pet of each person. `person 7 owns a` → `tortoise .`',
    options: z.object({ people: z.int().min(2).max(5000).default(300).describe('number of prompts, one person each') }),
    build({ people }, { random, ordinal }) {
      const draw = random('pets');
      const verb = ordinal === 0 ? 'owns' : `owns ${'also '.repeat(ordinal)}`; // a second family asks in other words
      const owners = Array.from({ length: people }, (_, i) => `person ${i + 1}`);
      return {
        nature: 'arbitrary',
        prompts: owners.map((owner) => `${owner} ${verb} a`),
        responses: PETS,
        answer: owners.map(() => Math.floor(draw() * PETS.length)),
      };
    },
  }),
  defineModel({
    kind: 'cautious',
    description: 'Repeats what it has read; elsewhere it says "I don\'t know" with some probability, or guesses.',
    options: z.object({
      caution: z.number().min(0).max(1).default(0.5).describe('probability of IDK where it has read nothing'),
    }),
    fit({ caution }, { examples }) {
      const read = new Map(examples.filter((row) => !row.abstained).map((row) => [row.prompt, row.response]));
      return (prompt, responses) => {
        const known = read.get(prompt);
        const guesses = responses.length - 1; // the last response is "I don't know ."
        return responses.map((response, r) =>
          Math.log(known !== undefined ? Number(response === known) : r < guesses ? (1 - caution) / guesses : caution),
        );
      };
    },
  }),
];
