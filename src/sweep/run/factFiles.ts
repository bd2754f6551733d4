/** Files that a config names, of people's own facts and of imported models: found, pinned by their content, and read. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import type { TextConfig } from '../../config/schema/textSchema.js';
import type { FactReader, FactTable } from '../../corpus/factTable.js';
import { MOST_PROMPTS } from '../../corpus/families/table.js';
import type { Documents } from '../../corpus/prose/keptText.js';
import { ADDRESSES } from '../../corpus/prose/proseOptions.js';
import { withDatabase } from '../../data/database.js';
import { fileIdentity } from '../../data/fileIdentity.js';
import { openTables } from '../../data/openTables.js';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';
import type { ModelFiles } from '../../models/modelKind.js';
import { knownModelKind } from '../../models/registry.js';
import { type AnyConfig, isStudy, type ModelRunConfig } from '../experimentSchemas.js';
import { ADDRESSES_FILE, documentsIn, readDocuments } from './textFiles.js';

type Family = ModelRunConfig['corpus']['families'][string];
type CountsConfig = NonNullable<ModelRunConfig['measurement']['counts']>;
type TableFamily = Extract<Family, { readonly kind: 'table' }>;

function isTable(family: Family): family is TableFamily {
  return family.kind === 'table';
}

/** Files on which a run depends, in a fixed order, and the digest of their content that its config states. */
interface Pinned {
  /** Key path of the mapping that names them. */
  readonly path: string;
  /** Paths, each with the key that names it or its folder. */
  readonly files: readonly (readonly [key: string, file: string])[];
  readonly sha256: string | undefined;
  /** Bytes that each of them may have. */
  readonly most: number;
}

/** A kibibyte and more for each fact: all facts are held in memory. */
const MOST_FACT_BYTES = 2 ** 28;

function filesOfFamily(name: string, { file, responses, sha256 }: TableFamily): Pinned {
  const listed = typeof responses === 'string' ? ([['responses', responses]] as const) : [];
  return { path: `corpus.families.${name}`, files: [['file', file], ...listed], sha256, most: MOST_FACT_BYTES };
}

function filesOfCounts({ file, sha256 }: CountsConfig): Pinned {
  return { path: 'measurement.counts', files: [['file', file]], sha256, most: MOST_FACT_BYTES };
}

function filesOfText({ source, sha256 }: TextConfig): Pinned | undefined {
  if (source === ADDRESSES) return undefined;
  const files = typeof source === 'string' ? [source] : source;
  return { path: 'corpus.text', files: files.map((file) => ['source', file] as const), sha256, most: Infinity };
}

/**
 * Returns the config with the digest of each table of facts, and of the files of an imported model, and with their paths from the
 * present folder. A path that is not there is looked up beside the experiment's file.
 * @param beside folder of the experiment's file
 * @throws UserError for a file that cannot be read, or whose content is not what the config says
 */
export function pinnedFiles<Config extends AnyConfig>(config: Config, beside: string): Config {
  if (isStudy(config)) return config;
  const families = Object.entries(config.corpus.families).map(([name, family]) =>
    isTable(family) ? ([name, pinnedFamily(name, family, beside)] as const) : [name, family],
  );
  const { text } = config.corpus;
  const { counts } = config.measurement;
  return {
    ...config,
    ...(counts && { measurement: { ...config.measurement, counts: pinnedCounts(counts, beside) } }),
    corpus: {
      ...config.corpus,
      families: Object.fromEntries(families),
      ...(text && { text: pinnedText(text, beside) }),
    },
    model: pinnedModel(config.model, beside),
  };
}

function pinnedCounts(counts: CountsConfig, beside: string): CountsConfig {
  const found = { ...counts, file: foundPath(counts.file, beside) };
  return { ...found, sha256: checkedDigest(filesOfCounts(found)) };
}

