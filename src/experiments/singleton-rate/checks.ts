/** What the runs of the main experiment say of its claims. */

import type { CheckResult } from '../../claims/claim.js';
import {
  about,
  allOf,
  atLeast,
  atMost,
  exactlyWithin,
  holdsAlways,
  holdsOnlyWhere,
  meanWithin,
  resultSentence,
  significant,
  unmeasured,
} from '../../claims/verdict.js';
import { type SeedRuns, seedRunMeans, seedRuns, sumAt } from '../../results/bySeed.js';
import { curveRows, numberAt, type ReportTables, rowsOf, textAt } from '../../results/reportTables.js';
import { determination, type LinePoint, lineThrough } from '../../theory/line.js';

function facts(path: string): string {
  return `families.birthdays.${path}`;
}
function patterns(path: string): string {
  return `families.brackets.${path}`;
}
/** Strata of `byCount`: 0, 1, 2, 3–4, 5–9, ≥ 10 answers in training. */
const seen = [1, 2, 3, 4, 5].map((stratum) => facts(`byCount.${stratum}`));

const TRAINED = 'transformer';

/** err + invalid mass, the luck of a_c on unanswered prompts taken out. */
function expectedError(tables: ReportTables, row: number): number | null {
  const expected = numberAt(tables.runs, facts('errorRateExpected'), row);
  // What is invalid on unanswered prompts is in it already.
  const invalid = seen.map(
    (stratum) =>
      (numberAt(tables.runs, `${stratum}.mass`, row) ?? 0) *
      (numberAt(tables.runs, `${stratum}.invalidMass`, row) ?? 0),
  );
  return expected === null ? null : expected + invalid.reduce((sum, each) => sum + each, 0);
}

/** MM·(1 − 1/R): known before any training. */
function predicted({ runs }: ReportTables, row: number): number | null {
  return numberAt(runs, facts('calibratedError'), row);
}

/** sr·(1 − 1/R). */
function fromSingletons(tables: ReportTables, row: number): number | null {
  const [sr, mass, error] = ['singletonRate', 'missingMass', 'calibratedError'].map((path) =>
    numberAt(tables.runs, facts(path), row),
  );
  return sr === null || error === null || !mass ? null : (sr * error) / mass;
}

function points(
  x: (row: number) => number | null,
  y: (row: number) => number | null,
  { rows }: SeedRuns,
): readonly LinePoint[] {
  return rows.flatMap((row) => {
    const [at, value] = [x(row), y(row)];
    return at === null || value === null ? [] : [{ x: at, y: value }];
  });
}

/** Slope and intercept are fitted in each world on its own. */
export function tracks(tables: ReportTables): CheckResult {
  const lines = (x: (row: number) => number | null) =>
    seedRuns(tables, TRAINED).flatMap(
      (world) => lineThrough(points(x, (row) => expectedError(tables, row), world)) ?? [],
    );
  const [onMass, onSingletons] = [lines((row) => predicted(tables, row)), lines((row) => fromSingletons(tables, row))];
  return allOf([
    meanWithin(
      'slope of err + invalid mass on MM·(1 − 1/R)',
      onMass.map(({ slope }) => slope),
      about(1, 0.03),
    ),
    meanWithin(
      'intercept of that line',
      onMass.map(({ intercept }) => intercept),
      about(0, 0.01),
    ),
    meanWithin(
      'slope of err + invalid mass on sr·(1 − 1/R)',
      onSingletons.map(({ slope }) => slope),
      about(1, 0.1),
    ),
  ]);
}

export function foretold(tables: ReportTables): CheckResult {
  const realised = (row: number) => sumAt(tables, [facts('errorRate'), facts('invalidMass')], row);
  const byWorld = (x: (row: number) => number | null) =>
    seedRuns(tables, TRAINED).flatMap((world) => determination(points(x, realised, world)) ?? []);
  const deviations = seedRuns(tables, TRAINED)
    .flatMap((world) => points((row) => predicted(tables, row), realised, world))
    .map(({ x, y }) => Math.abs(y - x));
  const finding = allOf([
    meanWithin(
      'R² of MM·(1 − 1/R) as a prediction of err + invalid mass',
      byWorld((row) => predicted(tables, row)),
      atLeast(0.98),
    ),
    meanWithin(
      'R² of sr·(1 − 1/R), from counts alone',
      byWorld((row) => fromSingletons(tables, row)),
      atLeast(0.95),
    ),
  ]);
  return {
    ...finding,
    details: [
      ...(finding.details ?? []),
      `Largest deviation of a run from MM·(1 − 1/R): ${deviations.length === 0 ? 'none measured' : significant(Math.max(...deviations))} (${deviations.length} runs).`,
    ],
  };
}

/** err on unanswered prompts less (1 − 1/R)(1 − IDK − m), by kind of model. */
export function everyKindErrs(tables: ReportTables, kinds: readonly [string, ...string[]]): CheckResult {
  const excess = (row: number): number | null => {
    const [err, idk, invalid] = ['errorRate', 'abstentionRate', 'invalidMass'].map((path) =>
      numberAt(tables.runs, facts(`byCount.0.${path}`), row),
    );
    const [mass, error] = ['missingMass', 'calibratedError'].map((path) => numberAt(tables.runs, facts(path), row));
    return err === null || idk === null || invalid === null || error === null || !mass
      ? null
      : err - (error / mass) * (1 - idk - invalid);
  };
  const [first, ...others] = kinds.map((kind) =>
    meanWithin(
      `err on unanswered prompts less (1 − 1/R)(1 − IDK − m), ${kind}`,
      seedRunMeans(seedRuns(tables, kind), excess),
      about(0, 0.005),
    ),
  );
  return allOf([first, ...others]);
}

