/** Jupyter, and the kernel of the notebooks: Deno from npm, registered only in a folder of the project. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const FOLDER = path.dirname(fileURLToPath(import.meta.url));
export const PROJECT = path.dirname(FOLDER);

/**
 * Finds Jupyter: that of the environment variable `JUPYTER`, else that of Debian, else the first of the path, which may
 * lack nbconvert.
 */
export function jupyter() {
  const candidates = [process.env.JUPYTER, '/usr/bin/jupyter', 'jupyter'].filter(
    (each) => each !== undefined && each !== '',
  );
  return candidates.find((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** Checks that Jupyter has a subcommand, such as `nbconvert` or `lab`. */
export function has(program, subcommand) {
  return spawnSync(program, [subcommand, '--version'], { stdio: 'ignore' }).status === 0;
}

/** Returns the packages of the Python notebook that Jupyter lacks; null if it has no Python kernel. */
export function missingPython(program) {
  const listed = spawnSync(program, ['kernelspec', 'list', '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (listed.status !== 0) return null;
  const [python] = JSON.parse(listed.stdout).kernelspecs.python3?.spec.argv ?? [];
  if (python === undefined) return null;
  // A kernel that names a bare `python` means the Python that runs Jupyter.
  const shebang = path.isAbsolute(program) ? readFileSync(program, 'utf8').match(/^#!(\S+)/)?.[1] : undefined;
  const interpreter = path.isAbsolute(python) ? python : (shebang ?? 'python3');
  return ['matplotlib', 'pandas', 'pyarrow'].filter(
    (name) => spawnSync(interpreter, ['-c', `import ${name}`], { stdio: 'ignore' }).status !== 0,
  );
}

/**
 * Registers the kernel for this copy of the project.
 * @returns the environment in which Jupyter finds it
 */
export function installKernel() {
  const deno = path.join(
    path.dirname(createRequire(import.meta.url).resolve('deno/package.json')),
    process.platform === 'win32' ? 'deno.exe' : 'deno',
  );
  if (!existsSync(deno)) throw new Error(`Deno was not found at ${deno}; run: npm rebuild deno`);
  const data = path.join(FOLDER, '.jupyter');
  const kernel = path.join(data, 'kernels', 'deno');
  mkdirSync(kernel, { recursive: true });
  const spec = {
    argv: [deno, 'jupyter', '--kernel', '--conn', '{connection_file}'],
    display_name: 'TypeScript (Deno)',
    language: 'typescript',
    env: { DENO_DIR: path.join(data, 'deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
  };
  writeFileSync(path.join(kernel, 'kernel.json'), `${JSON.stringify(spec, null, 2)}\n`);
  return { ...process.env, JUPYTER_PATH: [data, process.env.JUPYTER_PATH].filter(Boolean).join(path.delimiter) };
}
