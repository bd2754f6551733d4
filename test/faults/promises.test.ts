/** The table of promises in docs/reliability.md: each names what keeps it, a kind of `npm run test:faults` or a test that is there. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const PAGE = readFileSync('docs/reliability.md', 'utf8');
const PROMISES = [...PAGE.matchAll(/^\| (?!promise|---)(.+?) \| (.+?) \| (.+) \|$/gm)].map(([, promise, , kept]) => ({
  promise,
  kept,
}));
/** Kinds of faults, as the sources of the trial name them: keys of the list in run.js, and of the attacks. */
const KINDS = new Set(
  ['run.js', 'attacks.js'].flatMap((file) =>
    [...readFileSync(path.join('test/faults', file), 'utf8').matchAll(/^ {2}(\w+): (?:async )?(?:\(|counted)/gm)].map(
      ([, kind]) => kind,
    ),
  ),
);

/** Words in the column that are commands, and name no test. */
const COMMANDS = ['estimate', 'score'];

test('the page has promises, and the trial has kinds', () => {
  expect(PROMISES.length).toBeGreaterThan(25);
  expect(KINDS.size).toBeGreaterThan(20);
});

test.each(PROMISES)('$promise', ({ kept }) => {
  let folder = '';
  const named = [...kept.matchAll(/`([^`]+)`/g)].flatMap(([, text]) => {
    if (text.startsWith('test/')) folder = path.dirname(text);
    if (COMMANDS.includes(text)) return [];
    if (text.includes('.') || text.startsWith('test/'))
      return [existsSync(text) || existsSync(path.join(folder, text)) ? [] : [text]];
    return [KINDS.has(text.replace(/^faults: /, '')) ? [] : [text]];
  });
  expect(named.length + Number(/the same test/.test(kept))).toBeGreaterThan(0);
  expect(named.flat()).toEqual([]);
});
