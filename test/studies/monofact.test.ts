/** The study of monofacts: an unsmoothed bigram by hand, and identities that hold for any population. */

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import '../properties.js';
import { stream } from '../../src/random/stream.js';
import {
  type Bigram,
  everyStatement,
  fitBigram,
  generator,
  plusOne,
  probabilityOf,
} from '../../src/studies/monofact/bigram.js';
import {
  levelSetMiscalibration,
  miscalibrationAsCoded,
  totalVariation,
} from '../../src/studies/monofact/miscalibration.js';
import { monofactStudy } from '../../src/studies/monofact/monofact.js';
import { drawPopulation, drawSample, type Population } from '../../src/studies/monofact/population.js';
import type { StudyValues } from '../../src/studies/study.js';
import { lexicon } from '../corpus/worlds.js';

/** Two statements that share their second value: 0-5-1 seen twice and 2-5-3 once. */
const SHARED = [
  [0, 5, 1],
  [2, 5, 3],
];
const shared = fitBigram(SHARED, [2, 1]);

function populationOf(facts: readonly (readonly number[])[], multiplicity: readonly number[]): Population {
  const total = multiplicity.reduce((sum, each) => sum + each, 0);
  const positions = new Map(facts.map((fact, i) => [fact.join(' '), i]));
  return {
    facts,
    multiplicity: Float64Array.from(multiplicity),
    probability: Float64Array.from(multiplicity, (each) => each / total),
    factOf: (statement) => positions.get(Array.from(statement).join(' ')),
  };
}

function massOf(model: Bigram): number {
  let mass = 0;
  everyStatement(model, 1e6, (_, probability) => (mass += probability));
  return mass;
}

