/** Hallucination and the monofact rate of bigram models, and the effect on both of upweighting a few rows [MK25]. */
import { z } from 'zod';
import { distinctIntegers } from '../../random/distinctIntegers.js';
import { stream } from '../../random/stream.js';
import { missingMassEstimate, promptsSeen } from '../../theory/goodTuring.js';
import { power } from '../../theory/power.js';
import { everGenerated } from '../../theory/unseen/everGenerated.js';
import { countOption, type StudyKind } from '../study.js';
import { type Bigram, fitBigram, generator, plusOne, probabilityOf } from './bigram.js';
import { levelSetMiscalibration, miscalibrationAsCoded, totalVariation } from './miscalibration.js';
import { drawPopulation, drawSample, type Population } from './population.js';

/** Upweightings of the chosen rows: none, repeated once, five or ten times more, or the rule of the published code. */
const UPWEIGHTINGS = ['none', 'x1', 'x5', 'x10', 'code'] as const;

const options = z.strictObject({
  shape: z
    .number()
    .min(0.5)
    .max(100)
    .default(1.5)
    .describe('γ: Pr[multiplicity of a fact ≥ m] = m^−γ; larger leaves fewer frequent facts'),
  facts: countOption(10, 1_000_000).default(20_000).describe('distinct true statements'),
  fields: countOption(2, 20).default(6).describe('values of a statement'),
  values: countOption(1000, 1_000_000)
    .default(14_000)
    .describe('different values of a field; fewer join more statements to false ones'),
  examples: countOption(10, 1_000_000).default(5000).describe('N: statements in the training data'),
  replacement: z
    .boolean()
    .default(true)
    .describe('true: drawn i.i.d., as theory asks; false: from a list without putting back, as in the published code'),
  upweighting: z
    .enum(UPWEIGHTINGS)
    .default('none')
    .describe('xN: the chosen rows are repeated N times more; code: 1 is added to their normalised probabilities'),
  share: z.number().gt(0).max(1).default(0.05).describe('share of the rows that are chosen for it, at random'),
  statements: countOption(100, 1_000_000).default(5000).describe('statements generated, unprompted'),
});

export type MonofactOptions = Readonly<z.infer<typeof options>>;

export const monofactStudy: StudyKind<'monofact', typeof options> = {
  kind: 'monofact',
  options,
  description:
    'Statements of several fields, true ones with Pareto multiplicities, and a bigram model that generates unprompted: the share of statements seen once ' +
    '(the monofact rate) beside the rate of false statements, counted as sampled and counted as distinct texts, with and without upweighting of some training rows.',
  columns: [
    { path: 'monofactRate', heading: 'sr', meaning: 'monofact rate: statements that occur once / N' },
    { path: 'falseRate', heading: 'false', meaning: 'probability that the model generates a false statement, exact' },
    { path: 'generated.falseRate', heading: 'drawn', meaning: 'the same of the statements that were generated' },
    {
      path: 'generated.distinctFalseShare',
      heading: 'distinct',
      meaning: 'different false statements / statements generated: the metric of the published code',
    },
    { path: 'generated.distinct', heading: 'outputs', meaning: 'different statements generated' },
    {
      path: 'coverage',
      heading: 'cover',
      meaning: 'expected share of the different training statements that are generated',
    },
    {
      path: 'miscalibration.totalVariation',
      heading: 'TV',
      meaning: 'total variation between p̂ and p, all statements',
    },
    {
      path: 'miscalibration.asCoded',
      heading: 'coded',
      meaning: 'miscalibration after the published code, which drops false statements',
    },
  ],
  run: (chosen, { seed, onProgress }) => {
    const population = drawPopulation(chosen, stream(seed, 'world'));
    const rows = drawSample(population, chosen.examples, chosen.replacement, stream(seed, 'sample'));
    onProgress(0.3);
    const model = fitted(chosen, population, rows, seed);
    onProgress(0.6);
    return valuesOf(chosen, population, rows, model, seed);
  },
};

