// @ts-check
/** Times exact measurement of a model whose probabilities cost nothing, and so the measuring itself. */
import { calibratedLearner } from '../../dist/models/reference/calibratedLearner.js';
import { mainCorpus, mainJob, measureAll, pairsOf, rate } from './mainJob.js';

export async function measure() {
  const options = mainJob();
  const corpus = mainCorpus(options);
  const model = calibratedLearner.fit({}, { corpus, loss: 'response' });
  return { pairsPerSecond: await rate(pairsOf(corpus), () => measureAll(model, corpus, options.measurement.gamma)) };
}
