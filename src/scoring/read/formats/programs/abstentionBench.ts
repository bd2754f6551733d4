/**
 * Responses of AbstentionBench (facebookresearch/AbstentionBench, recipe/abstention.py and recipe/evaluation.py): a document whose
 * `responses` say whether the model abstained, whether it should have, and whether its answer is right.
 */
import { UserError } from '../../../../errors/userError.js';
import { cellText } from '../../cells.js';
import { isObject, type JsonObject, type TableRow } from '../../contents.js';
import { type AnswerCells, answersOf, modelOfFolder } from '../answersOf.js';
import { cellByPath } from '../cellByPath.js';
import type { GradedFileFormat } from '../gradedFormat.js';
import { documentOf, rowOfValue } from './jsonRows.js';

export const abstentionBench = {
  name: 'abstentionbench',
  description: 'responses of AbstentionBench',
  reads: 'files',
  files: 'responses of AbstentionBench',
  recognises: (contents) => {
    const first = responsesOf(documentOf(contents))?.[0];
    return isObject(first) && isObject(first.prompt) && 'should_abstain' in first.prompt;
  },
  rows(contents, options) {
    const rows = responsesOf(documentOf(contents))!.map((value, place) => rowOfValue(value, place + 1));
    checkJudged(contents.file, rows);
    const model = modelOfFolder(contents.file, options);
    const asks = new Map<string, number>();
    const cells: AnswerCells = {
      model: () => model,
      // A data set may hold one question twice; both are asked of every model, in one order.
      question: (row) => {
        const question = cellText(cellByPath(row, 'prompt.question'));
        asks.set(question, (asks.get(question) ?? 0) + 1);
        return asks.get(question) === 1 ? question : `${question} (${asks.get(question)})`;
      },
      outcome: (row) => {
        if (row.cell('is_abstention') === true) return 'abstention';
        // Nothing is a right answer to a question that has none.
        if (cellByPath(row, 'prompt.should_abstain') === true) return 'error';
        return row.cell('is_response_correct') === true ? 'right' : 'error';
      },
      confidence: () => null,
      leftOut: undecided,
    };
    return { counts: 'row', rows: answersOf(rows, cells, options) };
  },
} as const satisfies GradedFileFormat;

function responsesOf(value: JsonObject | null): readonly unknown[] | null {
  return Array.isArray(value?.responses) ? (value.responses as readonly unknown[]) : null;
}

/** Says what the judges left undecided, by which the outcome is not known. */
function undecided(row: TableRow): string | null {
  const abstained = row.cell('is_abstention');
  if (typeof abstained !== 'boolean') return 'the judge did not say whether the model abstained';
  if (abstained || cellByPath(row, 'prompt.should_abstain') === true) return null;
  return typeof row.cell('is_response_correct') === 'boolean'
    ? null
    : 'the judge did not say whether the answer is right';
}

/** @throws UserError for a file that was written before answers were judged */
function checkJudged(file: string, rows: readonly TableRow[]): void {
  const judged = (key: string): boolean => rows.some((row) => typeof row.cell(key) === 'boolean');
  const answered = rows.some(
    (row) => row.cell('is_abstention') === false && cellByPath(row, 'prompt.should_abstain') !== true,
  );
  if (judged('is_abstention') && (judged('is_response_correct') || !answered)) return;
  throw new UserError({
    code: 'not-judged',
    summary: judged('is_abstention')
      ? 'the answers are not judged: no is_response_correct'
      : 'the responses are not judged: no is_abstention',
    where: file,
    hint: 'the file of the last step holds both: LLMJudgeCorrectnessEvaluator.json',
  });
}
