/** The results of a sweep as tables and as one JSON object. Column names are the paths of the JSON. */
import type { Seeds } from '../../config/schema/seeds.js';
import { METRIC_ROWS } from '../../results/metrics.js';
import type { StudyWords } from '../../results/studyColumns.js';
import { finiteOrNull } from '../../store/specialNumbers.js';
import type { Cell, Column, Columns } from '../../store/tables.js';
import { encodeTable } from '../../store/tables.js';
import { studyKindOf } from '../../studies/registry.js';
import type { RunResult, Scalar } from './runResult.js';
import { emptyTree, member, padded, put, type TreeTable } from './treeTable.js';

/** Raised when a column changes its meaning. */
export const SCHEMA_VERSION = 1;

/**
 * Last names of the columns of counts, a study's too; every other number is a float64, even where all values are whole.
 */
const COUNTS: ReadonlySet<string> = new Set([
  'step',
  'trainableParameters',
  ...METRIC_ROWS.filter(([, { kind }]) => kind === 'count').map(([path]) => lastName(path)),
]);

/** Columns of texts that differ from row to row: they are stored as they are, others are dictionary-encoded. */
const DISTINCT_TEXTS: ReadonlySet<string> = new Set(['run']);

/**
 * `runs.arrow`: one row per run, in the order given: `run`, `seed` (of the world), `seeds.world`, `seeds.sample` and
 * `seeds.model` (only where they differ in a run), `model.kind`, `model.trainableParameters`,
 * `parameters.<dotted path>`, `families.<name>.<metric>` (nested: `families.birthdays.theorem1.lower`,
 * `families.birthdays.byCount.0.mass`). A family that a run does not have is null there; a pattern has no `theorem2`
 * columns. A study's runs have its kind as `model.kind`, its values as `study.<path>`, and no families. Schema
 * metadata: `experiment`; `families` and `parameters` (names and swept paths, JSON arrays); `schemaVersion`; `studies`,
 * only where there are any: the studies and the columns to show (`StudyWords` as JSON).
 * @returns bytes of an Arrow IPC file
 */
export function runsTable(experiment: string, results: readonly RunResult[]): Uint8Array {
  const table = emptyTree();
  results.forEach((result, row) => {
    const { kind, trainableParameters } = result.model;
    const seeds = result.seeds && { seeds: { ...result.seeds } };
    put(table, { run: result.id, seed: result.seed, ...seeds, model: { kind, trainableParameters } }, row);
    put(member(table, 'parameters'), result.parameters, row);
    putFamilies(table, result.families, row);
    put(member(table, 'study'), result.study ?? {}, row);
  });
  return encodeTable(columnsOf(table, results.length, DISTINCT_TEXTS), metadataOf(experiment, results));
}

/**
 * `curves.arrow`: one row per measured step, runs in the order given and steps in theirs: `run`, `step`, `loss`
 * (nats per predicted token, null at step 0), `families.<name>.<metric>` as in `runs.arrow`. Same metadata.
 * @returns bytes of an Arrow IPC file
 */
export function curvesTable(experiment: string, results: readonly RunResult[]): Uint8Array {
  const table = emptyTree();
  let row = 0;
  for (const { id, curves } of results) {
    for (const { step, loss, families } of curves) {
      put(table, { run: id, step, loss }, row);
      putFamilies(table, families, row++);
    }
  }
  return encodeTable(columnsOf(table, row, new Set()), metadataOf(experiment, results));
}

function metadataOf(experiment: string, results: readonly RunResult[]): Readonly<Record<string, string>> {
  const union = (keys: (result: RunResult) => readonly string[]) => JSON.stringify([...new Set(results.flatMap(keys))]);
  return {
    experiment,
    families: union((result) => Object.keys(result.families)),
    parameters: union((result) => Object.keys(result.parameters)),
    schemaVersion: String(SCHEMA_VERSION),
    ...studiesOf(results),
  };
}

/** The words about studies: a reader of the tables finds them there, and needs no study. */
function studiesOf(results: readonly RunResult[]): { readonly studies?: string } {
  const kinds = new Set(results.filter(({ study }) => study !== undefined).map(({ model }) => model.kind));
  if (kinds.size === 0) return {};
  const words = [...kinds]
    .map((name) => studyKindOf(name))
    .map(({ kind, description, columns }): StudyWords => ({ kind, description, columns }));
  return { studies: JSON.stringify(words) };
}

function putFamilies(table: TreeTable, families: RunResult['families'], row: number): void {
  const all = member(table, 'families');
  for (const [name, family] of Object.entries(families)) {
    // Where Theorem 2 does not apply there is nothing to spread into columns.
    const { theorem2, ...others } = family;
    put(member(all, name), theorem2 === null ? others : family, row);
  }
}

function columnsOf({ leaves }: TreeTable, rows: number, distinctTexts: ReadonlySet<string>): Columns {
  return Object.fromEntries(
    leaves.map(({ path, cells }) => [path, columnOf(path, padded(cells, rows), distinctTexts)]),
  );
}

/** A column of results, with the type that its name and cells ask for. */
export function columnOf(name: string, cells: readonly Cell[], distinctTexts: ReadonlySet<string>): Column {
  const kinds = new Set<string>();
  for (const cell of cells) if (cell !== null) kinds.add(typeof cell);
  if (kinds.has('string') || kinds.size > 1) {
    // A swept value may be a number in one run and a word in the next: then each is written as text.
    const values = cells.map((cell) => (cell === null ? null : String(cell)));
    return { type: distinctTexts.has(name) ? 'text' : 'category', values };
  }
  if (kinds.has('boolean')) return { type: 'bool', values: cells as (boolean | null)[] };
  return {
    type: COUNTS.has(lastName(name)) && !name.startsWith('parameters.') ? 'int32' : 'float64',
    values: cells as (number | null)[],
  };
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The object that `run --json` prints. */
export interface ResultJson {
  readonly experiment: string;
  /** The folder of the tables. */
  readonly directory: string;
  readonly runs: readonly {
    readonly id: string;
    readonly parameters: Readonly<Record<string, Scalar>>;
    readonly seed: number;
    readonly seeds?: Seeds;
    readonly model: RunResult['model'];
    /** `FamilyMeasurement` by family name, with null for numbers that JSON cannot express. */
    readonly families: Readonly<Record<string, unknown>>;
    /** A study's values, likewise; absent in other runs. */
    readonly study?: unknown;
    /** Wall-clock seconds of the run. */
    readonly seconds: number;
    /** Node, ONNX Runtime and the processor's kernels. */
    readonly machine: string;
  }[];
}

/**
 * The result of a sweep in plain JSON. Infinite numbers (the cross-entropy of a model that denies what the data give)
 * are null: JSON cannot express them, and readers in other languages should need no decoder. A `crossEntropy` that is
 * null is infinite, for every family has one. `runs.arrow` has infinite numbers as they are.
 */
export function resultJson(
  experiment: string,
  directory: string,
  runs: readonly { readonly result: RunResult; readonly seconds: number; readonly machine: string }[],
): ResultJson {
  return {
    experiment,
    directory,
    runs: runs.map(({ result: { id, parameters, seed, seeds, model, families, study }, seconds, machine }) => ({
      id,
      parameters,
      seed,
      ...(seeds && { seeds }),
      model,
      families: finiteOrNull(families) as Record<string, unknown>,
      ...(study && { study: finiteOrNull(study) }),
      seconds,
      machine,
    })),
  };
}
