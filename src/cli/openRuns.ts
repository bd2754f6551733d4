/** The runs of a folder, as commands that only look at them take them: an experiment's, or a single run. */
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../errors/userError.js';
import { quickFinding } from '../store/manifest.js';
import { RUN_NAME } from '../store/runFolder.js';
import { fromJson } from '../store/specialNumbers.js';
import { decodeTable, readTable, type StoredTable } from '../store/tables.js';
import { runsTable } from '../sweep/tables/resultTables.js';
import type { RunResult } from '../sweep/tables/runResult.js';

export interface OpenedRuns {
  /** `runs.arrow`, or the same of a single run. */
  readonly runs: StoredTable;
  /** The resolved config of each row. */
  readonly configs: () => readonly unknown[];
}

/** @throws UserError where there are none, or where a single run is damaged */
export async function openRuns(directory: string): Promise<OpenedRuns> {
  const [file, name] = [join(directory, 'runs.arrow'), basename(resolve(directory))];
  if (RUN_NAME.test(name) && existsSync(join(directory, 'result.json'))) {
    const finding = quickFinding(directory);
    if (finding)
      throw new UserError({
        code: 'damaged',
        summary: `the run is damaged: ${finding.file} is ${finding.fault}`,
        where: directory,
        found: finding.detail,
        hint: 'the command that made it makes it again',
      });
    const result = fromJson(readFileSync(join(directory, 'result.json'), 'utf8')) as RunResult;
    return { runs: decodeTable(runsTable(name, [result])), configs: () => [configIn(directory)] };
  }
  if (!existsSync(file))
    throw new UserError({
      code: 'no-runs',
      summary: 'there is no table of runs in this folder',
      where: directory,
      allowed: "an experiment's folder, which holds runs.arrow",
      hint: await experimentsIn(directory),
    });
  const runs = await readTable(file).catch((error: Error) => {
    throw new UserError({
      code: 'damaged',
      summary: 'the table of runs cannot be read',
      where: file,
      found: error.message,
      hint: 'the command that made it writes it again',
    });
  });
  return { runs, configs: () => (runs.columns.run ?? []).map((run) => configIn(join(directory, String(run)))) };
}

function configIn(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
}

/** For somebody who has named the store: which experiments are in it. */
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

/** Names of columns in a flag that may be given again, or with commas between several. */
export function namesIn(words: readonly string[]): readonly string[] {
  return words.flatMap((each) => each.split(',')).filter((each) => each !== '');
}
