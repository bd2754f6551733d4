/** Runs as a real sweep would leave them, made up from the theory's closed forms: for the tests of tables and report. */

import { measureResponseProbabilities } from '../../src/measurement/summariseExact.js';
import type { CurvePoint, FamilyMeasurement, Stratum } from '../../src/results/familyMeasurement.js';
import type { RunResult } from '../../src/sweep/tables/runResult.js';
import { countsOf, rowOf, smallWorld } from '../measurement/smallWorld.js';

export const TARGETS = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5];
const STEPS = [0, 10, 25, 50, 100, 200, 400, 800, 1500];
const RESPONSES = 365;
const REST_OF_STRATUM = { abstentionRate: 0, invalidMass: 0, argMaxErrorRate: 0, iivError: 0.5, confidence: 0.1 };

/** A real measurement of two facts, for the metrics that the closed forms below say nothing about. */
const MEASURED = measureResponseProbabilities(
  smallWorld({ responseCount: 4, answer: [0, 1], answerProbability: 1 }),
  countsOf([1, 1]),
  [rowOf(4, [[0, 1]]), rowOf(4, [[2, 1]])],
  { gamma: 0.01 },
);

/** A deterministic wobble in [−1, 1]. */
function wobble(seed: number, place: number): number {
  return Math.sin(12.9898 * seed + 78.233 * place + 1);
}

/** One kind of model on the arbitrary family `birthdays` after a share of its training. */
export function birthdays(
  sr: number,
  seed: number,
  kind: string,
  progress: number,
  examples = 4000,
): FamilyMeasurement {
  const realised = sr + 0.006 * wobble(seed, sr);
  const missingMass = realised + 0.008 * wobble(seed, sr + 1);
  const invalidMass = kind === 'transformer' ? 0.9 * (1 - progress) ** 3 * progress + 0.0004 : 0;
  const settled = missingMass * (1 - 1 / RESPONSES);
  const errorRate =
    kind === 'abstainer'
      ? 0
      : (settled + (0.8 - settled) * (1 - progress) ** 2) * (1 - invalidMass) +
        (kind === 'transformer' ? 0.004 * Math.abs(wobble(seed, sr + 2)) : 0);
  const delta =
    kind === 'calibrated-learner' ? 0 : kind === 'abstainer' ? 0.8 : 0.02 + 0.35 * missingMass * progress ** 2;
  const abstentionRate = kind === 'abstainer' ? 1 : 0.2 * (1 - invalidMass);
  const middle = 2 / (RESPONSES - 1);
  const iivError = Math.max(0, (errorRate + invalidMass) / 2 + 0.3 * delta);
  const slack = (35 + 6 * Math.log(examples)) / Math.sqrt(examples);
  const lower = realised - middle - slack - delta;
  const upper = realised - realised / RESPONSES + 13 / Math.sqrt(examples);
  return {
    ...MEASURED,
    kind: 'arbitrary-facts',
    nature: 'arbitrary',
    examples,
    prompts: 3000,
    singletonRate: realised,
    expectedSingletonRate: sr,
    missingMass,
    trainingMissingMass: missingMass,
    unansweredMass: Math.min(1, missingMass / 0.8),
    errorRate,
    invalidMass,
    abstentionRate,
    accuracy: 1 - errorRate - invalidMass - abstentionRate,
    errorRateExpected: errorRate,
    delta,
    deltaByDerivative: delta,
    signedDelta: delta,
    trainDelta: delta / 5,
    iivError,
    crossEntropy: kind === 'abstainer' ? Infinity : 2.1,
    excessCrossEntropy: kind === 'abstainer' ? Infinity : 0.1,
    byCount: strata(missingMass, errorRate, kind === 'abstainer' ? 1 : progress, kind === 'abstainer'),
    onlyAbstained: { mass: 0.01, errorRate: 0.001, ...REST_OF_STRATUM },
    argMaxErrorRate: errorRate,
    heldOut: { mass: 0, errorRate: null },
    onlyWrong: { mass: 0, errorRate: null },
    byFact: { singletonRate: realised, missingMass },
    memorisedBits: 0,
    leastIivError: null,
    theorem4: null,
    reliability: null,
    rules: [],
    sampling: null,
    theorem1: { lower: 2 * iivError - middle - delta, lowerSigned: 2 * iivError - middle - delta, holds: true },
    theorem2: {
      lower,
      lowerExact: lower - 0.01,
      lowerTight: lower + 0.3,
      upper,
      upperExact: upper - 0.01,
      vacuous: lower <= 0,
    },
    calibratedError: settled,
    method: 'exact',
  };
}

