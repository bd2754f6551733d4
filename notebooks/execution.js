/** Runs notebooks from top to bottom by `jupyter nbconvert`, and keeps the parts of their outputs that do not vary. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

/** Largest number of times that a notebook is run until no output is missing. */
const ATTEMPTS = 4;

/**
 * Runs a notebook in its own folder.
 * @param program path of Jupyter
 * @param file path of the notebook
 * @param into folder for the output of nbconvert
 * @param env environment of the process
 * @returns the executed notebook
 * @throws Error if a cell fails (with the message of nbconvert), or if outputs are missing each time
 */
export async function execute(program, file, into, env) {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    await promisify(execFile)(
      program,
      [
        'nbconvert',
        '--to',
        'notebook',
        '--execute',
        '--ExecutePreprocessor.timeout=120',
        '--ExecutePreprocessor.record_timing=False',
        '--output-dir',
        into,
        file,
      ],
      { env, maxBuffer: 2 ** 26 },
    );
    const executed = kept(JSON.parse(readFileSync(path.join(into, path.basename(file)), 'utf8')));
    if (executed.cells.every(isWhole)) return executed;
  }
  throw new Error(`${file}: outputs of cells were missing in each of ${ATTEMPTS} runs`);
}

/** Calls that show something: `await show(…)`, `await showTable(…)`, `await results.showFigure(…)`. */
const SHOWS = /\bawait (?:\w+\.)?show\w*\(/g;

/** Counts the calls of a cell that show something. */
export function showsOf(source) {
  return [...textOf(source).matchAll(SHOWS)].length;
}

/**
 * Checks that a cell has an output for each call that shows something. The kernel of Deno may report a cell as done before it sends
 * the last output, for which nbconvert does not wait.
 */
function isWhole({ source, outputs = [] }) {
  return outputs.length >= showsOf(source);
}

/** Returns a notebook without parts that vary between runs: times, widths of terminals, grouping of printed lines. */
export function kept(notebook) {
  return {
    cells: notebook.cells.map(({ id, cell_type, metadata, source, outputs, execution_count }) => ({
      cell_type,
      ...(cell_type === 'code' && { execution_count }),
      id,
      metadata: folded(metadata),
      ...(cell_type === 'code' && { outputs: joined(outputs) }),
      source: linesOf(source),
    })),
    metadata: {
      kernelspec: notebook.metadata.kernelspec,
      language_info: { name: notebook.metadata.kernelspec.language },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** What JupyterLab and Colab call a cell whose code is folded away; other metadata of cells are not kept. */
function folded(metadata) {
  return metadata.jupyter?.source_hidden === true ? { cellView: 'form', jupyter: { source_hidden: true } } : {};
}

/** Joins consecutive printed outputs into one, and writes texts as lists of lines, as Jupyter does. */
function joined(outputs) {
  const all = [];
  for (const output of outputs) {
    const last = all.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name)
      last.text = linesOf(textOf(last.text) + textOf(output.text));
    else if (output.output_type === 'stream') all.push({ ...output, text: linesOf(output.text) });
    else if (output.data === undefined) all.push(output);
    else
      all.push({
        ...output,
        data: Object.fromEntries(
          Object.entries(output.data).map(([type, form]) => [
            type,
            typeof form === 'string' || Array.isArray(form) ? linesOf(form) : form,
          ]),
        ),
      });
  }
  return all;
}

export function textOf(text) {
  return [text].flat().join('');
}

function linesOf(text) {
  return textOf(text).split(/(?<=\n)/);
}

/** Returns the text of a notebook file, as Jupyter writes it. */
export function written(notebook) {
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
