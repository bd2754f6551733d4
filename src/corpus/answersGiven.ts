/** The answers that rows give to a prompt. */
import type { RowCounts, TrainingCounts } from './corpus.js';
import type { FamilyWorld } from './world.js';

/** Counts that tell how often each prompt got which answer. */
export type AnswerCounts = Pick<RowCounts, 'answered' | 'wrong'>;

/** Returns the number of rows that give a prompt its right answer a_c. */
export function timesRight({ answered, wrong }: AnswerCounts, prompt: number): number {
  let times = answered[prompt];
  for (const each of wrong?.get(prompt)?.values() ?? []) times -= each;
  return times;
}

/** Returns every answer that some row gives to a prompt, right or wrong, with the number of its rows. */
export function answersGiven(
  { answer }: Pick<FamilyWorld, 'answer'>,
  counts: AnswerCounts,
  prompt: number,
): readonly (readonly [response: number, times: number])[] {
  const right = timesRight(counts, prompt);
  const wrong = [...(counts.wrong?.get(prompt) ?? [])];
  return right > 0 ? [[answer[prompt], right], ...wrong] : wrong;
}

/** Returns the counts of the rows that training reads, repeats included. */
export function trainedRows<Counts extends Partial<RowCounts>>(
  counts: Counts & Pick<TrainingCounts, 'trained'>,
): Counts | RowCounts {
  return counts.trained ?? counts;
}
