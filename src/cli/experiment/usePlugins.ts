/** Plugins of a command: those that an experiment file names, and those of --plugin. */
import { Console } from 'node:console';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readExperimentFile } from '../../config/load/readExperimentFile.js';
import { parseYaml } from '../../config/load/yamlText.js';
import { isMapping } from '../../config/paths.js';
import { pluginsSchema } from '../../config/schema/experimentKeys.js';
import { UserError } from '../../errors/userError.js';
import { installKinds } from '../../plugins/kindsInForce.js';
import { type LoadedPlugin, loadPlugin } from '../../plugins/loadPlugin.js';
import { pluginFile } from '../../plugins/pluginFiles.js';
import type { OpenedExperiment } from './loadTasks.js';

/** An experiment as written. */
interface WrittenFile {
  readonly source: string;
  /** Path of its file, beside which its plugins lie. */
  readonly file: string;
}

/**
 * Reads an experiment, once because it may be a pipe, and imports its plugins.
 * @param named by --plugin
 * @throws UserError for a file or a plugin that cannot be used
 */
export async function openExperiment(file: string, named: readonly string[]): Promise<OpenedExperiment> {
  const source = readExperimentFile(file);
  return { source, plugins: await usePlugins(named, { source, file }) };
}

/**
 * Imports plugins, and puts their kinds in force in this process.
 * @param named by --plugin
 * @throws UserError for a plugin that cannot be used
 */
export async function usePlugins(named: readonly string[], written?: WrittenFile): Promise<readonly LoadedPlugin[]> {
  const entries = [
    ...named.map((name) => ({ file: pluginFile(name, '.'), sha256: undefined })),
    ...(written === undefined ? [] : pluginsOfFile(written)),
  ];
  if (entries.length === 0) return [];
  logToStderr();
  const plugins = new Map<string, LoadedPlugin>();
  for (const { file, sha256 } of entries) {
    const plugin = await loadPlugin(file, sha256);
    plugins.set(resolve(file), plugins.get(resolve(file)) ?? plugin);
  }
  const loaded = [...plugins.values()];
  installKinds(loaded);
  return loaded;
}

/** Plugins that an experiment names. Where they are not written as they should, the check of the whole file reports it. */
function pluginsOfFile({
  source,
  file,
}: WrittenFile): readonly { readonly file: string; readonly sha256?: string | undefined }[] {
  const { value, locate } = parseYaml(source, (line, column) => `${file}:${line}:${column}`);
  const named = pluginsSchema.safeParse(isMapping(value) ? value.plugins : undefined);
  const folder = statSync(file, { throwIfNoEntry: false })?.isFile() ? dirname(file) : '.'; // a pipe lies nowhere
  return (named.data ?? []).map((entry, at) => {
    try {
      return { ...entry, file: pluginFile(entry.file, folder) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw error.amended((problem) => ({ ...problem, keyPath: `plugins[${at}]`, where: locate(['plugins', at]) }));
    }
  });
}

/** Lets plugins write to stderr where they log: stdout holds results, which other programs read. */
function logToStderr(): void {
  globalThis.console = new Console(process.stderr, process.stderr);
}
