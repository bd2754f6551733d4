/** Refusal of folders that hold files which this program did not make, under the names of those that it would write. */
import { closeSync, existsSync, lstatSync, openSync, readSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { UserError } from '../errors/userError.js';
import { CORPUS_CARD, CORPUS_FILES, EXPERIMENT_FILES, MANIFEST_FILE, readManifest } from '../store/manifest.js';
import { ANSWERS_FOLDER, completeRuns, DAMAGED_FOLDER } from '../store/runFolder.js';
import { readCard } from './tables/corpusCard.js';

/** Folders in it. */
const EXPERIMENT_FOLDERS = ['failed', 'slurm', DAMAGED_FOLDER, ANSWERS_FOLDER];
/** Files that `reproduce` writes above the folders of its experiments. */
const REPRODUCTION_FILES = ['report.html', 'claims.json'];

/** Texts near the beginning or the end of files that this program wrote, by their names or the ending of their names. */
const MARKS: Readonly<Record<string, string>> = {
  '.html': `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-`,
  '.arrow': 'schemaVersion',
  'examples.arrow': 'promptId',
  'prompts.arrow': 'promptId',
  '.json': '"claims":[',
};
/**
 * Bytes at the beginning and at the end in which a mark is looked for: the metadata of an Arrow file stand at its end, behind the
 * schema of all columns.
 */
const LOOKED_AT = 2 ** 22;

/** @throws UserError that names a file in the folder of an experiment that this program did not make */
export async function refuseForeignExperiment(dir: string): Promise<void> {
  if (!existsSync(dir)) return;
  for (const name of EXPERIMENT_FOLDERS) {
    if (lstatSync(join(dir, name), { throwIfNoEntry: false })?.isDirectory() === false)
      throw notOurs(join(dir, name), 'a file where this program would make a folder');
  }
  refuseForeign(dir, EXPERIMENT_FILES, (await completeRuns(dir).catch(() => [])).length > 0);
}

/** @throws UserError that names a file in the folder of `reproduce` that this program did not make */
export function refuseForeignReproduction(dir: string): void {
  if (existsSync(dir)) refuseForeign(dir, REPRODUCTION_FILES, false);
}

/** @throws UserError that names a file which `corpus` would replace, and did not make */
export function refuseForeignCorpus(dir: string): void {
  const listed = filesOfCard(dir);
  for (const name of [...Object.values(CORPUS_FILES).flat(), CORPUS_CARD]) {
    const path = join(dir, name);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) continue;
    const isOurs = name === CORPUS_CARD ? listed !== undefined : (listed?.includes(name) ?? false) || hasMark(path);
    if (!isOurs) throw notOurs(path, 'a file that no `corpus` of this program wrote');
  }
}

/** Names of the files that the card of a corpus lists; undefined where there is no card of this program. */
export function filesOfCard(dir: string): readonly string[] | undefined {
  return existsSync(join(dir, CORPUS_CARD)) ? readCard(dir)?.files : undefined;
}

/** @param holdsRuns then a manifest that is not as it was written is a damaged one of ours */
function refuseForeign(dir: string, names: readonly string[], holdsRuns: boolean): void {
  const read = readManifest(dir);
  if ('fault' in read && read.fault !== 'missing' && !holdsRuns)
    throw notOurs(join(dir, MANIFEST_FILE), 'no list of checksums of this program');
  // Files without a list of checksums: gathering was interrupted, or the list is damaged.
  const listed = 'fault' in read ? [] : Object.keys(read.manifest);
  for (const name of names) {
    const found = lstatSync(join(dir, name), { throwIfNoEntry: false });
    if (found === undefined) continue;
    if (found.isDirectory()) throw notOurs(join(dir, name), 'a folder where this program would write a file');
    const isOurs = 'fault' in read ? hasMark(join(dir, name)) : listed.includes(name);
    if (!isOurs) throw notOurs(join(dir, name), 'a file that no run of this program wrote');
  }
}

/** True if a file begins or ends as those that this program writes. @throws the system's error if it cannot be read */
function hasMark(path: string): boolean {
  const mark = MARKS[basename(path)] ?? MARKS[extname(path)];
  if (mark === undefined || !lstatSync(path).isFile()) return false;
  const [file, bytes] = [openSync(path, 'r'), Buffer.alloc(LOOKED_AT)];
  const marked = (from: number): boolean => bytes.subarray(0, readSync(file, bytes, 0, LOOKED_AT, from)).includes(mark);
  try {
    return marked(0) || marked(Math.max(0, lstatSync(path).size - LOOKED_AT));
  } finally {
    closeSync(file);
  }
}

function notOurs(path: string, found: string): UserError {
  return new UserError({
    code: 'not-ours',
    summary: 'the folder for results holds something that this program did not make',
    where: path,
    found,
    hint: 'nothing was written: move it elsewhere, or choose another folder with --out',
  });
}
