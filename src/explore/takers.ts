/** Who answers on the explorable page: models of the library, with α the same for every prompt. A new one is an entry here. */
import type { Corpus } from '../corpus/corpus.js';
import { responseProbabilities } from '../measurement/responseProbabilities.js';
import { ngram } from '../models/ngram/ngram.js';
import { calibratedDistribution } from '../models/reference/calibratedLearner.js';
import { memoriserDistribution } from '../models/reference/memoriser.js';
import { responseDistribution } from '../models/reference/responseDistribution.js';

export interface TestTaker {
  readonly id: 'calibrated' | 'guesser' | 'certain' | 'careful' | 'abstainer' | 'ngram';
  readonly name: string;
  /** What it does, in a sentence. */
  readonly manner: string;
  /** p̂(·|c) by prompt of the corpus' one family, IDK last; the same array where prompts share it. */
  readonly answers: (corpus: Corpus) => Promise<(prompt: number) => Float64Array>;
}

type Reference = (corpus: Corpus, prompt: number) => Float64Array;

/** A model that treats all prompts alike that training answered and that have the same answer, and all that it never did. */
function reference(distribution: Reference): TestTaker['answers'] {
  return async (corpus) => {
    const [{ answer }] = corpus.world.families;
    const [{ answered }] = corpus.counts;
    const rows = new Map<number, Float64Array>();
    return (prompt) => {
      const alike = answered[prompt] > 0 ? answer[prompt] : -1;
      let row = rows.get(alike);
      if (row === undefined) rows.set(alike, (row = distribution(corpus, prompt)));
      return row;
    };
  };
}

function memoriser(unanswered: Parameters<typeof memoriserDistribution>[0]): TestTaker['answers'] {
  return reference(({ world, counts }, prompt) =>
    memoriserDistribution(unanswered, world.families[0], counts[0], prompt),
  );
}

export const TEST_TAKERS: readonly TestTaker[] = [
  {
    id: 'calibrated',
    name: 'calibrated learner',
    manner: 'knows what it was shown, says IDK as often as the data do, and guesses evenly on the rest: δ = 0',
    answers: reference(({ world, counts }, prompt) => calibratedDistribution(world.families[0], counts[0], prompt)),
  },
  {
    id: 'guesser',
    name: 'guesser',
    manner: 'knows what it was shown, never says IDK, and guesses evenly on the rest',
    answers: memoriser('uniform'),
  },
  {
    id: 'certain',
    name: 'certain guesser',
    manner: 'the same, but always certain of one guess',
    answers: memoriser('fixed'),
  },
  {
    id: 'careful',
    name: 'careful learner',
    manner: 'knows what it was shown, and says IDK on the rest: never an error',
    answers: memoriser('abstain'),
  },
  {
    id: 'abstainer',
    name: 'always IDK',
    manner: 'has learnt nothing, and says so',
    answers: reference(({ world }) => responseDistribution(world.families[0], 1, 0)),
  },
  {
    id: 'ngram',
    name: 'trigram',
    manner: 'sees the last two words, which tell nothing about whom is asked',
    answers: async (corpus) => {
      const [family] = corpus.world.families;
      const model = ngram.fit(ngram.options.parse({}), { corpus, loss: 'all' });
      const rows: Float64Array[] = [];
      for await (const row of responseProbabilities(model, family.prompts, family.tree)) rows.push(row);
      return (prompt) => rows[prompt];
    },
  },
];
