/** Files of people's own facts, which families of the kind `table` name: found, pinned by their content, and read. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import type { FactReader, FactTable } from '../../corpus/factTable.js';
import { withDatabase } from '../../data/database.js';
import { openTables } from '../../data/openTables.js';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';
import { type AnyConfig, isStudy, type ModelRunConfig } from '../experimentSchemas.js';

type Family = ModelRunConfig['corpus']['families'][string];
type TableFamily = Extract<Family, { readonly kind: 'table' }>;

function isTable(family: Family): family is TableFamily {
  return family.kind === 'table';
}

/** Files that a family reads, in a fixed order. */
function filesOf({ file, responses }: TableFamily): readonly string[] {
  return typeof responses === 'string' ? [file, responses] : [file];
}

/**
 * Returns the config with the digest of each table, and with its path from the present folder. A path that is not there is looked up
 * beside the experiment's file.
 * @param beside folder of the experiment's file
 * @throws UserError for a file that cannot be read, or whose content is not what the config says
 */
export function pinnedFacts<Config extends AnyConfig>(config: Config, beside: string): Config {
  if (isStudy(config)) return config;
  const families = Object.entries(config.corpus.families).map(([name, family]) => {
    if (!isTable(family)) return [name, family] as const;
    const found = {
      ...family,
      file: foundPath(family.file, beside),
      ...(typeof family.responses === 'string' && { responses: foundPath(family.responses, beside) }),
    };
    return [name, { ...found, sha256: checkedDigest(name, found) }] as const;
  });
  return { ...config, corpus: { ...config.corpus, families: Object.fromEntries(families) } };
}

/** The config without the places of its tables: their content alone decides what a run gives. */
export function withoutPlaces(config: ModelRunConfig): unknown {
  const families = Object.entries(config.corpus.families).map(([name, family]) => {
    if (!isTable(family)) return [name, family] as const;
    const { file, responses, ...content } = family;
    const listed = typeof responses === 'string' ? { responses: 'listed' } : responses !== undefined && { responses };
    return [name, { ...content, ...listed }] as const;
  });
  return { ...config, corpus: { ...config.corpus, families: Object.fromEntries(families) } };
}

function foundPath(path: string, beside: string): string {
  if (isAbsolute(path) || existsSync(path)) return path;
  const other = join(beside, path);
  return existsSync(other) ? relative('.', other) : path;
}

/** SHA-256 of the content of a family's files. */
function checkedDigest(name: string, family: TableFamily): string {
  const digest = createHash('sha256');
  for (const file of filesOf(family)) {
    const keyPath = `corpus.families.${name}.${file === family.file ? 'file' : 'responses'}`;
    try {
      digest.update(createHash('sha256').update(readFileSync(file)).digest());
    } catch (error) {
      const problem = systemProblem(error);
      if (problem === undefined) throw error;
      throw new UserError({ ...problem, keyPath, where: file });
    }
  }
  const found = digest.digest('hex');
  if (family.sha256 === undefined || family.sha256 === found) return found;
  throw new UserError({
    code: 'other-facts',
    summary: 'the table has changed',
    keyPath: `corpus.families.${name}.sha256`,
    where: family.file,
    found,
    allowed: family.sha256,
    hint: 'begin the command anew; leave sha256 out if it stands in your file',
  });
}

/** Tables that this process has read, by path and digest: the runs of a sweep share them. */
const known = new Map<string, Promise<FactTable>>();

/**
 * Reads all tables of a config.
 * @throws UserError for a file that cannot be read, or that has changed since the config was pinned
 */
export async function readFacts(config: ModelRunConfig): Promise<FactReader> {
  const tables = new Map<string, FactTable>();
  for (const [name, family] of Object.entries(config.corpus.families)) {
    if (!isTable(family)) continue;
    const key = `${checkedDigest(name, family)} ${family.file}`;
    const table = known.get(key) ?? tableIn(family.file);
    known.set(key, table);
    tables.set(family.file, await table);
  }
  return { table: (file) => tables.get(file)!, lines: linesIn };
}

function tableIn(file: string): Promise<FactTable> {
  return withDatabase(async (database) => {
    const tables = await openTables(database, [file], Readable.from([]));
    const { columns } = tables;
    const names = columns.map((_, at) => `c${at}`);
    const sql = await tables.select(Object.fromEntries(columns.map((column, at) => [names[at], column])));
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
