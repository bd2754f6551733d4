/** Files of graded answers, read into memory. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { findFiles } from '../../data/findFiles.js';
import { UserError } from '../../errors/userError.js';
import { makeDataFolder } from '../../store/temporaryFolder.js';
import type { GradedAnswers, ModelTotals } from '../gradedAnswers.js';
import { answerStore } from './answerStore.js';
import { badRows, badRowsError, type Skipped } from './badRows.js';
import { quotedText } from './cells.js';
import type { Flaw } from './contents.js';
import { type ChoiceOptions, formattedRows } from './formats/chooseFormat.js';
import type { GradedRow, GradedRows, Unit } from './formats/gradedFormat.js';
import type { FormatName } from './formats/registry.js';
import { openContents } from './openContents.js';

/** The meaning of columns and words of graded files, and what to do with bad rows. */
export interface ReadOptions extends ChoiceOptions {
  /** Leave bad rows out instead of refusing the files. */
  readonly skipBadRows: boolean;
}

/** Graded answers as read from files, the format of each file, and the rows that were skipped. */
export interface GradedFiles extends GradedAnswers {
  readonly files: readonly {
    /** `stdin` for standard input. */
    readonly file: string;
    readonly format: FormatName;
    readonly rows: number;
    /** The unit of totals. */
    readonly unit?: Unit;
  }[];
  readonly skipped: Skipped;
}

/** The defaults of the command line. */
const DEFAULTS: ReadOptions = {
  format: 'auto',
  columns: { model: 'model', question: 'question', outcome: 'outcome', confidence: 'confidence' },
  named: [],
  words: { right: [], error: [], abstention: [] },
  confidenceScale: 1,
  unit: 'auto',
  skipBadRows: false,
};

/**
 * Rows of all files together. Every row is either taken or counted among the skipped.
 * @param files paths, globs, `-` for `stdin`
 * @param given options; those left out are as on the command line
 * @throws UserError for a file that cannot be read, for missing columns, for files without a row to score, and for bad rows
 * unless they are to be skipped
 */
export async function readGraded(
  files: readonly string[],
  stdin: Readable,
  given: Partial<ReadOptions> = {},
): Promise<GradedFiles> {
  const options: ReadOptions = { ...DEFAULTS, ...given };
  const store = answerStore();
  const bad = badRows();
  const totals: ModelTotals[] = [];
  const taken: GradedFiles['files'][number][] = [];
  const take = (row: GradedRow, file: string): Flaw | null => {
    if ('flaw' in row) return row.flaw;
    if ('answer' in row) return store.add(row.answer, file);
    const { model } = row.totals;
    if (totals.some((each) => each.model === model)) return { kind: 'duplicate model', found: quotedText(model) };
    totals.push(row.totals);
    return null;
  };
  await withTemporaryFiles(async (temporaryFile) => {
    for (const named of await findFiles(files, globbedLate)) {
      const file = named.shown;
      const { format, counts, rows, unit } = await formattedRows(
        await openContents(named, stdin, temporaryFile),
        options,
      );
      let read = 0;
      for await (const row of rows) {
        read++;
        const flaw = take(row, file);
        if (flaw !== null) bad.add(rowPlace(file, counts, row.at), flaw);
      }
      taken.push({ file, format, rows: read, ...(unit !== undefined && { unit }) });
    }
  });
  const answers = store.columns();
  const skipped = bad.skipped();
  const all = taken.reduce((sum, { rows }) => sum + rows, 0);
  const both = totals.find(({ model }) => answers.models.includes(model));
  if (both !== undefined)
    throw new UserError({
      code: 'twice',
      summary: 'a model occurs both in rows of answers and in rows of totals',
      found: quotedText(both.model),
    });
  const left = answers.model.length + totals.length;
  if (skipped.rows > 0 && (!options.skipBadRows || left === 0)) {
    const remedy =
      left === 0 ? 'no row is left to score' : '--skip-bad-rows scores the others, and lists what was left out';
    throw badRowsError(skipped, all, [...bad.hints(), remedy].join('; '));
  }
  if (left === 0)
    throw new UserError({
      code: 'no-rows',
      summary: 'no rows to score',
      where: taken.map(({ file }) => file).join(', '),
    });
  return { answers, totals, files: taken, skipped };
}

/** `file:7`, or `file, row 7`. */
function rowPlace(file: string, counts: GradedRows['counts'], at: number): string {
  return counts === 'line' ? `${file}:${at}` : `${file}, ${counts} ${at}`;
}

/** Files that a glob matches. The database takes its time to load, so it is loaded only for a glob. */
async function globbedLate(pattern: string): Promise<readonly string[]> {
  const [{ withDatabase }, { globbed }] = await Promise.all([
    import('../../data/database.js'),
    import('../../data/glob.js'),
  ]);
  return withDatabase((database) => globbed(database, pattern));
}

/** Gives paths in a temporary folder, which is made with the first one and removed whatever happens. */
async function withTemporaryFiles(use: (temporaryFile: () => Promise<string>) => Promise<void>): Promise<void> {
  let folder: string | undefined;
  let files = 0;
  try {
    await use(async () => {
      folder ??= makeDataFolder();
      return join(folder, `input-${files++}`);
    });
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}
