/** Counts made elsewhere: a table of counts and of the number of prompts that have each of them. */
import { Readable } from 'node:stream';
import type { Database } from '../../data/database.js';
import { findFiles, type NamedFile } from '../../data/findFiles.js';
import { globbed } from '../../data/glob.js';
import { openBytes } from '../../data/openBytes.js';
import { openTables, type Tables } from '../../data/openTables.js';
import { recognise } from '../../data/recognise.js';
import { UserError } from '../../errors/userError.js';
import { drawsOf, frequencyCounts, promptsOf } from '../../theory/frequencyCounts.js';
import type { PromptCounts } from '../countPrompts.js';
import { integerOf } from './frequencyLayout.js';
import { placeOfCounts } from './frequencyRoles.js';
import { frequenciesOfLines, type ReadFrequencies } from './frequencyText.js';

/** Counts of prompts, and words on how the file was taken. */
export interface FrequencyFile {
  readonly counts: PromptCounts;
  readonly read: string;
}

/**
 * @param name a file, a glob that matches one, or `-` for `stdin`
 * @param rows N, where the counts leave abstentions out; left out: Σ count · frequency
 * @throws UserError where the counts cannot be told, or a value is not an integer
 */
export async function readFrequencyCounts(
  database: Database,
  name: string,
  stdin: Readable,
  rows?: number,
): Promise<FrequencyFile> {
  const [file, ...others] = await findFiles([name], (pattern) => globbed(database, pattern));
  if (others.length > 0)
    throw new UserError({
      code: 'several-files',
      summary: 'counts of one file are read',
      where: name,
      found: `${others.length + 1} files`,
    });
  const { pairs, emptyPrompts, read } = await frequenciesOf(database, file, stdin);
  const all = [...pairs];
  const frequencies = frequencyCounts(all.filter(([times]) => times > 0));
  const answered = drawsOf(frequencies);
  if (!Number.isSafeInteger(answered))
    throw new UserError({ code: 'bad-count', summary: 'the counts add up to more than 9·10¹⁵', where: file.shown });
  if (rows !== undefined && rows < answered)
    throw new UserError({
      code: 'bad-rows',
      summary: 'there are fewer rows than the counts add up to',
      where: '--rows',
      found: String(rows),
      allowed: `at least ${answered}`,
    });
  if ((rows ?? answered) === 0)
    throw new UserError({ code: 'no-rows', summary: 'there are no rows', where: file.shown });
  return {
    counts: {
      rows: rows ?? answered,
      answeredRows: answered,
      emptyPrompts,
      // Rows with the count 0 are prompts that were never answered.
      prompts: promptsOf(frequencies) + all.reduce((sum, [times, prompts]) => (times === 0 ? sum + prompts : sum), 0),
      frequencies,
      conflictingPrompts: null,
      distinctAnswers: null,
    },
    read: read === '' ? 'counts made elsewhere' : `counts made elsewhere (${read})`,
  };
}

async function frequenciesOf(database: Database, file: NamedFile, stdin: Readable): Promise<ReadFrequencies> {
  const opened = await openBytes(file, stdin);
  try {
    const { format, encoding } = recognise(opened);
    if (format === 'csv' || format === 'tsv')
      return await frequenciesOfLines(linesOf(opened.chunks, encoding), file.shown);
    if (file.path === null) return ofTables(await openTables(database, ['-'], Readable.from(opened.chunks)), database);
  } finally {
    opened.close();
  }
  return ofTables(await openTables(database, [file.path], stdin), database);
}

async function* linesOf(chunks: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding);
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.replace(/\r$/, '');
}

/** Reads two columns of a table, or one row whose keys are counts: `{"1": 12, "2": 4}`, as Python writes a Counter. */
async function ofTables(tables: Tables, database: Database): Promise<ReadFrequencies> {
  const [{ shown: where }] = tables.files;
  const names = tables.columns;
  if (names.length > 0 && names.every((name) => integerOf(name) !== null)) {
    const read = await database.rows(
      await tables.select(Object.fromEntries(names.map((name, at) => [`c${at}`, name]))),
    );
    if (read.length === 1)
      return {
        pairs: names.map((name, at) => [integerOf(name)!, checked(read[0][`c${at}`], name, where)] as const),
        emptyPrompts: 0,
        read: 'an object of counts',
      };
  }
  const known = names.includes('count') && names.includes('frequency');
  if (!known && names.length !== 2) await tables.require(['count', 'frequency'], '--frequency-counts');
  const [a, b] = known ? ['count', 'frequency'] : names;
  const rows = (await database.rows(await tables.select({ a, b }))).map((row) => [
    checked(row.a, a, where),
    checked(row.b, b, where),
  ]);
  if (rows.length === 0) throw new UserError({ code: 'no-rows', summary: 'there are no rows', where });
  const place = known ? 0 : placeOfCounts(names, rows, where);
  return {
    pairs: rows.map((row) => [row[place], row[1 - place]] as const),
    emptyPrompts: 0,
    read: known ? '' : `${names.join(', ')}${place === 1 ? ', frequency before count' : ''}`,
  };
}

function checked(value: unknown, column: string, where: string): number {
  const number = typeof value === 'string' ? integerOf(value) : null;
  if (number !== null) return number;
  throw new UserError({
    code: 'bad-count',
    summary: `the column ${column} holds a value that is not a count`,
    where,
    found: JSON.stringify(value),
    allowed: 'integers of at least 0',
  });
}
