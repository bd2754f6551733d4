/**
 * Judged answers to Humanity's Last Exam (centerforaisafety/hle, hle_eval/run_judge_results.py): an object by question id, whose
 * values hold the judge's `correct` (yes or no) and the stated `confidence`, 0 to 100. The judge writes 100 where none is stated.
 */

import { cellText } from '../../cells.js';
import type { Flaw } from '../../contents.js';
import { isObject } from '../../contents.js';
import { type AnswerCells, answersOf, modelOf } from '../answersOf.js';
import { cellByPath } from '../cellByPath.js';
import type { GradedFileFormat } from '../gradedFormat.js';
import { outcomesByWord, worded } from '../outcomes.js';
import { documentOf, rowOfValue } from './jsonRows.js';

const WORDS = { right: ['yes'], error: ['no'], abstention: [] };

/** Values that are looked at; a judge may have left some out. */
const LOOKED_AT = 100;

const NOT_JUDGED: Flaw = { kind: 'not judged', found: 'no judge_response.correct' };

export const hle = {
  name: 'hle',
  description: "judged answers to Humanity's Last Exam",
  reads: 'files',
  files: "judged answers to Humanity's Last Exam",
  recognises(contents) {
    const values = Object.values(documentOf(contents) ?? {}).slice(0, LOOKED_AT);
    return (
      values.length > 0 &&
      values.every(isObject) &&
      values.some((value) => isObject(value.judge_response) && 'correct' in value.judge_response)
    );
  },
  rows(contents, options) {
    const entries = Object.entries(documentOf(contents)!);
    const outcomes = outcomesByWord(WORDS, options.words);
    const cells: AnswerCells = {
      model: (row) => options.model ?? (cellText(row.cell('model')) || modelOf(contents.file, options)),
      question: (row) => entries[row.at - 1][0],
      outcome: (row) => {
        const correct = cellByPath(row, 'judge_response.correct');
        return correct === undefined ? NOT_JUDGED : worded(correct, outcomes);
      },
      confidence: (row) => cellByPath(row, 'judge_response.confidence'),
    };
    return {
      counts: 'row',
      rows: answersOf(
        entries.map(([, value], place) => rowOfValue(value, place + 1)),
        cells,
        { ...options, confidenceScale: options.confidenceScale ?? 100 },
      ),
      notes: ['confidences are per cent; the judge writes 100 where an answer states none'],
    };
  },
} as const satisfies GradedFileFormat;
