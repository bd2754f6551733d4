/** From a state of the explorable page to every number on it: draws the corpus, asks the test-takers, and measures them exactly. */
import { buildWorld, type WorldOptions } from '../corpus/buildWorld.js';
import { drawCorpus } from '../corpus/drawCorpus.js';
import type { Lexicon } from '../corpus/lexicon.js';
import type { FamilyWorld } from '../corpus/world.js';
import { signedDelta } from '../measurement/metrics/calibration.js';
import { type ErrorRates, errorRates, unansweredMasses } from '../measurement/metrics/errorRates.js';
import { iivError } from '../measurement/metrics/isItValid.js';
import { theorem1Bounds } from '../measurement/theorems.js';
import type { FamilyMeasurement } from '../results/familyMeasurement.js';
import { promptsSeen, singletonRate } from '../theory/goodTuring.js';
import { type Theorem2Bounds, theorem2Bounds } from '../theory/theorem2.js';
import { type AskedPrompt, askedPrompts } from './askedPrompts.js';
import { type BoundsPoint, boundsCurve } from './boundsCurve.js';
import { lawOf } from './laws.js';
import { sharedOutcomes } from './sharedOutcomes.js';
import type { ExploreState } from './state.js';
import { TEST_TAKERS, type TestTaker } from './takers.js';

/** Probability with which Theorem 2 may fail; the constants that the paper prints are for this value. */
const GAMMA = 0.01;

export interface TakerMeasurement extends ErrorRates {
  readonly id: TestTaker['id'];
  readonly name: string;
  /** δ ≥ 0 at 1/(R − 1). */
  readonly delta: number;
  readonly iivError: number;
  readonly theorem1: FamilyMeasurement['theorem1'];
  /** Theorem 2's bounds with the model's own δ; the upper bounds apply to the calibrated learner only. */
  readonly theorem2: Theorem2Bounds;
}

export interface Explored {
  readonly state: ExploreState;
  readonly singletons: number;
  /** sr */
  readonly singletonRate: number;
  /** MM */
  readonly missingMass: number;
  /** μ(U) */
  readonly unansweredMass: number;
  readonly takers: readonly TakerMeasurement[];
  readonly asked: readonly AskedPrompt[];
  readonly curve: readonly BoundsPoint[];
}

/** The `corpus` part of the experiment file that draws the same corpus. */
function corpusOptions({ examples, prompts, responses, alpha, law, parameter }: ExploreState): WorldOptions {
  return {
    examples,
    families: {
      facts: {
        kind: 'arbitrary-facts',
        weight: 1,
        prompts,
        responses,
        answerProbability: alpha,
        frequency: lawOf(law).options(parameter, prompts),
      },
    },
  };
}

/**
 * Computes all numbers of a state.
 * @param lexicon word lists, of which the English words are not used
 * @throws UserError if no prompt frequencies give the requested singleton rate
 */
export async function explore(state: ExploreState, lexicon: Lexicon): Promise<Explored> {
  const corpus = drawCorpus(buildWorld(corpusOptions(state), lexicon, state.seed), state.examples, state.seed);
  const [family] = corpus.world.families;
  const [counts] = corpus.counts;
  const sr = singletonRate(counts.answered, counts.examples);
  const answers = await Promise.all(TEST_TAKERS.map((taker) => taker.answers(corpus)));
  const takers = TEST_TAKERS.map(
    ({ id, name }, at): TakerMeasurement => ({
      id,
      name,
      ...figuresOf(family, answers[at], { singletonRate: sr, examples: counts.examples }),
    }),
  );
  return {
    state,
    singletons: promptsSeen(counts.answered, 1),
    singletonRate: sr,
    ...unansweredMasses(family, counts),
    takers,
    asked: askedPrompts(corpus, answers, state.seed),
    curve: boundsCurve(family),
  };
}

function figuresOf(
  family: FamilyWorld,
  answers: (prompt: number) => Float64Array,
  rows: { readonly singletonRate: number; readonly examples: number },
): Omit<TakerMeasurement, 'id' | 'name'> {
  const outcomes = sharedOutcomes(family, answers);
  const rates = errorRates(family, outcomes);
  const sigma = signedDelta(family, outcomes);
  const classification = { iivError: iivError(family, outcomes), signedDelta: sigma };
  const errors = family.responseCount - 1;
  return {
    ...rates,
    delta: Math.abs(sigma),
    iivError: classification.iivError,
    theorem1: theorem1Bounds(family, { ...rates, ...classification }),
    theorem2: theorem2Bounds({
      ...rows,
      minErrors: errors,
      maxErrors: errors,
      delta: Math.min(1, Math.abs(sigma)),
      gamma: GAMMA,
    }),
  };
}
