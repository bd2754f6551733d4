/** Habits of the source tree that keep its rooms small and its names unambiguous. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { experimentClaims } from '../src/experiments/index.js';

const MOST_FILES = 20;
const MOST_FILES_OF_EXPERIMENT = 4;

/** File names that a folder of each kind has by rule. */
const NAMED_BY_RULE = new Set(['index.ts', 'registry.ts', 'claims.ts', 'figures.ts', 'readings.ts']);

const sources = filesBelow('src').filter((file) => file.endsWith('.ts'));
const text = new Map(sources.map((file) => [file, readFileSync(file, 'utf8')]));

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file));
}

function namesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, name.length - ending.length))
    .sort();
}

function repeated(pairs: readonly (readonly [name: string, file: string])[]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const [name, file] of pairs) places.set(name, [...(places.get(name) ?? []), file]);
  return [...places].filter(([, files]) => files.length > 1).map(([name, files]) => `${name}: ${files.join(', ')}`);
}

const VALUE = /^export (?:async )?(?:function\*?|const|(?:abstract )?class) (\w+)/gm;
const TYPE = /^export (?:interface|type) (\w+)/gm;

/** Names that a file exports where it declares them. */
function exportsOf(file: string, kinds: readonly RegExp[] = [VALUE, TYPE]): readonly string[] {
  return kinds.flatMap((kind) => [...new Set([...text.get(file)!.matchAll(kind)].map(([, name]) => name))]);
}

/** Names that a file imports or passes on, by the file that they come from. */
function importsOf(file: string, source: string): readonly (readonly [from: string, name: string])[] {
  const listed = /(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'([^']+)'/g;
  const whole = /(?:import|export)\s+(?:type\s+)?\*(?:\s+as\s+\w+)?\s+from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)/g;
  const resolved = (specifier: string): string => {
    const target = path.normalize(path.join(path.dirname(file), specifier)).replace(/\.js$/, '.ts');
    return target.replace(/^dist\//, 'src/');
  };
  const names = [...source.matchAll(listed)].flatMap(([, list, specifier]) =>
    list.split(',').map((each): [string, string] => {
      const name = each
        .trim()
        .replace(/^type /, '')
        .split(' as ')[0];
      return [resolved(specifier), name];
    }),
  );
  const all = [...source.matchAll(whole)].map(([, a, b]): [string, string] => [resolved(a ?? b), '*']);
  return [...names, ...all];
}

describe('the source tree', () => {
  test('an experiment is a folder, a YAML and a test of one name, and its claims are in the list', () => {
    const folders = readdirSync('src/experiments', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const names = folders.map(({ name }) => name).sort();
    expect(names).toEqual(namesIn('experiments', '.yaml'));
    expect(names).toEqual(experimentClaims.map(({ experiment }) => experiment).sort());
    expect(names.filter((name) => !namesIn('test/experiments', '.test.ts').includes(name))).toEqual([]);
  });

  test(`no folder has more than ${MOST_FILES} files, no experiment more than ${MOST_FILES_OF_EXPERIMENT}`, () => {
    const counts = new Map<string, number>();
    for (const file of sources) counts.set(path.dirname(file), (counts.get(path.dirname(file)) ?? 0) + 1);
    const most = (folder: string): number =>
      path.dirname(folder) === path.join('src', 'experiments') ? MOST_FILES_OF_EXPERIMENT : MOST_FILES;
    expect([...counts].filter(([folder, count]) => count > most(folder))).toEqual([]);
  });

  test('no two files have one name, but those named by rule and the files of commands', () => {
    const free = sources.filter((file) => !NAMED_BY_RULE.has(path.basename(file)) && !file.includes('/commands/'));
    expect(repeated(free.map((file) => [path.basename(file), file]))).toEqual([]);
  });

  test('no two folders export one name; what experiments export is private to their folders', () => {
    const shared = sources.filter((file) => !file.startsWith(path.join('src', 'experiments')));
    expect(repeated(shared.flatMap((file) => exportsOf(file).map((name) => [name, file] as const)))).toEqual([]);
  });

  test('every value that a file exports is used elsewhere', () => {
    const users = [...sources, ...['test', 'bench', 'notebooks', 'scripts'].flatMap(filesBelow)];
    const code = users.filter((file) => /\.(ts|js)$/.test(file));
    const used = new Set<string>();
    for (const file of code) {
      for (const [from, name] of importsOf(file, readFileSync(file, 'utf8'))) used.add(`${from} ${name}`);
    }
    const unused = sources.flatMap((file) =>
      used.has(`${file} *`)
        ? []
        : exportsOf(file, [VALUE])
            .filter((name) => !used.has(`${file} ${name}`))
            .map((name) => `${file}: ${name}`),
    );
    expect(unused).toEqual([]);
  });

  test('comments begin with a noun or a verb, not with a clause that lacks one', () => {
    const headless = /\/\*\* (What|Of|Whether|Where|That|How|As|Which|Who) .*/g;
    expect(
      sources.flatMap((file) => (text.get(file)!.match(headless) ?? []).map((each) => `${file}: ${each}`)),
    ).toEqual([]);
  });
});
