/** Files of graded answers, read into memory. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { findFiles, type NamedFile } from '../../data/findFiles.js';
import type { TableOptions } from '../../data/tableOptions.js';
import { UserError } from '../../errors/userError.js';
import { makeDataFolder } from '../../store/temporaryFolder.js';
import type { AnswerColumns, GradedAnswers, ModelTotals, UnusableAnswers } from '../gradedAnswers.js';
import { answerStore } from './answerStore.js';
import { badRows, badRowsError, type Skipped } from './badRows.js';
import { quotedText } from './cells.js';
import type { Flaw } from './contents.js';
import { modelsOfFiles } from './formats/answersOf.js';
import { type ChoiceOptions, formattedRows } from './formats/chooseFormat.js';
import type { GradedRow, GradedRows, ReadAnswer, Unit } from './formats/gradedFormat.js';
import type { FormatName } from './formats/registry.js';
import { pairTable } from './manyRows.js';
import { openContents } from './openContents.js';
import { differencesOf, repeatedHint } from './repeatedRows.js';
import { type TypedCommand, unknownOutcomes } from './unknownOutcomes.js';

/** The meaning of columns and words of graded files, and what to do with bad rows. */
export interface ReadOptions extends ChoiceOptions, TableOptions {
  /** Leave bad rows out instead of refusing the files. */
  readonly skipBadRows: boolean;
  /** True where each file is a run of the same models: its answers are repeated asks of their questions. */
  readonly runs?: boolean;
  /** Is called with each answer that is taken. */
  readonly onAnswer?: ((answer: ReadAnswer, file: string) => void) | undefined;
  /** Makes the user's command with more flags, for hints. */
  readonly typed?: TypedCommand | undefined;
}

/** Some of the options; the others are as on the command line. */
export type GivenOptions = Partial<Omit<ReadOptions, 'columns'>> & {
  readonly columns?: Partial<ReadOptions['columns']>;
};

/** Graded answers as read from files, the format of each file, and the rows that were skipped. */
export interface GradedFiles extends GradedAnswers {
  readonly files: readonly {
    /** `stdin` for standard input. */
    readonly file: string;
    readonly format: FormatName;
    readonly rows: number;
    /** The unit of totals. */
    readonly unit?: Unit;
    /** Rows that are sound and no answers, by the reason. */
    readonly leftOut?: Readonly<Record<string, number>>;
    /** Sentences that a reader of the scores must know. */
    readonly notes?: readonly string[];
    /** Sentences on what is not read and may change the rates. */
    readonly doubts?: readonly string[];
  }[];
  readonly skipped: Skipped;
}

/** A new line of a hint, below its first one: a command to copy stands on a line of its own. */
const BELOW = `\n${' '.repeat(11)}`;

const TOTALS_AGAIN =
  'one row per model holds its totals. Where each row is an answer, a column must name its question (question, or --question-column)';

/** The defaults of the command line. */
const DEFAULTS: ReadOptions = {
  format: 'auto',
  columns: { model: 'model', question: 'question', outcome: 'outcome', confidence: 'confidence', epoch: 'epoch' },
  named: [],
  words: { right: [], error: [], abstention: [] },
  where: [],
  incomplete: false,
  unit: 'auto',
  skipBadRows: false,
};

/**
 * Rows of all files together. Every row is taken, left out for a reason that is counted, or counted among the skipped.
 * @param files paths, globs, `-` for `stdin`
 * @param given options; those left out are as on the command line
 * @throws UserError for a file that cannot be read, for missing columns, for files without a row to score, and for bad rows
 * unless they are to be skipped
 */
