/** The files of a plugin: the module itself, and the modules that it imports by relative paths. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { systemProblem } from '../errors/systemProblem.js';
import { UserError } from '../errors/userError.js';
import { hexDigest } from '../store/hexDigest.js';

/** Content of a plugin. */
export interface PluginContent {
  /** SHA-256 of all its files, whatever folder they are in. */
  readonly sha256: string;
  /** SHA-256 of each file by its absolute path, the module itself first. */
  readonly files: ReadonlyMap<string, string>;
}

/** Paths that follow `from`, `import`, `import(` and `require(`. Code in comments is taken along, which does no harm. */
const IMPORTED = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g;

/** Reads a plugin. @throws UserError for a file that cannot be read */
export function pluginContent(file: string): PluginContent {
  const entry = resolve(file);
  const files = new Map<string, string>();
  const digest = createHash('sha256');
  const add = (path: string): void => {
    if (files.has(path)) return;
    const bytes = bytesOf(path, file);
    const sha256 = hexDigest(bytes);
    files.set(path, sha256);
    digest.update(
      `${JSON.stringify(path === entry ? '' : relative(dirname(entry), path).replaceAll('\\', '/'))} ${sha256}\n`,
    );
    for (const [, , specifier] of bytes.toString('utf8').matchAll(IMPORTED)) {
      const imported = join(dirname(path), specifier);
      if (statSync(imported, { throwIfNoEntry: false })?.isFile()) add(imported);
    }
  };
  add(entry);
  return { sha256: digest.digest('hex'), files };
}

function bytesOf(path: string, plugin: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const problem = systemProblem(error);
    if (problem === undefined) throw error;
    throw new UserError({ ...problem, code: 'plugin-not-readable', where: plugin });
  }
}

/**
 * Returns the path of a plugin from the present folder.
 * @param name a path, or the name of a package that can be found from the folder
 * @param folder from which it is named
 * @throws UserError where there is no such file and no such package
 */
export function pluginFile(name: string, folder: string): string {
  const path = resolve(folder, name);
  const found = statSync(path, { throwIfNoEntry: false })?.isFile() ? path : packageEntry(name, folder);
  if (found === undefined)
    throw new UserError({
      code: 'no-plugin',
      summary: existsSync(path) ? 'a plugin is a module, not a folder' : 'no such plugin',
      found: name,
      allowed: 'the path of a module (mine.mjs), or the name of an installed package',
      hint: isPath(name)
        ? `looked for ${relative('.', path) || path}`
        : `looked in ${relative('.', folder) || 'the present folder'} and in node_modules`,
    });
  return relative('.', found);
}

function isPath(name: string): boolean {
  return isAbsolute(name) || /^\.{1,2}[\\/]/.test(name) || /\.[cm]?[jt]s$/.test(name);
}

/** Conditions under which a package offers a module to `import`. */
const CONDITIONS = ['node', 'import', 'module-sync', 'default'];

/** The main module of a package, looked up from a folder as Node does; undefined if it is not installed. */
function packageEntry(name: string, folder: string): string | undefined {
  if (isPath(name) || !/^(?:@[\w.-]+\/)?[\w.-]+$/.test(name)) return undefined;
  for (const modules of createRequire(join(resolve(folder), 'plugin.js')).resolve.paths(name) ?? []) {
    const home = join(modules, name);
    if (!existsSync(join(home, 'package.json'))) continue;
    const { exports, main = 'index.js' } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
      readonly exports?: unknown;
      readonly main?: string;
    };
    const entry = join(home, (exports === undefined ? undefined : exportedEntry(exports)) ?? main);
    return existsSync(entry) ? realpathSync(entry) : undefined;
  }
  return undefined;
}

function exportedEntry(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const choices = exports as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(choices, '.')) return exportedEntry(choices['.']);
  const condition = Object.keys(choices).find((key) => CONDITIONS.includes(key));
  return condition === undefined ? undefined : exportedEntry(choices[condition]);
}
