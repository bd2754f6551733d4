/** Predictions of err + invalid mass before the first step of a network's training. */
import type { Corpus } from '../corpus/corpus.js';
import type { ModelOptions } from '../models/registry.js';
import type { Foretold } from '../results/familyMeasurement.js';
import { curveForecast } from './curveForecast.js';
import { CURVE_KINDS, type TrainingSetting } from './curveInputs.js';
import { fittedCurve } from './fittedCurve.js';
import { promptClasses } from './promptClasses.js';
import { type ForetoldConfig, whyNotFamily, whyNotRange, whyNotTraining } from './whyNotForetold.js';

/**
 * Foretells each family of a network's corpus, by its name: from the counts of the corpus, and from a learning curve
 * that was fitted to other runs (`fittedCurve.ts`). The test answers play no part.
 */
export function foretellNetwork(config: ForetoldConfig, corpus: Corpus): Record<string, Foretold> {
  const reason =
    corpus.world.prose === undefined
      ? whyNotTraining(config)
      : 'its facts stand in running text, unlike those of the fitted runs';
  return Object.fromEntries(
    corpus.world.families.map((family, index) => {
      const why = corpus.world.prose === undefined ? (whyNotFamily(family) ?? reason) : reason;
      return [family.name, why === undefined ? foretellFamily(config, corpus, index) : nothingForetold(why)];
    }),
  );
}

export function nothingForetold(reason: string): Foretold {
  return { wrong: null, lower: null, upper: null, neverShown: null, reason };
}

/**
 * A prediction with its interval, inside [0, 1].
 * @param neverShown the part about prompts that training does not show
 * @param halfWidth of the interval, ≥ 0
 */
export function foretoldWithin(wrong: number, neverShown: number, halfWidth: number): Foretold {
  const [lower, upper] = [Math.max(0, wrong - halfWidth), Math.min(1, wrong + halfWidth)];
  return { wrong, lower, upper, neverShown, reason: null };
}

function foretellFamily(config: ForetoldConfig, corpus: Corpus, index: number): Foretold {
  const setting = trainingSetting(config, corpus, index);
  const why = whyNotRange(setting, fittedCurve.ranges);
  if (why !== undefined) return nothingForetold(why);
  const family = corpus.world.families[index];
  const classes = promptClasses(family, corpus.counts[index]);
  const { wrong, neverShown, steepness } = curveForecast(setting, classes, fittedCurve.members);
  return foretoldWithin(wrong, neverShown, fittedCurve.halfWidth * steepness);
}

/** The setting of a family in the numbers of the learning curve. @param config of a kind in CURVE_KINDS */
export function trainingSetting({ model, training }: ForetoldConfig, corpus: Corpus, index: number): TrainingSetting {
  const { layers, width } = model as ModelOptions & { readonly layers: number; readonly width: number };
  const { families } = corpus.world;
  const family = families[index];
  const others = families.filter((_, i) => i !== index);
  const facts = families.reduce(
    (sum, { nature }, i) =>
      nature === 'arbitrary' ? sum + corpus.counts[i].answered.reduce((n, times) => n + Number(times > 0), 0) : sum,
    0,
  );
  return {
    kind: CURVE_KINDS.find((kind) => kind === model.kind)!,
    layers,
    width,
    steps: training.steps,
    batchSize: training.batchSize,
    learningRate: training.learningRate,
    rows: corpus.examples.family.length,
    facts,
    responses: family.responseCount,
    answerProbability: family.answerProbability[0],
    dates: family.responseCount === DATES,
    besideFacts: others.some(({ nature }) => nature === 'arbitrary'),
    besidePattern: others.some(({ nature }) => nature === 'pattern'),
  };
}

/** Facts with as many responses have dates as answers. */
const DATES = 365;
