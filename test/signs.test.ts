/**
 * Every sign leads somewhere: pages, sections and works that comments and documents cite, links, and paths of the repository.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { anchor } from '../scripts/docs/markdown.js';

function filesUnder(folder: string, endings: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => endings.test(file) && !file.includes('node_modules'))
    .map((file) => path.join(folder, file));
}

const CODE = ['src', 'test', 'bench', 'scripts', 'notebooks', 'experiments'].flatMap((folder) =>
  filesUnder(folder, /\.(ts|js|cjs|py|yaml)$/),
);
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs')
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join('docs', file)),
  ...filesUnder('corpora', /\.md$/),
  ...filesUnder('notebooks', /\.ipynb$/).filter((file) => !file.includes('checkpoints')),
];

/** Comments of a file: `//` and blocks in TypeScript and JavaScript, `#` in YAML and Python, without the marks of their lines. */
function commentsOf(file: string, text: string): string {
  const comments = /\.(yaml|py)$/.test(file)
    ? text.match(/(^|\s)#.*$/gm)
    : text.match(/\/\*[^]*?\*\/|(?<=^|[\s;{}(,])\/\/ .*$/gm);
  return (comments ?? []).join('\n').replaceAll(/\n\s*(?:\*(?!\/)|\/\/|#) ?/g, ' ');
}

/** A document without its blocks of code; the prose of a notebook. */
function proseOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (!file.endsWith('.ipynb')) return text.replaceAll(/^```[^]*?^```$/gm, '');
  const { cells } = JSON.parse(text) as { cells: readonly { cell_type: string; source: string | readonly string[] }[] };
  return cells
    .filter(({ cell_type }) => cell_type === 'markdown')
    .map(({ source }) => (typeof source === 'string' ? source : source.join('')))
    .join('\n\n');
}

interface Text {
  readonly file: string;
  readonly text: string;
}
const comments: readonly Text[] = CODE.map((file) => ({ file, text: commentsOf(file, readFileSync(file, 'utf8')) }));
const documents: readonly Text[] = DOCUMENTS.map((file) => ({ file, text: proseOf(file) }));

/** Places of a page that a link may name: headings, and anchors set by hand. */
function anchorsOf(page: string): ReadonlySet<string> {
  const text = proseOf(page);
  return new Set([
    ...[...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading.replaceAll(/`|\]\([^)]*\)/g, ''))),
    ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id),
  ]);
}

/** Pages named in a text, each with the places of it that are named after it: "docs/theory.md §8, trap 6". */
function citedPages(text: string): readonly { readonly page: string; readonly places: readonly string[] }[] {
  return [...text.matchAll(/([\w./-]*\w\.md)\b((?:,? (?:and )?(?:§\d+|trap \d+))*)/g)].map(([, page, places]) => ({
    page,
    places: places.match(/§\d+|trap \d+/g) ?? [],
  }));
}

function leads(place: string, page: string): boolean {
  const [, section, trap] = /^§(\d+)$|^trap (\d+)$/.exec(place)!;
  const text = readFileSync(page, 'utf8');
  if (section !== undefined) return new RegExp(`^## ${section}\\. `, 'm').test(text);
  return new RegExp(`^${trap}\\. `, 'm').test(/^## \d+\. Traps$([^]*)/m.exec(text)?.[1] ?? '');
}

/** A tag of templates in Deno, named in a comment. */
const NO_PAGES = ['Deno.jupyter.md'];

/** Keys of works in square brackets: [K25 §3], [K25, Lemma 1], [OpenAI 2025]. */
function citedKeys(text: string): readonly string[] {
  return [...text.matchAll(/\[((?:[A-Z]+\d{2}|[A-Z]\w+ \d{4}))(?:(?:,| )[^\]]*)?\](?!\()/g)].map(([, key]) => key);
}

/** Works cited by author and year: the last name before the year, "Good and Toulmin (1956)". */
function citedAuthors(text: string): readonly { readonly author: string; readonly year: string }[] {
  return [...text.matchAll(/(\p{Lu}[\p{L}-]+)(?:['’]s)?(?:,? et al\.)?,? \(?((?:19|20)\d\d)(?!\d|-|,\d)/gu)].map(
    ([, author, year]) => ({ author, year }),
  );
}

const references = readFileSync('docs/references.md', 'utf8');
const works = references.split(/^- |; /m);
function hasWork(author: string, year: string): boolean {
  return works.some((work) => new RegExp(`(?<!\\p{L})${author}(?!\\p{L})`, 'u').test(work) && work.includes(year));
}

describe('what the tests look for is found', () => {
  test('comments of each kind of file, and no code', () => {
    const typescript = "/** One. */\nconst a = 'x'; // two\n/*\n * three\n * four\n */\nconst b = 'http://five';";
    expect(commentsOf('a.ts', typescript).split(/\s+/)).toEqual([
      '/**',
      'One.',
      '*/',
      'two',
      '/*',
      'three',
      'four',
      '*/',
    ]);
    expect(commentsOf('a.yaml', '# one\nkey: value # two\n')).toBe('# one two');
  });

  test('pages with sections, keys, authors', () => {
    expect(citedPages('see docs/theory.md §8, trap 6, and README.md')).toEqual([
      { page: 'docs/theory.md', places: ['§8', 'trap 6'] },
      { page: 'README.md', places: [] },
    ]);
    expect(citedKeys('[K25 §3], [K25, Lemma 1], [MK25], [OpenAI 2025], [N], [K25](#k25)')).toEqual([
      'K25',
      'K25',
      'MK25',
      'OpenAI 2025',
    ]);
    expect(citedAuthors("Good and Toulmin (1956), Vose's (1991), Orlitsky et al. 2016; N = 2000")).toEqual([
      { author: 'Toulmin', year: '1956' },
      { author: 'Vose', year: '1991' },
      { author: 'Orlitsky', year: '2016' },
    ]);
    expect(hasWork('Toulmin', '1956')).toBe(true);
    expect(hasWork('Toulmin', '1957')).toBe(false);
  });

  test('there are many of each', () => {
    const count = (of: (text: string) => readonly unknown[]): number =>
      comments.reduce((sum, { text }) => sum + of(text).length, 0);
    expect(count(citedPages)).toBeGreaterThan(20);
    expect(count(citedKeys)).toBeGreaterThan(20);
    expect(count(citedAuthors)).toBeGreaterThan(40);
  });
});

describe('comments', () => {
  test('pages that they name are in the repository, with the sections named', () => {
    const lost = comments
      .filter(({ file }) => file !== path.join('test', 'signs.test.ts'))
      .flatMap(({ file, text }) =>
        citedPages(text)
          .filter(({ page }) => !NO_PAGES.includes(page))
          .filter(
            ({ page, places }) =>
              ![page, path.join(path.dirname(file), page)].some(existsSync) ||
              !places.every((place) => leads(place, page)),
          )
          .map(({ page, places }) => [file, page, ...places].join(' ')),
      );
    expect(lost).toEqual([]);
  });
});

describe.each([
  ['comments', comments],
  ['documents', documents],
] as const)('works that %s cite are among the references', (_, texts) => {
  test('by keys', () => {
    const lost = texts.flatMap(({ file, text }) =>
      citedKeys(text)
        .filter((key) => !references.includes(`**[${key}]**`))
        .map((key) => `${file}: [${key}]`),
    );
    expect(lost).toEqual([]);
  });

  test('by author and year', () => {
    const lost = texts.flatMap(({ file, text }) =>
      citedAuthors(text)
        .filter(({ author, year }) => !hasWork(author, year))
        .map(({ author, year }) => `${file}: ${author} ${year}`),
    );
    expect(lost).toEqual([]);
  });
});

/** Files that docs/extending.md adds as examples. */
const EXAMPLES = ['src/corpus/families/parity.ts', 'src/models/stubborn.ts'];
/** Files and folders that commands make. */
const MADE = readFileSync('.gitignore', 'utf8')
  .split('\n')
  .map((line) => line.replace(/\/$/, ''));

describe('documents', () => {
  test('links lead to files, and to places in them', () => {
    const lost = documents.flatMap(({ file, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
        .filter(([, target, place]) => {
          const page = target === '' ? file : path.join(path.dirname(file), target);
          return !existsSync(page) || (place !== undefined && page.endsWith('.md') && !anchorsOf(page).has(place));
        })
        .map(([link]) => `${file}: ${link}`),
    );
    expect(lost).toEqual([]);
  });

  test('files and folders of the source that they name exist', () => {
    const lost = documents
      // A changelog speaks of its time.
      .filter(({ file }) => file !== 'CHANGELOG.md')
      .flatMap(({ file, text }) =>
        [...text.matchAll(/`((?:src|test|bench|scripts|notebooks|experiments|corpora|docs)\/[\w./-]+)`/g)]
          .map(([, named]) => named)
          .filter((named) => ![...MADE, ...EXAMPLES].includes(named) && !existsSync(named))
          .map((named) => `${file}: ${named}`),
      );
    expect(lost).toEqual([]);
  });
});
