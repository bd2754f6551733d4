/**
 * Answers of HELM (stanford-crfm/helm): `display_predictions.json`, whose rows have `stats` by name of the metric, and
 * `per_instance_stats.json`, whose rows list them (helm/benchmark/presentation/run_display.py, metrics/statistic.py).
 */
import { cellText } from '../../cells.js';
import { columnIn, isObject, type TableRow } from '../../contents.js';
import { type AnswerCells, answersOf, modelOf } from '../answersOf.js';
import type { FormatOptions, GradedTableFormat } from '../gradedFormat.js';
import { outcomesByWord, TRUTH_WORDS, worded } from '../outcomes.js';
import { binaryMetric } from './binaryMetric.js';
import { firstRows } from './firstRows.js';

const COLUMNS = ['instance_id', 'train_trial_index', 'stats'];

export const helm = {
  name: 'helm',
  description: 'answers of HELM',
  reads: 'tables',
  findsOutcome: true,
  columns: 'instance_id, train_trial_index, stats (HELM)',
  needs: () => COLUMNS,
  recognises: (table) => COLUMNS.every((column) => columnIn(table, column) !== null),
  async rows(table, options) {
    const { first, rows } = await firstRows(table);
    const asked = options.named.includes('outcome') ? options.columns.outcome : undefined;
    const values = new Map<string, unknown[]>();
    for (const row of first)
      for (const [name, value] of statsOf(row)) values.set(name, [...(values.get(name) ?? []), value]);
    const metric = binaryMetric(table.file, values, asked);
    const outcomes = outcomesByWord(TRUTH_WORDS, options.words);
    const model = modelOfRun(table.file, options);
    const cells: AnswerCells = {
      model: () => model,
      question: (row) => cellText(row.cell('instance_id')),
      epoch: (row) => cellText(row.cell('train_trial_index')),
      outcome: (row) => worded(statsOf(row).get(metric), outcomes),
      confidence: () => null,
      leftOut: (row) =>
        isObject(row.cell('perturbation')) ? 'perturbed' : statsOf(row).has(metric) ? null : `without ${metric}`,
    };
    return {
      counts: table.counts,
      task: taskOfRun(table.file),
      rows: answersOf(rows, cells, options),
      notes: [`outcomes are the metric ${metric}`],
    };
  },
} as const satisfies GradedTableFormat;

/** Means by metric, from a mapping or from a list. */
function statsOf(row: TableRow): ReadonlyMap<string, unknown> {
  const stats = row.cell('stats');
  if (isObject(stats)) return new Map(Object.entries(stats));
  if (!Array.isArray(stats)) return new Map();
  return new Map(
    (stats as readonly unknown[]).flatMap((stat): readonly [string, unknown][] =>
      isObject(stat) && isObject(stat.name) ? [[cellText(stat.name.name), stat.mean]] : [],
    ),
  );
}

/** The model in the name of the run's folder: `mmlu:subject=philosophy,model=openai_gpt2`. */
function modelOfRun(file: string, options: FormatOptions): string {
  return options.model ?? /(?:^|[,:])model=([^,/\\]+)[^/\\]*[/\\][^/\\]*$/.exec(file)?.[1] ?? modelOf(file, options);
}

/** The name of the run's folder without its model. */
function taskOfRun(file: string): string | undefined {
  return file
    .split(/[\\/]/)
    .at(-2)
    ?.replace(/[,:]?model=[^,]+/, '');
}
