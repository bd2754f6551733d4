/**
 * Documents and tokens of texts that are larger than memory, kept in the system's temporary folder for other processes and later commands.
 * Each is a folder that is named by all that decides its content; it is written under another name and then renamed, and its
 * checksums are compared before it is read, so that nothing half-written or damaged is ever used.
 */
import { lstatSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { endianness, tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from 'node:process';
import type { KeptText, TextWriter } from '../../corpus/prose/keptText.js';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';
import { hexDigest } from '../../store/hexDigest.js';
import { MANIFEST_FILE, type Manifest, manifestText, quickDamage, readManifest } from '../../store/manifest.js';
import { isOurs, makeTemporaryFolder, removeTemporaryFolder } from '../../store/temporaryFolder.js';
import { integersIn, integersWriter, type Width, widthOf } from './integersFile.js';
import { openedFile, type SealedFile, sealedFile } from './sealedFile.js';
import { linesIn, linesWriter } from './textLines.js';

/** Raised where the tokens of a text, or the form of these files, change. */
const FORM = 1;

/** Says what the other files of a folder hold. */
const CARD_FILE = 'card.json';

interface Card {
  readonly integers: Readonly<Record<string, { readonly width: Width; readonly length: number }>>;
  readonly texts: Readonly<Record<string, number>>;
  readonly rest: object;
}

/** The folder of all kept texts of this user. TMPDIR names another temporary folder. */
export function keptTextsFolder(): string {
  return join(tmpdir(), `hallucination-rate-texts-${getuid?.() ?? 'user'}`);
}

/** Parts of what decides a text, which JSON can write. */
type Key = readonly unknown[];

export interface KeptTexts {
  /** Returns what is kept under a key; undefined where it is missing or damaged. */
  open(key: Key): KeptText | undefined;
  /** Begins to write what shall be kept under a key. */
  begin(key: Key): PendingText;
  /** Returns what is kept under a key, after `write` if need be. */
  kept(key: Key, write: (writer: TextWriter) => void): KeptText;
}

/** A text that is being written: others see it when it is committed. */
export interface PendingText {
  readonly writer: TextWriter;
  commit(): void;
  /** Removes what was written, unless it was committed. */
  drop(): void;
}

/**
 * @param root by default the user's folder of kept texts; made when something is written
 * @throws UserError, as its functions do, where files cannot be written or read
 */
export function keptTexts(root: string = keptTextsFolder()): KeptTexts {
  const placeOf = (key: Key): string =>
    join(root, hexDigest(JSON.stringify([FORM, endianness(), ...key])).slice(0, 32));
  const open = (key: Key): KeptText | undefined =>
    onDisk(root, () => (isOurs(root) ? openText(placeOf(key)) : undefined));
  const begin = (key: Key): PendingText =>
    onDisk(root, () => {
      makeRoot(root);
      return pendingText(root, placeOf(key));
    });
  return {
    open,
    begin: (key) => {
      const { writer, commit, drop } = begin(key);
      return { writer, commit: () => onDisk(root, commit), drop };
    },
    kept(key, write) {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const found = open(key);
        if (found !== undefined) return found;
        const pending = begin(key);
        try {
          onDisk(root, () => {
            write(pending.writer);
            pending.commit();
          });
        } finally {
          pending.drop();
        }
      }
      throw keptIsLost(root);
    },
  };
}

/** Times that a text is made which another program removes or damages at once. */
const MOST_TRIES = 3;

/** A text that was kept and is damaged or gone at once. */
export function keptIsLost(root: string): UserError {
  return new UserError({
    code: 'other-content',
    summary: 'what is kept of a large text is damaged, or gone, as soon as it is written',
    where: root,
    hint: 'look at the disk, or for a program that empties the folder; TMPDIR names another temporary folder',
  });
}

function openText(place: string): KeptText | undefined {
  if (lstatSync(place, { throwIfNoEntry: false }) === undefined) return undefined;
  const manifest = soundManifest(place);
  if (manifest === undefined) return undefined;
  const card = JSON.parse(readFileSync(join(place, CARD_FILE), 'utf8')) as Card;
  const integers = new Map(
    Object.entries(card.integers).map(([name, { width, length }]) => [
      name,
      integersIn(openedFile(join(place, name)), width, length),
    ]),
  );
  const texts = new Map(
    Object.entries(card.texts).map(([name, length]) => {
      const file = textsFile(name);
      return [name, linesIn(openedFile(join(place, file)), manifest[file].bytes, length)];
    }),
  );
  return { integers: (name) => integers.get(name)!, texts: (name) => texts.get(name)!, rest: () => card.rest };
}

function textsFile(name: string): string {
  return `${name}.txt`;
}

function pendingText(root: string, place: string): PendingText {
  const folder = makeTemporaryFolder(root);
  const files: SealedFile[] = [];
  const begun = (name: string): SealedFile => {
    const file = sealedFile(join(folder, name));
    files.push(file);
    return file;
  };
  const seals: Record<string, Manifest[string]> = {};
  const ends: (() => void)[] = [];
  const integers: Record<string, Card['integers'][string]> = {};
  const texts: Record<string, number> = {};
  let rest: object = {};
  const writeJson = (name: string, text: string): void => {
    const file = begun(name);
    file.write(new TextEncoder().encode(text));
    seals[name] = file.end();
  };
  return {
    writer: {
      integers(name, most) {
        const file = begun(name);
        const width = widthOf(most);
        const list = integersWriter(file, width);
        ends.push(() => {
          integers[name] = { width, length: list.end() };
          seals[name] = file.end();
        });
        return list.push;
      },
      texts(name) {
        const file = begun(textsFile(name));
        const list = linesWriter(file);
        ends.push(() => {
          texts[name] = list.end();
          seals[textsFile(name)] = file.end();
        });
        return list.push;
      },
      rest(value) {
        rest = value;
      },
    },
    commit() {
      for (const end of ends) end();
      writeJson(CARD_FILE, JSON.stringify({ integers, texts, rest } satisfies Card));
      writeJson(MANIFEST_FILE, manifestText({ ...seals }));
      putInPlace(root, folder, place);
    },
    drop() {
      for (const file of files) file.close();
      removeTemporaryFolder(folder);
    },
  };
}

/** Renames a complete folder to its place. One that another process has put there meanwhile stays; a damaged one goes. */
function putInPlace(root: string, folder: string, place: string): void {
  try {
    renameSync(folder, place);
    return;
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  if (soundManifest(place) !== undefined) return;
  const aside = makeTemporaryFolder(root);
  try {
    renameSync(place, join(aside, 'damaged'));
    renameSync(folder, place);
  } finally {
    removeTemporaryFolder(aside);
  }
}

/** The checksums of a folder whose files have them; undefined where it is missing or damaged. */
function soundManifest(place: string): Manifest | undefined {
  const read = readManifest(place);
  if ('fault' in read) return undefined;
  return quickDamage(place, Object.keys(read.manifest)) === undefined ? read.manifest : undefined;
}

/** Makes the folder of all texts, for this user alone. @throws UserError where another user has one of this name */
function makeRoot(root: string): void {
  try {
    mkdirSync(root, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (isOurs(root)) return;
  throw new UserError({
    code: 'foreign-folder',
    summary: 'the folder for large texts is not yours',
    where: root,
    hint: 'TMPDIR names another temporary folder',
  });
}

/** @throws UserError with a remedy where the disk fails, or is full */
function onDisk<T>(root: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    const problem = error instanceof UserError ? undefined : systemProblem(error);
    if (problem === undefined) throw error;
    const remedy =
      'a large text needs one and a half times its size there, and more for each other vocabulary; TMPDIR names another temporary folder';
    throw new UserError({ ...problem, where: problem.where ?? root, hint: `${problem.hint}; ${remedy}` });
  }
}
