// @ts-check
/** Times the counting of a trigram over all tokens. */
import { drawCorpus } from '../../dist/corpus/drawCorpus.js';
import { sentence } from '../../dist/corpus/sentence.js';
import { ngram } from '../../dist/models/ngram/ngram.js';
import { mainJob, mainWorld, rate } from './mainJob.js';

const EXAMPLES = 300_000;

export async function measure() {
  const options = mainJob();
  const corpus = drawCorpus(mainWorld(options), EXAMPLES, options.seed);
  const { family, prompt, response } = corpus.examples;
  let tokens = 0;
  for (let i = 0; i < family.length; i++)
    tokens += sentence(corpus.world, family[i], prompt[i], response[i]).tokens.length;
  const fit = (/** @type {'add-k' | 'kneser-ney'} */ smoothing) => () =>
    ngram.fit(ngram.options.parse({ smoothing }), { corpus, loss: 'all' });
  return {
    tokensPerSecond: await rate(tokens, fit('add-k')),
    kneserNeyTokensPerSecond: await rate(tokens, fit('kneser-ney')),
  };
}
