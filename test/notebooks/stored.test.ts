/** The notebooks as they are stored: executed whole, readable anywhere, and their prose true to their outputs. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { showsOf, textOf } from '../../notebooks/execution.js';

interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly text?: string | readonly string[];
}
interface Cell {
  readonly cell_type: 'code' | 'markdown';
  readonly source: readonly string[];
  readonly metadata: { readonly jupyter?: { readonly source_hidden?: boolean } };
  readonly execution_count?: number;
  readonly outputs?: readonly Output[];
}

const FOLDER = path.resolve('notebooks');
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ipynb'))
  .sort();
function read(name: string): string {
  return readFileSync(path.join(FOLDER, name), 'utf8');
}
function cellsOf(name: string): readonly Cell[] {
  return (JSON.parse(read(name)) as { cells: Cell[] }).cells;
}

const TEXTS = ['text/plain', 'text/html', 'text/markdown'];
function printed({ source, outputs = [] }: Cell): string {
  return [
    textOf(source),
    ...outputs.flatMap(({ data = {}, text = '' }) => [
      textOf(text),
      ...TEXTS.flatMap((type) => (data[type] === undefined ? [] : textOf(data[type]))),
    ]),
  ].join('\n');
}

/** Numbers with a decimal point, as prose states results; those of formulas and addresses are not results. */
function resultsIn(prose: string): string[] {
  return (
    prose
      .replaceAll(/\$\$[^]*?\$\$|\$[^$]*\$|`[^`]*`|\]\([^)]*\)|arXiv [\d.]+|§[\d.]+/g, '')
      .match(/(?<![\d.])\d+\.\d+(?![\d.]*\w)/g) ?? []
  );
}

describe('stored notebooks', () => {
  test('they are there, with small tables', () => {
    expect(names.length).toBeGreaterThan(0);
    const results = readdirSync(path.join(FOLDER, 'results'), { recursive: true, encoding: 'utf8' }).map((file) =>
      statSync(path.join(FOLDER, 'results', file)),
    );
    expect(results.filter((each) => each.isFile()).reduce((sum, { size }) => sum + size, 0)).toBeLessThan(2_000_000);
  });

  test.each(names)('%s was run from top to bottom, without an error', (name) => {
    const code = cellsOf(name).filter(({ cell_type }) => cell_type === 'code');
    expect(code.map(({ execution_count }) => execution_count)).toEqual(code.map((_, at) => at + 1));
    expect(code.flatMap(({ outputs = [] }) => outputs.map(({ output_type }) => output_type))).not.toContain('error');
    expect(code.filter(({ source, outputs = [] }) => outputs.length < showsOf(source))).toEqual([]);
  });

  test.each(names)('%s shows its figures in both forms, and none of them empty', (name) => {
    const all = cellsOf(name).flatMap(({ outputs = [] }) =>
      outputs.flatMap(({ data = {} }) =>
        data['image/svg+xml'] === undefined && data['application/vnd.vegalite.v5+json'] === undefined ? [] : [data],
      ),
    );
    for (const data of all) {
      expect(data['application/vnd.vegalite.v5+json']).toHaveProperty('$schema');
      expect(textOf(data['image/svg+xml'])).toMatch(/^<svg [^]*<path/);
      expect(textOf(data['image/svg+xml'])).not.toContain('NaN');
    }
    expect(read(name)).not.toMatch(/: not drawn, /);
  });

  test('the Python notebook holds its pictures', () => {
    const [name] = names.filter((each) => each.includes('python'));
    const pictures = cellsOf(name!).flatMap(({ source, outputs = [] }) =>
      textOf(source).includes('plt.show()') ? [outputs.find(({ data }) => data?.['image/png'] !== undefined)] : [],
    );
    expect(pictures.length).toBeGreaterThanOrEqual(5);
    for (const picture of pictures) {
      const bytes = Buffer.from(textOf(picture?.data?.['image/png'] ?? ''), 'base64');
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      expect(bytes.length).toBeGreaterThan(5000);
    }
  });

  test.each(names)('%s has something to change, and exercises with answers', (name) => {
    const cells = cellsOf(name);
    const code = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => textOf(source));
    const prose = cells.filter(({ cell_type }) => cell_type === 'markdown').map(({ source }) => textOf(source));
    expect(code.some((source) => /^(\/\/|#) Change this/m.test(source))).toBe(true);
    const exercises = prose.find((text) => text.includes('## Exercises'))!;
    const [asked, answered] = exercises.split('<details><summary>Answers</summary>\n\n');
    const numbered = (text: string): number => text.match(/^\d\. /gm)?.length ?? 0;
    expect(numbered(asked!)).toBeGreaterThanOrEqual(2);
    expect(numbered(answered!)).toBe(numbered(asked!));
    expect(answered).toContain('\n\n</details>');
  });

  test.each(names)('the code of %s is short, but for helpers that are folded away', (name) => {
    for (const { cell_type, source, metadata } of cellsOf(name)) {
      const lines = textOf(source).split('\n');
      if (cell_type !== 'code' || metadata.jupyter?.source_hidden === true) continue;
      expect([lines[0], lines.length]).toEqual([lines[0], Math.min(lines.length, 25)]);
      expect(lines.filter((line) => line.length > 115)).toEqual([]);
    }
  });

  test.each(names)('%s says nothing of the machine on which it was run', (name) => {
    expect(read(name)).not.toMatch(/\/(?:home|work|tmp|root|Users)\/|file:\/\//);
  });

  test.each(names)('the numbers in the prose of %s are those of its outputs', (name) => {
    const cells = cellsOf(name);
    const outputs = cells
      .filter(({ cell_type }) => cell_type === 'code')
      .map(printed)
      .join('\n');
    const stated = cells
      .filter(({ cell_type }) => cell_type === 'markdown')
      .flatMap(({ source }) => resultsIn(textOf(source)));
    expect(stated.filter((number) => !outputs.includes(number))).toEqual([]);
  });

  test('numbers in prose are found, those of formulas are not', () => {
    expect(
      resultsIn('err is 0.25, at $t = 0.5$ and `x = 0.1`, N = 1000, arXiv 2509.04664, §3.1, [a](b1.5) and 12.5 %.'),
    ).toEqual(['0.25', '12.5']);
  });
});
