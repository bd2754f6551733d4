// @ts-check
/**
 * Times all stages at one number of examples, in a process of its own: `node --expose-gc child.js EXAMPLES PROMPTS`.
 * Prints JSON.
 */
import { buildWorld } from '../../dist/corpus/buildWorld.js';
import { countExamples, drawCorpus } from '../../dist/corpus/drawCorpus.js';
import { checkLexicon } from '../../dist/corpus/lexicon.js';
import { measureFamily } from '../../dist/measurement/measureFamily.js';
import { ngram } from '../../dist/models/ngram/ngram.js';
import { calibratedLearner } from '../../dist/models/reference/calibratedLearner.js';
import { loadLexicon } from '../../dist/store/loadLexicon.js';
import { trainingSet } from '../../dist/training/trainingSet.js';
import { peakMiB, usedMiB } from '../memory.js';

/**
 * @typedef {object} StageCost
 * @property {number} ms processor time, user and system, which excludes other work on the machine
 * @property {number} mib memory that its result holds, MiB
 */

/**
 * @typedef {object} Costs
 * @property {Readonly<Record<string, StageCost>>} stages
 * @property {number} peakMiB peak memory of the process over all stages
 * @property {number} loadedMiB peak memory when code and lexicon had been loaded
 */

const SEED = 1;
const RESPONSES = 365;
/** Prompts of one family at most, which the program allows: of more, several families are made. */
const MOST_PROMPTS = 200_000;
/** Processor time for which a stage is repeated. */
const REPEATED_MS = 300;
const WARM_UP = { examples: 3000, prompts: 300 };

function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const lexicon = checkLexicon(loadLexicon());

/** @param {{ readonly examples: number, readonly prompts: number }} size */
async function stagesOf({ examples, prompts }) {
  /** @type {Record<string, StageCost>} */
  const stages = {};
  /**
   * @template Result
   * @param {string} name
   * @param {() => Promise<Result> | Result} work
   */
  const stage = async (name, work) => {
    const usedBefore = await usedMiB();
    const result = await work();
    const mib = (await usedMiB()) - usedBefore;
    const start = processorMs();
    let runs = 0;
    do {
      await work();
      runs++;
    } while (processorMs() - start < REPEATED_MS);
    stages[name] = { ms: (processorMs() - start) / runs, mib };
    return result;
  };

  const count = Math.ceil(prompts / MOST_PROMPTS);
  const family = /** @type {const} */ ({
    kind: 'arbitrary-facts',
    weight: 1,
    prompts: prompts / count,
    responses: RESPONSES,
    answerProbability: 0.9,
    frequency: { kind: 'zipf', exponent: 1.1 },
  });
  const families = Object.fromEntries(Array.from({ length: count }, (_, i) => [`birthdays${i + 1}`, family]));
  const world = await stage('world', () => buildWorld({ examples, families }, lexicon, SEED));
  const corpus = await stage('sampling', () => drawCorpus(world, examples, SEED));
  await stage('counting', () => countExamples(world, corpus.examples));
  await stage('training set', () => trainingSet(corpus, 'response'));
  await stage('trigram', () => ngram.fit(ngram.options.parse({}), { corpus, loss: 'all' }));
  const learner = await stage('calibrated learner', () => calibratedLearner.fit({}, { corpus, loss: 'response' }));
  await stage('measurement', async () => {
    for (const [i, each] of world.families.entries())
      await measureFamily(learner, each, corpus.counts[i], { gamma: 0.01 });
  });
  return stages;
}

const [examples, prompts] = process.argv.slice(2).map(Number);
await stagesOf(WARM_UP);
const loadedMiB = peakMiB();
const stages = await stagesOf({ examples, prompts });
process.stdout.write(JSON.stringify(/** @type {Costs} */ ({ stages, peakMiB: peakMiB(), loadedMiB })));
