/** Files → estimate: reads, counts, estimates, writes lists of prompts. */
import type { Readable } from 'node:stream';
import { type Database, type DatabaseOptions, withDatabase } from '../data/database.js';
import { openTables, type Tables } from '../data/openTables.js';
import { UserError } from '../errors/userError.js';
import { askedAbstentions } from './askedAbstentions.js';
import type { NamedColumns } from './columns.js';
import {
  answersOfKeyed,
  answersOfRows,
  countPrompts,
  keyedRows,
  PROMPT_HASH,
  type PromptCounts,
} from './countPrompts.js';
import { type EstimateOptions, estimate, onlySingletons } from './estimate.js';
import type { FileEstimate } from './estimateTypes.js';
import { areTriples, type FactRequest, openFacts, readsAsLines } from './facts/factSource.js';
import { readFrequencyCounts } from './frequencyFile.js';
import { holdOut } from './holdout.js';
import { type FoldedRows, foldNearDuplicates } from './nearDuplicates.js';
import { cellsOf, conflictList, singletonList, writeList } from './promptLists.js';
import { DEFAULT_ABSTENTIONS } from './texts.js';
import { checkCounts } from './trainingRows.js';
import { openTraining, type TrainingSource } from './trainingSource.js';

/** The files of a training set, the meaning of their columns, and the figures asked for. */
export interface EstimateRequest extends NamedColumns, FactRequest, EstimateOptions {
  /** Files, globs, `-` for `stdin`. */
  readonly files: readonly string[];
  readonly stdin: Readable;
  /** True where the files hold counts made elsewhere, in the columns `count` and `frequency`. */
  readonly frequencyCounts?: boolean;
  /** N, where counts made elsewhere leave abstentions out. */
  readonly rows?: number | undefined;
  /** Responses that claim nothing; left out: `DEFAULT_ABSTENTIONS`. */
  readonly abstentions?: readonly string[] | undefined;
  /** True where prompts and answers are the same that differ only in case, white space or Unicode form. */
  readonly normalize?: boolean;
  /** Share of rows held out for a self-check. */
  readonly holdout?: number | undefined;
  /** Seed of the choice of held-out rows. */
  readonly seed?: number;
  /** Files for the lists of singletons and of prompts with conflicting answers: .csv, .jsonl or .parquet. */
  readonly singletonsFile?: string | undefined;
  readonly conflictsFile?: string | undefined;
  /** Set where false singletons are folded: the file for the list of what was folded. */
  readonly nearDuplicatesFile?: string | undefined;
  readonly database?: DatabaseOptions;
  /** Called with each stage, and a function that gives its progress in [0, 1]. */
  readonly onStage?: (stage: string, progress: () => number | null) => void;
}

export interface FileEstimates {
  readonly estimate: FileEstimate;
  readonly counts: PromptCounts;
  /** The columns that were read: "prompt: question, response: answer". */
  readonly read: string;
  /** Lists written. */
  readonly files: readonly string[];
}

/**
 * @throws UserError for files, columns or values that cannot be read
 * @throws RangeError for a level outside (0, 1)
 */
export async function estimateFiles(request: EstimateRequest): Promise<FileEstimates> {
  return withDatabase(async (database) => {
    request.onStage?.('opening', () => null);
    const tables = await openTables(database, request.files, request.stdin, readsAsLines(request));
    return request.frequencyCounts === true
      ? fromFrequencies(database, tables, request)
      : fromRows(database, tables, request);
  }, request.database);
}

async function fromFrequencies(database: Database, tables: Tables, request: EstimateRequest): Promise<FileEstimates> {
  const counts = await readFrequencyCounts(database, tables, request.rows);
  return { estimate: estimate(withRows(counts, tables), request), counts, read: 'counts made elsewhere', files: [] };
}

