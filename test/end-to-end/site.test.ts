/** The static site: every document is a page, and every link leads to a file and a place in it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from './commandLine.js';

const out = path.join(temporaryFolder(), 'site');
const made = spawnSync(process.execPath, ['scripts/site/build.js', out], { encoding: 'utf8' });

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
}

/** Pages that this program makes from documents; the reference of the library has a maker of its own. */
function pages(): readonly string[] {
  return filesBelow(out).filter((file) => file.endsWith('.html') && !file.includes(`${path.sep}reference${path.sep}`));
}

test('every document is a page, with the explorable page and a report beside it', () => {
  expect([made.status, made.stderr]).toEqual([0, '']);
  const names = pages().map((file) => path.relative(out, file));
  for (const document of readdirSync('docs').filter((name) => name.endsWith('.md')))
    expect(names).toContain(path.join('docs', document.replace(/\.md$/, '.html')));
  for (const name of ['index.html', 'explore.html', 'report.html']) expect(names).toContain(name);
});

test('links and pictures lead to files, and to places in them', () => {
  const ids = new Map<string, ReadonlySet<string>>();
  const idsOf = (file: string): ReadonlySet<string> => {
    const known =
      ids.get(file) ?? new Set([...readFileSync(file, 'utf8').matchAll(/ id="([^"]*)"/g)].map(([, id]) => id));
    ids.set(file, known);
    return known;
  };
  const lost: string[] = [];
  let checked = 0;
  for (const page of pages().filter((file) => !/explore\.html$|report\.html$/.test(file))) {
    for (const [, link] of readFileSync(page, 'utf8').matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      checked++;
      const [target, part] = link.split('#');
      const file = target === '' ? page : path.resolve(path.dirname(page), target);
      const isThere = existsSync(file) && (part === undefined || !file.endsWith('.html') || idsOf(file).has(part));
      if (!isThere) lost.push(`${path.relative(out, page)}: ${link}`);
    }
  }
  expect(checked).toBeGreaterThan(500);
  expect(lost).toEqual([]);
});
