/** Files → estimate: reads, counts, estimates, writes lists of prompts. */
import type { Readable } from 'node:stream';
import { type Database, type DatabaseOptions, withDatabase } from '../data/database.js';
import { openTables, type Tables } from '../data/openTables.js';
import { UserError } from '../errors/userError.js';
import { seenTimes } from '../theory/frequencyCounts.js';
import { missingMassStandardError } from '../theory/goodTuring.js';
import { type ChosenColumns, chooseColumns, type NamedColumns } from './columns.js';
import {
  answersOfKeyed,
  answersOfRows,
  countPrompts,
  keyedRows,
  PROMPT_HASH,
  type PromptCounts,
  type RowKind,
} from './countPrompts.js';
import { compareCorpora } from './curve/compareCorpora.js';
import { writeFigures } from './curve/writeFigures.js';
import { estimateDocuments } from './doubt/documents.js';
import { scatterOf } from './doubt/scatter.js';
import { type EstimateOptions, estimate, onlySingletons } from './estimate.js';
import type { FileEstimate } from './estimateTypes.js';
import { registerFolding } from './folding.js';
import { readFrequencyCounts } from './frequencies/frequencyFile.js';
import { estimateGroups } from './groups.js';
import { holdOut } from './holdout.js';
import { cellsOf, conflictList, singletonList, writeList } from './promptLists.js';
import { questionsAtRisk } from './questionsAtRisk.js';
import { DEFAULT_ABSTENTIONS } from './texts.js';
import { checkCounts, trainingRows } from './trainingRows.js';

/** The files of a training set, the meaning of their columns, and the figures asked for. */
export interface EstimateRequest extends NamedColumns, EstimateOptions {
  /** Files, globs, `-` for `stdin`. */
  readonly files: readonly string[];
  readonly stdin: Readable;
  /** True where the file holds counts made elsewhere: a table of counts and frequencies, in any of the layouts of `frequencyLayout`. */
  readonly frequencyCounts?: boolean;
  /** N, where counts made elsewhere leave abstentions out. */
  readonly rows?: number | undefined;
  /** Responses that claim nothing; left out: `DEFAULT_ABSTENTIONS`. */
  readonly abstentions?: readonly string[] | undefined;
  /** True where prompts and answers are the same that differ only in case, white space or Unicode form. */
  readonly normalize?: boolean;
  /** Share of rows held out for a self-check. */
  readonly holdout?: number | undefined;
  /** Seed of the choice of held-out rows, and of resampling. */
  readonly seed?: number;
  /** Files for the lists of singletons and of prompts with conflicting answers: .csv, .jsonl or .parquet. */
  readonly singletonsFile?: string | undefined;
  readonly conflictsFile?: string | undefined;
  /** Column of groups, such as relations. */
  readonly by?: string | undefined;
  /** Column of documents: rows of one document are not independent. */
  readonly document?: string | undefined;
  /** Another corpus to compare with, of the same columns or the same kind of counts. */
  readonly against?: string | undefined;
  /** Files for the curve and for resampled figures: .csv, .jsonl or .parquet. */
  readonly curveFile?: string | undefined;
  readonly replicatesFile?: string | undefined;
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
    const { against, level, seed = 1, stdin } = request;
    const made =
      request.frequencyCounts === true
        ? await fromFrequencies(database, request)
        : await fromRows(database, await openTables(database, request.files, stdin), request);
    const other = against === undefined ? undefined : await otherCounts(database, against, request);
    const comparison =
      against === undefined || other === undefined
        ? {}
        : { comparison: compareCorpora(made.counts, other, { name: against, level, seed }) };
    const estimate = { ...made.estimate, ...comparison };
    const files = [...made.files, ...(await writeFigures(database, estimate, made.counts, request))];
    return { ...made, estimate, files };
  }, request.database);
}

async function fromFrequencies(database: Database, request: EstimateRequest): Promise<FileEstimates> {
  const [file, ...others] = request.files;
  if (others.length > 0)
    throw new UserError({ code: 'usage', summary: 'counts of one file are read', where: '--frequency-counts' });
  const { counts, read } = await readFrequencyCounts(database, file, request.stdin, request.rows);
  return { estimate: estimate(counts, request), counts, read, files: [] };
}

