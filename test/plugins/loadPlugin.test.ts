/** Modules that cannot be used as plugins, each told by its file; and modules that change. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createCorpus, UserError } from '../../src/index.js';
import { loadPlugin } from '../../src/plugins/loadPlugin.js';
import { temporaryFolder } from '../end-to-end/commandLine.js';

const at = temporaryFolder();
const CORPUS = { examples: 20, families: { f: 'coins' } };

function fileWith(name: string, content: string): string {
  const folder = path.join(at, name.replaceAll(' ', '-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'mine.mjs'), content);
  return path.join(folder, 'mine.mjs');
}

function broken(code: string): string {
  return `export default ({ defineFamily, defineModel }) => [${code}];`;
}

function family(build: string): string {
  return broken(`defineFamily({ kind: 'coins', build: ${build} })`);
}

const COINS = family("() => ({ nature: 'arbitrary', prompts: ['a', 'b'], answer: ['heads', 'tails'] })");

describe('mistakes name the file', () => {
  test.each<[string, string, RegExp]>([
    ['a syntax error', '\n\nexport default [', /cannot be imported\n +where: +\S*mine\.mjs:3\n[^]*SyntaxError/],
    [
      'an import that throws',
      "throw new Error('no luck');",
      /cannot be imported\n +where: +\S*mine\.mjs:1:7\n[^]*no luck/,
    ],
    ['no exports', '', /exports no definitions[^]*found: +no exports/],
    ['other exports', 'export const size = 3;', /exports no definitions[^]*found: +size/],
    ['a list of other things', 'export default [{ kind: "coins" }];', /default export holds something else/],
    [
      'a function that throws',
      'export default () => { null.x; };',
      /function of the plugin failed\n +where: +\S*mine\.mjs:1:\d/,
    ],
    [
      'a definition that is wrong',
      broken("defineModel({ kind: 'ngram' })"),
      /this kind is taken\n +where: +\S*mine\.mjs, defineModel/,
    ],
    [
      'a kind twice',
      broken(
        "defineModel({ kind: 'twin', logProbabilities() {} }), defineModel({ kind: 'twin', logProbabilities() {} })",
      ),
      /two kinds of one name: model twin\n +where: +\S*mine\.mjs\n +found: +also defined by \S*mine\.mjs/,
    ],
    [
      'a build that throws',
      family('() => undefinedName.x'),
      /the code of the family coins failed\n +where: +\S*mine\.mjs:1:\d+\n +found: +ReferenceError: undefinedName/,
    ],
    [
      'a family of another shape',
      family("() => ({ nature: 'arbitrary', prompts: ['a', 'b'], answer: ['x'] })"),
      /answer has an entry for each prompt\n +where: +\S*mine\.mjs \(family coins\)\n +found: +1 entries/,
    ],
  ])('%s', async (name, content, words) => {
    const error: unknown = await createCorpus(CORPUS, { plugins: [fileWith(name, content)] }).catch(
      (each: unknown) => each,
    );
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(words);
  });

  test('two families of one kind that ask the same', async () => {
    const plugins = [fileWith('same', COINS)];
    await expect(createCorpus({ examples: 20, families: { a: 'coins', b: 'coins' } }, { plugins })).rejects.toThrow(
      /a prompt belongs to two families: families\.b/,
    );
  });
});

test('definitions by name, alone or in a list, are one plugin, each once', async () => {
  const text = `${COINS.replace('export default', 'const make =')}
import { defineModel } from ${JSON.stringify(path.resolve('src/index.ts'))};
export const still = defineModel({ kind: 'still', logProbabilities: () => [] });
export default [still];`;
  const { definitions } = await loadPlugin(fileWith('named', text));
  expect(definitions.map(({ kind }) => kind)).toEqual(['still']);
});

test('a plugin is refused where it imports a module that has changed in this process', async () => {
  const file = fileWith('parts', `import { side } from './part.mjs';\n${COINS.replace("'heads'", 'side')}`);
  const part = path.join(path.dirname(file), 'part.mjs');
  writeFileSync(part, "export const side = 'heads';");
  const { sha256 } = await loadPlugin(file);
  writeFileSync(part, "export const side = 'crown';");
  await expect(loadPlugin(file)).rejects.toThrow(/a module of the plugin has changed[^]*part\.mjs/);
  await expect(loadPlugin(file, sha256)).rejects.toThrow(/the plugin has changed/);
});