function pinnedText(text: TextConfig, beside: string): TextConfig {
  const { source } = text;
  if (source === ADDRESSES) return text;
  const found: TextConfig = {
    ...text,
    source: typeof source === 'string' ? foundPath(source, beside) : source.map((file) => foundPath(file, beside)),
  };
  return { ...found, sha256: checkedDigest(filesOfText(found)!) };
}

function pinnedFamily(name: string, family: TableFamily, beside: string): TableFamily {
  const { responses } = family;
  const found: TableFamily = {
    ...family,
    file: foundPath(family.file, beside),
    ...(typeof responses === 'string' && { responses: foundPath(responses, beside) }),
  };
  return { ...found, sha256: checkedDigest(filesOfFamily(name, found)) };
}

type Model = ModelRunConfig['model'];
/** A model that is a file or a folder, whatever its kind. */
type FileModel = Readonly<Record<string, unknown>> & { readonly sha256?: string | undefined };

function pinnedModel(model: Model, beside: string): Model {
  const files = filesOfKind(model);
  if (files === undefined) return model;
  const found = { ...model, [files.key]: foundPath((model as FileModel)[files.key] as string, beside) };
  return { ...found, sha256: checkedDigest(filesOfModel(found, files)), ...files.decided?.(found) } as Model;
}

/** The files of a model's kind; undefined for kinds that read none. */
function filesOfKind({ kind: name }: Model): ModelFiles<unknown> | undefined {
  const kind = knownModelKind(name); // unknown where a plugin's kind is only looked at
  return kind !== undefined && 'load' in kind ? kind.files : undefined;
}

/** Options of a model that say where it is, and how it is asked. */
function placesOf({ kind: name }: Model): readonly string[] {
  const kind = knownModelKind(name);
  if (kind === undefined || !('load' in kind)) return [];
  return [...(kind.files === undefined ? [] : [kind.files.key]), ...(kind.aside ?? [])];
}

function filesOfModel(model: FileModel, { key, list }: ModelFiles<unknown>): Pinned {
  return {
    path: 'model',
    files: list(model[key] as string).map((file) => [key, file] as const),
    sha256: model.sha256,
    most: Infinity,
  };
}

/** Files that runs read: tables of facts, models trained elsewhere, lists of responses, saved models. Each is named once. */
export function inputFiles(configs: readonly AnyConfig[]): readonly string[] {
  const named = configs.flatMap((config) => {
    if (isStudy(config)) return [];
    const { corpus, model, training, measurement } = config;
    const ofFacts = Object.entries(corpus.families).flatMap(([name, family]) =>
      isTable(family) ? filesOfFamily(name, family).files.map(([, file]) => file) : [],
    );
    const ofModel = filesOfKind(model);
    const ofText = corpus.text && filesOfText(corpus.text);
    return [
      ...ofFacts,
      ...(ofText?.files.map(([, file]) => file) ?? []),
      ...(measurement.counts === undefined ? [] : [measurement.counts.file]),
      ...(ofModel === undefined ? [] : filesOfModel(model as FileModel, ofModel).files.map(([, file]) => file)),
      ...(training.resume === null ? [] : [training.resume]),
    ];
  });
  return [...new Set(named)];
}

/** @throws UserError if the files of an imported model have changed since the config was pinned */
export function requireSameModel({ model }: ModelRunConfig): void {
  const files = filesOfKind(model);
  if (files !== undefined) checkedDigest(filesOfModel(model as FileModel, files));
}

/** The config without the places of its files: their content alone decides what a run gives. */
export function withoutPlaces(config: ModelRunConfig): unknown {
  const families = Object.entries(config.corpus.families).map(([name, family]) => {
    if (!isTable(family)) return [name, family] as const;
    const { file, responses, ...content } = family;
    const listed = typeof responses === 'string' ? { responses: 'listed' } : responses !== undefined && { responses };
    return [name, { ...content, ...listed }] as const;
  });
  const { text } = config.corpus;
  const { counts } = config.measurement;
  const aside = placesOf(config.model);
  return {
    ...config,
    ...(counts && { measurement: { ...config.measurement, counts: { sha256: counts.sha256 } } }),
    corpus: {
      ...config.corpus,
      families: Object.fromEntries(families),
      ...(text && { text: text.source === ADDRESSES ? text : { ...text, source: 'files' } }),
    },
    model: Object.fromEntries(Object.entries(config.model).filter(([key]) => !aside.includes(key))),
  };
}

