/** Files that are written once, with their checksum, and then read in parts. */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { systemProblem } from '../../errors/systemProblem.js';
import { UserError } from '../../errors/userError.js';

/** A file that is being written. */
export interface SealedFile {
  write(bytes: Uint8Array): void;
  /** Flushes it to the disk and closes it. */
  end(): { readonly bytes: number; readonly sha256: string };
  /** Closes it, if it is still open. */
  close(): void;
}

export function sealedFile(path: string): SealedFile {
  const file = openSync(path, 'wx');
  const hash = createHash('sha256');
  let bytes = 0;
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  return {
    write(part) {
      hash.update(part);
      for (let at = 0; at < part.length; ) at += writeSync(file, part, at);
      bytes += part.length;
    },
    end() {
      fsyncSync(file);
      close();
      return { bytes, sha256: hash.digest('hex') };
    },
    close,
  };
}

/** A file that stays open while anything refers to it, so that it can be read when its name is gone. */
export interface OpenFile {
  /** Reads a part into a buffer of its own. @throws UserError where the disk fails, or the file has become shorter */
  read(from: number, length: number): Uint8Array<ArrayBuffer>;
}

const closing = new FinalizationRegistry((file: number) => closeSync(file));

export function openedFile(path: string): OpenFile {
  const file = openSync(path, 'r');
  const opened: OpenFile = {
    read(from, length) {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; ) {
        const read = readIn(path, () => readSync(file, bytes, at, length - at, from + at));
        if (read === 0) throw shorter(path);
        at += read;
      }
      return bytes;
    },
  };
  closing.register(opened, file);
  return opened;
}

/** @param keyPath of the option that names the file  @throws UserError that names the file, where the system gives an error */
export function readIn<T>(path: string, read: () => T, keyPath?: string): T {
  try {
    return read();
  } catch (error) {
    const problem = error instanceof UserError ? undefined : systemProblem(error);
    if (problem === undefined) throw error;
    throw new UserError({ ...problem, where: path, keyPath });
  }
}

function shorter(path: string): UserError {
  return new UserError({
    code: 'other-content',
    summary: 'the file has become shorter while it was read',
    where: path,
    hint: 'give the same command again: what was made of the text is made anew',
  });
}
