/**
 * Checksums of the files of a folder, taken when they were complete, in a file `manifest.json` beside them.
 * Equal manifests are equal texts, and a manifest holds a checksum of itself, so a changed manifest is not mistaken for a
 * changed file.
 */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { closeSync, lstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from './atomicFile.js';
import { hexDigest } from './hexDigest.js';
import { fromJson, toJson } from './specialNumbers.js';
import { listDir } from './temporaryFolder.js';

export const MANIFEST_FILE = 'manifest.json';

/** Files that are written into the folder of an experiment, beside its runs and the list of checksums. */
export const EXPERIMENT_FILES = [
  'runs.arrow',
  'curves.arrow',
  'timelines.arrow',
  'responses.arrow',
  'report.html',
] as const;

/** Files of a corpus, which have no list of checksums, by the format that `corpus` is asked for. */
export const CORPUS_FILES = {
  arrow: ['examples.arrow', 'prompts.arrow', 'responses.arrow'],
  jsonl: ['examples.jsonl', 'prompts.jsonl', 'responses.jsonl'],
  txt: ['examples.txt'],
} as const;

export type CorpusFormat = keyof typeof CORPUS_FILES;

/** Describes a corpus, and lists its files. */
export const CORPUS_CARD = 'corpus.json';

/** Size and checksum of a file. */
interface Seal {
  readonly bytes: number;
  /** 64 hex digits. */
  readonly sha256: string;
}

/** Seals by path inside the folder, with `/` between names. */
export type Manifest = Readonly<Record<string, Seal>>;

/**
 * The fault of a file. A `foreign` file does no harm. A file that the system cannot show now (EIO, EACCES, ESTALE, EMFILE) is
 * `unreadable`: it may be sound. The other faults are damage.
 */
export type Fault = 'missing' | 'truncated' | 'altered' | 'unreadable' | 'foreign';

export interface Damage {
  /** Path inside the folder that was checked. */
  readonly file: string;
  readonly fault: Fault;
  /** The fault in words, with its numbers. */
  readonly detail: string;
}

/** Largest size of a file, in bytes, that `quickDamage` always hashes. */
const QUICK_BYTES = 2 ** 22;

/** Writes the checksums of the named files of a folder; by default, of all its files. */
export async function writeManifest(dir: string, files?: readonly string[]): Promise<void> {
  const names = files ?? (await filesIn(dir)).filter((name) => name !== MANIFEST_FILE);
  const seals: [string, Seal][] = [];
  for (const name of [...names].sort())
    seals.push([name, { bytes: statSync(join(dir, name)).size, sha256: sha256Of(join(dir, name)) }]);
  await writeFileAtomically(join(dir, MANIFEST_FILE), manifestText(Object.fromEntries(seals)));
}

/** The text of a manifest's file. */
export function manifestText(files: Manifest): string {
  return toJson({ files, sha256: hexDigest(toJson(files)) });
}

/** Removes the manifest of a folder before its files are written anew, so that it never describes files it does not know. */
export async function removeManifest(dir: string): Promise<void> {
  await rm(join(dir, MANIFEST_FILE), { force: true });
}

/** Compares every file of a folder with its manifest, byte by byte. Faults of the manifest itself are findings too. */
export async function verifyManifest(
  dir: string,
): Promise<{ readonly manifest: Manifest; readonly findings: readonly Damage[] }> {
  const read = orUnreadable(MANIFEST_FILE, () => readManifest(dir));
  if (read === undefined || 'fault' in read) return { manifest: {}, findings: read === undefined ? [] : [read] };
  const findings: Damage[] = [];
  for (const [file, seal] of Object.entries(read.manifest)) {
    const path = join(dir, file);
    const found = orUnreadable(file, () => sizeDamage(path, file, seal) ?? contentDamage(path, file, seal));
    if (found) findings.push(found);
  }
  return { manifest: read.manifest, findings };
}

/** The result of `look`, or the finding that the system cannot show the file. */
function orUnreadable<T>(file: string, look: () => T): T | Damage {
  try {
    return look();
  } catch (error) {
    return { file, fault: 'unreadable', detail: (error as Error).message };
  }
}

/**
 * The first fault that a quick check finds: it checks the size of every file, and the content of small files. Synchronous,
 * because it checks thousands of folders in a row.
 * @param needed names of files whose content is checked whatever their size, because they will be used
 * @throws the system's error for a file that is there and cannot be read: it may be sound
 */
export function quickDamage(dir: string, needed: readonly string[] = []): Damage | undefined {
  const read = readManifest(dir);
  if ('fault' in read) return read;
  for (const [file, seal] of Object.entries(read.manifest)) {
    const path = join(dir, file);
    const found =
      sizeDamage(path, file, seal) ??
      (seal.bytes <= QUICK_BYTES || needed.includes(file) ? contentDamage(path, file, seal) : undefined);
    if (found) return found;
  }
  return undefined;
}

/** Paths of all files in a folder and its subfolders, with `/` between names, sorted. */
export async function filesIn(dir: string, prefix = ''): Promise<readonly string[]> {
  const entries = await listDir(join(dir, prefix));
  const lists = await Promise.all(
    entries.map((entry) =>
      entry.isDirectory() ? filesIn(dir, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
    ),
  );
  return lists.flat().sort();
}

/**
 * Reads the manifest of a folder; one that is missing or altered is a finding.
 * @throws the system's error if it is there and cannot be read
 */
export function readManifest(dir: string): { readonly manifest: Manifest } | Damage {
  let text: string;
  try {
    const path = join(dir, MANIFEST_FILE);
    const found = statSync(path);
    // A pipe or a device would never end.
    if (!found.isFile() && !found.isDirectory())
      return { file: MANIFEST_FILE, fault: 'altered', detail: 'it is no file' };
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return missing(join(dir, MANIFEST_FILE), MANIFEST_FILE, error);
  }
  try {
    const content = fromJson(text) as { readonly files: Manifest };
    if (isManifest(content.files) && manifestText(content.files) === text) return { manifest: content.files };
  } catch {
    // A broken text is reported below.
  }
  return { file: MANIFEST_FILE, fault: 'altered', detail: 'not as it was written' };
}

function isManifest(files: unknown): files is Manifest {
  if (typeof files !== 'object' || files === null) return false;
  return Object.entries(files).every(
    ([name, seal]) =>
      !name.split('/').includes('..') &&
      Number.isInteger((seal as Partial<Seal> | null)?.bytes) &&
      typeof (seal as Partial<Seal>).sha256 === 'string',
  );
}

function sizeDamage(path: string, file: string, { bytes }: Seal): Damage | undefined {
  let found: Stats;
  try {
    found = statSync(path);
  } catch (error) {
    return missing(path, file, error);
  }
  if (!found.isFile()) return { file, fault: 'missing', detail: 'it is no file' };
  if (found.size === bytes) return undefined;
  return {
    file,
    fault: found.size < bytes ? 'truncated' : 'altered',
    detail: `${found.size} bytes, ${bytes} when it was written`,
  };
}

function contentDamage(path: string, file: string, { sha256 }: Seal): Damage | undefined {
  try {
    return sha256Of(path) === sha256 ? undefined : altered(file);
  } catch (error) {
    return missing(path, file, error);
  }
}

/**
 * The finding that a file is missing.
 * @throws `error` itself if the file is there: a link that leads nowhere now is there, too, because its disk may come back
 */
function missing(path: string, file: string, error: unknown): Damage {
  const { code } = error as NodeJS.ErrnoException;
  const isAbsent = code === 'ENOENT' || code === 'ENOTDIR';
  if (!isAbsent || lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) throw error;
  return { file, fault: 'missing', detail: 'the file does not exist' };
}

function altered(file: string): Damage {
  return { file, fault: 'altered', detail: 'the right size, but another content than was written' };
}

/** The buffer through which files are read, one at a time. */
const PIECE = Buffer.allocUnsafe(2 ** 20);

function sha256Of(path: string): string {
  const [hash, file] = [createHash('sha256'), openSync(path, 'r')];
  try {
    for (let read = readSync(file, PIECE); read > 0; read = readSync(file, PIECE)) hash.update(PIECE.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}
