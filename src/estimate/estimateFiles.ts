/** Files → estimate: reads, counts, estimates, writes lists of prompts. */
import type { Readable } from 'node:stream';
import { type Database, type DatabaseOptions, withDatabase } from '../data/database.js';
import { openTables, type Tables } from '../data/openTables.js';
import { UserError } from '../errors/userError.js';
import { chooseColumns, type NamedColumns } from './columns.js';
import {
  answersOfKeyed,
  answersOfRows,
  countPrompts,
  keyedRows,
  PROMPT_HASH,
  type PromptCounts,
} from './countPrompts.js';
import { type EstimateOptions, estimate, onlySingletons } from './estimate.js';
import { scatterOf } from './doubt/scatter.js';
import type { FileEstimate } from './estimateTypes.js';
import { registerFolding } from './folding.js';
import { readFrequencyCounts } from './frequencies/frequencyFile.js';
import { holdOut } from './holdout.js';
import { cellsOf, conflictList, singletonList, writeList } from './promptLists.js';
import { DEFAULT_ABSTENTIONS } from './texts.js';
import { checkCounts, trainingRows } from './trainingRows.js';

/** The files of a training set, the meaning of their columns, and the figures asked for. */
export interface EstimateRequest extends NamedColumns, EstimateOptions {
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
    if (request.frequencyCounts === true) return fromFrequencies(database, request);
    return fromRows(database, await openTables(database, request.files, request.stdin), request);
  }, request.database);
}

async function fromFrequencies(database: Database, request: EstimateRequest): Promise<FileEstimates> {
  const [file, ...others] = request.files;
  if (others.length > 0)
    throw new UserError({ code: 'usage', summary: 'counts of one file are read', where: '--frequency-counts' });
  const { counts, read } = await readFrequencyCounts(database, file, request.stdin, request.rows);
  return { estimate: estimate(counts, request), counts, read, files: [] };
}

async function fromRows(database: Database, tables: Tables, request: EstimateRequest): Promise<FileEstimates> {
  const {
    abstentions = DEFAULT_ABSTENTIONS,
    normalize = false,
    holdout,
    seed = 1,
    singletonsFile,
    conflictsFile,
    onStage,
  } = request;
  const columns = await chooseColumns(tables, request);
  if (normalize) registerFolding(database);
  const kind = { weighted: columns.count !== null, answers: columns.response !== null || columns.chat };
  const stage = (name: string): void => onStage?.(name, database.progress);
  const lists = singletonsFile !== undefined || conflictsFile !== undefined;
  // Texts that are slow to read are read once: as hashes, or as they are where lists name prompts.
  const once = normalize || tables.files.some(({ parsed }) => !parsed);
  if (once) stage('reading rows');
  const kept = async (sql: string, keep: boolean): Promise<string> =>
    keep ? `SELECT * FROM ${await database.keep(sql)}` : sql;
  const rows = await kept(await trainingRows(tables, columns, { abstentions, normalize }), once && lists);
  const keyed = await kept(keyedRows(rows, PROMPT_HASH, kind), once && !lists);
  if (columns.count !== null) await checkCounts(database, keyed, columns.count);
  stage('counting prompts');
  const counts = withRows(
    await countPrompts(database, keyed, once && !lists ? answersOfKeyed(keyed) : answersOfRows(rows), kind),
    tables,
  );
  const files: string[] = [];
  type ListSql = (cell: (text: string) => string) => string;
  const list = async (path: string | undefined, sql: ListSql): Promise<void> => {
    if (path === undefined) return;
    stage(`writing ${path}`);
    await writeList(database, sql(cellsOf(path)), path);
    files.push(path);
  };
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
          holdout: onlySingletons(counts) || scatterOf(counts.frequencies, counts.rows).multipleOf !== null
            ? null
            : await holdOut(database, keyed, kind.weighted, holdout, seed, request.level),
        };
  const read = columns.chat
    ? 'chat messages'
    : `prompt: ${columns.prompt.join(' + ')}, response: ${columns.response ?? 'none'}${columns.count === null ? '' : `, count: ${columns.count}`}`;
  return { estimate: { ...estimate(counts, request), ...checked }, counts, read, files };
}

function withRows(counts: PromptCounts, { files: [first] }: Tables): PromptCounts {
  if (counts.rows > 0) return counts;
  throw new UserError({
    code: 'no-rows',
    summary: counts.emptyPrompts > 0 ? 'no row has a prompt' : 'there are no rows',
    where: first.shown,
  });
}
