/**
 * Instance-level records of Every Eval Ever, schema 0.3 (every_eval_ever/schemas/instance_level_eval.schema.json), which converters
 * write from logs of Inspect, HELM and lm-evaluation-harness. The schema has no field for abstentions and confidences; those that
 * docs/score.md proposes are read where they stand.
 */
import { cellText } from '../../cells.js';
import { columnIn, type TableRow } from '../../contents.js';
import { type AnswerCells, answersOf, epochIn, textIn } from '../answersOf.js';
import { cellAt } from '../cellAt.js';
import type { GradedTableFormat } from '../gradedFormat.js';
import { columnOrPath, knownColumn, questionIn } from '../knownColumns.js';
import { outcomesByWord, TRUTH_WORDS, worded, wordKey } from '../outcomes.js';

const COLUMNS = ['schema_version', 'evaluation_id', 'model_id', 'evaluation_name', 'sample_id', 'evaluation'];

/** The fields that docs/score.md proposes for `evaluation`. */
const ABSTENTION = 'evaluation.is_abstention';
const CONFIDENCE = 'evaluation.confidence';

export const everyEvalEver = {
  name: 'every-eval-ever',
  description: 'records of Every Eval Ever',
  reads: 'tables',
  columns: 'evaluation_id, model_id, evaluation_name, sample_id, evaluation (Every Eval Ever, instance level)',
  needs: () => COLUMNS,
  recognises: (table) => COLUMNS.every((column) => columnIn(table, column) !== null),
  rows(table, options) {
    const outcome = options.named.includes('outcome')
      ? columnOrPath(table, options.columns.outcome)!
      : 'evaluation.is_correct';
    const outcomes = outcomesByWord(TRUTH_WORDS, options.words);
    const confidence = options.named.includes('confidence') ? knownColumn(table, 'confidence', options)! : CONFIDENCE;
    const question = options.named.includes('question') ? questionIn(table, options) : null;
    const cells: AnswerCells = {
      model: textIn(options.named.includes('model') ? columnOrPath(table, options.columns.model) : 'model_id'),
      question: question ?? questionOf,
      outcome: (row) =>
        wordKey(cellAt(row, ABSTENTION)) === 'true' ? 'abstention' : worded(cellAt(row, outcome), outcomes),
      confidence: (row) => cellAt(row, confidence),
      epoch: epochIn(options.named.includes('epoch') ? columnOrPath(table, options.columns.epoch) : null),
    };
    return { counts: table.counts, rows: answersOf(table.rows, cells, options) };
  },
} as const satisfies GradedTableFormat;

/** Ids of two data sets may be the same numbers; the hashes of their samples differ. */
function questionOf(row: TableRow): string {
  const hash = cellText(row.cell('sample_hash')).slice(0, 8);
  return `${cellText(row.cell('sample_id'))}${hash === '' ? '' : ` ${hash}`}`;
}
