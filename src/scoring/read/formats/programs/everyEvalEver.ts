/**
 * Instance-level records of Every Eval Ever, schema 0.3 (every_eval_ever/schemas/instance_level_eval.schema.json), which converters
 * write from logs of Inspect, HELM and lm-evaluation-harness. The schema has no field for abstentions and confidences; those that
 * docs/score.md proposes are read where they stand.
 */
import { cellText } from '../../cells.js';
import { columnIn, type TableRow } from '../../contents.js';
import { type AnswerCells, answersOf, epochIn, textIn } from '../answersOf.js';
import { cellByPath } from '../cellByPath.js';
import type { GradedTableFormat } from '../gradedFormat.js';
import { columnOrPath, knownColumn, questionIn } from '../knownColumns.js';
import { outcomesByWord, TRUTH_WORDS, worded, wordKey } from '../outcomes.js';
import { firstRows } from './firstRows.js';

const COLUMNS = ['schema_version', 'evaluation_id', 'model_id', 'evaluation_name', 'sample_id', 'evaluation'];

/** The place in which the converter of Inspect logs writes the epoch. */
const EPOCH = 'metadata.epoch';

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
  async rows(table, options) {
    const { first, rows } = await firstRows(table);
    const outcome = options.named.includes('outcome')
      ? columnOrPath(table, options.columns.outcome)!
      : 'evaluation.is_correct';
    const outcomes = outcomesByWord(TRUTH_WORDS, options.words);
    const confidence = options.named.includes('confidence') ? knownColumn(table, 'confidence', options)! : CONFIDENCE;
    const question = options.named.includes('question') ? questionIn(table, options) : null;
    const cells: AnswerCells = {
      model: textIn(options.named.includes('model') ? columnOrPath(table, options.columns.model) : 'model_id'),
      question: question ?? questionOf,
      id: (row) => cellText(row.cell('sample_id')),
      outcome: (row) =>
        wordKey(cellByPath(row, ABSTENTION)) === 'true' ? 'abstention' : worded(cellByPath(row, outcome), outcomes),
      confidence: (row) => cellByPath(row, confidence),
      epoch: options.named.includes('epoch')
        ? epochIn(columnOrPath(table, options.columns.epoch))
        : (row) => cellText(cellByPath(row, EPOCH)) || undefined,
      leftOut: (row) => (cellText(row.cell('error')) === '' ? null : 'failed with an error, not graded'),
    };
    const tells = first.some((row) => cellByPath(row, ABSTENTION) !== undefined);
    return {
      counts: table.counts,
      rows: answersOf(rows, cells, options),
      ...(!tells && { notes: ['the records do not tell abstentions from errors'] }),
    };
  },
} as const satisfies GradedTableFormat;

/** Ids of two data sets may be the same numbers; the hashes of their samples differ. */
function questionOf(row: TableRow): string {
  const hash = cellText(row.cell('sample_hash')).slice(0, 8);
  return `${cellText(row.cell('sample_id'))}${hash === '' ? '' : ` ${hash}`}`;
}
