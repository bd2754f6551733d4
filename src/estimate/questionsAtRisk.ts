/** Examples of prompts that only one row answers. */
import type { Database } from '../data/database.js';
import { seenTimes } from '../theory/frequencyCounts.js';
import type { PromptCounts, RowKind } from './countPrompts.js';
import type { FileEstimate } from './estimateTypes.js';
import { singletonList } from './promptLists.js';

/** Prompts beyond which no examples of singletons are looked for, which would take a second count. */
const FEW_PROMPTS = 1e6;
const EXAMPLES = 3;

/** @param rows SQL of `trainingRows` */
export async function questionsAtRisk(
  database: Database,
  { prompts, frequencies }: PromptCounts,
  rows: string,
  kind: RowKind,
): Promise<Pick<FileEstimate, 'questionsAtRisk'>> {
  if (prompts > FEW_PROMPTS) return {};
  if (seenTimes(frequencies, 1) === 0) return { questionsAtRisk: [] };
  const found = await database.rows(`SELECT * FROM (${singletonList(rows, kind, (text) => text)}) LIMIT ${EXAMPLES}`);
  return {
    questionsAtRisk: found.map(({ prompt, answer }) => ({
      prompt: String(prompt),
      answer: answer === undefined || answer === null ? null : String(answer),
    })),
  };
}
