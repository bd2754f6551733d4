/** Opens the notebooks in Jupyter: `npm run notebook`. */
import { spawn } from 'node:child_process';
import { FOLDER, has, installKernel, jupyter } from './kernel.js';

const program = jupyter();
const frontEnd = program === undefined ? undefined : ['lab', 'notebook'].find((each) => has(program, each));
if (frontEnd === undefined) {
  console.error(`${program === undefined ? 'Jupyter was not found' : `${program} has neither lab nor notebook`}. To open the notebooks, install it: pip install jupyterlab, or on Debian and Ubuntu apt-get install jupyter-notebook.
The notebooks can be read without it: they are stored with their outputs.`);
  process.exit(2);
}
const opened = spawn(program, [frontEnd, ...process.argv.slice(2)], {
  cwd: FOLDER,
  env: installKernel(),
  stdio: 'inherit',
});
opened.on('exit', (code) => (process.exitCode = code ?? 1));
