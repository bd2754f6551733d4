/** Each notebook, run anew in a temporary folder, gives what is stored of it. */
import { execFileSync } from 'node:child_process';
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
import { execute, kept, textOf } from '../../notebooks/execution.js';
import { has, installKernel, jupyter, missingPython } from '../../notebooks/kernel.js';

interface Output {
  readonly data?: Readonly<Record<string, unknown>>;
}
interface Notebook {
  readonly cells: readonly { readonly source: readonly string[]; readonly outputs?: readonly Output[] }[];
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

/**
 * What is compared of an output. Pictures repeat the numbers of a specification or of the tables, in the manner of the
 * installed version of Vega or matplotlib; tables of pandas have its styles, beside their plain text.
 */
function steady({ data, ...output }: Output): unknown {
  const drawn = ['image/svg+xml', 'image/png', ...(data?.['image/svg+xml'] === undefined ? ['text/html'] : [])];
  return {
    ...output,
    data:
      data && Object.fromEntries(Object.entries(data).map(([type, form]) => [type, drawn.includes(type) ? '' : form])),
  };
}

/** Last bits of a training hang on the processor, and with them what a model makes up: its outputs are compared by their form. */
function formOf({ data = {}, ...output }: Output): unknown {
  const [heading] = textOf(data['text/plain'] ?? '').split('\n');
  return { ...output, types: Object.keys(data), headings: heading!.trim().split(/ {2,}/) };
}

function compared({ cells }: Notebook): unknown {
  const trained = cells.findIndex(({ source }) => /\btrain\(/.test(textOf(source)));
  return cells.map(({ outputs, ...cell }, at) => ({
    ...cell,
    outputs: outputs?.map(trained >= 0 && at >= trained ? formOf : steady),
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
        expect(compared(executed as Notebook)).toEqual(compared(stored));
      },
      120_000,
    );
  }

  const python = names.find((each) => each.includes('python'))!;
  const reason = missing(python);
  (reason === null ? test : test.skip)(
    `${python}, in a folder with nothing but results.zip${reason === null ? '' : `: ${reason}`}`,
    async () => {
      const hosted = path.join(project, 'hosted');
      mkdirSync(hosted);
      execFileSync('python3', ['-m', 'zipfile', '-c', path.join(hosted, 'results.zip'), 'notebooks/results']);
      copyFileSync(path.join(FOLDER, python), path.join(hosted, python));
      const executed = await execute(program!, path.join(hosted, python), path.join(project, 'executed'), env);
      const stored = kept(JSON.parse(readFileSync(path.join(FOLDER, python), 'utf8'))) as Notebook;
      expect(compared(executed as Notebook)).toEqual(compared(stored));
    },
    120_000,
  );
});
