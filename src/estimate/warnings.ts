/** What makes an estimate doubtful, in words. */
import { seenTimes } from '../theory/frequencyCounts.js';
import type { PromptCounts } from './countPrompts.js';

interface Context {
  readonly R: number | null;
  readonly given: boolean;
  readonly sgtWarning: string | null;
  readonly onlySingletons: boolean;
}

/** Above this share of singletons among answered rows, duplicates were likely removed. */
const NEARLY_ALL = 0.98;

export function warningsOf(
  { rows, answeredRows, emptyPrompts, frequencies, conflictingPrompts, prompts }: PromptCounts,
  { R, given, sgtWarning, onlySingletons }: Context,
): readonly string[] {
  const singletons = seenTimes(frequencies, 1);
  const warnings: (string | false)[] = [
    onlySingletons &&
      `Every one of the ${answeredRows} answered prompts occurs exactly once: the file looks deduplicated. What is estimated here shows in how often prompts come again, and a file without repetitions cannot tell; take the data as they were drawn, before duplicates were removed, or count occurrences (--count, --frequency-counts).`,
    answeredRows === 0 && 'No row has an answer: nothing can be estimated.',
    !onlySingletons &&
      answeredRows > 20 &&
      singletons > NEARLY_ALL * answeredRows &&
      `${percent(singletons / answeredRows)} of the answered rows are singletons: were duplicates removed? Then the estimates are far too high.`,
    sgtWarning !== null && !onlySingletons && `Simple Good–Turing: ${sgtWarning}.`,
    answeredRows > 0 &&
      singletons === 0 &&
      'There are no singletons: the missing mass is estimated to be 0, and is known to be small only up to its interval.',
    emptyPrompts > 0 && `${emptyPrompts} rows have no prompt and are left out.`,
    R === null &&
      'How many responses a prompt has is not known: the floor is the missing mass itself. Name the column of responses (--response) or say --responses-per-prompt.',
    R === 1 && !given && 'All answers are the same: a model cannot err on them, and the floor is 0.',
    conflictingPrompts !== null &&
      conflictingPrompts > 0 &&
      `${conflictingPrompts} of ${prompts} prompts have different answers in different rows: wrong rows, or prompts with several right answers (--conflicts FILE lists them).`,
    rows > 0 && answeredRows > 0 && answeredRows < 100 && `${answeredRows} answered rows are few: see the intervals.`,
  ];
  return warnings.filter((warning) => warning !== false);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
