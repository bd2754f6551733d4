/** Seeds compared: the error moves with the sample more than with the world or the initialisation. */

import type { Claim, ExperimentClaims } from '../../claims/claim.js';
import { allOf, atLeast, meanWithin, rangeWords, significant } from '../../claims/verdict.js';
import type { ReportTables } from '../../results/reportTables.js';
import { spreadBySeed } from './figures.js';
import { distancesBySample, QUANTITIES, type Quantity, type Source, spread } from './readings.js';

const ERROR: Quantity = 'err + invalid mass';
const RESIDUAL: Quantity = 'err + invalid mass less MM·(1 − 1/R)';

/** Share of the sample's spread that may be left once the missing mass is taken off. */
const LEFT = 0.5;

const PREDICTED = { excess: atLeast(0) } as const;

/** Distances that a first quantity moves with a first source, less a multiple of those of another, by sample. */
function excess(
  tables: ReportTables,
  [quantity, source]: readonly [Quantity, Source],
  times: number,
  [other, otherSource]: readonly [Quantity, Source],
): readonly number[] {
  const less = distancesBySample(tables, other, otherSource);
  return [...distancesBySample(tables, quantity, source)].flatMap(([sample, distance]) => {
    const second = less.get(sample);
    return second === undefined ? [] : [distance - times * second];
  });
}

const sample: Claim = {
  id: 'the-sample-moves-the-error',
  evidence: 'trained',
  listed: ['T2prop'],
  statement:
    'How often a model that memorises its rows errs is decided by which rows were drawn, hardly by the facts or by its initialisation.',
  source: 'derived for this program from Kalai et al. 2025, Theorem 2',
  formula: 'err = MM·(1 − 1/R) + err_seen, and MM depends on the sample alone',
  explanation: [
    'Every experiment reports intervals over seeds, and a seed draws a world, a sample of it and a model. Here the three are seeded apart and crossed: each run has partners that differ from it in one seed alone. The distances to them show how far that seed moves a quantity.',
    'By the theory the error is the missing mass, which another sample changes, and which other facts or another initialisation cannot change. Were training unstable, initialisations would differ as much as samples do. The unit of replication is the sample.',
    `The last part takes MM·(1 − 1/R) off the error, which must leave less than ${LEFT} of the distances between samples.`,
  ],
  prediction: `mean distance in err + invalid mass between samples, less that between initialisations, and less that between worlds, is ${rangeWords(PREDICTED.excess)}; so is it less ${1 / LEFT} times the distance between samples in what MM·(1 − 1/R) does not explain`,
  check: (tables) => {
    const between: readonly [Quantity, Source] = [ERROR, 'sample'];
    const finding = allOf([
      meanWithin(
        'distance in err + invalid mass between samples less that between initialisations',
        excess(tables, between, 1, [ERROR, 'model']),
        PREDICTED.excess,
      ),
      meanWithin(
        'distance in err + invalid mass between samples less that between worlds',
        excess(tables, between, 1, [ERROR, 'world']),
        PREDICTED.excess,
      ),
      meanWithin(
        `distance between samples in err + invalid mass less ${1 / LEFT} times that in what MM does not explain`,
        excess(tables, between, 1 / LEFT, [RESIDUAL, 'sample']),
        PREDICTED.excess,
      ),
    ]);
    return { ...finding, details: [...(finding.details ?? []), ...table(tables)] };
  },
};

/** The table of spreads, one sentence for each quantity. */
function table(tables: ReportTables): readonly string[] {
  return (Object.keys(QUANTITIES) as readonly Quantity[]).flatMap((quantity) => {
    const [world, drawn, model] = (['world', 'sample', 'model'] as const).map((source) =>
      spread(tables, quantity, source),
    );
    if (world === null || drawn === null || model === null) return [];
    return [
      `Standard deviation of ${quantity} between runs that differ in one seed alone: world ${significant(world)}, sample ${significant(drawn)}, model ${significant(model)}.`,
    ];
  });
}

export const seedVariance: ExperimentClaims = {
  experiment: 'variance',
  title: 'Which seed matters: world, sample or model',
  claims: [sample],
  figures: (tables) => [spreadBySeed(tables)],
};