export async function readGraded(
  files: readonly string[],
  stdin: Readable,
  given: GivenOptions = {},
): Promise<GradedFiles> {
  const options: ReadOptions = { ...DEFAULTS, ...given, columns: { ...DEFAULTS.columns, ...given.columns } };
  const store = answerStore(options.extras);
  const unusable = new Map<string, UnusableAnswers>();
  const bad = badRows();
  const unknown = unknownOutcomes();
  const totals: ModelTotals[] = [];
  const taken: GradedFiles['files'][number][] = [];
  const broken = { rows: 0, repeated: undefined as ReadAnswer | undefined };
  const take = (row: GradedRow, file: string): Flaw | null => {
    if ('leftOut' in row) return null;
    if ('unusable' in row) {
      const { model, mark } = row.unusable;
      const key = JSON.stringify([model, mark]);
      unusable.set(key, { model, mark, answers: (unusable.get(key)?.answers ?? 0) + 1 });
      return null;
    }
    if ('flaw' in row) return row.flaw;
    if ('answer' in row) {
      const flaw = store.add(row.answer, file);
      if (flaw !== null) broken.repeated ??= row.answer;
      else options.onAnswer?.(row.answer, file);
      return flaw;
    }
    const { model } = row.totals;
    if (totals.some((each) => each.model === model))
      return { kind: 'duplicate model', found: quotedText(model), asks: true, hint: TOTALS_AGAIN };
    totals.push(row.totals);
    return null;
  };
  const found = await findFiles(files, globbedLate);
  let firstTask: string | undefined;
  const fileModels = modelsOfFiles(found.map(({ shown }) => shown));
  await withTemporaryFiles(async (temporaryFile) => {
    for (const [place, named] of found.entries()) {
      const file = named.shown;
      const { format, counts, rows, unit, task, notes, doubts, extras } = await formattedRows(
        await openContents(named, stdin, temporaryFile, options),
        { ...options, fileModels },
      );
      if (extras !== undefined) store.ask(extras);
      firstTask ??= task;
      let read = 0;
      const leftOut: Record<string, number> = {};
      for await (const row of rows) {
        read++;
        if ('leftOut' in row) leftOut[row.leftOut] = (leftOut[row.leftOut] ?? 0) + 1;
        const asked = task === firstTask ? row : ofTask(row, task);
        const flaw = take(options.runs === true ? ofRun(asked, place + 1) : asked, file);
        if (flaw === null) continue;
        bad.add(rowPlace(file, counts, row.at), flaw);
        if (flaw.value !== undefined) unknown.add(flaw.value);
        if (flaw.asks !== true) broken.rows++;
      }
      taken.push({
        file,
        format,
        rows: read,
        ...(unit !== undefined && { unit }),
        ...(Object.keys(leftOut).length > 0 && { leftOut }),
        ...(notes !== undefined && notes.length > 0 && { notes }),
        ...(doubts !== undefined && doubts.length > 0 && { doubts }),
      });
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
    const remedies = [
      ...bad.hints(),
      ...unknown.questions(options.typed ?? withFlags),
      ...(broken.repeated === undefined ? [] : [await repeatedRemedy(found, broken.repeated, options)]),
      ...(broken.rows === skipped.rows && left > 0
        ? ['--skip-bad-rows scores the others, and lists what was left out']
        : []),
    ];
    if (left === 0 && (remedies.length === 0 || options.skipBadRows)) remedies.push('no row is left to score');
    throw badRowsError(skipped, all, remedies.length === 0 ? undefined : remedies.join(BELOW));
  }
  if (left === 0) throw noRows(taken);
  if (options.runs === true && !asksAgain(answers)) throw notRuns(answers.models);
  const none = [...unusable].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
  return { answers, totals, ...(none.length > 0 && { unusable: none }), files: taken, skipped };
}

/** A row whose question is told from one with the same id in another task. */
function ofTask(row: GradedRow, task: string | undefined): GradedRow {
  if (task === undefined || !('answer' in row)) return row;
  const { question, id = question } = row.answer;
  return { ...row, answer: { ...row.answer, question: `${task} ${question}`, id } };
}

/** A row whose answer is one of a run, by its number: an ask of its question beside those of other runs. */
function ofRun(row: GradedRow, run: number): GradedRow {
  if (!('answer' in row)) return row;
  const { epoch } = row.answer;
  return { ...row, answer: { ...row.answer, epoch: epoch === undefined ? String(run) : `${run}, ${epoch}` } };
}

/** Returns whether a model was asked a question more than once. */
function asksAgain({ model, question }: AnswerColumns): boolean {
  const pairs = pairTable(
    (row) => model[row],
    (row) => question[row],
  );
  for (let row = 0; row < model.length; row++) if (!pairs.add(model[row], question[row])) return true;
  return false;
}

function notRuns(models: readonly string[]): UserError {
  return new UserError({
    code: 'no-runs',
    summary: 'no model has answers to one question in two files',
    where: '--runs',
    found: `the models ${models.slice(0, 5).map(quotedText).join(', ')}${models.length > 5 ? ' …' : ''}`,
    hint: 'where no column names the model, its name is that of the file: --model NAME gives all files one model',
  });
}

function noRows(files: GradedFiles['files']): UserError {
  const reasons = files.flatMap(({ leftOut = {} }) => Object.entries(leftOut));
  return new UserError({
    code: 'no-rows',
    summary: 'no rows to score',
    where: files.map(({ file }) => file).join(', '),
    found: reasons.length === 0 ? undefined : reasons.map(([reason, rows]) => `${rows} left out: ${reason}`).join(', '),
  });
}

/** Flags in words, where the whole command is not known. */
function withFlags(flags: Parameters<TypedCommand>[0]): string {
  return flags.map(([flag, value]) => `--${flag} '${value.replaceAll("'", "'\\''")}'`).join(' ');
}

async function repeatedRemedy(
  files: readonly NamedFile[],
  repeated: ReadAnswer,
  options: ReadOptions,
): Promise<string> {
  // The message about the rows must not give way to one about a file that cannot be read again.
  const differences = await differencesOf(files, repeated, options).catch(() => null);
  const inFiles = files.length > 1 && options.runs !== true;
  return repeatedHint(repeated, differences, {
    outcomes: [options.columns.outcome, options.columns.confidence],
    inFiles,
  });
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
