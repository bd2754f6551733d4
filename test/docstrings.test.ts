/** Every name that the library exports says what it is, which the API reference (`npm run docs:api`) prints. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

interface Declaration {
  readonly file: string;
  readonly name: string;
  readonly documented: boolean;
}

const DECLARATION = /^export (?:declare )?(?:async )?(?:function\*?|const|(?:abstract )?class|interface|type) (\w+)/gm;

/** Of a file's own exports; of overloads the first counts. */
function declarations(file: string, text: string): readonly Declaration[] {
  const all = [...text.matchAll(DECLARATION)].map(({ 1: name, index }) => ({
    file,
    name: name!,
    documented:
      text.slice(0, index).trimEnd().endsWith('*/') &&
      /\/\*\*(?:(?!\*\/)[^])*\p{L}(?:(?!\*\/)[^])*\*\/\s*$/u.test(text.slice(0, index)),
  }));
  return all.filter(({ name }, at) => all.findIndex((other) => other.name === name) === at);
}

/** What an index exports, name by name; what packages export is documented there. */
function exported(index: string, read: (file: string) => string): readonly Declaration[] {
  return [...index.matchAll(/^export (?:type )?(\*|\{[^}]*\}) from '(\.[^']+)';/gm)].flatMap(
    ({ 1: names, 2: specifier }) => {
      const file = specifier!.replace(/\.js$/, '.ts');
      const all = declarations(file, read(file));
      if (names === '*') return all;
      const wanted = names!
        .slice(1, -1)
        .split(',')
        .map(
          (each) =>
            each
              .trim()
              .replace(/^type /, '')
              .split(' as ')[0]!,
        )
        .filter((each) => each !== '');
      return wanted.map((name) => all.find((each) => each.name === name) ?? { file, name, documented: false });
    },
  );
}

test('every exported name has a comment', () => {
  const index = readFileSync('src/index.ts', 'utf8');
  const all = exported(index, (file) => readFileSync(path.join('src', file), 'utf8'));
  expect(all.length).toBeGreaterThan(100);
  expect(index.match(/^export /gm)!.length).toBe(
    [...index.matchAll(/^export (?:type )?(\*|\{[^}]*\}) from '([^']+)';/gm)].length,
  );
  expect(all.filter(({ documented }) => !documented).map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
});

test('a name without one is found', () => {
  const files: Record<string, string> = {
    './a.ts':
      '/** Says something. */\nexport const told = 1;\n\nexport const untold = 2;\n/** */\nexport type Empty = 1;\n',
    './b.ts':
      '/** Says something. */\n\nexport function f(): void {}\nconst hidden = 1;\n/** Of x. */\nconst x = 1;\nexport interface Bare {}\n',
  };
  const found = exported(
    "export * from './a.js';\nexport { f, type Bare, gone as here } from './b.js';\n",
    (file) => files[file]!,
  );
  expect(found.filter(({ documented }) => !documented).map(({ name }) => name)).toEqual([
    'untold',
    'Empty',
    'Bare',
    'gone',
  ]);
});