/** Fits the model. The streams do not depend on the upweighting, so that its effect is seen on the same data. */
function fitted(
  { upweighting, share, examples }: MonofactOptions,
  { facts }: Population,
  rows: Int32Array,
  seed: number,
): Bigram {
  const chosen = Array.from(
    distinctIntegers(stream(seed, 'sample/upweighted'), Math.round(share * examples), examples),
    (row) => rows[row],
  );
  const weights = new Float64Array(facts.length);
  for (const fact of rows) weights[fact]++;
  if (upweighting === 'none') return fitBigram(facts, weights);
  if (upweighting === 'code')
    return plusOne(
      fitBigram(facts, weights),
      chosen.map((fact) => facts[fact]),
    );
  for (const fact of chosen) weights[fact] += Number(upweighting.slice(1));
  return fitBigram(facts, weights);
}

function valuesOf(
  { examples, statements, values, fields }: MonofactOptions,
  population: Population,
  rows: Int32Array,
  model: Bigram,
  seed: number,
) {
  const { facts, probability, factOf } = population;
  const occurrences = new Int32Array(facts.length);
  for (const fact of rows) occurrences[fact]++;
  const pHat = Float64Array.from(facts, (fact) => probabilityOf(model, fact));
  const over = (value: (fact: number) => number): number => facts.reduce((sum, _, fact) => sum + value(fact), 0);
  const falseRate = 1 - over((fact) => pHat[fact]);
  const novelTrueRate = over((fact) => (occurrences[fact] === 0 ? pHat[fact] : 0));
  const monofactRate = missingMassEstimate(promptsSeen(occurrences, 1), examples);
  const seen = occurrences.filter((times) => times > 0).length;
  const miscalibration = {
    totalVariation: totalVariation(probability, pHat),
    levelSets: levelSetMiscalibration(model, population),
    asCoded: miscalibrationAsCoded(population, pHat),
  };
  // Kalai and Vempala (2024), with probability 99 %: every other statement that the fields allow is a possible
  // falsehood.
  const lower =
    miscalibration.levelSets === null
      ? null
      : monofactRate -
        miscalibration.levelSets -
        (300 * facts.length) / (power(values, fields) - facts.length) -
        7 / Math.sqrt(examples);
  return {
    examples,
    monofactRate,
    missingMass: over((fact) => (occurrences[fact] === 0 ? probability[fact] : 0)),
    falseRate,
    // True statements outside the training data that recombination produces, by p and by p̂.
    reachedUnseen: over((fact) => (occurrences[fact] === 0 && pHat[fact] > 0 ? probability[fact] : 0)),
    novelTrueRate,
    // Statements that the training data do not hold, as Das and Srivastava (2026) count them.
    innovation: falseRate + novelTrueRate,
    coverage: over((fact) => (occurrences[fact] === 0 ? 0 : everGenerated(pHat[fact], statements))) / seen,
    generated: generated(statements, generator(model), factOf, seed),
    miscalibration,
    kalaiVempala: { lower, vacuous: lower === null ? null : lower <= 0 },
  };
}

function generated(
  statements: number,
  generate: ReturnType<typeof generator>,
  factOf: Population['factOf'],
  seed: number,
) {
  const draws = stream(seed, 'sample/generated');
  const distinct = new Set<string>();
  const distinctFalse = new Set<string>();
  let falsehoods = 0;
  for (let i = 0; i < statements; i++) {
    const statement = generate(draws);
    const text = Array.prototype.join.call(statement, ' ');
    distinct.add(text);
    if (factOf(statement) !== undefined) continue;
    falsehoods++;
    distinctFalse.add(text);
  }
  return {
    statements,
    falseRate: falsehoods / statements,
    distinctFalseShare: distinctFalse.size / statements,
    distinct: distinct.size,
  };
}
