/**
 * Sees to ONNX Runtime after an install, and to the size of what was installed: `npm install` runs it, and so does
 * `hallucination-rate doctor --install-engine`.
 *
 * onnxruntime-node is no dependency of the package, because its own install script fetches files for CUDA from another host,
 * and where that is refused the whole install would fail. It is fetched here, without that script, as the lock beside the
 * package says. It carries the libraries of every system, of which those that cannot load here are removed (some 245 MB), but
 * only where no other program uses them: inside this package. A failure is told, and fails no install; what needs ONNX
 * Runtime then names the remedy.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = realpathSync(fileURLToPath(new URL('../../', import.meta.url)));
/** Holds package.json and package-lock.json of ONNX Runtime alone; only packages have it. */
const runtime = path.join(root, 'dist', 'runtime');

try {
  if (!stands() && existsSync(runtime)) fetchRuntime();
  for (const modules of [path.join(root, 'node_modules'), path.join(runtime, 'node_modules')]) {
    removeOtherSystems(path.join(modules, 'onnxruntime-node', 'bin'));
    removeMaps(path.join(modules, '@tensorflow'));
  }
} catch (error) {
  console.error(`ONNX Runtime could not be installed: ${error instanceof Error ? error.message : error}`);
  if (process.env.npm_lifecycle_event !== 'postinstall') process.exitCode = 1;
}

/** Whether ONNX Runtime is found from the program, by itself or in its own folder. */
function stands() {
  return [root, runtime].some((folder) => {
    try {
      createRequire(path.join(folder, 'package.json')).resolve('onnxruntime-node/package.json');
      return true;
    } catch {
      return false;
    }
  });
}

function fetchRuntime() {
  const command = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', runtime];
  const npm = process.env.npm_execpath;
  // A global install would otherwise send this one to the global folder, too.
  const { npm_config_prefix: _, ...rest } = process.env;
  const env = { ...rest, npm_config_global: 'false' };
  const options = { cwd: runtime, env, stdio: /** @type {const} */ (['ignore', 'inherit', 'inherit']) };
  if (npm?.endsWith('npm-cli.js')) execFileSync(process.execPath, [npm, ...command], options);
  else execFileSync('npm', command, { ...options, shell: platform() === 'win32' });
}

/** @param {string} libraries folder of ONNX Runtime's, by system and processor */
function removeOtherSystems(libraries) {
  if (!isOurs(libraries)) return;
  for (const version of foldersIn(libraries))
    for (const system of foldersIn(version))
      if (path.basename(system) !== platform()) rmSync(system, { recursive: true });
      else
        for (const processor of foldersIn(system))
          if (path.basename(processor) !== arch()) rmSync(processor, { recursive: true });
}

/** @param {string} packages folder of those of TensorFlow.js */
function removeMaps(packages) {
  if (!isOurs(packages)) return;
  for (const file of readdirSync(packages, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.map')) rmSync(path.join(packages, file));
}

/**
 * @param {string} folder
 * @returns {boolean} whether it is there, and inside this package
 */
function isOurs(folder) {
  return existsSync(folder) && realpathSync(folder).startsWith(root + path.sep);
}

/**
 * @param {string} folder
 * @returns {string[]} paths of the folders in it
 */
function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name));
}
