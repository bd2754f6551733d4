/** Values over many worlds: means, extremes and counts of violations. */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { expectedMissingMass, expectedSingletonRate } from '../../theory/expectedSingletonRate.js';
import { lemma1HalfWidth, missingMassStandardError } from '../../theory/goodTuring.js';
import { theorem2Upper, theorem2UpperExact } from '../../theory/theorem2.js';
import type { StudyValues } from '../study.js';
import { LEARNERS, learners, twiceIivErrorOfCalibrated } from './learners.js';
import type { SampledWorld, WorldLaw } from './sampledWorld.js';

/** Returns the values of the study. @param worlds at least two */
export function valuesOfWorlds(law: WorldLaw, worlds: readonly SampledWorld[], gamma: number): StudyValues {
  const rate = ({ singletons }: SampledWorld): number => singletons / law.examples;
  const ofWorlds = (value: (world: SampledWorld) => number): number[] => worlds.map(value);
  return {
    worlds: worlds.length,
    examples: law.examples,
    responses: law.responses,
    answerProbability: law.answerProbability,
    singletonRate: mean(ofWorlds(rate)),
    missingMass: mean(ofWorlds(({ missingMass }) => missingMass)),
    lemma1: lemma1(law, worlds, gamma),
    goodTuring: goodTuring(law, worlds),
    upper: upper(law, worlds, gamma),
    tightness: tightness(law, worlds),
    ...Object.fromEntries(LEARNERS.map((name) => [name, lower(law, worlds, name)])),
  };
}

/** Returns how often |MM − sr| exceeds the bound of Lemma 1, and its largest ratio to the bound. */
function lemma1({ examples }: WorldLaw, worlds: readonly SampledWorld[], gamma: number): StudyValues {
  const halfWidth = lemma1HalfWidth(examples, gamma);
  const ratios = worlds.map(({ missingMass, singletons }) => Math.abs(missingMass - singletons / examples) / halfWidth);
  return { gamma, halfWidth, violations: ratios.filter((ratio) => ratio > 1).length, largestRatio: largest(ratios) };
}

/**
 * Compares sr with MM. `bias`: mean of sr − MM, beside `expectedBias`, its expectation Σ μ'²(1 − μ')^(N−1); `z`: their
 * distance in standard errors of the mean. `distance`: root mean square of MM − sr; `predicted`: that of the standard
 * error that n_1 and n_2 of the same world give. `spread`: root mean square of the quotient of the two, which is 1 if
 * the standard error is right.
 */
function goodTuring(
  { promptWeight, answerProbability, examples }: WorldLaw,
  worlds: readonly SampledWorld[],
): StudyValues {
  const differences = worlds.map(({ missingMass, singletons }) => singletons / examples - missingMass);
  const answeredWeights = promptWeight.map((mu) => mu * answerProbability);
  const expectedBias =
    expectedSingletonRate(answeredWeights, examples) - expectedMissingMass(answeredWeights, examples);
  const bias = mean(differences);
  const standardError = standardErrorOfMean(differences);
  const predicted = worlds.map(({ singletons, doubletons }) =>
    missingMassStandardError(singletons, doubletons, examples),
  );
  return {
    bias,
    expectedBias,
    standardError,
    z: standardError > 0 ? (bias - expectedBias) / standardError : null,
    distance: rootMeanSquare(differences),
    predicted: rootMeanSquare(predicted),
    // Without singletons and doubletons the standard error is 0.
    spread: rootMeanSquare(differences.map((difference, i) => difference / predicted[i]).filter(Number.isFinite)),
  };
}

/**
 * Checks the upper half of Theorem 2 for the calibrated learner. `deviation`: root mean square of err − sr L/(L+1), in
 * units of 1/√N; the bound allows 13 of them.
 */
function upper(law: WorldLaw, worlds: readonly SampledWorld[], gamma: number): StudyValues {
  const { examples, responses } = law;
  const maxErrors = responses - 1;
  const cases = worlds.map((world) => ({
    singletonRate: world.singletons / examples,
    error: learners.calibrated(world, law).error,
  }));
  const units = cases.map(
    ({ singletonRate, error }) => (error - singletonRate * (1 - 1 / responses)) * Math.sqrt(examples),
  );
  return {
    violations: cases.filter(
      ({ singletonRate, error }) => error > theorem2Upper({ singletonRate, examples, maxErrors }),
    ).length,
    violationsExact: cases.filter(
      ({ singletonRate, error }) => error > theorem2UpperExact({ singletonRate, examples, maxErrors, gamma }),
    ).length,
    deviation: rootMeanSquare(units),
    largest: largest(units),
  };
}

/**
 * Returns the tightness of Theorem 1 for the calibrated learner. `ratio` is the mean of (2·err_iiv − 2/K) / err over
 * the worlds in which it errs, and `constant` the least (err + 2/K + δ) / err_iiv: with a larger number instead of its
 * 2, the theorem would be false.
 */
function tightness(law: WorldLaw, worlds: readonly SampledWorld[]): StudyValues {
  const middle = 2 / (law.responses - 1);
  const erring = worlds.filter(({ missingMass }) => missingMass > 0);
  if (erring.length === 0) return { ratio: null, constant: null };
  const error = (world: SampledWorld): number => learners.calibrated(world, law).error;
  return {
    ratio: mean(erring.map((world) => (twiceIivErrorOfCalibrated(world, law) - middle) / error(world))),
    constant: -largest(erring.map((world) => (-2 * (error(world) + middle)) / twiceIivErrorOfCalibrated(world, law))),
  };
}

/**
 * Checks the lower half of Theorem 2 in expectation: `slack` is the mean of err − (MM − 2/K − δ) over worlds,
 * `leastSlack` the least of a single world.
 */
function lower(law: WorldLaw, worlds: readonly SampledWorld[], name: keyof typeof learners): StudyValues {
  const measured = worlds.map((world) => learners[name](world, law));
  const slacks = measured.map(({ error, delta }, i) => error - worlds[i].missingMass + 2 / (law.responses - 1) + delta);
  return {
    error: mean(measured.map(({ error }) => error)),
    delta: mean(measured.map(({ delta }) => delta)),
    slack: mean(slacks),
    slackError: standardErrorOfMean(slacks),
    leastSlack: -largest(slacks.map((slack) => -slack)),
  };
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => value ** 2)));
}
function standardErrorOfMean(values: readonly number[]): number {
  return sampleStandardDeviation([...values]) / Math.sqrt(values.length);
}