/** A corpus whose tables of facts are named from a folder, for a file that is read there. */
export function factsFrom(corpus: ModelRunConfig['corpus'], folder: string): ModelRunConfig['corpus'] {
  const from = (path: string): string => (isAbsolute(path) ? path : relative(folder, path));
  const families = Object.entries(corpus.families).map(([name, family]) => {
    if (!isTable(family)) return [name, family] as const;
    const { file, responses } = family;
    const listed = typeof responses === 'string' && { responses: from(responses) };
    return [name, { ...family, file: from(file), ...listed }] as const;
  });
  const { text } = corpus;
  return {
    ...corpus,
    families: Object.fromEntries(families),
    ...(text &&
      text.source !== ADDRESSES && {
        text: { ...text, source: typeof text.source === 'string' ? from(text.source) : text.source.map(from) },
      }),
  };
}

function foundPath(path: string, beside: string): string {
  if (isAbsolute(path) || existsSync(path)) return path;
  const other = join(beside, path);
  return existsSync(other) ? relative('.', other) : path;
}

/** SHA-256 of the content of files. @throws UserError for a file that cannot be read, or whose content is another one */
function checkedDigest({ path, files, sha256, most }: Pinned): string {
  const digest = createHash('sha256');
  for (const [key, file] of files) {
    try {
      digest.update(digestOf(file, most));
    } catch (error) {
      const place = { keyPath: `${path}.${key}`, where: file };
      if (error instanceof UserError) throw error.amended((problem) => ({ ...problem, ...place }));
      const problem = systemProblem(error);
      if (problem === undefined) throw error;
      throw new UserError({ ...problem, ...place });
    }
  }
  const found = digest.digest('hex');
  if (sha256 === undefined || sha256 === found) return found;
  throw new UserError({
    code: 'other-content',
    summary: files.length === 1 ? 'the table has changed' : 'the files have changed',
    keyPath: `${path}.sha256`,
    where: files[0][1],
    found,
    allowed: sha256,
    hint: 'begin the command anew; leave sha256 out if it stands in your file',
  });
}

/** Digests that this process has made: the runs of a sweep share files, which may hold gigabytes. */
const digests = new Map<string, Buffer>();

/** The buffer through which files are read, one at a time. */
const PIECE = Buffer.allocUnsafe(2 ** 22);