describe('a bigram by hand', () => {
  test('mixes statements up at the value that they share', () => {
    expect(probabilityOf(shared, [0, 5, 1])).toBeCloseTo(4 / 9, 12);
    expect(probabilityOf(shared, [2, 5, 3])).toBeCloseTo(1 / 9, 12);
    // Two thirds of a third and a third of two thirds: the false statements.
    expect(probabilityOf(shared, [0, 5, 3])).toBeCloseTo(2 / 9, 12);
    expect(probabilityOf(shared, [2, 5, 1])).toBeCloseTo(2 / 9, 12);
    expect(probabilityOf(shared, [2, 4, 1])).toBe(0);
  });

  test('the rule of the published code gives k chosen statements k/(k + 1) of the start', () => {
    const raised = plusOne(shared, [SHARED[1]]);
    expect(raised.start.get(2)).toBeCloseTo((1 / 3 + 1) / 2, 12);
    expect(raised.next[1].get(5)!.get(3)).toBeCloseTo((1 / 3 + 1) / 2, 12);
    expect(shared.start.get(2)).toBeCloseTo(1 / 3, 12); // the model that was given stays as it was
    expect(massOf(raised)).toBeCloseTo(1, 12);
  });

  test('generates statements as often as it should', () => {
    const generate = generator(shared);
    const draws = stream(1, 'sample');
    const counts = new Map<string, number>();
    for (let i = 0; i < 9000; i++) {
      const text = Array.from(generate(draws)).join(' ');
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    for (const [text, expected] of [
      ['0 5 1', 4000],
      ['2 5 3', 1000],
      ['0 5 3', 2000],
      ['2 5 1', 2000],
    ] as const) {
      expect(Math.abs((counts.get(text) ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  test('miscalibration, honest and by level sets', () => {
    const population = populationOf([...SHARED, [7, 8, 9]], [2, 1, 1]);
    const pHat = population.facts.map((fact) => probabilityOf(shared, fact));
    // p = 1/2, 1/4, 1/4; p̂ = 4/9, 1/9, 0 and 4/9 on two false statements.
    expect(totalVariation(population.probability, pHat)).toBeCloseTo((1 / 18 + 5 / 36 + 1 / 4 + 4 / 9) / 2, 12);
    // Each level is a set here, the two false ones of 2/9 together: the same sum.
    expect(levelSetMiscalibration(shared, population)).toBeCloseTo((1 / 18 + 5 / 36 + 1 / 4 + 4 / 9) / 2, 12);
    expect(miscalibrationAsCoded(population, [0.5, 0.25, 0.25])).toBeCloseTo(0, 12);
  });
});

/** A small population with values scarce enough that statements mix, and a model of a sample of it. */
const arbitrary = fc
  .record({
    seed: fc.integer({ min: 1, max: 1000 }),
    shape: fc.double({ min: 0.7, max: 4, noNaN: true }),
    values: fc.integer({ min: 10, max: 60 }),
  })
  .map(({ seed, shape, values }) => {
    const population = drawPopulation({ facts: 60, fields: 4, values, shape }, stream(seed, 'world'));
    const rows = drawSample(population, 40, true, stream(seed, 'sample'));
    const weights = new Float64Array(60);
    for (const fact of rows) weights[fact]++;
    return { population, rows, model: fitBigram(population.facts, weights), weights };
  });

test('property: p̂ sums to 1 over all statements, and what is not on facts is the mass of false ones', () => {
  fc.assert(
    fc.property(arbitrary, ({ population, model }) => {
      let falseMass = 0;
      expect(
        everyStatement(model, 1e6, (statement, probability) => {
          expect(probabilityOf(model, statement)).toBeCloseTo(probability, 12);
          if (population.factOf(statement) === undefined) falseMass += probability;
        }),
      ).toBe(true);
      expect(massOf(model)).toBeCloseTo(1, 9);
      const truth = population.facts.reduce((sum, fact) => sum + probabilityOf(model, fact), 0);
      expect(1 - truth).toBeCloseTo(falseMass, 9);
    }),
    { numRuns: 40 },
  );
});

test('property: level sets are coarser than the whole distribution, and hold the mass that p̂ never reaches', () => {
  fc.assert(
    fc.property(arbitrary, ({ population, model }) => {
      const pHat = population.facts.map((fact) => probabilityOf(model, fact));
      const unreached = pHat.reduce((sum, each, fact) => sum + (each === 0 ? population.probability[fact] : 0), 0);
      const levels = levelSetMiscalibration(model, population)!;
      expect(levels).toBeLessThanOrEqual(totalVariation(population.probability, pHat) + 1e-12);
      expect(levels).toBeGreaterThanOrEqual(unreached - 1e-12);
    }),
    { numRuns: 40 },
  );
});

test('more statements than the limit are not enumerated', () => {
  expect(everyStatement(shared, 3, () => {})).toBe(false);
  expect(everyStatement(shared, 4, () => {})).toBe(true);
});

test('without replacement no fact is drawn more often than it stands in the list', () => {
  const population = drawPopulation({ facts: 50, fields: 3, values: 1000, shape: 2 }, stream(1, 'world'));
  const counts = new Float64Array(50);
  for (const fact of drawSample(population, 50, false, stream(1, 'sample'))) counts[fact]++;
  counts.forEach((times, fact) => expect(times).toBeLessThanOrEqual(population.multiplicity[fact]));
});

describe('the study', () => {
  const SMALL = { facts: 2000, examples: 500, values: 1400, statements: 500 };
  const run = async (changes: object = {}, seed = 1) =>
    (await monofactStudy.run(monofactStudy.options.parse({ ...SMALL, ...changes }), {
      seed,
      lexicon,
      onProgress: () => {},
    })) as StudyValues & Record<string, number> & Record<string, Record<string, number>>;

  test('the generated statements are false as often as is computed', async () => {
    for (const upweighting of ['none', 'x10', 'code']) {
      const { falseRate, generated } = (await run({ upweighting, statements: 20_000 })) as never as {
        falseRate: number;
        generated: { falseRate: number; distinctFalseShare: number };
      };
      expect(Math.abs(generated.falseRate - falseRate)).toBeLessThan(
        4 * Math.sqrt((falseRate * (1 - falseRate)) / 20_000),
      );
      expect(generated.distinctFalseShare).toBeLessThanOrEqual(generated.falseRate);
    }
  });

  test('innovation is the mass of all statements that the training data do not hold, by enumeration', async () => {
    const options = monofactStudy.options.parse({ ...SMALL, facts: 300, examples: 100 });
    const population = drawPopulation(options, stream(1, 'world'));
    const weights = new Float64Array(options.facts);
    for (const fact of drawSample(population, options.examples, true, stream(1, 'sample'))) weights[fact]++;
    let novel = 0;
    const complete = everyStatement(fitBigram(population.facts, weights), 1e6, (statement, pHat) => {
      const fact = population.factOf(statement);
      if (fact === undefined || weights[fact] === 0) novel += pHat;
    });
    const measured = await run({ facts: 300, examples: 100 });
    expect(complete).toBe(true);
    expect(measured.innovation).toBeCloseTo(novel, 9);
    expect(measured.innovation).toBeGreaterThanOrEqual(measured.falseRate);
  });

  test('upweighting changes the model, not the data', async () => {
    const [none, x10, code] = await Promise.all(['none', 'x10', 'code'].map((upweighting) => run({ upweighting })));
    expect([x10.monofactRate, x10.missingMass, code.monofactRate]).toEqual([
      none.monofactRate,
      none.missingMass,
      none.monofactRate,
    ]);
    expect(x10.falseRate).toBeLessThan(none.falseRate);
    expect(code.coverage).toBeLessThan(x10.coverage);
  });

  test('depends on the seed alone', async () => {
    expect(await run()).toEqual(await run());
    expect(await run({}, 2)).not.toEqual(await run());
  });
});