/** Counts of another corpus, read in the same way. */
async function otherCounts(database: Database, file: string, request: EstimateRequest): Promise<PromptCounts> {
  if (request.frequencyCounts === true) return (await readFrequencyCounts(database, file, request.stdin)).counts;
  const tables = await openTables(database, [file], request.stdin);
  return (await countRows(database, tables, request)).counts;
}

/** The rows of files, counted. */
interface CountedRows {
  readonly counts: PromptCounts;
  readonly columns: ChosenColumns;
  readonly kind: RowKind;
  /** SQL of `trainingRows`, and of `keyedRows` by hashes. */
  readonly rows: string;
  readonly keyed: string;
}

async function countRows(database: Database, tables: Tables, request: EstimateRequest): Promise<CountedRows> {
  const { abstentions = DEFAULT_ABSTENTIONS, normalize = false, singletonsFile, conflictsFile, onStage } = request;
  const columns = await chooseColumns(tables, request);
  if (normalize) registerFolding(database);
  const carried = await carriedColumns(tables, request);
  const kind = {
    weighted: columns.count !== null,
    answers: columns.response !== null || columns.chat,
    carried: Object.keys(carried),
  };
  const stage = (name: string): void => onStage?.(name, database.progress);
  const lists = singletonsFile !== undefined || conflictsFile !== undefined;
  // Texts that are slow to read are read once: as hashes, or as they are where lists name prompts.
  const once = normalize || tables.files.some(({ parsed }) => !parsed);
  if (once) stage('reading rows');
  const kept = async (sql: string, keep: boolean): Promise<string> =>
    keep ? `SELECT * FROM ${await database.keep(sql)}` : sql;
  const rows = await kept(await trainingRows(tables, columns, { abstentions, normalize, carried }), once && lists);
  const keyed = await kept(keyedRows(rows, PROMPT_HASH, kind), once && !lists);
  if (columns.count !== null) await checkCounts(database, keyed, columns.count);
  stage('counting prompts');
  const counts = withRows(
    await countPrompts(database, keyed, once && !lists ? answersOfKeyed(keyed) : answersOfRows(rows), kind),
    tables,
  );
  return { counts, columns, kind, rows, keyed };
}

/** Columns of groups and documents by the names under which rows carry them. */
async function carriedColumns(
  tables: Tables,
  { by, document }: EstimateRequest,
): Promise<Readonly<Record<string, string>>> {
  if (by !== undefined) await tables.require([by], '--by');
  if (document !== undefined) await tables.require([document], '--document');
  return { ...(by !== undefined && { g: by }), ...(document !== undefined && { d: document }) };
}

async function fromRows(database: Database, tables: Tables, request: EstimateRequest): Promise<FileEstimates> {
  const { holdout, seed = 1, level, singletonsFile, conflictsFile, by, document, onStage } = request;
  const { counts, columns, kind, rows, keyed } = await countRows(database, tables, request);
  const stage = (name: string): void => onStage?.(name, database.progress);
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
          holdout:
            onlySingletons(counts) || scatterOf(counts.frequencies, counts.rows).multipleOf !== null
              ? null
              : await holdOut(database, keyed, kind.weighted, holdout, seed, level),
        };
  if (by !== undefined) stage('counting groups');
  const groups = by === undefined ? {} : { groups: await estimateGroups(database, keyed, kind, by, level) };
  if (document !== undefined) stage('counting documents');
  const rowError = missingMassStandardError(
    seenTimes(counts.frequencies, 1),
    seenTimes(counts.frequencies, 2),
    counts.rows,
  );
  const documents =
    document === undefined
      ? undefined
      : await estimateDocuments(database, keyed, kind.weighted, document, rowError, level);
  const read = columns.chat
    ? 'chat messages'
    : `prompt: ${columns.prompt.join(' + ')}, response: ${columns.response ?? 'none'}${columns.count === null ? '' : `, count: ${columns.count}`}`;
  return {
    estimate: {
      ...estimate(counts, request, documents),
      ...checked,
      ...(await questionsAtRisk(database, counts, rows, kind)),
      ...groups,
      ...(documents && { documents }),
    },
    counts,
    read,
    files,
  };
}

function withRows(counts: PromptCounts, { files: [first] }: Tables): PromptCounts {
  if (counts.rows > 0) return counts;
  throw new UserError({
    code: 'no-rows',
    summary: counts.emptyPrompts > 0 ? 'no row has a prompt' : 'there are no rows',
    where: first.shown,
  });
}
