/** Finds the run that a command is about, by its folder or by that of its experiment. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { knownModelKind } from '../models/registry.js';
import { RUN_NAME } from '../store/runFolder.js';
import { type AnyConfig, isStudy } from '../sweep/experimentSchemas.js';
import type { RunTask } from '../sweep/run/executeRun.js';
import { openRuns } from './openRuns.js';

/** A stored run: its folder, and what it was made of. */
export interface StoredTask {
  readonly folder: string;
  readonly task: RunTask;
}

/** The run in a folder, or the first network of an experiment's folder; its first run where it has no network. */
export async function networkRun(folder: string): Promise<StoredTask> {
  const taskIn = (at: string): RunTask => ({
    id: basename(resolve(at)),
    parameters: {},
    config: JSON.parse(readFileSync(join(at, 'config.json'), 'utf8')) as AnyConfig,
  });
  if (RUN_NAME.test(basename(resolve(folder))) && existsSync(join(folder, 'config.json')))
    return { folder, task: taskIn(folder) };
  const { runs } = await openRuns(folder);
  const folders = (runs.columns.run ?? []).map((id) => join(folder, String(id)));
  for (const at of folders) {
    const task = taskIn(at); // one after the other: a sweep may have ten thousand
    if (isTrained(task)) return { folder: at, task };
  }
  return { folder: folders[0], task: taskIn(folders[0]) };
}

/** True for a network: of a plugin's, only once the plugin is loaded. */
export function isTrained({ config }: RunTask): boolean {
  return !isStudy(config) && 'network' in (knownModelKind(config.model.kind) ?? {});
}
