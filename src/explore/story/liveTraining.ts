/** The transformer that is trained in the page: on the corpus of the dots, by the code that `run` uses. */
import type { Corpus } from '../../corpus/corpus.js';
import type { Engine } from '../../engine/engine.js';
import { promptOutcome } from '../../measurement/promptMeasurement.js';
import { responseProbabilities } from '../../measurement/responseProbabilities.js';
import type { LanguageModel } from '../../models/languageModel.js';
import type { Network } from '../../models/networks/network.js';
import { transformer } from '../../models/networks/transformer.js';
import { longestSentence, train } from '../../training/train.js';

/** Number of measurements after the one before the first step. */
const POINTS = 36;
const MODEL = { layers: 1, heads: 2, width: 48 };
/** Sentences of a step; large corpora need larger steps to be learnt in as many. */
function batchSizeOf(sentences: number): number {
  return sentences <= 500 ? 128 : 256;
}

/** Errors of the model after a step, exact over all days of the year. */
export interface LiveMeasurement {
  readonly step: number;
  /** Mean error on people whom training names; strings that are no dates count as errors. */
  readonly shown: number;
  /** Mean error on people whom it never names. */
  readonly unshown: number;
  /** Mean error over all people. */
  readonly total: number;
  /** p̂ of the right day, by person. */
  readonly right: Float32Array;
  /** Likeliest day of each person, an index into the days. */
  readonly likeliest: Int32Array;
}

/** Makes the network for a corpus. */
export function liveNetwork({ world }: Corpus): Network {
  return transformer.network(transformer.options.parse(MODEL), world.vocabulary.words.length, longestSentence(world));
}

/** @param onMeasure called after step 0 and some thirty other steps, the last one among them */
export async function trainLive(
  corpus: Corpus,
  engine: Engine,
  seed: number,
  steps: number,
  onMeasure: (measured: LiveMeasurement) => void,
): Promise<void> {
  await train({
    corpus,
    network: liveNetwork(corpus),
    engine,
    seed,
    curvePoints: POINTS,
    options: {
      steps,
      batchSize: batchSizeOf(corpus.examples.prompt.length),
      learningRate: 0.008,
      warmupSteps: 20,
      decay: 'cosine',
      optimiser: 'adam',
      beta1: 0.9,
      beta2: 0.99,
      weightDecay: 0,
      clipNorm: 1,
      loss: 'response',
    },
    onMeasure: async (step, _loss, model) => onMeasure({ step, ...(await liveErrors(corpus, model)) }),
  });
}

async function liveErrors({ world, counts }: Corpus, model: LanguageModel): Promise<Omit<LiveMeasurement, 'step'>> {
  const [family] = world.families;
  const [{ answered }] = counts;
  const right = new Float32Array(family.prompts.length);
  const likeliest = new Int32Array(family.prompts.length);
  const errors = { shown: 0, unshown: 0 };
  const people = { shown: 0, unshown: 0 };
  let person = 0;
  for await (const pHat of responseProbabilities(model, family.prompts, family.tree)) {
    const outcome = promptOutcome(family, person, pHat);
    const part = answered[person] > 0 ? 'shown' : 'unshown';
    errors[part] += outcome.error + outcome.invalid;
    people[part]++;
    right[person] = outcome.right;
    likeliest[person] = pHat
      .subarray(0, family.responseCount)
      .reduce((best, p, day) => (p > pHat[best] ? day : best), 0);
    person++;
  }
  return {
    shown: errors.shown / Math.max(1, people.shown),
    unshown: errors.unshown / Math.max(1, people.unshown),
    total: (errors.shown + errors.unshown) / family.prompts.length,
    right,
    likeliest,
  };
}