/** The same on the patterned family `brackets`. */
export function brackets(seed: number, kind: string, progress: number): FamilyMeasurement {
  const errorRate =
    kind === 'transformer' ? 0.6 * (1 - progress) ** 4 + 0.001 : kind === 'ngram' ? 0.42 + 0.01 * wobble(seed, 5) : 0;
  return {
    ...birthdays(0.01, seed, kind, progress),
    kind: 'brackets',
    nature: 'pattern',
    singletonRate: 0.008,
    expectedSingletonRate: 0.008,
    missingMass: 0.01,
    trainingMissingMass: 0.01,
    errorRate,
    invalidMass: 0,
    abstentionRate: 0,
    accuracy: 1 - errorRate,
    errorRateExpected: null,
    theorem2: null,
    calibratedError: null,
  };
}

function strata(missingMass: number, errorRate: number, progress: number, silent: boolean): readonly Stratum[] {
  const rest = 1 - missingMass / 0.8;
  const shares = [0.35, 0.25, 0.2, 0.15, 0.05];
  const bounds: readonly (readonly [number, number | null])[] = [
    [1, 1],
    [2, 2],
    [3, 4],
    [5, 9],
    [10, null],
  ];
  return [
    {
      count: 0,
      countMax: 0,
      mass: missingMass / 0.8,
      errorRate: silent ? 0 : Math.min(0.8, errorRate + 0.5),
      ...REST_OF_STRATUM,
    },
    ...bounds.map(([count, countMax], at) => ({
      count,
      countMax,
      mass: Math.max(0, rest) * shares[at]!,
      errorRate: at === 4 && missingMass > 0.4 ? null : (0.7 * (1 - progress) ** 2) / (at + 1),
      ...REST_OF_STRATUM,
    })),
  ];
}

export function fakeRun(
  sr: number,
  seed: number,
  kind: string,
  options: {
    readonly examples?: number;
    readonly parameters?: RunResult['parameters'];
    readonly steps?: readonly number[];
  } = {},
): RunResult {
  const trained = kind === 'transformer';
  const steps = options.steps ?? (trained ? STEPS : [0]);
  const curves: CurvePoint[] = steps.map((step, at) => {
    const progress = steps.length === 1 ? 1 : Math.log1p(step) / Math.log1p(steps.at(-1)!);
    const families = {
      birthdays: birthdays(sr, seed, kind, progress, options.examples),
      brackets: brackets(seed, kind, progress),
    };
    return { step, loss: at === 0 ? null : 4 * (1 - progress) + 0.5, families };
  });
  const digits = (
    Math.round(sr * 1000) * 1000 +
    seed * 10 +
    ['transformer', 'ngram', 'calibrated-learner', 'abstainer'].indexOf(kind)
  ).toString(16);
  return {
    id: digits.padStart(12, 'a'),
    seed,
    model: { kind, trainableParameters: trained ? 81_234 : kind === 'ngram' ? 5120 : 0 },
    parameters: options.parameters ?? { 'corpus.families.birthdays.frequency.singletonRate': sr, 'model.kind': kind },
    families: curves.at(-1)!.families,
    curves,
  };
}

/** Six singleton rates × three kinds × `seeds` seeds. */
export function fakeSweep(seeds = 3, examples = 4000): readonly RunResult[] {
  return TARGETS.flatMap((sr) =>
    ['transformer', 'ngram', 'calibrated-learner'].flatMap((kind) =>
      Array.from({ length: seeds }, (_, seed) => fakeRun(sr, seed, kind, { examples })),
    ),
  );
}
