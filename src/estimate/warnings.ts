/** Warnings: reasons to doubt an estimate. */
import { promptsOf, seenTimes } from '../theory/frequencyCounts.js';
import type { PromptCounts } from './countPrompts.js';
import { isOdd, type Scatter } from './doubt/scatter.js';

interface Context {
  readonly R: number | null;
  readonly given: boolean;
  readonly sgtWarning: string | null;
  readonly onlySingletons: boolean;
  readonly scatter: Scatter;
}

/** Share of singletons among answered rows above which duplicates were probably removed. */
const NEARLY_ALL = 0.98;

export function warningsOf(
  { rows, answeredRows, emptyPrompts, frequencies, conflictingPrompts, prompts }: PromptCounts,
  { R, given, sgtWarning, onlySingletons, scatter }: Context,
): readonly string[] {
  const singletons = seenTimes(frequencies, 1);
  const told = !onlySingletons && scatter.multipleOf === null;
  const warnings: (string | false)[] = [
    onlySingletons &&
      `Each of the ${answeredRows} answered prompts occurs exactly once: the file looks deduplicated. The estimate needs to know how often prompts repeat. Use the data as they were before duplicates were removed, or give the number of occurrences (--count, --frequency-counts).`,
    !onlySingletons && !scatter.draws && noDraws(scatter, promptsOf(frequencies)),
    isOdd(scatter) &&
      `About ${percent(scatter.distance ?? 0)} of the prompts have counts that draws would not give, as where some rows were copied, or some prompts were asked a fixed number of times. The estimate holds for rows that are draws.`,
    answeredRows === 0 && 'No row has an answer, so nothing can be estimated.',
    told &&
      answeredRows > 20 &&
      singletons > NEARLY_ALL * answeredRows &&
      `${percent(singletons / answeredRows)} of the answered rows are singletons. If duplicates were removed, the estimates are far too high.`,
    sgtWarning !== null && told && `Simple Good–Turing: ${sgtWarning}.`,
    answeredRows > 0 &&
      told &&
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

/** Says why rows are no draws, and what to give instead. */
function noDraws({ multipleOf, mostlyMultipleOf, oneCopy, distance }: Scatter, prompts: number): string {
  if (multipleOf === null && mostlyMultipleOf !== null)
    return `The rows are not draws: more counts are multiples of ${mostlyMultipleOf} than draws with replacement would give. So it is where most rows were copied, as in ${mostlyMultipleOf} epochs. The figures mean little. Use the rows as they were collected, before they were copied.`;
  if (multipleOf === null)
    return `The rows are not draws: ${percent(distance ?? 0)} of the ${prompts} answered prompts have counts that draws with replacement would not give, whatever the law of frequencies. So it is where each prompt has about the same number of rows, such as paraphrases, where most rows were copied, or where counts were cut off. The figures mean little. Use the rows as they were collected, before they were copied, balanced or capped.`;
  const kinds = multipleOf === 2 ? 'All counts are even' : `All counts are multiples of ${multipleOf}`;
  const reason = `So it is where a file was given ${multipleOf} times, in ${multipleOf} epochs, or where every prompt was answered ${multipleOf} times, say in paraphrases.`;
  if (oneCopy === null)
    return `${kinds}, if abstentions are counted. Rows are not draws then, and an estimate from them means nothing. ${reason} Give one copy alone.`;
  const cause = `${kinds}: the ${prompts} answered prompts occur ${multipleOf} times each, or a multiple of that. Rows are not draws then, and an estimate from them means nothing. ${reason}`;
  return oneCopy.singletons === oneCopy.rows
    ? `${cause} One row for each prompt would look deduplicated, and allow no estimate either.`
    : `${cause} One copy would have ${oneCopy.rows} rows, ${oneCopy.singletons} singletons, ${oneCopy.doubletons} doubletons, and a singleton rate of ${oneCopy.singletonRate.toFixed(4)}: give one copy alone.`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
