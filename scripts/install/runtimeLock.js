/**
 * Writes dist/runtime/ before `npm pack`: package.json and package-lock.json of ONNX Runtime alone, in the versions of the
 * clone's lock. scripts/install/engine.js installs what they name.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const FOLDER = 'dist/runtime';
const RUNTIME = 'onnxruntime-node';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const { version } = packages[`node_modules/${RUNTIME}`];
const root = { name: 'runtime', private: true, dependencies: { [RUNTIME]: version } };

/** @type {Record<string, object>} */
const needed = {};
const open = [`node_modules/${RUNTIME}`];
for (let at = open.pop(); at !== undefined; at = open.pop()) {
  if (at in needed) continue;
  const { dev: _, ...entry } = packages[at];
  needed[at] = entry;
  for (const name of Object.keys(entry.dependencies ?? {})) open.push(placeOf(name, at));
}

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
write('package.json', root);
write('package-lock.json', {
  name: root.name,
  lockfileVersion: 3,
  requires: true,
  packages: { '': root, ...Object.fromEntries(Object.entries(needed).sort()) },
});

/**
 * @param {string} file
 * @param {object} content
 */
function write(file, content) {
  writeFileSync(`${FOLDER}/${file}`, `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * @param {string} name of a package
 * @param {string} from place in the lock of the package that needs it
 * @returns {string} its place in the lock: as Node looks for it, in the nearest node_modules
 */
function placeOf(name, from) {
  const own = `${from}/node_modules/${name}`;
  return own in packages || from === ''
    ? own.replace(/^\//, '')
    : placeOf(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))));
}
