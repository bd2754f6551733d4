/** Warnings: reasons to doubt an estimate. */
import { seenTimes } from '../theory/frequencyCounts.js';
import type { PromptCounts } from './countPrompts.js';

interface Context {
  readonly R: number | null;
  readonly given: boolean;
  readonly sgtWarning: string | null;
  readonly onlySingletons: boolean;
}

/** Share of singletons among answered rows above which duplicates were probably removed. */
const NEARLY_ALL = 0.98;

export function warningsOf(
  { rows, answeredRows, emptyPrompts, frequencies, conflictingPrompts, prompts }: PromptCounts,
  { R, given, sgtWarning, onlySingletons }: Context,
): readonly string[] {
  const singletons = seenTimes(frequencies, 1);
  const warnings: (string | false)[] = [
    onlySingletons &&
      `Each of the ${answeredRows} answered prompts occurs exactly once: the file looks deduplicated. The estimate needs to know how often prompts repeat. Use the data as they were before duplicates were removed, or give the number of occurrences (--count, --frequency-counts).`,
    answeredRows === 0 && 'No row has an answer, so nothing can be estimated.',
    !onlySingletons &&
      answeredRows > 20 &&
      singletons > NEARLY_ALL * answeredRows &&
      `${percent(singletons / answeredRows)} of the answered rows are singletons. If duplicates were removed, the estimates are far too high.`,
    sgtWarning !== null && !onlySingletons && `Simple Good–Turing: ${sgtWarning}.`,
    answeredRows > 0 &&
      singletons === 0 &&
      'There are no singletons, so the estimate of the missing mass is 0. The interval shows how large it may still be.',
    emptyPrompts > 0 && `Rows without a prompt were left out: ${emptyPrompts}.`,
    R === null &&
      'The number of possible responses to a prompt is not known, so the error of a calibrated model is given as the missing mass itself. Name the column of responses (--response) or give --responses-per-prompt.',
    R === 1 && !given && 'All answers are equal, so a model cannot err on them.',
    conflictingPrompts !== null &&
      conflictingPrompts > 0 &&
      `Prompts with different answers in different rows: ${conflictingPrompts} of ${prompts}. Either some rows are wrong, or these prompts have several right answers (--conflicts FILE lists them).`,
    rows > 0 &&
      answeredRows > 0 &&
      answeredRows < 100 &&
      `The intervals are wide, because few rows are answered (${answeredRows}).`,
  ];
  return warnings.filter((warning) => warning !== false);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
