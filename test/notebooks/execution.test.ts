/** Each notebook, run anew in a temporary folder, gives what is stored of it. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execute, kept } from '../../notebooks/execution.js';
import { has, installKernel, jupyter, missingPython } from '../../notebooks/kernel.js';

interface Notebook {
  readonly cells: readonly { readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[] }[];
}

const FOLDER = path.resolve('notebooks');
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ipynb'))
  .sort();
const program = jupyter();
const canExecute = program !== undefined && has(program, 'nbconvert');

/** Why a notebook can't be run here, in words. */
function missing(name: string): string | null {
  if (!canExecute) return 'jupyter nbconvert is not here';
  if (!name.includes('python')) return null;
  const packages = missingPython(program);
  if (packages === null) return 'Jupyter has no Python kernel';
  return packages.length === 0 ? null : `Jupyter's Python has no ${packages.join(', ')}`;
}

/** SVG repeats the specification, in the numbers of the installed version of Vega. */
function withoutSvg({ cells }: Notebook): unknown {
  return cells.map((cell) => ({
    ...cell,
    outputs: cell.outputs?.map((output) => ({
      ...output,
      data: output.data && { ...output.data, 'image/svg+xml': typeof output.data['image/svg+xml'] },
    })),
  }));
}

describe('notebooks run anew', () => {
  let project: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(() => {
    project = mkdtempSync(path.join(tmpdir(), 'hallucination-rate-notebooks-'));
    mkdirSync(path.join(project, 'notebooks'));
    writeFileSync(path.join(project, 'package.json'), '{"private": true, "type": "module"}\n');
    for (const each of ['node_modules', 'corpora', 'notebooks/results'])
      symlinkSync(path.resolve(each), path.join(project, each));
    if (canExecute) env = installKernel();
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  for (const name of names) {
    const reason = missing(name);
    (reason === null ? test : test.skip)(
      `${name}${reason === null ? '' : `: ${reason}`}`,
      async () => {
        const file = path.join(project, 'notebooks', name);
        copyFileSync(path.join(FOLDER, name), file);
        const executed = await execute(program!, file, path.join(project, 'executed'), env);
        const stored = kept(JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8'))) as Notebook;
        expect(withoutSvg(executed as Notebook)).toEqual(withoutSvg(stored));
      },
      120_000,
    );
  }
});