/** SHA-256 of the content of a file, read piece by piece: it may be larger than one buffer can be. @param most bytes of it */
function digestOf(path: string, most: number): Buffer {
  const found = statSync(path);
  if (!found.isFile() && !found.isDirectory())
    throw new UserError({
      code: 'no-file',
      summary: 'not a file in a folder',
      found: 'a pipe or a device, which can be read only once',
      hint: 'write it to a file, and name the file',
    });
  const file = openSync(path, 'r');
  try {
    const stats = fstatSync(file, { bigint: true });
    const content = `${fileIdentity(stats, path)} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
    const before = digests.get(content);
    if (before !== undefined) return before;
    const hash = createHash('sha256');
    let length = 0;
    for (let read = readSync(file, PIECE); read > 0; read = readSync(file, PIECE)) {
      length += read;
      if (length > most) throw tooLarge(path);
      hash.update(PIECE.subarray(0, read));
    }
    const digest = hash.digest();
    digests.set(content, digest);
    return digest;
  } finally {
    closeSync(file);
  }
}

function tooLarge(file: string): UserError {
  return new UserError({
    code: 'too-large',
    summary: 'the file is too large for a table of facts',
    where: file,
    found: `more than ${MOST_FACT_BYTES / 2 ** 20} MiB of texts`,
    hint: 'leave columns and rows out that the experiment does not need',
  });
}

/** Tables that this process has read, by path and digest: the runs of a sweep share them. */
const known = new Map<string, Promise<FactTable>>();

/**
 * Reads all tables of a config.
 * @throws UserError for a file that cannot be read, or that has changed since the config was pinned, or while it was read
 */
export async function readFacts(config: ModelRunConfig): Promise<FactReader> {
  const tables = new Map<string, FactTable>();
  const lists = new Map<string, readonly string[]>();
  for (const [name, family] of Object.entries(config.corpus.families)) {
    if (!isTable(family)) continue;
    const { file, responses } = family;
    const pinned = filesOfFamily(name, family);
    const sha256 = checkedDigest(pinned);
    const key = `${sha256} ${file}`;
    const reading = (): Promise<FactTable> =>
      tableIn(file).catch((error: unknown) => {
        throw withKey(error, `${pinned.path}.file`);
      });
    const table = known.get(key) ?? reading();
    known.set(key, table);
    tables.set(file, await table);
    if (typeof responses === 'string') lists.set(responses, linesIn(responses));
    checkedDigest({ ...pinned, sha256 });
  }
  const documents = config.corpus.text && (await readText(config.corpus.text));
  return { table: (file) => tables.get(file)!, lines: (file) => lists.get(file)!, documents: () => documents! };
}

/** The documents that this process has read last, by their digest: the runs of a sweep share them. */
let textRead: { readonly key: string; readonly documents: Promise<Documents> } | undefined;

/** @throws UserError for a file that cannot be read, that has changed, or that has no text */
async function readText(text: TextConfig): Promise<Documents> {
  const pinned = filesOfText(text);
  const sha256 = pinned === undefined ? ADDRESSES : checkedDigest(pinned);
  if (textRead?.key !== sha256)
    textRead = {
      key: sha256,
      documents:
        pinned === undefined
          ? documentsIn([ADDRESSES_FILE])
          : readDocuments(
              pinned.files.map(([, file]) => file),
              { sha256, confirm: () => void checkedDigest({ ...pinned, sha256 }) },
            ),
    };
  return textRead.documents;
}

/** The table of counts of a config. @throws UserError if it cannot be read, or has changed since the config was pinned */
export async function readCounts(counts: CountsConfig): Promise<FactTable> {
  checkedDigest(filesOfCounts(counts));
  const table = await tableIn(counts.file).catch((error: unknown) => {
    throw withKey(error, 'measurement.counts.file');
  });
  checkedDigest(filesOfCounts(counts));
  return table;
}

/** A user's mistake with the key that names its file. */
function withKey(error: unknown, keyPath: string): unknown {
  return error instanceof UserError ? error.amended((problem) => ({ keyPath, ...problem })) : error;
}

function tableIn(file: string): Promise<FactTable> {
  return withDatabase(async (database) => {
    const tables = await openTables(database, [file], Readable.from([]));
    const { columns } = tables;
    const names = columns.map((_, at) => `c${at}`);
    const all = await tables.select(Object.fromEntries(columns.map((column, at) => [names[at], column])));
    // A packed table of a few bytes may hold more than fits into memory.
    const sql = `SELECT * FROM (${all}) LIMIT ${MOST_PROMPTS + 1}`;
    const lengths = names.map((name) => `coalesce(strlen(${name}), 0)`).join(' + ');
    const [{ bytes }] = await database.rows(`SELECT sum(${lengths})::DOUBLE AS bytes FROM (${sql})`);
    if (Number(bytes) > MOST_FACT_BYTES) throw tooLarge(file);
    const rows = await database.rows(sql);
    return {
      columns,
      rows: rows.map((row, at) => ({
        place: `row ${at + 1}`,
        cells: Object.fromEntries(columns.map((column, c) => [column, (row[names[c]] as string | null) ?? ''])),
      })),
    };
  });
}

function linesIn(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
}
