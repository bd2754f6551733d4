/**
 * Results of SimpleQA as simple-evals writes them (openai/simple-evals, simple_evals.py): means of the three flags over all
 * questions, in `simpleqa_<model>_<date>.json`; in `…_allresults.json` under `metrics`, beside one text a question.
 */
import { GRADED_OUTCOMES } from '../../../grader.js';
import { numberOf, quotedText } from '../../cells.js';
import { isObject, type JsonObject } from '../../contents.js';
import { leftOutBy, stemOf } from '../answersOf.js';
import type { GradedFileFormat, GradedRow } from '../gradedFormat.js';
import { byOutcome } from '../outcomes.js';
import { rowOfValue } from './jsonRows.js';

const MEANS = { right: 'is_correct', error: 'is_incorrect', abstention: 'is_not_attempted' } as const;

export const simpleEvals = {
  name: 'simple-evals',
  description: 'results of simple-evals',
  reads: 'files',
  files: 'results of simple-evals',
  recognises: (contents) => contents.kind === 'document' && meansOf(contents.value) !== null,
  rows({ file, ...contents }, options) {
    const value = (contents as { readonly value: JsonObject }).value;
    const means = meansOf(value)!;
    const asked = Array.isArray(value.convos) ? value.convos.length : null;
    const model = options.model ?? modelIn(stemOf(file));
    const sum = GRADED_OUTCOMES.reduce((total, outcome) => total + means[outcome], 0);
    const leftOut = leftOutBy(options.where, rowOfValue(value, 1));
    if (leftOut !== null) return { counts: 'row', rows: [{ at: 1, leftOut }] };
    const row: GradedRow =
      Math.abs(sum - 1) > 0.01
        ? { at: 1, flaw: { kind: "shares that don't sum to 1 ± 0.01", found: `${quotedText(model)} sum to ${sum}` } }
        : { at: 1, totals: { model, ...means, n: asked ?? options.questions ?? null } };
    return { counts: 'row', rows: [row], unit: 'shares' };
  },
} as const satisfies GradedFileFormat;

/** The means of the three flags; null where the object is not one of means: a single answer has flags that are true or false. */
function meansOf(value: JsonObject): Record<keyof typeof MEANS, number> | null {
  const holder = isObject(value.metrics) ? value.metrics : value;
  const means = byOutcome((outcome) =>
    typeof holder[MEANS[outcome]] === 'number' ? (numberOf(holder[MEANS[outcome]]) ?? NaN) : NaN,
  );
  const numbers = GRADED_OUTCOMES.map((outcome) => means[outcome]);
  const isMean = `${MEANS.right}:std` in holder || numbers.some((mean) => !Number.isInteger(mean));
  return isMean && numbers.every((mean) => mean >= 0 && mean <= 1) ? means : null;
}

/** The model in a file's name: `simpleqa_<model>_<date>_<time>`. */
function modelIn(stem: string): string {
  return stem
    .replace(/_allresults$/, '')
    .replace(/_DEBUG$/, '')
    .replace(/_\d{8}_\d{6}$/, '')
    .replace(/^simpleqa_(?=.)/i, '');
}
