/** Test-takers of the explorable page: models of the library, with the same α for every prompt. To add one, add an entry here. */
import type { Corpus } from '../corpus/corpus.js';
import { responseProbabilities } from '../measurement/responseProbabilities.js';
import { ngram } from '../models/ngram/ngram.js';
import { calibratedDistribution } from '../models/reference/calibratedLearner.js';
import { memoriserDistribution } from '../models/reference/memoriser.js';
import { responseDistribution } from '../models/reference/responseDistribution.js';

export interface TestTaker {
  readonly id: 'calibrated' | 'guesser' | 'certain' | 'careful' | 'abstainer' | 'ngram';
  readonly name: string;
  /** Its behaviour, in a sentence. */
  readonly manner: string;
  /** p̂(·|c) by prompt of the corpus' only family, IDK last; prompts that share it have the same array. */
  readonly answers: (corpus: Corpus) => Promise<(prompt: number) => Float64Array>;
}

type Reference = (corpus: Corpus, prompt: number) => Float64Array;

/** Answers of a model that treats prompts alike if training answered them and their answer is the same, or if training never answered them. */
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
    manner: 'knows the facts it was shown, says IDK as often as the data do, and guesses evenly on the rest: δ = 0',
    answers: reference(({ world, counts }, prompt) => calibratedDistribution(world.families[0], counts[0], prompt)),
  },
  {
    id: 'guesser',
    name: 'guesser',
    manner: 'knows the facts it was shown, never says IDK, and guesses evenly on the rest',
    answers: memoriser('uniform'),
  },
  {
    id: 'certain',
    name: 'certain guesser',
    manner: 'the same, but puts all its probability on one guess',
    answers: memoriser('fixed'),
  },
  {
    id: 'careful',
    name: 'careful learner',
    manner: 'knows the facts it was shown, and says IDK on the rest: it never errs',
    answers: memoriser('abstain'),
  },
  {
    id: 'abstainer',
    name: 'always IDK',
    manner: 'has learnt nothing and always says IDK',
    answers: reference(({ world }) => responseDistribution(world.families[0], 1, 0)),
  },
  {
    id: 'ngram',
    name: 'trigram',
    manner: 'sees only the last two words, which do not say whom the question is about',
    answers: async (corpus) => {
      const [family] = corpus.world.families;
      const model = ngram.fit(ngram.options.parse({}), { corpus, loss: 'all' });
      const rows: Float64Array[] = [];
      for await (const row of responseProbabilities(model, family.prompts, family.tree)) rows.push(row);
      return (prompt) => rows[prompt];
    },
  },
];