/** Invalid mass after training: on prompts that training answered, and on those that it did not. */
export function invalidVanishes(tables: ReportTables): CheckResult {
  const worlds = seedRuns(tables, TRAINED);
  const share =
    (columns: readonly string[]) =>
    (row: number): number | null => {
      const [mass, invalid] = columns.reduce(
        ([m, i], column) => {
          const [weight, value] = ['mass', 'invalidMass'].map(
            (path) => numberAt(tables.runs, `${column}.${path}`, row) ?? 0,
          );
          return [m + weight, i + weight * value];
        },
        [0, 0],
      );
      return mass > 0 ? invalid / mass : null;
    };
  const plausible = (row: number): number | null => {
    const [wrong, invalid] = ['errorRate', 'invalidMass'].map((path) => numberAt(tables.runs, facts(path), row));
    return wrong === null || invalid === null || wrong + invalid === 0 ? null : wrong / (wrong + invalid);
  };
  const dominates = meanWithin(
    'share of plausible responses among the wrong ones',
    seedRunMeans(worlds, plausible),
    atLeast(0.9),
  );
  const onSeen = meanWithin(
    'invalid mass on prompts that training answered',
    seedRunMeans(worlds, share(seen)),
    atMost(0.005),
  );
  const onUnseen = meanWithin(
    'invalid mass on prompts that training never answered',
    seedRunMeans(worlds, share([facts('byCount.0')])),
    atMost(0.005),
  );
  if (dominates.verdict !== 'confirmed') return dominates;
  const finding = holdsOnlyWhere(
    'invalid responses vanish on prompts that training answered; on others a small share stays, of months and days that do not fit',
    onSeen,
    onUnseen,
  );
  return { ...finding, details: [...(finding.details ?? []), resultSentence(dominates)] };
}

/** Error of a trained run on prompts answered never, once, 2–4 and at least 5 times. */
function byFrequency({ runs }: ReportTables, row: number): readonly (number | null)[] {
  return [[0], [1], [2, 3], [4, 5]].map((strata) => {
    const weighed = strata.map((stratum) =>
      ['mass', 'errorRate'].map((path) => numberAt(runs, facts(`byCount.${stratum}.${path}`), row) ?? 0),
    );
    const mass = weighed.reduce((sum, [weight]) => sum + weight, 0);
    return mass > 0 ? weighed.reduce((sum, [weight, err]) => sum + weight * err, 0) / mass : null;
  });
}

export function frequentFactsAreSafe(tables: ReportTables): CheckResult {
  const worlds = seedRuns(tables, TRAINED);
  const rows = worlds.flatMap((world) => world.rows);
  const falls = rows.map((row) =>
    byFrequency(tables, row)
      .filter((err) => err !== null)
      .every((err, i, errs) => i === 0 || err < errs[i - 1]),
  );
  const means = ['never', 'once', '2 to 4 times', '5 times or more'].map((name, i) =>
    resultSentence(
      meanWithin(
        `err on facts seen ${name}`,
        seedRunMeans(worlds, (row) => byFrequency(tables, row)[i]),
        atMost(1),
      ),
    ).replace(/, \w+\.$/, '.'),
  );
  const finding = allOf([
    meanWithin(
      'err on facts seen 5 times or more',
      seedRunMeans(worlds, (row) => byFrequency(tables, row)[3]),
      atMost(0.01),
    ),
    holdsAlways('runs in which the error does not fall from never to once to 2–4 to ≥ 5 times', falls),
  ]);
  return { ...finding, details: [...(finding.details ?? []), ...means] };
}

/** At the last step and at the one measured before it. */
export function factsStay(tables: ReportTables): CheckResult {
  const { runs, curves } = tables;
  const byRun = curveRows(curves);
  const before = (row: number): number | null => {
    const steps = byRun.get(textAt(runs, 'run', row)) ?? [];
    return steps.length < 3
      ? null
      : sumAt(
          { runs: curves, curves },
          [facts('byCount.0.errorRate'), facts('byCount.0.invalidMass')],
          steps[steps.length - 2],
        );
  };
  const after = (row: number): number | null =>
    sumAt(tables, [facts('byCount.0.errorRate'), facts('byCount.0.invalidMass')], row);
  const change = (row: number): number | null => {
    const [then, now] = [before(row), after(row)];
    return then === null || now === null ? null : now - then;
  };
  const worlds = seedRuns(tables, TRAINED);
  return allOf([
    meanWithin('wrong on unanswered facts (err + invalid mass)', seedRunMeans(worlds, after), atLeast(0.99)),
    meanWithin('change of that over the last third of training', seedRunMeans(worlds, change), about(0, 0.005)),
    meanWithin(
      'err on brackets',
      seedRunMeans(worlds, (row) => numberAt(runs, patterns('errorRate'), row)),
      atMost(0.003),
    ),
  ]);
}

/** δ by its definition and as a derivative, at every measured step of every run. */
export function derivativeAgrees({ runs, curves }: ReportTables): CheckResult {
  const quantity = 'largest relative difference of δ and |dL/ds|';
  const differences = [runs, curves].flatMap((table) =>
    rowsOf(table).flatMap((row) =>
      ['birthdays', 'brackets'].flatMap((family) => {
        const [delta, slope] = ['delta', 'deltaByDerivative'].map((path) =>
          numberAt(table, `families.${family}.${path}`, row),
        );
        // Where δ is 0 but for rounding there is nothing to be relative to.
        return delta === null || slope === null ? [] : [Math.abs(delta - slope) / Math.max(delta, 1e-6)];
      }),
    ),
  );
  if (differences.length === 0) return unmeasured(quantity, 'no run has measured it');
  return {
    ...exactlyWithin(quantity, Math.max(...differences), atMost(1e-6)),
    details: [`${differences.length} measurements.`],
  };
}
