/** The question of the program and the answer of these runs, in words. */
import { errorSlope, expectedError } from '../../results/errorSlope.js';
import { combine, type MeasuredFamily, measured, runAt } from '../../results/measured.js';
import { modelKindsOf } from '../../results/modelKinds.js';
import type { Family, Group, ReportTables } from '../../results/reportTables.js';
import { familiesByNature, groupsOf, rowsOf, textAt } from '../../results/reportTables.js';
import { meanOver, trainedGroups } from '../../results/seedMeans.js';
import { studiesOf } from '../../results/studyColumns.js';

/** The question that the report of these runs answers. */
export function question({ runs }: ReportTables): string {
  return studiesOf(runs).length > 0
    ? 'What was computed?'
    : 'How much must a language model trained on this corpus hallucinate?';
}

/** Sentences computed from the tables: the main model at the largest singleton rate and on patterns, and Theorem 1. */
export function summarySentences(tables: ReportTables): readonly string[] {
  const { runs } = tables;
  if (runs.rows === 0) return ['There are no runs yet.'];
  if (studiesOf(runs).length > 0) return studiesOf(runs).map(({ description }) => description);
  const kind = mainKind(tables);
  const { arbitrary, patterns } = familiesByNature(runs);
  const groups = groupsOf(runs).filter((group) => group.kind === kind);
  return [
    ...arbitrary.flatMap((family) => [
      ...arbitrarySentence(tables, family, groups),
      ...slopeSentence(tables, family, kind),
    ]),
    ...patterns.flatMap((family) => {
      const error = meanOver(
        groups.flatMap(({ rows }) => rows),
        (row) => measured(runs, row, family.name).errorRate,
      );
      return error
        ? [
            `On ${family.name}, whose answers follow a rule, the error rate of the ${kind} is ${rateWords(error.mean)} (mean over all its runs).`,
          ]
        : [];
    }),
    ...theorem1Sentence(tables, [...arbitrary, ...patterns]),
  ];
}

function arbitrarySentence({ runs }: ReportTables, family: Family, groups: readonly Group[]): readonly string[] {
  const settings = groups.flatMap((group) => {
    const mean = (read: (family: MeasuredFamily) => number | null) =>
      meanOver(group.rows, (row) => read(measured(runs, row, family.name)));
    const sr = mean(({ singletonRate }) => singletonRate);
    const err = mean(({ errorRate }) => errorRate);
    const mass = mean(({ missingMass }) => missingMass);
    const invalid = mean(({ invalidMass }) => invalidMass);
    return sr && err && mass && invalid
      ? [{ kind: group.kind, sr: sr.mean, err, mass: mass.mean, invalid: invalid.mean }]
      : [];
  });
  if (settings.length === 0) return [];
  const largest = settings.reduce((a, b) => (b.sr > a.sr ? b : a));
  const { kind, sr, err, mass, invalid } = largest;
  const interval =
    err.lower === null || err.upper === null
      ? ''
      : ` (95 % interval ${rateWords(Math.max(0, err.lower))} to ${rateWords(Math.min(1, err.upper))} over ${err.seeds} seeds)`;
  const where =
    settings.length > 1
      ? `At the largest singleton rate, ${rateWords(sr)},`
      : `At a singleton rate of ${rateWords(sr)},`;
  return [
    `${where} the ${kind} gives a wrong answer about ${family.name} with probability ${rateWords(err.mean)}${interval}` +
      `${invalid >= 0.0005 ? `, and a string that is not a response with probability ${rateWords(invalid)}` : ''}; ` +
      `the missing mass, the probability of a fact that the corpus holds no answer to, is ${rateWords(mass)}.`,
  ];
}

/** States the slope of errors on what theory expects, and their distance from it; nothing without a sweep. */
function slopeSentence({ runs }: ReportTables, family: Family, kind: string): readonly string[] {
  const slope = errorSlope(runs, family, kind);
  if (slope === null) return [];
  const { words, of } = expectedError(runs, family);
  const distance = meanOver(
    rowsOf(runs).filter((row) => textAt(runs, 'model.kind', row) === kind),
    (row) => {
      const ofRun = measured(runs, row, family.name);
      return combine([ofRun.wrong, ofRun[of]], (wrong, expected) => Math.abs(wrong - expected));
    },
  );
  const interval =
    slope.lower === null || slope.upper === null
      ? ' (one seed, so there is no interval)'
      : ` (95 % interval ${slope.lower.toFixed(3)} to ${slope.upper.toFixed(3)} over ${slope.seeds} seeds)`;
  const whose = of === 'calibratedError' ? ', the error of a calibrated learner' : '';
  return [
    `Over the sweep, err + invalid mass on ${family.name} has a slope of ${slope.mean.toFixed(3)}${interval} on ${words}${whose}, from which it is ${rateWords(distance?.mean ?? 0)} away on average.`,
  ];
}

function theorem1Sentence({ runs }: ReportTables, families: readonly Family[]): readonly string[] {
  const verdicts = families
    .flatMap((family) => rowsOf(runs).map((row) => measured(runs, row, family.name).theorem1.holds))
    .filter((holds) => holds !== null);
  const holding = verdicts.filter((holds) => holds === true).length;
  if (verdicts.length === 0) return [];
  return [
    holding === verdicts.length
      ? `Theorem 1 holds in all ${verdicts.length} measurements (a run on a family).`
      : `Theorem 1 fails in ${verdicts.length - holding} of ${verdicts.length} measurements: it holds for every model, so this is a bug in the program.`,
  ];
}

/** The kind of model in the sentences: the trained one with the most parameters, or the first. */
function mainKind(tables: ReportTables): string {
  const { runs } = tables;
  const groups = groupsOf(runs);
  const parametersOf = (row: number): number => runAt(runs, row).trainableParameters ?? 0;
  const trained = trainedGroups(tables, groups);
  const candidates =
    trained.length > 0 ? trained : groups.filter(({ rows }) => rows.some((row) => parametersOf(row) > 0));
  const rows = candidates.flatMap((group) => group.rows);
  if (rows.length === 0) return modelKindsOf(runs)[0];
  const largest = rows.reduce((a, b) => (parametersOf(b) > parametersOf(a) ? b : a), rows[0]);
  return runAt(runs, largest).kind;
}

/** A rate with three decimals, or in words where it would show as 0. */
function rateWords(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.0005) return value > 0 ? 'below 0.001' : value.toExponential(1);
  return value.toFixed(3);
}

/** Number of runs and of seeds per setting, in words. */
export function extent({ runs }: ReportTables): string {
  const seeds = new Set(rowsOf(runs).map((row) => runAt(runs, row).seed)).size;
  const groups = groupsOf(runs).length;
  return `${runs.rows} ${runs.rows === 1 ? 'run' : 'runs'}: ${groups} ${groups === 1 ? 'setting' : 'settings'}${studiesOf(runs).length > 0 ? '' : ' of corpus and model'}, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`;
}
