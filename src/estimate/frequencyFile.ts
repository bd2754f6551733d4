/** Counts made elsewhere: a table of `count` and `frequency`. */
import type { Database } from '../data/database.js';
import type { Tables } from '../data/openTables.js';
import { UserError } from '../errors/userError.js';
import { drawsOf, frequencyCounts, promptsOf } from '../theory/frequencyCounts.js';
import type { PromptCounts } from './countPrompts.js';

/**
 * @param rows N, where the counts leave abstentions out; left out: Σ count · frequency
 * @throws UserError where a column is missing, or holds a value that is not an integer
 */
export async function readFrequencyCounts(database: Database, tables: Tables, rows?: number): Promise<PromptCounts> {
  await tables.require(['count', 'frequency'], '--frequency-counts');
  const where = tables.files[0].shown;
  const read = await database.rows(await tables.select({ count: 'count', frequency: 'frequency' }));
  const pairs = read.map(
    ({ count, frequency }) => [integer(count, 'count', where), integer(frequency, 'frequency', where)] as const,
  );
  const frequencies = frequencyCounts(pairs.filter(([times]) => times > 0));
  const answered = drawsOf(frequencies);
  if (!Number.isSafeInteger(answered))
    throw new UserError({ code: 'bad-count', summary: 'the counts add up to more than 9·10¹⁵', where });
  if (rows !== undefined && rows < answered)
    throw new UserError({
      code: 'bad-rows',
      summary: 'there are fewer rows than the counts add up to',
      where: '--rows',
      found: String(rows),
      allowed: `at least ${answered}`,
    });
  return {
    rows: rows ?? answered,
    answeredRows: answered,
    emptyPrompts: 0,
    // Rows with the count 0 are prompts that were never answered.
    prompts: promptsOf(frequencies) + pairs.reduce((sum, [times, prompts]) => (times === 0 ? sum + prompts : sum), 0),
    frequencies,
    conflictingPrompts: null,
    distinctAnswers: null,
  };
}

function integer(value: unknown, column: string, where: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new UserError({
    code: 'bad-count',
    summary: `the column ${column} holds a value that is not a count`,
    where,
    found: JSON.stringify(value),
    allowed: 'integers of at least 0',
  });
}
