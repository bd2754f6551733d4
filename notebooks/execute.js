/**
 * Runs all notebooks, or those named, and stores them with their outputs:
 * `npm run notebooks:execute [-- 01-singleton-rate …]`.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execute, written } from './execution.js';
import { FOLDER, has, installKernel, jupyter, missingPython } from './kernel.js';

const program = jupyter();
if (program === undefined || !has(program, 'nbconvert')) {
  console.error(
    'Jupyter with nbconvert was not found. On Debian and Ubuntu: apt-get install jupyter-nbconvert jupyter-client\nElsewhere: pip install nbconvert jupyter-client',
  );
  process.exit(2);
}

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ipynb'))
  .sort();
const asked = process.argv.slice(2).map((name) => `${path.basename(name, '.ipynb')}.ipynb`);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`Notebooks must be among ${names.join(', ')}, got ${unknown.join(', ')}`);
  process.exit(2);
}

const into = mkdtempSync(path.join(tmpdir(), 'notebooks-'));
try {
  const env = installKernel();
  for (const name of asked.length > 0 ? asked : names) {
    const file = path.join(FOLDER, name);
    const missing = name.includes('python') ? missingPython(program) : [];
    if (missing === null || missing.length > 0) {
      console.log(`${name}: not run, because the Python of Jupyter lacks ${missing?.join(', ') ?? 'a kernel'}`);
      continue;
    }
    writeFileSync(file, written(await execute(program, file, into, env)));
    console.log(name);
  }
} catch (error) {
  console.error(error.stderr ?? error.message);
  process.exitCode = 1;
} finally {
  rmSync(into, { recursive: true, force: true });
}
