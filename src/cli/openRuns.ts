/** Opens the runs of a folder for commands that only read: an experiment's folder, or a single run's. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isSystemError } from '../errors/systemError.js';
import { UserError } from '../errors/userError.js';
import { quickDamage } from '../store/manifest.js';
import { RUN_NAME } from '../store/runFolder.js';
import { fromJson } from '../store/specialNumbers.js';
import { decodeTable, readTable, type StoredTable } from '../store/tables.js';
import { runsTable } from '../sweep/tables/resultTables.js';
import type { RunResult } from '../sweep/tables/runResult.js';

export interface OpenedRuns {
  /** The table `runs.arrow`, or the same table for a single run. */
  readonly runs: StoredTable;
  /** Reads the resolved config of each row. */
  readonly configs: () => readonly unknown[];
}

/** @throws UserError for a folder without runs, or a damaged run or table */
export async function openRuns(directory: string): Promise<OpenedRuns> {
  const [file, name] = [join(directory, 'runs.arrow'), basename(resolve(directory))];
  if (RUN_NAME.test(name) && existsSync(join(directory, 'result.json'))) {
    const damage = quickDamage(directory);
    if (damage)
      throw new UserError({
        code: 'damaged',
        summary: `the run is damaged: ${damage.file} is ${damage.fault}`,
        where: directory,
        found: damage.detail,
        hint: 'the command that made the run makes it again',
      });
    const result = fromJson(readFileSync(join(directory, 'result.json'), 'utf8')) as RunResult;
    return { runs: decodeTable(runsTable(name, [result])), configs: () => [configIn(directory)] };
  }
  if (!existsSync(directory))
    throw new UserError({
      code: 'no-folder',
      summary: 'there is no such folder',
      where: directory,
      allowed: "an experiment's folder in the run store",
    });
  if (!existsSync(file))
    throw new UserError({
      code: 'no-runs',
      summary: 'this folder has no table of runs',
      where: directory,
      found: 'no file runs.arrow',
      allowed: "an experiment's folder in the run store",
      hint: await experimentsIn(directory),
    });
  if (statSync(file).size === 0) throw unreadable(file, 'an empty file');
  const runs = await readTable(file).catch((error: Error) => {
    throw isSystemError(error) ? error : unreadable(file, error.message);
  });
  return { runs, configs: () => (runs.columns.run ?? []).map((run) => configIn(join(directory, String(run)))) };
}

function unreadable(file: string, found: string): UserError {
  return new UserError({
    code: 'damaged',
    summary: 'the table of runs cannot be read',
    where: file,
    found,
    hint: 'the command that made the table writes it again',
  });
}

function configIn(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
}

/** A hint that names the experiments in a folder, in case the user named the whole store. */
async function experimentsIn(directory: string): Promise<string | undefined> {
  const names = await readdir(directory).catch(() => []);
  const experiments = names.filter((name) => existsSync(join(directory, name, 'runs.arrow')));
  return experiments.length === 0
    ? undefined
    : `did you mean ${experiments
        .slice(0, 5)
        .map((name) => join(directory, name))
        .join(', ')}${experiments.length > 5 ? ' …' : ''}?`;
}

/** Names of columns from a flag that may be repeated, or hold several names with commas. */
export function namesIn(words: readonly string[]): readonly string[] {
  return words.flatMap((each) => each.split(',')).filter((each) => each !== '');
}
