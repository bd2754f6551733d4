/** All figures that can be drawn from the tables, in the order of the report. */

import { modelKindsOf } from '../../results/modelKinds.js';
import type { Family, ReportTables } from '../../results/reportTables.js';
import { familiesByNature, groupsOf } from '../../results/reportTables.js';
import { trainedGroups } from '../../results/seedMeans.js';
import { studiesOf } from '../../results/studyColumns.js';
import { errorAgainstExamples, examplesVary } from './errorAgainstExamples.js';
import { errorAgainstSingletonRate } from './errorAgainstSingletonRate.js';
import { errorByCount } from './errorByCount.js';
import type { Figure } from './figure.js';
import { knowledgeByExposures } from './knowledgeByExposures.js';
import { patternedAgainstArbitrary } from './patternedAgainstArbitrary.js';
import { errorAndDeltaAgainstSteps } from './stepCurves.js';
import { theorem2Lines } from './theorem2Lines.js';

/** Returns each figure, or the reason why it is missing. Studies have none here: only their claims know what their numbers mean. */
export function standardFigures(tables: ReportTables): readonly Figure[] {
  const { runs } = tables;
  if (studiesOf(runs).length > 0) return [];
  const { arbitrary, patterns } = familiesByNature(runs);
  const curveKinds = new Set(trainedGroups(tables, groupsOf(runs)).map(({ kind }) => kind));
  const trained = modelKindsOf(runs).filter((kind) => curveKinds.has(kind));
  const pairs = patterns.flatMap((pattern) => arbitrary.map((other) => ({ pattern, other })));

  const noArbitrary =
    arbitrary.length === 0
      ? 'The runs have no family of arbitrary facts, for which the singleton rate is defined.'
      : null;
  const noTrained = trained.length === 0 ? 'No model was measured at more than one training step.' : null;
  const noPairs =
    pairs.length === 0
      ? 'The figure needs a patterned family and an arbitrary one, and the runs do not have both.'
      : null;
  return [
    ...orMissing(
      'error-against-singleton-rate',
      'Error rate against singleton rate',
      noArbitrary,
      arbitrary.flatMap((family) => mainFigures(runs, family)),
    ),
    ...orMissing(
      'patterned-against-arbitrary',
      'Patterned against arbitrary',
      noPairs ?? noTrained,
      pairs.flatMap(({ pattern, other }) =>
        trained.map((kind) => patternedAgainstArbitrary(tables, pattern, other, kind)),
      ),
    ),
    ...orMissing(
      'error-and-delta-against-steps',
      'Error rate and δ against training steps',
      noArbitrary ?? noTrained,
      arbitrary.flatMap((family) => trained.map((kind) => errorAndDeltaAgainstSteps(tables, family, kind))),
    ),
    ...[...arbitrary, ...patterns].map((family) => errorByCount(runs, family)),
    ...knowledgeByExposures(tables),
  ];
}

/** Least spread of singleton rates for which a figure has an axis of them. */
const SINGLETON_RATE_SPREAD = 0.1;

/** The error rate against the quantity that the sweep varies: the singleton rate, the number of examples, or both. */
function mainFigures(runs: ReportTables['runs'], family: Family): readonly Figure[] {
  if (!examplesVary(runs, family)) return [errorAgainstSingletonRate(runs, family)];
  const rates = theorem2Lines(runs, family).map(({ sr }) => sr);
  const ratesVary = Math.max(...rates) - Math.min(...rates) >= SINGLETON_RATE_SPREAD;
  return [...(ratesVary ? [errorAgainstSingletonRate(runs, family)] : []), errorAgainstExamples(runs, family)];
}

function orMissing(id: string, title: string, missing: string | null, made: readonly Figure[]): readonly Figure[] {
  return missing === null ? made : [{ id, title, missing }];
}
