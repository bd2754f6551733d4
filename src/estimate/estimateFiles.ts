/** Files → estimate: reads, counts, estimates, writes lists of prompts. */
import type { Readable } from 'node:stream';
import { type Database, type DatabaseOptions, withDatabase } from '../data/database.js';
import { openTables, type Tables } from '../data/openTables.js';
import { UserError } from '../errors/userError.js';
import { seenTimes } from '../theory/frequencyCounts.js';
import { missingMassStandardError } from '../theory/goodTuring.js';
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
import { compareCorpora } from './curve/compareCorpora.js';
import { writeFigures } from './curve/writeFigures.js';
import { estimateDocuments } from './doubt/documents.js';
import { scatterOf } from './doubt/scatter.js';
import { type EstimateOptions, estimate, onlySingletons } from './estimate.js';
import type { FileEstimate } from './estimateTypes.js';
import { areTriples, type FactRequest, openFacts, openOptionsOf } from './facts/factSource.js';
import { readFrequencyCounts } from './frequencies/frequencyFile.js';
import { estimateGroups } from './groups.js';
import { holdOut } from './holdout.js';
import { type FoldedRows, foldNearDuplicates } from './nearDuplicates.js';
import { cellsOf, conflictList, singletonList, writeList } from './promptLists.js';
import { questionsAtRisk } from './questionsAtRisk.js';
import { DEFAULT_ABSTENTIONS } from './texts.js';
import { checkCounts } from './trainingRows.js';
import { dependsOnUnread, openTraining, type TrainingSource, unreadParts } from './trainingSource.js';

/** The files of a training set, the meaning of their columns, and the figures asked for. */
export interface EstimateRequest extends NamedColumns, FactRequest, EstimateOptions {
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
  /** Set where false singletons are folded: the file for the list of what was folded. */
  readonly nearDuplicatesFile?: string | undefined;
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
        : await fromRows(database, await openTables(database, request.files, stdin, openOptionsOf(request)), request);
    const other = against === undefined ? undefined : await otherCounts(against, request);
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

/** Counts of another corpus, read in the same way, in a database of its own. */
async function otherCounts(file: string, request: EstimateRequest): Promise<PromptCounts> {
  return withDatabase(async (database) => {
    if (request.frequencyCounts === true) return (await readFrequencyCounts(database, file, request.stdin)).counts;
    const tables = await openTables(database, [file], request.stdin, openOptionsOf(request));
    const lists = { singletonsFile: undefined, conflictsFile: undefined };
    return (await countRows(database, tables, { ...request, ...lists, by: undefined, document: undefined })).counts;
  }, request.database);
}

/** The rows of files, counted. */
interface CountedRows {
  readonly counts: PromptCounts;
  readonly source: TrainingSource;
  readonly folded: FoldedRows | null;
  /** SQL of `trainingRows`, and of `keyedRows` by hashes. */
  readonly rows: string;
  readonly keyed: string;
  /** Warnings of what was read. */
  readonly notes: readonly string[];
  /** Parts that the prompts may lack. */
  readonly promptsLack: readonly string[];
}

async function countRows(database: Database, tables: Tables, request: EstimateRequest): Promise<CountedRows> {
  const { abstentions = DEFAULT_ABSTENTIONS, normalize = false, nearDuplicatesFile, onStage } = request;
  const { singletonsFile, conflictsFile } = request;
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
  const folded = nearDuplicatesFile === undefined ? null : await foldNearDuplicates(database, source, stage);
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
  const unread = unreadParts(source, counts);
  const promptsLack = [...new Set([...source.lacks(), ...unread])];
  const notes = [
    ...source.notes(), // before rows are read a second time
    ...dependsOnUnread(unread),
    ...(folded === null ? [] : [folded.note]),
    ...(kind.answers ? await askedAbstentions(database, rows, abstentions) : []),
  ];
  return { counts, source, folded, rows, keyed, notes, promptsLack };
}

async function fromRows(database: Database, tables: Tables, request: EstimateRequest): Promise<FileEstimates> {
  const {
    holdout,
    seed = 1,
    level,
    singletonsFile,
    conflictsFile,
    nearDuplicatesFile,
    by,
    document,
    onStage,
  } = request;
  const { counts, source, folded, rows, keyed, notes, promptsLack } = await countRows(database, tables, request);
  const { kind } = source;
  const stage = (name: string): void => onStage?.(name, database.progress);
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
          holdout:
            onlySingletons(counts) ||
            scatterOf(counts.frequencies, counts.rows, counts.rowFrequencies).multipleOf !== null
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
  const estimated = estimate(counts, request, documents);
  return {
    estimate: {
      ...estimated,
      warnings: [...estimated.warnings, ...notes],
      ...(promptsLack.length > 0 && { promptsLack }),
      ...(folded !== null && { nearDuplicates: { folded: folded.folded, byChance: folded.byChance } }),
      ...checked,
      ...(await questionsAtRisk(database, counts, rows, kind)),
      ...groups,
      ...(documents && { documents }),
    },
    counts,
    read: source.read,
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