async function fromRows(database: Database, tables: Tables, request: EstimateRequest): Promise<FileEstimates> {
  const {
    abstentions = DEFAULT_ABSTENTIONS,
    normalize = false,
    holdout,
    seed = 1,
    singletonsFile,
    conflictsFile,
    nearDuplicatesFile,
    onStage,
  } = request;
  const stage = (name: string): void => onStage?.(name, database.progress);
  const isText = request.extract !== undefined || areTriples(tables);
  if (isText) stage('looking for facts');
  const source = await (isText ? openFacts : openTraining)(database, tables, request, { abstentions, normalize });
  const { kind, once } = source;
  const lists = singletonsFile !== undefined || conflictsFile !== undefined;
  // Texts that are slow to read are read once: as hashes, or as they are where lists name prompts.
  if (once) stage('reading rows');
  const kept = async (sql: string, keep: boolean): Promise<string> =>
    keep ? `SELECT * FROM ${await database.keep(sql)}` : sql;
  const folded = nearDuplicatesFile === undefined ? null : await nearDuplicates(database, source, stage);
  const rows = folded === null ? await kept(source.rows, once && lists) : folded.rows;
  const keyed = await kept(keyedRows(rows, PROMPT_HASH, kind), once && !lists && folded === null);
  if (source.count !== null) await checkCounts(database, keyed, source.count);
  stage('counting prompts');
  const counts = withRows(
    await countPrompts(
      database,
      keyed,
      once && !lists && folded === null ? answersOfKeyed(keyed) : answersOfRows(rows),
      kind,
    ),
    tables,
  );
  const notes = source.notes(); // before rows are read a second time
  const asked = kind.answers ? await askedAbstentions(database, rows, abstentions) : [];
  const files: string[] = [];
  type ListSql = (cell: (text: string) => string) => string;
  const list = async (path: string | undefined, sql: ListSql): Promise<void> => {
    if (path === undefined) return;
    stage(`writing ${path}`);
    await writeList(database, sql(cellsOf(path)), path);
    files.push(path);
  };
  if (folded !== null) await list(nearDuplicatesFile, folded.list);
  await list(singletonsFile, (cell) => singletonList(rows, kind, cell));
  if (conflictsFile !== undefined && !kind.answers)
    throw new UserError({
      code: 'no-responses',
      summary: 'without responses there are no conflicts',
      where: '--conflicts',
      hint: 'name the column of responses: --response COLUMN',
    });
  await list(conflictsFile, (cell) => conflictList(rows, cell));
  if (holdout !== undefined) stage('holding rows out');
  const checked =
    holdout === undefined
      ? {}
      : {
          holdout: onlySingletons(counts)
            ? null
            : await holdOut(database, keyed, kind.weighted, holdout, seed, request.level),
        };
  const estimated = estimate(counts, request);
  const warnings = [...estimated.warnings, ...notes, ...(folded === null ? [] : [foldedNote(folded)]), ...asked];
  const near = folded === null ? {} : { nearDuplicates: { folded: folded.folded, byChance: folded.byChance } };
  return { estimate: { ...estimated, warnings, ...near, ...checked }, counts, read: source.read, files };
}

async function nearDuplicates(
  database: Database,
  { rows, kind }: TrainingSource,
  stage: (name: string) => void,
): Promise<FoldedRows> {
  if (!kind.answers)
    throw new UserError({
      code: 'no-responses',
      summary: 'without responses it is not known which near-duplicates ask the same',
      where: '--near-duplicates',
      hint: 'name the column of responses: --response COLUMN',
    });
  stage('folding near-duplicates');
  return foldNearDuplicates(database, rows, kind.weighted);
}

function foldedNote({ folded, byChance }: FoldedRows): string {
  return `Prompts answered once that were folded into a near-duplicate with the same answer: ${folded}. By chance alone, different prompts would give about ${byChance.toFixed(byChance < 10 ? 1 : 0)} of these: look at the list before you trust the figures.`;
}

function withRows(counts: PromptCounts, { files: [first] }: Tables): PromptCounts {
  if (counts.rows > 0) return counts;
  throw new UserError({
    code: 'no-rows',
    summary: counts.emptyPrompts > 0 ? 'no row has a prompt' : 'there are no rows',
    where: first.shown,
  });
}
