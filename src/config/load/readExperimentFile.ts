import { readFileSync, statSync } from 'node:fs';
import { type Problem, UserError } from '../../errors/userError.js';

// Experiments are a few kilobytes; a result table given by mistake should not be parsed.
const MAX_BYTES = 1_000_000;

/** @throws UserError for a missing file, a folder, a file that cannot be read, or one that is too large for an experiment */
export function readExperimentFile(file: string): string {
  const refuse = (problem: Omit<Problem, 'where'>): never => {
    throw new UserError({ where: file, ...problem });
  };
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES)
      refuse({
        code: 'file-too-large',
        summary: 'not an experiment',
        found: `${size} bytes`,
        allowed: `at most ${MAX_BYTES}`,
      });
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return refuse({
        code: 'missing-file',
        summary: 'no such file',
        allowed: 'the path of an experiment file (YAML)',
      });
    if (code === 'EISDIR')
      return refuse({
        code: 'directory',
        summary: 'a folder, not a file',
        allowed: 'the path of an experiment file (YAML)',
      });
    return refuse({ code: 'unreadable-file', summary: 'the file cannot be read', found: message });
  }
}
