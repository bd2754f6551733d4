/** Imports plugins: modules that export definitions. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { execPath } from 'node:process';
import { pathToFileURL } from 'node:url';
import { UserError } from '../errors/userError.js';
import { type Definition, isDefinition } from './definition.js';
import type { PluginDefinitions } from './kindsInForce.js';
import { shortPath, thrown, usersError } from './pluginErrors.js';
import { type PluginContent, pluginContent } from './pluginFiles.js';
import { type PluginLibrary, pluginLibrary } from './pluginLibrary.js';

/** A plugin that was imported. */
export interface LoadedPlugin extends PluginDefinitions {
  /** Path from the present folder. */
  readonly file: string;
  /** Digest of its content. */
  readonly sha256: string;
}

/** Seconds in which a plugin must have been imported. */
const PATIENCE_SECONDS = 60;

/** Plugins that this process has imported, by path and digest. */
const known = new Map<string, Promise<LoadedPlugin>>();

/** Digests of files that this process has imported. Node reads each of them once. */
const imported = new Map<string, string>();

/**
 * Imports a plugin, once in a process.
 * @param file path of the module
 * @param sha256 digest that its content must have
 * @throws UserError for one that cannot be imported, exports no definitions, or has other content
 */
export async function loadPlugin(file: string, sha256?: string): Promise<LoadedPlugin> {
  const content = pluginContent(file);
  if (sha256 !== undefined && content.sha256 !== sha256) throw changed(file, content.sha256, sha256);
  const key = `${resolve(file)} ${content.sha256}`;
  const plugin = known.get(key) ?? importPlugin(file, content);
  known.set(key, plugin);
  return { ...(await plugin), file };
}

async function importPlugin(file: string, content: PluginContent): Promise<LoadedPlugin> {
  const definitions = await definitionsIn(file, await importedModule(file, content));
  // A file that was written in the meantime may not be the one that was imported.
  const { sha256 } = pluginContent(file);
  if (sha256 !== content.sha256) throw changed(file, sha256, content.sha256);
  return { file, sha256, definitions };
}

function changed(file: string, found: string, allowed: string): UserError {
  return new UserError({
    code: 'other-content',
    summary: 'the plugin has changed',
    where: file,
    found,
    allowed,
    hint: 'begin the command anew; leave sha256 out if it stands in your file',
  });
}

type Module = Readonly<Record<string, unknown>>;

async function importedModule(file: string, { files, sha256 }: PluginContent): Promise<Module> {
  const entry = resolve(file);
  const url = pathToFileURL(entry);
  for (const [path, digest] of files) {
    const before = imported.get(path);
    if (before === undefined || before === digest) continue;
    // Node would go on with the old content of a module that another one imports.
    if (path !== entry)
      throw new UserError({
        code: 'other-content',
        summary: 'a module of the plugin has changed since this process imported it',
        where: path,
        hint: 'begin the process anew',
      });
    url.search = sha256;
  }
  for (const [path, digest] of files) imported.set(path, digest);
  try {
    return (await inTime(import(url.href), file)) as Module;
  } catch (error) {
    throw usersError(error) ?? notImported(error, file, [...files.keys()]);
  }
}

function notImported(error: unknown, file: string, files: readonly string[]): UserError {
  const { code, message = '' } = error as NodeJS.ErrnoException;
  const isOurs = code === 'ERR_MODULE_NOT_FOUND' && message.includes("'hallucination-rate'");
  const { where, found, hint } = thrown(error, file);
  return new UserError({
    code: 'plugin-not-imported',
    summary: 'the plugin cannot be imported',
    where: error instanceof SyntaxError ? (brokenLine(files) ?? file) : code === 'ERR_MODULE_NOT_FOUND' ? file : where,
    found,
    hint: isOurs
      ? 'install hallucination-rate beside it, or export a function: export default ({ defineModel, z }) => [ … ]'
      : hint,
  });
}

/** The place of a syntax error, `file:line`, which the error itself does not know. */
function brokenLine(files: readonly string[]): string | undefined {
  for (const file of files) {
    const { stderr } = spawnSync(execPath, ['--check', file], { encoding: 'utf8', timeout: 10_000 });
    const place = /^(?:file:\/\/)?(\/.*):(\d+)$/m.exec(stderr);
    if (place !== null && stderr.includes('SyntaxError')) return `${shortPath(file)}:${place[2]}`;
  }
  return undefined;
}

/** The result of a promise, or an error if it takes too long: a module may wait for ever at its top level. */
async function inTime<Result>(promise: Promise<Result>, file: string): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new UserError({
            code: 'plugin-not-imported',
            summary: `the plugin was not ready after ${PATIENCE_SECONDS} seconds`,
            where: file,
            hint: 'let it await nothing that takes long',
          }),
        ),
      1000 * PATIENCE_SECONDS,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The definitions of a module: its default export, a list, one, or a function that returns them; and its named exports. */
async function definitionsIn(file: string, module: Module): Promise<readonly Definition[]> {
  const { default: main, ...named } = module;
  const given = typeof main === 'function' ? await called(main as PluginFunction, file) : main;
  const listed = Array.isArray(given) ? (given as readonly unknown[]) : given === undefined ? [] : [given];
  const stranger = listed.find((each) => !isDefinition(each));
  if (stranger !== undefined) throw noDefinitions(file, 'its default export holds something else');
  const all = [...listed, ...Object.values(named)].filter(isDefinition);
  if (all.length === 0) throw noDefinitions(file, Object.keys(module).join(', ') || 'no exports');
  return [...new Set(all)];
}

type PluginFunction = (library: PluginLibrary) => unknown;

async function called(main: PluginFunction, file: string): Promise<unknown> {
  try {
    return await inTime(Promise.resolve(main(pluginLibrary)), file);
  } catch (error) {
    throw (
      usersError(error)?.amended((problem) => ({
        ...problem,
        where: `${file}, ${problem.where ?? 'default export'}`,
      })) ??
      new UserError({ code: 'plugin-failed', summary: 'the function of the plugin failed', ...thrown(error, file) })
    );
  }
}

function noDefinitions(file: string, found: string): UserError {
  return new UserError({
    code: 'empty-plugin',
    summary: 'the plugin exports no definitions',
    where: file,
    found,
    allowed:
      'what defineFamily, defineFrequency, defineModel or defineGrader return: alone, in a list, from a function',
  });
}
